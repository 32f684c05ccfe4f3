"""A whole column of moments at once: ISO spellings with NumPy, everything else value by value."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .arrow import Array, pc
from .moments import Moment, MomentParser, Unreadable, read_tail
from .relative_moments import from_micros, is_relative, read_framed, read_relative, to_micros

_DAY_US = 86_400_000_000
_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)
_FIRST_YEAR = 1900
_LONGEST = 60
_MONTHS = np.arange("1900-01", "2201-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
_MONTH_STARTS, _MONTH_LENGTHS = _MONTHS[:-1], np.diff(_MONTHS)


@dataclass(slots=True)
class MomentColumn:
    """Turns text into int64 microseconds since 1970 UTC; clocks without a zone are in `zone` (IANA name)."""

    zone: str = "UTC"
    order: str | None = None
    parser: MomentParser = field(init=False)

    def __post_init__(self) -> None:
        self.parser = MomentParser(self.order)

    def convert(self, texts: Array, taken: NDArray[np.int64] | None = None) -> tuple[Array, dict[int, str]]:
        """Return int64 microseconds (null where empty or unreadable) and the code of each unreadable row.

        `taken` is when each row was exported, on the clock of the zone, 0 where that is not known: dates such as
        3小时前 count from there.

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
        faults = self._read_relative(texts, faults, taken, micros, zoned, known)
        naive = known & ~zoned
        if self.zone != "UTC" and naive.any():
            micros[naive] = _in_zone(micros[naive], self.zone)
        return pa.array(micros, mask=~known), faults

    def _read_rest(
        self,
        texts: Array,
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

    def _read_relative(
        self,
        texts: Array,
        faults: dict[int, str],
        taken: NDArray[np.int64] | None,
        micros: NDArray[np.int64],
        zoned: NDArray[np.bool_],
        known: NDArray[np.bool_],
    ) -> dict[int, str]:
        """Read what is left: dates with words around them, and those that count from the time of the export."""
        left: dict[int, str] = {}
        for row, code in faults.items():
            text = texts[row].as_py()
            if code != "not_moment" or len(text) > _LONGEST:
                left[row] = code
            elif framed := read_framed(text):
                micros[row], zoned[row], known[row] = framed.micros, framed.zoned, True
            elif is_relative(text):
                at = int(taken[row]) if taken is not None else 0
                found = read_relative(text, from_micros(at)) if at else None
                if found is None:
                    left[row] = "relative_moment"
                else:
                    micros[row], known[row] = to_micros(found), True
            else:
                left[row] = code
        return left


def on_the_clock(micros: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """Return UTC microseconds as what the clock of a zone (IANA name) shows."""
    stamps = pa.array(micros).cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", zone))
    return np.asarray(pc.local_timestamp(stamps).cast(pa.int64()))


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


def _read_iso(texts: Array) -> _Read:
    """Read `2026-05-31`, `2026-05-31 14:30`, `2026-05-31T14:30:15.25+08:00` and the like; leave the rest unknown."""
    size = len(texts)
    out = _Read(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool), np.zeros(size, dtype=bool))
    if not size or texts.buffers()[2] is None:
        return out
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + size + 1]
    codes = np.frombuffer(texts.buffers()[2], dtype=np.uint8)
    lengths = np.diff(offsets)
    for low, high, width in ((10, 10, 10), (16, 18, 16), (19, 40, 19)):
        for length in np.unique(lengths[(lengths >= low) & (lengths <= high)]).tolist():
            _read_layout(codes, offsets, lengths, int(length), width, out)
    return out


def _read_layout(
    codes: NDArray[np.uint8],
    offsets: NDArray[np.int32],
    lengths: NDArray[np.int32],
    length: int,
    width: int,
    out: _Read,
) -> None:
    """Read the rows of one length, whose first `width` characters are the date and time."""
    rows = np.flatnonzero(lengths == length)
    if len(rows) == len(lengths):
        grid = codes[offsets[0] : offsets[-1]].reshape(len(rows), length)
    else:
        grid = codes[offsets[rows][:, None] + np.arange(length, dtype=np.int32)]
    head = np.ascontiguousarray(grid[:, :width].T)
    micros, fits = _read_head(head, width)
    rows, micros = rows[fits], micros[fits]
    if width > 10 and length > width and len(rows):
        added, zoned, known = _tails(grid[fits, width:])
        rows, micros = rows[known], (micros + added)[known]
        out.zoned[rows] = zoned[known]
    out.micros[rows] = micros
    out.known[rows] = True


def _read_head(head: NDArray[np.uint8], width: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return microseconds and whether the characters (one row of `head` per position) are a date and time."""
    digits = head - np.uint8(48)
    fits = (head[4] == head[7]) & ((head[4] == 45) | (head[4] == 47))
    for position in (p for p in _DIGITS if p < width):
        fits &= digits[position] <= 9
    days, right = _days(digits.astype(np.int32))
    micros = days * _DAY_US
    fits &= right
    if width > 10:
        hour, minute = _two(digits, 11), _two(digits, 14)
        fits &= ((head[10] == 32) | (head[10] == 84)) & (head[13] == 58) & (hour < 24) & (minute < 60)
        micros += (hour.astype(np.int64) * 60 + minute) * 60_000_000
    if width > 16:
        second = _two(digits, 17)
        fits &= (head[16] == 58) & (second < 60)
        micros += second.astype(np.int64) * 1_000_000
    return micros, fits


def _two(digits: NDArray[Any], at: int) -> NDArray[Any]:
    number: NDArray[Any] = digits[at] * digits.dtype.type(10) + digits[at + 1]
    return number


def _days(digits: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return days since 1970 and whether the date exists."""
    year = _two(digits, 0) * 100 + _two(digits, 2)
    month, day = _two(digits, 5), _two(digits, 8)
    right = (year >= 1900) & (year <= 2200) & (month >= 1) & (month <= 12) & (day >= 1)
    number = np.where(right, (year - _FIRST_YEAR) * 12 + month - 1, 0)
    return _MONTH_STARTS[number] + day - 1, right & (day <= _MONTH_LENGTHS[number])


def _tails(grid: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Read what follows the seconds (one row of characters each): what to add, whether zoned, whether readable."""
    same = bool((grid == grid[0]).all())
    given = grid[:1] if same else grid
    tails = pa.array(
        np.ascontiguousarray(given).view(f"S{grid.shape[1]}").ravel().astype(object), pa.binary()
    )
    encoded: Any = tails.dictionary_encode()
    parsed = [read_tail(tail.decode("utf-8", "replace")) for tail in encoded.dictionary.to_pylist()]
    found = [value if isinstance(value, Moment) else Moment(0, False) for value in parsed]
    codes = np.zeros(len(grid), dtype=np.int32) if same else np.asarray(encoded.indices)
    return (
        np.array([value.micros for value in found], dtype=np.int64)[codes],
        np.array([value.zoned for value in found], dtype=bool)[codes],
        np.array([isinstance(value, Moment) for value in parsed], dtype=bool)[codes],
    )
