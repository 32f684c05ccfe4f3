"""SQLite: `executemany` on the bare connection, single rows, in the caller's immediate transaction."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import repeat
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, models

from .rows import Added, AnyField, Inserted, Rows, insert_sql, no_ids, places

_AT_A_TIME = 10_000
_LONG_IMPORT = {
    # Mapped into memory, the whole database would be touched and so held.
    "mmap_size": 0,
    # A transaction touches most pages of the indexes that are in no order: read them once, not for every row …
    "cache_size": -96_000,
    # … and copy them from the log into the database once for several transactions (pages of 4 kB).
    "wal_autocheckpoint": 32_000,
}


def bare_connection() -> Any:
    """Return the sqlite3 connection itself: Django's cursor would rewrite statements and copy rows."""
    connection.ensure_connection()
    return connection.connection


@contextmanager
def for_a_long_import() -> Iterator[None]:
    """Set SQLite's connection up for adding very many rows, and back again."""
    if connection.vendor != "sqlite":
        yield
        return
    raw = bare_connection()
    before = {name: int((raw.execute(f"PRAGMA {name}").fetchone() or (0,))[0]) for name in _LONG_IMPORT}
    _set(_LONG_IMPORT)
    try:
        yield
    finally:
        _set(before)
        _empty_log()


def _empty_log() -> None:
    """Copy what is left of the log into the database and shrink it, unless somebody is at it: do not wait."""
    if connection.in_atomic_block:
        return
    raw = bare_connection()
    (patience,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        with suppress(sqlite3.OperationalError):  # a query of our own is still open
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(patience)}")


def _set(pragmas: Mapping[str, int]) -> None:
    for name, value in pragmas.items():
        bare_connection().execute(f"PRAGMA {name} = {value}")


def insert(rows: Rows, unique: Sequence[str], key: str | None) -> Inserted:
    """Insert what is not there yet."""
    raw = bare_connection()
    # The transaction is IMMEDIATE: nobody else can take an id between here and the last row.
    found = raw.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (rows.name,)).fetchone()
    last = int(found[0]) if found else 0
    added = 0  # by these statements: what triggers change besides does not count
    marks = ",".join("?" * len(rows.columns))
    sql = insert_sql(rows, f"VALUES ({marks})", unique)
    for start in range(0, rows.table.num_rows, _AT_A_TIME):  # so that few rows at a time are Python objects
        part = replace(rows, table=rows.table.slice(start, _AT_A_TIME))
        added += raw.executemany(sql, zip(*_values(part), strict=False)).rowcount
    counts = Added(added, rows.table.num_rows - added)
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
