"""A whole column of moments at once: ISO spellings with NumPy, everything else value by value."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .moments import Moment, MomentParser, Unreadable, read_tail

_DAY_US = 86_400_000_000
_DIGITS = np.array([0, 1, 2, 3, 5, 6, 8, 9])
_CLOCK_DIGITS = np.array([11, 12, 14, 15])


@dataclass(slots=True)
class MomentColumn:
    """Turns text into int64 microseconds since 1970 UTC; clocks without a zone are in `zone` (IANA name)."""

    zone: str = "UTC"
    order: str | None = None
    parser: MomentParser = field(init=False)

    def __post_init__(self) -> None:
        self.parser = MomentParser(self.order)

    def convert(self, texts: pa.Array) -> tuple[pa.Array, dict[int, str]]:
        """Return int64 microseconds (null where empty or unreadable) and the code of each unreadable row.

        >>> MomentColumn("Asia/Shanghai").convert(pa.array(["1970-01-01 08:00:01", "1970-01-01T00:00:01Z", "x"]))
        (<pyarrow.lib.Int64Array object at ...>
        [
          1000000,
          1000000,
          null
        ], {2: 'not_moment'})
        """
        rows = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
        given = texts.drop_null() if texts.null_count else texts
        micros = np.zeros(len(texts), dtype=np.int64)
        zoned = np.zeros(len(texts), dtype=bool)
        known = np.zeros(len(texts), dtype=bool)
        iso = _read_iso(given)
        micros[rows], zoned[rows], known[rows] = iso.micros, iso.zoned, iso.known
        faults = self._read_rest(texts, rows[~iso.known], micros, zoned, known)
        naive = known & ~zoned
        if self.zone != "UTC" and naive.any():
            micros[naive] = _in_zone(micros[naive], self.zone)
        return pa.array(micros, mask=~known), faults

    def _read_rest(
        self,
        texts: pa.Array,
        rows: NDArray[np.int64],
        micros: NDArray[np.int64],
        zoned: NDArray[np.bool_],
        known: NDArray[np.bool_],
    ) -> dict[int, str]:
        if not len(rows):
            return {}
        encoded = texts.take(pa.array(rows)).dictionary_encode()
        parsed = [self.parser.parse(value) for value in encoded.dictionary.to_pylist()]
        codes = encoded.indices.to_numpy()
        right = np.array([isinstance(value, Moment) for value in parsed])[codes]
        found = [value if isinstance(value, Moment) else Moment(0, False) for value in parsed]
        micros[rows] = np.array([value.micros for value in found], dtype=np.int64)[codes]
        zoned[rows] = np.array([value.zoned for value in found])[codes]
        known[rows] = right
        wrong = np.flatnonzero(~right)
        return {int(rows[i]): _code(parsed[codes[i]]) for i in wrong}


def _code(value: Moment | Unreadable) -> str:
    return value.code if isinstance(value, Unreadable) else ""


def _in_zone(micros: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """Return the UTC microseconds of clock readings; in the hour a clock repeats or skips, the earlier one counts."""
    clock = pa.array(micros).cast(pa.timestamp("us"))
    placed = pc.assume_timezone(clock, zone, ambiguous="earliest", nonexistent="earliest")
    return np.asarray(placed.cast(pa.int64()))


@dataclass(slots=True)
class _Read:
    micros: NDArray[np.int64]
    zoned: NDArray[np.bool_]
    known: NDArray[np.bool_]


def _read_iso(texts: pa.Array) -> _Read:
    """Read `2026-05-31`, `2026-05-31 14:30`, `2026-05-31T14:30:15.25+08:00` and the like; leave the rest unknown."""
    size = len(texts)
    out = _Read(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool), np.zeros(size, dtype=bool))
    if not size:
        return out
    texts = texts.cast(pa.large_string())
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int64)[texts.offset : texts.offset + size + 1]
    buffer = texts.buffers()[2]
    codes = np.frombuffer(buffer, dtype=np.uint8) if buffer is not None else np.empty(0, dtype=np.uint8)
    lengths = np.diff(offsets)
    for rows, width in (
        (np.flatnonzero(lengths == 10), 10),
        (np.flatnonzero((lengths >= 16) & (lengths < 19)), 16),
        (np.flatnonzero((lengths >= 19) & (lengths <= 40)), 19),
    ):
        if len(rows):
            _read_layout(texts, codes[offsets[rows][:, None] + np.arange(width)], rows, width, out)
    return out


def _read_layout(
    texts: pa.Array, codes: NDArray[np.uint8], rows: NDArray[np.int64], width: int, out: _Read
) -> None:
    digits = codes - np.uint8(48)
    fits = (
        (digits[:, _DIGITS] <= 9).all(axis=1) & (codes[:, 4] == codes[:, 7]) & np.isin(codes[:, 4], (45, 47))
    )
    numbers = digits.astype(np.int64)
    days, right = _days(numbers)
    micros = days * _DAY_US
    fits &= right
    if width > 10:
        hour, minute = _two(numbers, 11), _two(numbers, 14)
        fits &= (
            np.isin(codes[:, 10], (32, 84))
            & (codes[:, 13] == 58)
            & (digits[:, _CLOCK_DIGITS] <= 9).all(axis=1)
        )
        fits &= (hour < 24) & (minute < 60)
        micros += (hour * 60 + minute) * 60_000_000
    if width > 16:
        second = _two(numbers, 17)
        fits &= (codes[:, 16] == 58) & (digits[:, 17] <= 9) & (digits[:, 18] <= 9) & (second < 60)
        micros += second * 1_000_000
    rows, micros = rows[fits], micros[fits]
    if width > 10 and len(rows):
        added, zoned, known = _tails(texts.take(pa.array(rows)), width)
        rows, micros = rows[known], (micros + added)[known]
        out.zoned[rows] = zoned[known]
    out.micros[rows] = micros
    out.known[rows] = True


def _two(numbers: NDArray[np.int64], at: int) -> NDArray[np.int64]:
    return numbers[:, at] * 10 + numbers[:, at + 1]


def _days(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return days since 1970 and whether the date exists."""
    year = _two(numbers, 0) * 100 + _two(numbers, 2)
    month, day = _two(numbers, 5), _two(numbers, 8)
    right = (year >= 1900) & (year <= 2200) & (month >= 1) & (month <= 12) & (day >= 1)
    months = np.where(right, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[D]").astype(np.int64)
    return first + day - 1, right & (day <= following - first)


def _tails(texts: pa.Array, width: int) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    tails = pc.utf8_slice_codeunits(texts, start=width).dictionary_encode()
    parsed = [read_tail(tail) for tail in tails.dictionary.to_pylist()]
    found = [value if isinstance(value, Moment) else Moment(0, False) for value in parsed]
    codes = tails.indices.to_numpy()
    return (
        np.array([value.micros for value in found], dtype=np.int64)[codes],
        np.array([value.zoned for value in found], dtype=bool)[codes],
        np.array([isinstance(value, Moment) for value in parsed], dtype=bool)[codes],
    )
