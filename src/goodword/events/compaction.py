"""Putting small segments together, so that a reader opens few files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from goodword.events.keys import Keys
from goodword.events.manifest import Segment
from goodword.events.schema import events_schema
from goodword.events.segments import TARGET_BYTES, TARGET_ROWS, read_groups, sorted_slices, write_segment
from goodword.events.store import Store
from goodword.events.verification import check_intact

_WORTH = 4  # a segment is rewritten when what joins it is at least a quarter of it: log(n) rewrites a row


@dataclass(frozen=True, slots=True)
class Compaction:
    """What a compaction did; `held_back` files wait for readers of older versions and go at the next one."""

    merged: int
    written: int
    swept: int
    held_back: int


def compact(store: Store) -> Compaction:
    """Merge neighbouring small segments and remove the files no version needs.

    Appends go on meanwhile; readers see the same rows before, during and after. Memory: two segments' worth.
    """
    merged = written = 0
    with store.maintaining():
        for group in plan(store.manifest().segments):
            for member in group:
                check_intact(store, member)
            segment = write_segment(store.segments, _merged(store, group), _keys(store, group))
            with store.writing() as current:
                store.commit(current, added=[segment], removed=[member.name for member in group])
            merged, written = merged + len(group), written + 1
        with store.writing() as current:
            swept, held_back = store.sweep(current)
    return Compaction(merged, written, swept, held_back)


def plan(
    segments: Sequence[Segment], rows: int = TARGET_ROWS, size: int = TARGET_BYTES
) -> list[list[Segment]]:
    """Return the runs of neighbours (by received day) worth merging, each within `rows` and `size` together.

    >>> def piece(name, rows):
    ...     return Segment(name, rows, 0, {}, ("", ""), (0, 0), (0, 0), (0, 0), None, ())
    >>> [[s.name for s in run] for run in plan([piece("a", 5), piece("b", 5), piece("c", 95)], rows=100)]
    [['a', 'b']]
    """
    runs: list[list[Segment]] = [[]]
    for segment in sorted(segments, key=lambda each: (each.received_day, each.name)):
        joined = [*runs[-1], segment]
        if sum(member.rows for member in joined) > rows or sum(member.size for member in joined) > size:
            runs.append([])
        runs[-1].append(segment)
    return [group for run in runs for group in _worthwhile(run)]


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
    """Yield the rows of all sources by time; columns are joined one by one, so only one is there twice."""
    tables = [table for segment in group for table in read_groups(store.data(segment))]
    columns = []
    for name in events_schema().names:
        pieces = [piece for table in tables for piece in table.column(name).chunks]
        columns.append(pa.concat_arrays(pieces))
        del pieces
        tables = [table.drop_columns([name]) for table in tables]
    yield from sorted_slices(pa.Table.from_arrays(columns, schema=events_schema()))
