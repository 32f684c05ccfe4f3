"""How many events of each kind: counted once when a segment is written, so that a page needs no scan."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goodword.events.files import Source

COUNT_COLUMNS = ("tenant", "local_day", "kind", "channel")

_TYPES: dict[str, Any] = {
    "tenant": pa.string(),
    "local_day": pa.int32(),
    "kind": pa.string(),
    "channel": pa.string(),
    "events": pa.int64(),
}
_SCHEMA = pa.schema(_TYPES)


def count_events(table: pa.Table) -> pa.Table:
    """Return the number of events per tenant, local day, kind and channel (null where unknown).

    >>> table = pa.table({"tenant": ["b", "b"], "local_day": pa.array([1, 1], pa.int32()),
    ...                   "kind": ["view", "view"], "channel": pa.array([None, None], pa.string())})
    >>> count_events(table).column("events").to_pylist()
    [2]
    """
    grouped = table.group_by(list(COUNT_COLUMNS)).aggregate([([], "count_all")])
    return grouped.rename_columns([*COUNT_COLUMNS, "events"]).cast(_SCHEMA)


def merge_counts(parts: Iterable[pa.Table], by: Sequence[str] = COUNT_COLUMNS) -> pa.Table:
    """Return the counts of several tables added up, in the order of their columns."""
    together = pa.concat_tables([_SCHEMA.empty_table(), *parts])
    total = together.group_by(list(by)).aggregate([("events", "sum")])
    total = total.select([*by, "events_sum"]).rename_columns([*by, "events"])
    return total.sort_by([(name, "ascending") for name in by])


def pack_counts(counts: pa.Table) -> bytes:
    """Return the counts as the bytes of their file (Arrow IPC)."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, _SCHEMA) as writer:
        writer.write_table(counts)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def read_counts(path: Source) -> pa.Table:
    """Return the counts of one segment; a local file is mapped rather than read."""
    if not isinstance(path, Path):
        return pa.ipc.open_file(pa.BufferReader(path.read_bytes())).read_all()
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def select_counts(
    counts: pa.Table,
    *,
    tenants: Sequence[str] | None,
    kinds: Sequence[str] | None,
    channels: Sequence[str] | None,
    local_days: tuple[int, int] | None,
) -> pa.Table:
    """Return the rows of a counts table that match every condition given."""
    for name, wanted in (("tenant", tenants), ("kind", kinds), ("channel", channels)):
        if wanted is not None:
            counts = counts.filter(pc.is_in(counts.column(name), value_set=pa.array(wanted, pa.string())))
    if local_days is not None:
        day = counts.column("local_day")
        counts = counts.filter(
            pc.and_(pc.greater_equal(day, local_days[0]), pc.less_equal(day, local_days[1]))
        )
    return counts
