"""What goes into a table and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, models
from numpy.typing import NDArray

Ids: TypeAlias = NDArray[np.int64]
AnyField: TypeAlias = "models.Field[Any, Any]"


@dataclass(frozen=True, slots=True)
class Added:
    """How many rows were new, and how many were there already."""

    added: int = 0
    already_there: int = 0

    def __add__(self, other: "Added") -> "Added":
        return Added(self.added + other.added, self.already_there + other.already_there)


@dataclass(frozen=True, slots=True)
class Inserted:
    """What `insert` put in: the ids of the new rows and their places in the table given, both int64 (n,).

    Both are empty when no column was named that tells rows apart.
    """

    ids: Ids
    rows: Ids
    counts: Added


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of rows for a model, with the values that every row shares, as the database wants them."""

    name: str
    table: pa.Table
    fields: Mapping[str, AnyField]
    constants: Mapping[str, Any]

    @property
    def columns(self) -> list[str]:
        """The column names in the database, those of the table first, then the shared ones."""
        return [str(self.fields[name].column) for name in (*self.table.column_names, *self.constants)]

    def type_of(self, name: str) -> str:
        """Return the SQL type of one attribute's column."""
        return str(self.fields[name].db_type(connection))


def rows_for(
    model: type[models.Model], table: pa.Table, fixed: Mapping[str, Any], *, fill: bool = True
) -> Rows:
    """Return the rows with what they share; with `fill`, also the defaults of fields nobody named."""
    fields: dict[str, AnyField] = {
        field.attname: field for field in model._meta.concrete_fields if not (fill and field.primary_key)
    }
    unknown = [name for name in (*table.column_names, *fixed) if name not in fields]
    if unknown:
        raise ValueError(f"{model.__name__} has no column {unknown[0]!r}.")
    shared = {name: fixed[name] if name in fixed else _default(field) for name, field in fields.items()}
    constants = {
        name: fields[name].get_db_prep_save(value, connection)
        for name, value in shared.items()
        if name not in table.column_names and (fill or name in fixed)
    }
    return Rows(model._meta.db_table, table, fields, constants)


def _default(field: AnyField) -> Any:
    value = field.get_default()
    return "" if value is None and not field.null and field.empty_strings_allowed else value


def insert_sql(rows: Rows, values: str, unique: Sequence[str]) -> str:
    """Return the INSERT of all columns that skips the rows whose unique columns are taken."""
    into = ", ".join(f'"{column}"' for column in rows.columns)
    conflict = ", ".join(f'"{rows.fields[name].column}"' for name in unique)
    return f'INSERT INTO "{rows.name}" ({into}) {values} ON CONFLICT ({conflict}) DO NOTHING'


def places(column: pa.ChunkedArray, found: Sequence[tuple[int, Any]]) -> tuple[Ids, Ids]:
    """Return the ids of new rows, and where each stands first in the column that tells rows apart."""
    ids = np.array([row[0] for row in found], dtype=np.int64)
    keys = pa.array([row[1] for row in found], column.type)
    where = pc.index_in(keys, value_set=column.combine_chunks())
    return ids, where.to_numpy(zero_copy_only=False).astype(np.int64)


def no_ids() -> Ids:
    """Return no ids.

    >>> len(no_ids())
    0
    """
    return np.empty(0, np.int64)
