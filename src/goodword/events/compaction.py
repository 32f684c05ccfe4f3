"""Putting small segments together, so that a reader opens few files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodword.events.keys import Keys
from goodword.events.manifest import Segment
from goodword.events.segments import ROW_GROUP_ROWS, read_groups, sorted_slices, write_segment
from goodword.events.store import Store
from goodword.events.verification import check_intact

MERGED_BYTES = 384 << 20  # of a Parquet file: large enough to read in one go, small enough to write anew
HELD_BYTES = 512 << 20  # of memory, for the row groups of the files that are merged at once
_WORTH = 4  # a segment is rewritten when what joins it is at least a quarter of it: log(n) rewrites a row


@dataclass(frozen=True, slots=True)
class Compaction:
    """What a compaction did; `held_back` files wait for readers of older versions and go at the next one."""

    merged: int
    written: int
    swept: int
    held_back: int


def compact(store: Store) -> Compaction:
    """Merge neighbouring small segments into files of 128 to 512 MB and remove the files no version needs.

    Appends go on meanwhile; readers see the same rows before, during and after. Memory: two row groups of each
    file that is merged at once, and 8 bytes a row.
    """
    merged = written = 0
    with store.maintaining():
        for group in plan(store.manifest().segments):
            for member in group:
                check_intact(store, member)
            segment = write_segment(store, _merged(store, group), _keys(store, group))
            store.put_in_place([segment], [member.name for member in group])
            merged, written = merged + len(group), written + 1
        swept, held_back = store.sweep()
    return Compaction(merged, written, swept, held_back)


def plan(
    segments: Sequence[Segment], stored: int = MERGED_BYTES, held: int = HELD_BYTES
) -> list[list[Segment]]:
    """Return the runs of neighbours (by received day) worth merging, each within `stored` bytes of files together.

    To merge a run at most `held` bytes are in memory.

    >>> def piece(name, stored):
    ...     return Segment(name, 1, 1, {}, ("", ""), (0, 0), (0, 0), (0, 0), None, (), stored=stored)
    >>> [[s.name for s in run] for run in plan([piece("a", 5), piece("b", 5), piece("c", 95)], stored=100)]
    [['a', 'b']]
    """
    runs: list[list[Segment]] = [[]]
    for segment in sorted(segments, key=lambda each: (each.received_day, each.name)):
        joined = [*runs[-1], segment]
        if sum(map(_stored, joined)) > stored or sum(map(_held, joined)) > held:
            runs.append([])
        runs[-1].append(segment)
    return [group for run in runs for group in _worthwhile(run)]


def _stored(segment: Segment) -> int:
    return segment.stored or segment.size


def _held(segment: Segment) -> int:
    """Return what two row groups of the segment take in memory: one that is taken from and the next one."""
    return segment.size * min(segment.rows, 2 * ROW_GROUP_ROWS) // segment.rows


def _worthwhile(run: list[Segment]) -> Iterator[list[Segment]]:
    """Yield the run, or the parts of it around a segment too big for what would join it."""
    if len(run) < 2:
        return
    largest = max(range(len(run)), key=lambda index: run[index].rows)
    rest = sum(segment.rows for segment in run) - run[largest].rows
    if run[largest].rows <= _WORTH * rest:
        yield run
    else:
        yield from _worthwhile(run[:largest])
        yield from _worthwhile(run[largest + 1 :])


def _keys(store: Store, group: Sequence[Segment]) -> Keys:
    return np.concatenate([store.read_keys(segment) for segment in group])


def _merged(store: Store, group: Sequence[Segment]) -> Iterator[pa.Table]:
    """Yield the rows of all sources by time, a row group at a time; one row group of each source is in memory."""
    heads = [_Head(read_groups(store.data(segment))) for segment in group]
    waiting = list[pa.Table]()
    while heads := [head for head in heads if head.rows]:
        # what is not after the end of any head is complete: all that is yet to be read comes later
        ends = [head.last for head in heads if head.more]
        part = pa.concat_tables([head.taken(min(ends, default=None)) for head in heads])
        waiting += sorted_slices(part)
        while sum(table.num_rows for table in waiting) >= ROW_GROUP_ROWS:
            together = pa.concat_tables(waiting)
            yield together.slice(0, ROW_GROUP_ROWS).combine_chunks()
            waiting = [together.slice(ROW_GROUP_ROWS)]
    if sum(table.num_rows for table in waiting):
        yield pa.concat_tables(waiting).combine_chunks()


class _Head:
    """What was read of one source and not yet taken: rows sorted by time."""

    def __init__(self, groups: Iterator[pa.Table]) -> None:
        self._groups = groups
        self._table: Any = None
        self._next = next(groups, None)
        self._read()

    def _read(self) -> None:
        self._table, self._next = self._next, next(self._groups, None)

    @property
    def rows(self) -> int:
        """How many rows wait; none when the source is at its end."""
        return 0 if self._table is None else self._table.num_rows

    @property
    def more(self) -> bool:
        """Whether there is more to read after these rows."""
        return self._next is not None

    @property
    def last(self) -> int:
        """The time of the last row that waits."""
        value: int = self._table.column("ts_us")[-1].as_py()
        return value

    def taken(self, until: int | None) -> pa.Table:
        """Take the rows up to and with this time, all of them without one; reads on when none is left."""
        table, count = self._table, self.rows
        if until is not None:
            count = pc.sum(pc.less_equal(table.column("ts_us"), until)).as_py() or 0
        self._table = table.slice(count)
        if count == table.num_rows:
            self._read()
        return table.slice(0, count)
