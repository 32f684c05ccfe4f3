"""The event log: append, read, compact, erase, verify. What is acknowledged is on disk, once."""

import os
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Unpack

import pyarrow as pa

from goodword.core.errors import EnvironmentProblem
from goodword.events import appending, compaction, erasure, verification
from goodword.events.counts import COUNT_COLUMNS
from goodword.events.durable import explained
from goodword.events.filters import Filters
from goodword.events.local_store import LocalStore, is_remote, local_folder
from goodword.events.manifest import Manifest
from goodword.events.schema import Events
from goodword.events.snapshot import Snapshot
from goodword.events.store import Store

if TYPE_CHECKING:  # the redirect appends without ever loading DuckDB
    import duckdb


class EventLog:
    """A log of events: in a folder, shared by the processes of one machine, or in an object store, shared by many.

    >>> import tempfile
    >>> log = EventLog.open(tempfile.mkdtemp())
    >>> event = {"event_id": "e1", "ts_us": 0, "local_day": 0, "received_day": 0, "tenant": "b",
    ...          "kind": "share"}
    >>> log.append([event, event]).added, log.append([event]).already_there
    (1, 1)
    >>> log.table(["event_id", "kind"], tenant="b").to_pylist()
    [{'event_id': 'e1', 'kind': 'share'}]
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(cls, path_or_url: str | os.PathLike[str]) -> "EventLog":
        """Return the log in a local folder or behind an fsspec URL (s3://bucket/events), made when first written to.

        Raises EventError for what is no address, EnvironmentProblem for a place that cannot hold a log.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     EventLog.open(f"{folder}/events").table().num_rows
        0
        """
        if is_remote(path_or_url):
            from goodword.events.remote_store import RemoteStore

            return cls(RemoteStore.open(str(path_or_url)))
        root = local_folder(path_or_url)
        with explained(root, "open"):
            nearest = next(folder for folder in (root, *root.parents) if folder.exists())
        if not nearest.is_dir():
            raise EnvironmentProblem(
                f"{nearest} is a file, not a folder. Choose another place for the event log."
            )
        if nearest != root and not os.access(nearest, os.W_OK | os.X_OK):
            raise EnvironmentProblem(
                f"{root} cannot be made: {nearest} is not writable. Choose another folder."
            )
        if nearest == root and not os.access(root, os.R_OK | os.X_OK):
            raise EnvironmentProblem(f"{root} cannot be read. Allow it, or choose another folder.")
        return cls(LocalStore(root))

    @property
    def folder(self) -> str:
        """The folder or URL of the log."""
        return self._store.address

    def append(self, events: Events) -> appending.Receipt:
        """Add the events whose event_id is new, all or none of them, and return when they are on disk.

        `events`: a pyarrow table, a pandas or Polars frame, or a list of dicts, with the columns of
        EVENT_COLUMNS; optional ones may be missing. An id that comes twice counts the first time. Raises
        EventError (with column and row) for events that cannot be used, EnvironmentProblem when the disk
        does not take them.
        """
        return appending.append(self._store, events)

    def snapshot(self) -> Snapshot:
        """Return the current version to read from; use it with `with` around queries."""
        return Snapshot(self._store, *self._store.pinned_manifest())

    def scan(self, columns: Sequence[str] | None = None, **filters: Unpack[Filters]) -> pa.RecordBatchReader:
        """Stream the events of the current version that match every condition of `Filters`.

        `columns`: which, in which order; all by default. Segments and row groups that cannot match are not
        read; one row group is in memory at a time. Raises EventError for unknown columns or conditions, and
        EventLogDamaged, while reading, for a file that is missing or broken.
        """
        snapshot = self.snapshot()
        reader = snapshot.scan(columns, **filters)
        return pa.RecordBatchReader.from_batches(reader.schema, _closing(reader, snapshot))

    def table(self, columns: Sequence[str] | None = None, **filters: Unpack[Filters]) -> pa.Table:
        """Return what `scan` streams as one table."""
        with self.snapshot() as snapshot:
            return snapshot.table(columns, **filters)

    def files(self, **filters: Unpack[Filters]) -> list[str]:
        """Return the Parquet files that can hold wanted events.

        Where compaction or erasure may run meanwhile, ask a `snapshot()` and keep it open while you read
        them.
        """
        with self.snapshot() as snapshot:
            return snapshot.files(**filters)

    def sql(self, **filters: Unpack[Filters]) -> str:
        """Return a DuckDB SELECT of the wanted events; as for `files`, a snapshot keeps it valid."""
        with self.snapshot() as snapshot:
            return snapshot.sql(**filters)

    def relation(
        self, connection: "duckdb.DuckDBPyConnection", **filters: Unpack[Filters]
    ) -> "duckdb.DuckDBPyRelation":
        """Return the wanted events as a DuckDB relation; as for `files`, a snapshot keeps it valid."""
        with self.snapshot() as snapshot:
            return snapshot.relation(connection, **filters)

    def counts(
        self,
        *,
        by: Sequence[str] = COUNT_COLUMNS,
        tenant: str | Collection[str] | None = None,
        kinds: str | Collection[str] | None = None,
        channels: str | Collection[str] | None = None,
        local_days: tuple[int, int] | None = None,
    ) -> pa.Table:
        """Return the number of events per tenant, local_day, kind and channel (or some: `by`), sorted.

        The last column is `events`, int64. Counted when events were written, so no event is read.
        """
        with self.snapshot() as snapshot:
            return snapshot.counts(
                by=by, tenant=tenant, kinds=kinds, channels=channels, local_days=local_days
            )

    def compact(self) -> compaction.Compaction:
        """Merge small segments and remove files nothing needs any more; call it now and then."""
        return compaction.compact(self._store)

    def erase(self, *person_ids: str) -> erasure.Erasure:
        """Take persons out of the log: their rows stay, with amounts, without anything that spells their ids.

        See `goodword.events.erasure` for each column. Raises EventError for an empty id.
        """
        return erasure.erase(self._store, person_ids)

    def verify(self) -> verification.Verification:
        """Check every file against the manifest; names the first that is missing or not what was written."""
        with self.snapshot() as snapshot:
            return verification.verify(self._store, Manifest(snapshot.version, snapshot.segments))


def _closing(reader: pa.RecordBatchReader, snapshot: Snapshot) -> Iterator[pa.RecordBatch]:
    with snapshot:
        yield from reader
