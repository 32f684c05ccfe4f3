"""SQLite: `executemany` on the bare connection, single rows, in the caller's immediate transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, models

from .rows import Added, AnyField, Inserted, Rows, insert_sql, no_ids, places


def bare_connection() -> Any:
    """Return the sqlite3 connection itself: Django's cursor would rewrite statements and copy rows."""
    connection.ensure_connection()
    return connection.connection


@contextmanager
def without_mapping() -> Iterator[None]:
    """Keep SQLite from mapping the database into memory: a long import would touch, and so hold, all of it."""
    if connection.vendor != "sqlite":
        yield
        return
    raw = bare_connection()
    (before,) = raw.execute("PRAGMA mmap_size").fetchone() or (0,)
    raw.execute("PRAGMA mmap_size = 0")
    try:
        yield
    finally:
        bare_connection().execute(f"PRAGMA mmap_size = {int(before)}")


def insert(rows: Rows, unique: Sequence[str], key: str | None) -> Inserted:
    """Insert what is not there yet."""
    raw = bare_connection()
    # The transaction is IMMEDIATE: nobody else can take an id between here and the last row.
    found = raw.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (rows.name,)).fetchone()
    last = int(found[0]) if found else 0
    before = raw.total_changes
    marks = ",".join("?" * len(rows.columns))
    raw.executemany(insert_sql(rows, f"VALUES ({marks})", unique), zip(*_values(rows), strict=False))
    counts = Added(raw.total_changes - before, rows.table.num_rows - (raw.total_changes - before))
    if key is None:
        return Inserted(no_ids(), no_ids(), counts)
    if counts.already_there == 0:
        new = np.arange(counts.added, dtype=np.int64)
        return Inserted(new + last + 1, new, counts)
    column = rows.fields[key].column
    sql = f'SELECT id, "{column}" FROM "{rows.name}" WHERE id > ? ORDER BY id'  # noqa: S608 - names of a model
    return Inserted(*places(rows.table.column(key), raw.execute(sql, (last,)).fetchall()), counts)


def update(rows: Rows, key: str, condition: str) -> None:
    """Set columns row by row, found by key."""
    told = [name for name in rows.table.column_names if name != key]
    values = ", ".join(f'"{rows.fields[name].column}" = ?' for name in told)
    where = " AND ".join(f'"{rows.fields[name].column}" = ?' for name in (key, *rows.constants))
    columns: list[Iterable[Any]] = [
        stored(rows.fields[name], rows.table.column(name)) for name in (*told, key)
    ]
    columns += [repeat(value) for value in rows.constants.values()]
    bare_connection().executemany(
        f'UPDATE "{rows.name}" SET {values} WHERE {where} AND {condition}',  # noqa: S608 - names of a model
        zip(*columns, strict=False),
    )


def _values(rows: Rows) -> list[Iterable[Any]]:
    values: list[Iterable[Any]] = [
        stored(rows.fields[name], rows.table.column(name)) for name in rows.table.column_names
    ]
    return values + [repeat(value) for value in rows.constants.values()]


def stored(field: AnyField, column: pa.ChunkedArray) -> list[Any]:
    """Return a column as SQLite stores it: moments as Django writes them, everything else as it is."""
    if isinstance(field, models.DateTimeField):
        text = pc.cast(pc.cast(column, pa.timestamp("us")), pa.string())
        column = pc.replace_substring(text, ".000000", "")
    return list(column.to_pylist())
