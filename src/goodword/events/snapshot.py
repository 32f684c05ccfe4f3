"""One version of the log to read from: what it gives stays the same while others append, compact or erase."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Unpack

import pyarrow as pa
import pyarrow.parquet as pq

from goodword.events.counts import COUNT_COLUMNS, merge_counts, read_counts, select_counts
from goodword.events.errors import EventError
from goodword.events.files import readable
from goodword.events.filters import EventFilter, Filters, sql_text
from goodword.events.manifest import Manifest, Segment
from goodword.events.schema import COLUMN_NAMES, check_columns, events_schema
from goodword.events.segments import damaged, read_groups
from goodword.events.store import Hold, Store

if TYPE_CHECKING:  # the redirect appends without ever loading DuckDB
    import duckdb


class Snapshot:
    """A version of the log, pinned: its files stay in place until it is closed. Use it with `with`.

    Conditions are those of `Filters`. Rows come segment by segment in the order they were received, sorted
    by ts_us within a segment.
    """

    def __init__(self, store: Store, manifest: Manifest, pin: Hold | None) -> None:
        self._store, self._manifest, self._pin = store, manifest, pin

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the version; files that only it needed may be removed from now on."""
        if self._pin is not None:
            self._pin.release()

    @property
    def version(self) -> int:
        """The number of changes that led to this version."""
        return self._manifest.version

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of this version."""
        return self._manifest.segments

    @property
    def rows(self) -> int:
        """The number of events in this version."""
        return sum(segment.rows for segment in self.segments)

    def scan(self, columns: Sequence[str] | None = None, **filters: Unpack[Filters]) -> pa.RecordBatchReader:
        """Stream the wanted events; one row group is in memory at a time. See EventLog.scan."""
        wanted = _wanted_columns(columns)
        condition = EventFilter.of(filters)
        schema = pa.schema([events_schema().field(name) for name in wanted])
        return pa.RecordBatchReader.from_batches(schema, self._batches(wanted, condition))

    def table(self, columns: Sequence[str] | None = None, **filters: Unpack[Filters]) -> pa.Table:
        """Return the wanted events as one table."""
        return self.scan(columns, **filters).read_all()

    def files(self, **filters: Unpack[Filters]) -> list[str]:
        """Return the Parquet files that can hold wanted events; they may hold others too."""
        condition = EventFilter.of(filters)
        return [str(self._store.data(segment)) for segment in self._matching(condition)]

    def sql(self, **filters: Unpack[Filters]) -> str:
        """Return a DuckDB SELECT of the wanted events, for a FROM clause or a view.

        Valid while the snapshot is open.
        """
        condition = EventFilter.of(filters)
        files: dict[tuple[str, ...], list[str]] = {}
        for segment in self._matching(condition):
            files.setdefault(segment.columns, []).append(str(self._store.data(segment)))
        parts = [_select(columns, paths, condition.sql()) for columns, paths in files.items()]
        return " UNION ALL ".join(parts) or f"SELECT {', '.join(map(_nothing, COLUMN_NAMES))} WHERE false"

    def relation(
        self, connection: "duckdb.DuckDBPyConnection", **filters: Unpack[Filters]
    ) -> "duckdb.DuckDBPyRelation":
        """Return the wanted events as a relation of a DuckDB connection, read when it is queried."""
        self.serve(connection)
        return connection.sql(self.sql(**filters))

    def serve(self, connection: "duckdb.DuckDBPyConnection") -> None:
        """Let a DuckDB connection read the files that `sql` names."""
        self._store.serve(connection)

    def counts(
        self,
        *,
        by: Sequence[str] = COUNT_COLUMNS,
        tenant: str | Collection[str] | None = None,
        kinds: str | Collection[str] | None = None,
        channels: str | Collection[str] | None = None,
        local_days: tuple[int, int] | None = None,
    ) -> pa.Table:
        """Count events without reading them. See EventLog.counts."""
        odd = [name for name in by if name not in COUNT_COLUMNS]
        if odd or not by:
            raise EventError(
                f"Events are not counted by {odd[0] if odd else 'nothing'!r}; "
                f"expected some of {', '.join(COUNT_COLUMNS)}."
            )
        condition = EventFilter.of(
            {"tenant": tenant, "kinds": kinds, "channels": channels, "local_days": local_days}
        )
        words = dict(condition.words)
        parts = []
        for segment in self._matching(condition):
            path = self._store.counts(segment)
            try:
                counts = read_counts(path)
            except (OSError, pa.ArrowException) as reason:
                raise damaged(path, reason) from reason
            parts.append(
                select_counts(
                    counts,
                    tenants=words.get("tenant"),
                    kinds=words.get("kind"),
                    channels=words.get("channel"),
                    local_days=local_days,
                )
            )
        return merge_counts(parts, by)

    def _matching(self, condition: EventFilter) -> Iterator[Segment]:
        return (segment for segment in self.segments if condition.may_match(segment))

    def _batches(self, wanted: list[str], condition: EventFilter) -> Iterator[pa.RecordBatch]:
        needed = list(dict.fromkeys([*wanted, *condition.columns]))
        for segment in self._matching(condition):
            path = self._store.data(segment)
            for table in read_groups(path, needed, _groups(path, condition)):
                yield from condition.apply(table).select(wanted).to_batches()


def _select(columns: Collection[str], paths: list[str], condition: str) -> str:
    """Return a SELECT of all columns from files that have these; the others came later and are empty."""
    names = ", ".join(name if name in columns else _nothing(name) for name in COLUMN_NAMES)
    source = f"read_parquet([{', '.join(map(sql_text, paths))}], hive_partitioning = false)"
    if set(COLUMN_NAMES) <= set(columns):
        return f"SELECT {names} FROM {source} WHERE {condition}"  # noqa: S608 - every text goes through sql_text
    return f"SELECT * FROM (SELECT {names} FROM {source}) WHERE {condition}"  # noqa: S608


def _nothing(name: str) -> str:
    types = {"string": "VARCHAR", "int64": "BIGINT", "int32": "INTEGER", "int16": "SMALLINT"}
    return f"NULL::{types[str(events_schema().field(name).type)]} AS {name}"


def _wanted_columns(columns: Sequence[str] | None) -> list[str]:
    if columns is None:
        return list(COLUMN_NAMES)
    names = [columns] if isinstance(columns, str) else list(columns)
    if not names:
        raise EventError(f"No column is asked for; expected at least one of {', '.join(COLUMN_NAMES)}.")
    check_columns(names)
    return list(dict.fromkeys(names))


def _groups(path: Any, condition: EventFilter) -> list[int] | None:
    if not condition.ranges:
        return None
    try:
        return condition.groups(pq.read_metadata(readable(path)))
    except (OSError, pa.ArrowException) as reason:
        raise damaged(path, reason) from reason
