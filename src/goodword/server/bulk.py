"""One fast way to put an Arrow table into a database table, leaving alone what is already there.

No model instance is made: SQLite is fed by `executemany`, PostgreSQL by COPY into a temporary table and
one INSERT … SELECT. Both skip a row whose unique columns are taken, and only such a row: any other broken
constraint raises.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
from django.db import connection, models, transaction
from numpy.typing import NDArray

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Added:
    """How many rows were new, and how many were there already."""

    added: int = 0
    already_there: int = 0

    def __add__(self, other: "Added") -> "Added":
        return Added(self.added + other.added, self.already_there + other.already_there)


@dataclass(frozen=True, slots=True)
class Inserted:
    """What `insert` put in: the ids of the new rows and their places in the table given, both int64 (n,)."""

    ids: Ids
    rows: Ids
    counts: Added


def insert(
    model: type[models.Model],
    table: pa.Table,
    *,
    unique: Sequence[str],
    fixed: Mapping[str, Any] | None = None,
) -> Inserted:
    """Insert the rows of a table that are not there yet; order is kept, so ids rise with the rows.

    The columns of `table` are attribute names of the model (`brand_id`, not `brand`); int64 microseconds
    become moments, JSON columns hold JSON text. `fixed` gives the same value to every row; what neither names
    gets the field's default. `unique` names the columns of the unique constraint; the last one is in `table`
    and tells its rows apart.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    unknown = [name for name in (*table.column_names, *(fixed or {})) if name not in fields]
    if unknown:
        raise ValueError(f"{model.__name__} has no column {unknown[0]!r}.")
    if table.num_rows == 0:
        return Inserted(_none(), _none(), Added())
    constants = {
        name: (fixed or {}).get(name, _default(field))
        for name, field in fields.items()
        if name not in table.column_names
    }
    put = _insert_postgresql if connection.vendor == "postgresql" else _insert_sqlite
    with transaction.atomic(), connection.wrap_database_errors:
        ids, rows = put(model, fields, table, constants, unique)
    return Inserted(ids, rows, Added(len(ids), table.num_rows - len(ids)))


def _default(field: "models.Field[Any, Any]") -> Any:
    value = field.get_default()
    return "" if value is None and not field.null and field.empty_strings_allowed else value


def _none() -> Ids:
    return np.empty(0, np.int64)


def _insert_sqlite(
    model: type[models.Model],
    fields: dict[str, "models.Field[Any, Any]"],
    table: pa.Table,
    constants: dict[str, Any],
    unique: Sequence[str],
) -> tuple[Ids, Ids]:
    raw = sqlite()
    name = model._meta.db_table
    # The caller's transaction is IMMEDIATE: nobody else can take an id between here and the last row.
    found = raw.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()
    last = int(found[0]) if found else 0
    before = raw.total_changes
    columns = [*table.column_names, *constants]
    values: list[Iterable[Any]] = [
        sqlite_values(fields[each], table.column(each)) for each in table.column_names
    ]
    values += [repeat(fields[each].get_db_prep_save(constants[each], connection)) for each in constants]
    raw.executemany(
        _insert_sql(name, fields, columns, ",".join("?" * len(columns)), unique), zip(*values, strict=False)
    )
    added = raw.total_changes - before
    if added == table.num_rows:
        return np.arange(last + 1, last + 1 + added, dtype=np.int64), np.arange(added, dtype=np.int64)
    key = unique[-1]
    rows = raw.execute(
        f'SELECT id, "{fields[key].column}" FROM "{name}" WHERE id > ? ORDER BY id',  # noqa: S608 - names of a model
        (last,),
    ).fetchall()
    return _positions(table.column(key), rows)


def sqlite() -> Any:
    """Return the bare sqlite3 connection: Django's cursor would rewrite each statement and copy its rows."""
    connection.ensure_connection()
    return connection.connection


def sqlite_values(field: "models.Field[Any, Any]", column: pa.ChunkedArray) -> list[Any]:
    """Return a column as SQLite stores it: moments as Django writes them, everything else as it is."""
    if isinstance(field, models.DateTimeField):
        text = pc.cast(pc.cast(column, pa.timestamp("us")), pa.string())
        column = pc.replace_substring(text, ".000000", "")
    return list(column.to_pylist())


def _insert_sql(
    name: str,
    fields: dict[str, "models.Field[Any, Any]"],
    columns: Sequence[str],
    values: str,
    unique: Sequence[str],
    *,
    select: bool = False,
) -> str:
    into = ", ".join(f'"{fields[each].column}"' for each in columns)
    conflict = ", ".join(f'"{fields[each].column}"' for each in unique)
    what = values if select else f"VALUES ({values})"
    return f'INSERT INTO "{name}" ({into}) {what} ON CONFLICT ({conflict}) DO NOTHING'


def _positions(column: pa.ChunkedArray, rows: Sequence[tuple[int, Any]]) -> tuple[Ids, Ids]:
    """Return the ids of new rows, and where each stands first in the column that tells rows apart."""
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    keys = pa.array([row[1] for row in rows], column.type)
    places = pc.index_in(keys, value_set=column.combine_chunks())
    return ids, places.to_numpy(zero_copy_only=False).astype(np.int64)


_STAGE = "bulk_stage"


def _insert_postgresql(
    model: type[models.Model],
    fields: dict[str, "models.Field[Any, Any]"],
    table: pa.Table,
    constants: dict[str, Any],
    unique: Sequence[str],
) -> tuple[Ids, Ids]:
    name, key = model._meta.db_table, unique[-1]
    given = table.column_names
    types = {each: str(fields[each].db_type(connection)) for each in (*given, *constants)}
    select = [f'"{fields[each].column}"' for each in given] + [f"%s::{types[each]}" for each in constants]
    statement = _insert_sql(
        name,
        fields,
        [*given, *constants],
        f"SELECT {', '.join(select)} FROM {_STAGE} ORDER BY stage_row",  # noqa: S608 - names of a model
        unique,
        select=True,
    )
    with staged(
        {fields[each].column: types[each] for each in given}, _postgresql_table(fields, table)
    ) as cursor:
        parameters = [fields[each].get_db_prep_save(constants[each], connection) for each in constants]
        cursor.execute(f'{statement} RETURNING id, "{fields[key].column}"', parameters)
        rows = sorted(cursor.fetchall())
    return _positions(table.column(key), rows)


def _postgresql_table(fields: dict[str, "models.Field[Any, Any]"], table: pa.Table) -> pa.Table:
    for index, name in enumerate(table.column_names):
        if isinstance(fields[name], models.DateTimeField):
            table = table.set_column(index, name, pc.cast(table.column(name), pa.timestamp("us", tz="UTC")))
    return table


@contextmanager
def staged(columns: Mapping[str, str], table: pa.Table) -> Iterator[Any]:
    """Fill a temporary PostgreSQL table `bulk_stage` with a table's rows; give a cursor that sees it.

    `columns` gives the name and SQL type of each column, in the table's order; `stage_row` counts the rows.
    """
    described = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {_STAGE} (stage_row serial, {described}) ON COMMIT DROP")
        copy_postgresql(_STAGE, table.rename_columns(list(columns)))
        yield cursor
        cursor.execute(f"DROP TABLE {_STAGE}")


def copy_postgresql(name: str, table: pa.Table) -> None:
    """Copy a table's rows into the PostgreSQL table of that name; the column names are the same."""
    columns = ", ".join(f'"{column}"' for column in table.column_names)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {name} ({columns}) FROM STDIN (FORMAT csv)") as copy,
    ):
        _write_csv(table, copy.write)


def _write_csv(table: pa.Table, write: Callable[[bytes], Any]) -> None:
    """Hand a table over as CSV without a header: null is nothing, an empty text is two quotation marks."""
    options = pcsv.WriteOptions(include_header=False)
    for piece in _pieces(table):
        sink = pa.BufferOutputStream()
        pcsv.write_csv(piece, sink, options)
        write(sink.getvalue().to_pybytes())


def _pieces(table: pa.Table, rows: int = 8192) -> Iterator[pa.Table]:
    for start in range(0, table.num_rows, rows):
        yield table.slice(start, rows)
