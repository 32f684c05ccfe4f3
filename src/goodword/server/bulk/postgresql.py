"""PostgreSQL: COPY into a temporary table, then one statement from there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
from django.db import connection, models

from .rows import Added, Inserted, Rows, insert_sql, no_ids, places

_STAGE = "bulk_stage"
_AT_A_TIME = 8_192


def insert(rows: Rows, unique: Sequence[str], key: str | None) -> Inserted:
    """Insert what is not there yet."""
    given = [f'"{_staged_name(name)}"' for name in rows.table.column_names]
    shared = [f"%s::{rows.type_of(name)}" for name in rows.constants]
    select = f"SELECT {', '.join((*given, *shared))} FROM {_STAGE} ORDER BY stage_row"  # noqa: S608 - own names
    sql = insert_sql(rows, select, unique)
    with _staged(rows) as cursor:
        if key is None:
            cursor.execute(sql, list(rows.constants.values()))
            ids = where = no_ids()
            added = cursor.rowcount
        else:
            cursor.execute(f'{sql} RETURNING id, "{rows.fields[key].column}"', list(rows.constants.values()))
            ids, where = places(rows.table.column(key), sorted(cursor.fetchall()))
            added = len(ids)
    return Inserted(ids, where, Added(added, rows.table.num_rows - added))


def update(rows: Rows, key: str, condition: str) -> None:
    """Set columns in one statement, rows found by key."""
    told = [name for name in rows.table.column_names if name != key]
    values = ", ".join(f'"{rows.fields[name].column}" = "{_staged_name(name)}"' for name in told)
    where = "".join(f' AND "{rows.fields[name].column}" = %s' for name in rows.constants)
    with _staged(rows) as cursor:
        cursor.execute(
            f'UPDATE "{rows.name}" SET {values} FROM {_STAGE} '  # noqa: S608 - names of a model
            f'WHERE "{rows.fields[key].column}" = "{_staged_name(key)}"{where} AND {condition}',
            list(rows.constants.values()),
        )


def _staged_name(name: str) -> str:
    """Return a column's name in the temporary table, where it cannot be taken for the real one."""
    return f"new_{name}"


@contextmanager
def _staged(rows: Rows) -> Iterator[Any]:
    """Fill the temporary table with the rows, `stage_row` counting them; give a cursor that sees it."""
    table = rows.table
    types = {_staged_name(name): rows.type_of(name) for name in table.column_names}
    for index, name in enumerate(table.column_names):
        if isinstance(rows.fields[name], models.DateTimeField):
            moments = pc.cast(table.column(name), pa.timestamp("us", tz="UTC"))
            table = table.set_column(index, name, moments)
    described = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {_STAGE} (stage_row serial, {described}) ON COMMIT DROP")
        copy_rows(_STAGE, table.rename_columns(list(types)))
        yield cursor
        cursor.execute(f"DROP TABLE {_STAGE}")


def copy_rows(name: str, table: pa.Table) -> None:
    """Copy a table's rows into the database table of that name; the column names are the same."""
    columns = ", ".join(f'"{column}"' for column in table.column_names)
    sql = f"COPY {name} ({columns}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        _write_csv(table, copy.write)


def _write_csv(table: pa.Table, write: Callable[[bytes], Any]) -> None:
    """Hand a table over as CSV without a header: null is nothing, an empty text is two quotation marks."""
    options = pcsv.WriteOptions(include_header=False)
    for start in range(0, table.num_rows, _AT_A_TIME):
        sink = pa.BufferOutputStream()
        pcsv.write_csv(table.slice(start, _AT_A_TIME), sink, options)
        write(sink.getvalue().to_pybytes())


__all__ = ["copy_rows", "insert", "update"]
