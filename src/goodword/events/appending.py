"""Adding events: each id once, all of an append or nothing, on disk before the receipt is given."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from goodword.events.keys import KeyLookup, Keys, first_of_each
from goodword.events.manifest import Manifest, Segment
from goodword.events.schema import Events, normalise
from goodword.events.segments import TARGET_BYTES, TARGET_ROWS, damaged, sorted_slices, write_segment
from goodword.events.store import Store


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an append did; once given, the events are on disk, the added ones in `segments`.

    >>> receipt = Receipt(added=0, already_there=2)  # both had come before
    >>> receipt.segment is None
    True
    """

    added: int
    already_there: int
    segments: tuple[str, ...] = ()

    @property
    def segment(self) -> str | None:
        """The first segment written, None when everything was already there."""
        return self.segments[0] if self.segments else None


def append(store: Store, events: Events) -> Receipt:
    """Add the events whose id is new; see EventLog.append."""
    table = normalise(events)
    if table.num_rows == 0:
        return Receipt(0, 0)
    once, segments = first_of_each(table), list[Segment]()

    def write_fresh(current: Manifest) -> tuple[list[Segment], tuple[()]]:
        fresh, keys = _not_yet_there(once, store, current)
        most = _segment_rows(fresh)
        whole = keys if fresh.num_rows <= most else None
        segments[:] = [write_segment(store, sorted_slices(part), whole) for part in _parts(fresh, most)]
        return segments, ()

    store.change(write_fresh)
    added = sum(segment.rows for segment in segments)
    return Receipt(added, table.num_rows - added, tuple(segment.name for segment in segments))


def _not_yet_there(table: pa.Table, store: Store, current: Manifest) -> tuple[pa.Table, Keys]:
    """Return the rows whose id no segment holds, and their keys."""
    lookup = KeyLookup(table.column("event_id"))
    for segment in current.segments:
        if not lookup.within(*segment.event_id):
            continue
        try:
            lookup.look_in(store.read_keys(segment), store.data(segment))
        except (OSError, pa.ArrowException) as reason:
            raise damaged(store.data(segment), reason) from reason
    if not lookup.known.any():
        return table, lookup.keys
    return table.filter(pa.array(~lookup.known)), lookup.keys[~lookup.known]


def _segment_rows(table: pa.Table) -> int:
    """Return how many rows of this table make a segment."""
    bytes_a_row: int = max(1, table.nbytes // max(1, table.num_rows))
    return max(1, min(TARGET_ROWS, TARGET_BYTES // bytes_a_row))


def _parts(table: pa.Table, most: int) -> Iterator[pa.Table]:
    """Yield segments' worth of rows: whole received days up to `most` rows, longer days cut by time."""
    if table.num_rows <= most:
        if table.num_rows:
            yield table
        return
    table = table.sort_by([("received_day", "ascending"), ("ts_us", "ascending")])
    days = table.column("received_day").to_numpy()
    ends = [*np.flatnonzero(np.diff(days)) + 1, table.num_rows]
    start = end = 0
    for following in ends:
        if following - start > most and end > start:
            yield table.slice(start, end - start)
            start = end
        while following - start > most:
            yield table.slice(start, most)
            start += most
        end = following
    yield table.slice(start)
