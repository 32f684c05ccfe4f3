"""DuckDB: in this process, over the files of the log. The engine where nothing else is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from goodword.events import Snapshot

from .base import Engine
from .given import Given

# What does not fit goes to disk, so that a hundred million events are measured within 2 GB: the rest is Python's and Arrow's.
_SETTINGS = {"memory_limit": "1500MB", "preserve_insertion_order": "false"}


@contextmanager
def opened(given: Given) -> Iterator[Engine]:
    """Open DuckDB in memory over the wanted events."""
    import duckdb
    import ibis

    with (
        TemporaryDirectory(prefix="goodword-metrics-") as spilled,
        duckdb.connect(config={**_SETTINGS, "temp_directory": spilled}) as connection,
        given.opened() as events,
    ):
        connection.execute("SET TimeZone = 'UTC'")
        if isinstance(events, Snapshot):
            events.serve(connection)  # a log in an object store is read through its own file system
            connection.execute(f"CREATE VIEW given_events AS {events.sql(**given.filters)}")
        else:
            connection.register("given_events", events)
        for name, table in given.tables.items():
            connection.register(f"given_{name}", table)
        if given.has_aliases:
            connection.register("given_aliases", given.same_person)
        yield Engine(ibis.duckdb.from_connection(connection), given)
