"""Insert and update whole tables on either database."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection, models, transaction

from . import postgresql, sqlite
from .rows import Added, Inserted, no_ids, rows_for


def insert(
    model: type[models.Model],
    table: pa.Table,
    *,
    unique: Sequence[str],
    key: str | None = None,
    fixed: Mapping[str, Any] | None = None,
) -> Inserted:
    """Insert the rows of a table that are not there yet; order is kept, so ids rise with the rows.

    The columns of `table` are attribute names of the model (`brand_id`, not `brand`); int64 microseconds
    become moments, JSON columns hold JSON text. `fixed` gives the same value to every row; what neither names
    gets the field's default. `unique` names the columns of the unique constraint, `key` the column of `table`
    that tells its rows apart: with it, the answer says which rows are new and what their ids are.
    """
    if table.num_rows == 0:
        return Inserted(no_ids(), no_ids(), Added())
    rows = rows_for(model, table, fixed or {})
    put = postgresql.insert if connection.vendor == "postgresql" else sqlite.insert
    with transaction.atomic(), connection.wrap_database_errors:
        return put(rows, unique, key)


def update(
    model: type[models.Model],
    table: pa.Table,
    *,
    key: str,
    fixed: Mapping[str, Any],
    condition: str,
) -> None:
    """Set the columns of `table` in the rows that have its `key` and the `fixed` values and meet a condition.

    `key` is a column of `table`, `id` or one that tells the rows of the `fixed` values apart. `condition` names
    columns of the database table only; it is the caller's own text, never a person's.
    """
    if table.num_rows == 0:
        return
    rows = rows_for(model, table, fixed, fill=False)
    change = postgresql.update if connection.vendor == "postgresql" else sqlite.update
    with transaction.atomic(), connection.wrap_database_errors:
        change(rows, key, condition)
