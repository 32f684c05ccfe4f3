"""Millions of made-up events, as a stream in the order of time: what the cost of a metric is measured on.

Unlike `simulate`, which makes a small world whose truth is known, this only has the right shape, at any size: cascades from
hand to hand with a few very broad ones among them, people who come back, clicks before purchases, refunds, and people who
come by themselves. Memory does not grow with the rows.
"""

from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from goodword.core.errors import InputError
from goodword.core.events import EventKind
from goodword.core.vocabulary import Channel, Lever

from .event_table import event_schema
from .window import DAY, HOUR, SECOND

Ints = npt.NDArray[Any]  # whole numbers of some width
Columns = dict[str, Ints]

FIRST_DAY: Final = 20_089  # 1 January 2025
TENANT: Final = "lumen-school"
_DAYS: Final = 365
_ZONE: Final = 8 * HOUR  # the brand's local days: China, which has no daylight saving
_ROWS_A_CASCADE: Final = 115  # about; only how the year is cut into blocks hangs on it
_CASCADES_A_BLOCK: Final = 4_000
_FILE_ROWS: Final = 524_288  # as many as a segment of the log holds
_TYPES: Final[dict[str, type[np.signedinteger[Any]]]] = {
    **dict.fromkeys(("ts", "person", "link", "referrer", "root"), np.int64),
    **dict.fromkeys(("kind", "channel", "lever", "programme"), np.int8),
    "depth": np.int16,
    "amount": np.int32,
}
_NONE: Final = -1
_KINDS: Final = tuple(EventKind)
_KIND: Final = {kind: number for number, kind in enumerate(_KINDS)}
_CUSTOMER: Final = 1 << 62  # added to the number of a visitor who is or becomes a customer
_LETTERS: Final = np.frombuffer(b"abcdefghijkmnpqrstuvwxyz23456789", np.uint8)
_PROGRAMMES: Final = ("bring-a-friend", "logic-month")

_AUDIENCE: Final = (1.55, 1.0, 4_000)  # log-mean, log-deviation and most of the people a share reaches
_KNOWN: Final = 0.2  # of them were here before
_CLICK, _VISIT, _SIGN_UP, _SHARE_ON = 0.35, 0.8, 0.55, 0.33  # of those reached; then of those who clicked
_BUY_NEW, _BUY_KNOWN, _REFUND = 0.35, 0.12, 0.04
_DEEPEST: Final = 200
_BY_THEMSELVES: Final = 20  # visitors for each cascade
_REGULARS: Final = 3  # of these, who come back again and again


class TakesEvents(Protocol):
    """An event log: `goodword.events.EventLog`, or anything that takes tables of events."""

    def append(self, events: pa.Table, /) -> object:
        """Add events."""


def write_events(log_or_folder: TakesEvents | str | PathLike[str], rows: int, seed: int = 0) -> None:
    """Write exactly so many events, the same for the same seed: into a log, or as Parquet files into a folder.

    Raises InputError for fewer than one row, and for a folder with Parquet files in it already.
    """
    if not isinstance(log_or_folder, str | PathLike):
        for table in event_tables(rows, seed):
            log_or_folder.append(table)
        return
    folder = Path(log_or_folder)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("*.parquet")):
        raise InputError(f"{folder} has Parquet files in it already. Choose an empty folder.")
    for number, table in enumerate(event_tables(rows, seed)):
        pq.write_table(table, folder / f"events-{number:05d}.parquet", compression="zstd")


def event_tables(rows: int, seed: int = 0) -> Iterator[pa.Table]:
    """Yield exactly so many events as tables of `event_schema()`, sorted by time within and between them.

    >>> [table.num_rows for table in event_tables(1_000)]
    [1000]
    """
    if rows < 1:
        raise InputError(f"{rows} events were asked for; expected at least one.")
    left = rows
    for columns in _in_order(rows, seed):
        for start in range(0, min(left, len(columns["ts"])), _FILE_ROWS):
            part = {name: values[start : min(start + _FILE_ROWS, left)] for name, values in columns.items()}
            yield _table(part, seed, rows - left + start)
        left -= len(columns["ts"])
        if left <= 0:
            return


def _in_order(rows: int, seed: int) -> Iterator[Columns]:
    """Yield events block by block; what a block's cascades still do later waits for its time."""
    cascades = max(40, min(_CASCADES_A_BLOCK, rows // _ROWS_A_CASCADE))
    span = _DAYS * DAY * _ROWS_A_CASCADE * cascades // max(rows, _ROWS_A_CASCADE * cascades)
    waiting: list[Columns] = []
    start, block = FIRST_DAY * DAY, 0
    while True:
        generator = np.random.Generator(np.random.SFC64([seed, block]))
        waiting += _Block(generator, block, start, span).events(cascades)
        everything = {name: np.concatenate([part[name] for part in waiting]) for name in _TYPES}
        order = np.argsort(everything["ts"], kind="stable")
        start, block = start + span, block + 1
        ripe = int(np.searchsorted(everything["ts"], start, sorter=order))
        yield {name: values[order[:ripe]] for name, values in everything.items()}
        waiting = [{name: values[order[ripe:]] for name, values in everything.items()}]


class _Block:
    """The cascades that start within one span of time. People and links are numbers; each block has its own."""

    def __init__(self, generator: np.random.Generator, block: int, start: int, span: int) -> None:
        self._random, self._block, self._start, self._span = generator, block, start, span
        self._next, self._pool = block << 32, 1
        self._parts: list[Columns] = []

    def events(self, cascades: int) -> list[Columns]:
        """Return what happens in so many cascades, and beside them, in no order."""
        self._pool = cascades * _REGULARS
        self._come_by_themselves(cascades * _BY_THEMSELVES)
        sharers = self._first_sharers(cascades)
        while len(sharers["ts"]):
            self._add(EventKind.SHARE, sharers)
            sharers = self._reach(sharers)
        return self._parts

    def _numbers(self, count: int) -> Ints:
        self._next += count
        return np.arange(self._next - count, self._next)

    def _known(self, count: int) -> Ints:
        """Return regulars of this block or an earlier one."""
        blocks = self._random.integers(0, self._block + 1, count)
        return _CUSTOMER + (blocks << 32) + self._random.integers(0, self._pool, count)

    def _later(self, ts: Ints, mean: int) -> Ints:
        return (
            ts
            + SECOND
            + (self._random.standard_exponential(len(ts), dtype=np.float32) * mean).astype(np.int64)
        )

    def _chance(self, count: int, share: float) -> npt.NDArray[np.bool_]:
        return self._random.random(count, dtype=np.float32) < share

    def _add(self, kind: EventKind, rows: Columns, where: npt.NDArray[np.bool_] | None = None) -> Columns:
        """Keep some of the rows as events of a kind, and return them."""
        kept = rows if where is None else {name: values[where] for name, values in rows.items()}
        self._parts.append(kept | {"kind": np.full(len(kept["ts"]), _KIND[kind], np.int8)})
        return kept

    def _come_by_themselves(self, count: int) -> None:
        ts = self._start + self._random.integers(0, self._span, count)
        visits = self._chance(count, 0.4)
        joins, buys = visits & self._chance(count, 0.2), visits & self._chance(count, 0.05)
        people = self._numbers(count)
        is_customer = joins | buys | (np.arange(count) < self._pool)
        rows = _nothing(count) | {"person": people + _CUSTOMER * is_customer, "ts": ts}
        self._add(EventKind.VIEW, rows)
        rows["ts"] = self._later(ts, 60 * SECOND)
        visited = self._add(EventKind.VISIT, rows, visits)
        self._join_and_buy(visited, joins[visits], buys[visits])

    def _first_sharers(self, count: int) -> Columns:
        links = self._numbers(count)
        return _nothing(count) | {
            "ts": self._start + self._random.integers(0, self._span, count),
            "channel": self._random.integers(0, len(Channel), count, np.int8),
            "lever": self._random.integers(0, len(Lever), count, np.int8),
            "programme": self._random.integers(0, len(_PROGRAMMES), count, np.int8),
            "person": self._known(count),
            "link": links,
            "root": links,
            "depth": np.zeros(count, np.int16),
        }

    def _reach(self, sharers: Columns) -> Columns:
        """Let shares be seen, clicked and acted on, and return the shares they lead to."""
        mean, deviation, most = _AUDIENCE
        sizes = np.minimum(self._random.lognormal(mean, deviation, len(sharers["ts"])), most).astype(np.int64)
        seen = {name: np.repeat(values, sizes) for name, values in sharers.items()}
        count = len(seen["ts"])
        known = self._chance(count, _KNOWN)
        clicks = self._chance(count, _CLICK)
        joins = clicks & ~known & self._chance(count, _SIGN_UP)
        on = clicks & self._chance(count, _SHARE_ON)
        seen["referrer"] = seen["person"]
        seen["person"] = np.where(known, self._known(count), self._numbers(count) + _CUSTOMER * (joins | on))
        seen["ts"] = self._later(seen["ts"], 8 * HOUR)
        self._add(EventKind.VIEW, seen)
        clicked = {name: values[clicks] for name, values in seen.items()}
        clicked["ts"] = self._later(clicked["ts"], 20 * SECOND)
        self._add(EventKind.CLICK, clicked)
        visits = self._chance(len(clicked["ts"]), _VISIT)
        self._add(EventKind.VISIT, clicked | {"ts": clicked["ts"] + SECOND}, visits)
        self._join_and_buy(clicked, joins[clicks], known[clicks] & self._chance(len(visits), _BUY_KNOWN))
        on = on[clicks] & (clicked["depth"] < _DEEPEST)
        shared = {name: values[on] for name, values in clicked.items()}
        return shared | {
            "ts": self._later(shared["ts"], 6 * HOUR),
            "channel": np.where(
                self._chance(len(shared["ts"]), 0.6),
                shared["channel"],
                self._random.integers(0, len(Channel), len(shared["ts"]), np.int8),
            ),
            "link": self._numbers(len(shared["ts"])),
            "depth": shared["depth"] + 1,
        }

    def _join_and_buy(self, rows: Columns, joins: npt.NDArray[np.bool_], buys: npt.NDArray[np.bool_]) -> None:
        """Let some sign up, some of these and some others buy, and a few of the buyers give it back."""
        later = rows | {"ts": self._later(rows["ts"], 300 * SECOND)}
        self._add(EventKind.SIGN_UP, later, joins)
        buys = buys | (joins & self._chance(len(joins), _BUY_NEW))
        bought = {name: values[buys] for name, values in later.items()}
        bought["ts"] = self._later(bought["ts"], 3 * DAY)
        bought["amount"] = self._random.lognormal(9, 0.8, len(bought["ts"])).astype(np.int32)
        self._add(EventKind.PURCHASE, bought)
        back = bought | {"ts": self._later(bought["ts"], 10 * DAY), "amount": -bought["amount"]}
        self._add(EventKind.REFUND, back, self._chance(len(bought["ts"]), _REFUND))


def _nothing(count: int) -> Columns:
    return {name: np.full(count, _NONE, width) for name, width in _TYPES.items()}


def _table(rows: Columns, seed: int, first: int) -> pa.Table:
    """Return rows as events; the first has this number in the stream."""
    count = len(rows["ts"])
    money = np.isin(rows["kind"], (_KIND[EventKind.PURCHASE], _KIND[EventKind.REFUND]))
    columns = {
        "event_id": _event_ids(rows["ts"], np.arange(first, first + count), seed),
        "ts_us": pa.array(rows["ts"]),
        "local_day": pa.array((rows["ts"] + _ZONE) // DAY),
        "received_day": pa.array(rows["ts"] // DAY),
        "tenant": pa.repeat(TENANT, count),
        "kind": _named(_KINDS, rows["kind"]),
        "channel": _named(tuple(Channel), rows["channel"]),
        "lever": _named(tuple(Lever), rows["lever"]),
        "programme_id": _named(_PROGRAMMES, rows["programme"]),
        "person_id": _people(rows["person"], seed),
        "link_id": _links(rows["link"], seed),
        "referrer_id": _people(rows["referrer"], seed),
        "root_id": _links(rows["root"], seed),
        "depth": pa.array(rows["depth"], mask=rows["depth"] == _NONE),
        "amount_minor": pa.array(rows["amount"], mask=~money),
        "currency": _named(("CNY",), np.where(money, 0, _NONE)),
        "source": pa.repeat("sample", count),
    }
    schema = event_schema()
    arrays = [
        columns[field.name].cast(field.type) if field.name in columns else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _named(labels: tuple[str, ...], codes: Ints) -> pa.Array:
    """Return the label of each code, null for none."""
    return pa.array([str(label) for label in labels], pa.string()).take(pa.array(codes, mask=codes == _NONE))


def _event_ids(ts: Ints, numbers: Ints, seed: int) -> pa.Array:
    """Return UUIDs of version 7, which sort by the millisecond, as 32 hexadecimal digits."""
    mixed = _mixed(numbers, 2 * seed)
    first = (ts // 1_000).astype(np.uint64) << np.uint64(16) | np.uint64(0x7000) | mixed & np.uint64(0xFFF)
    second = _mixed(numbers, 2 * seed + 1) >> np.uint64(2) | np.uint64(1 << 63)
    digits = np.concatenate([_digits(first), _digits(second)], axis=1)
    return _strings(digits, np.full(len(ts), 32, np.int32), np.ones(len(ts), dtype=bool))


def _people(numbers: Ints, seed: int) -> pa.Array:
    """Return who it was as the log has it: a customer's own id, or the name a visitor has; null for nobody."""
    known = numbers[numbers != _NONE]
    customers = known >= _CUSTOMER
    names = np.empty((len(known), 24), np.uint8)
    names[:, :8] = np.frombuffer(b"visitor:", np.uint8)
    names[:, 8:] = _digits(_mixed(known, seed))
    scattered = known[customers].astype(np.uint64) * np.uint64(0x9E3779B97F5) + np.uint64(seed * 0x51ED2702F)
    names[customers, 0] = ord("c")
    names[customers, 1:12] = _digits(scattered & np.uint64((1 << 44) - 1))[:, 5:]
    lengths = np.where(customers, 12, 24).astype(np.int32)
    return _strings(names[np.arange(24) < lengths[:, None]], lengths, numbers != _NONE)


def _links(numbers: Ints, seed: int) -> pa.Array:
    """Return codes of links, ten letters that are one to one with the numbers; null for none."""
    there = numbers != _NONE
    mask = np.uint64((1 << 50) - 1)
    value = (
        numbers[there].astype(np.uint64) * np.uint64(0x2545F4914F6CDD1D) + np.uint64(seed * 0x9E3779B9) & mask
    )
    value = (value ^ value >> np.uint64(27)) * np.uint64(0x9E3779B97F4A7C15) & mask
    places = value[:, None] >> np.arange(0, 50, 5, dtype=np.uint64) & np.uint64(31)
    return _strings(_LETTERS[places.astype(np.intp)], np.full(len(value), 10, np.int32), there)


def _mixed(numbers: Ints, salt: int) -> npt.NDArray[np.uint64]:
    """Return numbers scattered one to one over 64 bits. Source: Steele, Lea and Flood (2014), SplitMix64."""
    value = numbers.astype(np.uint64) + np.uint64(salt * 0x9E3779B97F4A7C15 & 0xFFFF_FFFF_FFFF_FFFF)
    value = (value ^ value >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ value >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return value ^ value >> np.uint64(31)


def _digits(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    """Return the sixteen hexadecimal digits of each value, shape (n, 16)."""
    return np.frombuffer(values.astype(">u8").tobytes().hex().encode(), np.uint8).reshape(-1, 16)


def _strings(letters: npt.NDArray[np.uint8], lengths: Ints, there: npt.NDArray[np.bool_]) -> pa.Array:
    """Return texts whose letters lie one after another; `lengths` are of those that are there."""
    offsets = np.zeros(len(there) + 1, np.int32)
    offsets[1:][there] = lengths
    np.cumsum(offsets, out=offsets)
    valid = pa.py_buffer(np.packbits(there, bitorder="little").tobytes())
    return pa.StringArray.from_buffers(
        len(there), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(letters)), valid
    )
