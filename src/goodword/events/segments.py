"""One segment: Parquet sorted by time, the keys of its ids, its counts. Written once, never changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goodword.core.ids import new_id
from goodword.events.counts import count_events, merge_counts, pack_counts
from goodword.events.errors import EventLogDamaged
from goodword.events.files import Source, readable
from goodword.events.keys import Keys, event_keys, pack_keys
from goodword.events.manifest import Segment
from goodword.events.schema import events_schema

if TYPE_CHECKING:
    from goodword.events.store import Store

DATA, KEYS, COUNTS = ".parquet", ".keys", ".counts"
TARGET_ROWS = 524_288  # a segment holds no more rows, nor bytes in memory: what rewriting one may take
TARGET_BYTES = 268_435_456
ROW_GROUP_ROWS = 131_072  # what a reader holds at a time
_MOST_TENANTS = 64
_DICTIONARY: Any = [
    name for name in events_schema().names if name not in {"event_id", "ts_us", "amount_minor", "extra"}
]
_EPOCH_DAY = date(1970, 1, 1)


@dataclass
class _Bounds:
    """What the manifest says of a segment, gathered slice by slice."""

    ranges: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)

    def add(self, table: pa.Table) -> None:
        for name in ("event_id", "ts_us", "local_day", "received_day"):
            found: Any = pc.min_max(table.column(name)).as_py()
            low, high = self.ranges.get(name, (found["min"], found["max"]))
            self.ranges[name] = (min(low, found["min"]), max(high, found["max"]))
        for name in ("tenant", "kind"):
            self.words.setdefault(name, set()).update(map(str, table.column(name).unique().to_pylist()))


def write_segment(store: "Store", slices: Iterable[pa.Table], keys: Keys | None = None) -> Segment:
    """Write the slices (each at most a row group, together sorted by ts_us) as one durable segment.

    `keys` are those of the event ids, in any order, where they are known already. Nobody sees it before a manifest names
    it. One slice and 8 bytes a row are in memory. Raises EnvironmentProblem when the disk does not take it.
    """
    pieces = iter(slices)
    first = next(pieces)
    bounds, found, counts = _Bounds(), list[Keys](), list[pa.Table]()
    first_day = _EPOCH_DAY + timedelta(days=pc.min(first.column("received_day")).as_py())
    name = f"{first_day.isoformat()}/{new_id().hex}"
    rows, size, digests = 0, 0, dict[str, str]()
    try:
        with store.new_file(f"{name}{DATA}") as file, _parquet_writer(file) as writer:
            for table in chain([first], pieces):
                writer.write_table(table, row_group_size=ROW_GROUP_ROWS)
                bounds.add(table)
                if keys is None:
                    found.append(event_keys(table.column("event_id")))
                counts.append(count_events(table))
                rows, size = rows + table.num_rows, size + table.nbytes
        digests[DATA], stored = file.digest, file.length
        others = {
            KEYS: pack_keys(found if keys is None else [keys]),
            COUNTS: pack_counts(merge_counts(counts)),
        }
        for ending, content in others.items():
            with store.new_file(f"{name}{ending}") as file:
                file.write(content)
            digests[ending] = file.digest
        store.settle(name)
    except BaseException:
        store.remove_segment(name)
        raise
    tenants = sorted(bounds.words["tenant"])
    return Segment(
        name=name,
        rows=rows,
        size=size,
        digests=digests,
        tenants=tuple(tenants) if len(tenants) <= _MOST_TENANTS else None,
        kinds=tuple(sorted(bounds.words["kind"])),
        columns=tuple(events_schema().names),
        stored=stored,
        **bounds.ranges,
    )


def _parquet_writer(file: Any) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        file,
        events_schema(),
        compression="zstd",
        use_dictionary=_DICTIONARY,
        column_encoding={"ts_us": "DELTA_BINARY_PACKED"},
        write_page_checksum=True,
        sorting_columns=[pq.SortingColumn(events_schema().get_field_index("ts_us"))],
    )


def sorted_slices(table: pa.Table) -> Iterator[pa.Table]:
    """Yield the table's rows in the order of ts_us (ties keep their order), a row group at a time."""
    table = table.combine_chunks()
    order = pc.sort_indices(table.column("ts_us"))
    for start in range(0, table.num_rows, ROW_GROUP_ROWS):
        yield table.take(order.slice(start, ROW_GROUP_ROWS))


def read_groups(
    path: Source, columns: list[str] | None = None, groups: Iterable[int] | None = None
) -> Iterator[pa.Table]:
    """Yield the row groups of a segment file as tables; raises EventLogDamaged when it cannot be read.

    `columns`: all of the event schema by default, in its order. One that came after the file was written is empty.
    """
    wanted = events_schema().names if columns is None else columns
    try:
        with pq.ParquetFile(readable(path), page_checksum_verification=True) as file:
            present = [name for name in wanted if name in file.schema_arrow.names]
            for group in range(file.num_row_groups) if groups is None else groups:
                yield _completed(file.read_row_group(group, columns=present), wanted)
    except (OSError, pa.ArrowException) as reason:
        raise damaged(path, reason) from reason


def _completed(table: pa.Table, wanted: list[str]) -> pa.Table:
    for name in wanted:
        if name not in table.column_names:
            table = table.append_column(
                events_schema().field(name), pa.nulls(table.num_rows, events_schema().field(name).type)
            )
    return table.select(wanted)


def damaged(path: Source, reason: object) -> EventLogDamaged:
    """Return the error for a segment file that is missing or not what was written."""
    what = "is missing" if isinstance(reason, FileNotFoundError) else f"cannot be read ({reason})"
    return EventLogDamaged(f"{path} of the event log {what}. Restore the log's folder from a backup.")
