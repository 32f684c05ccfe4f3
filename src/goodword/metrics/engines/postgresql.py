"""PostgreSQL: the wanted events go into a temporary table of a server, by COPY, and vanish with the connection."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv

from goodword.core.errors import EnvironmentProblem, InputError
from goodword.events import Snapshot
from goodword.events.schema import events_schema

from .base import Engine
from .given import Given

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SETTINGS = (
    "SET TIME ZONE 'UTC'",
    "SET client_encoding = 'UTF8'",
    "SET work_mem = '64MB'",
    "SET jit = off",  # compiling takes longer than these queries
)


@contextmanager
def opened(address: str, given: Given) -> Iterator[Engine]:
    """Open a connection (libpq's own settings where the address is empty) with the wanted events in it."""
    with _connected(address) as connection, given.opened() as events:
        import ibis

        batches = events.scan(**given.filters) if isinstance(events, Snapshot) else events.to_batches()
        _load(connection, "given_events", events_schema(), batches)
        for name, table in given.tables.items():
            _load(connection, f"given_{name}", table.schema, table.to_batches())
        if given.has_aliases:
            _load(connection, "given_aliases", given.same_person.schema, given.same_person.to_batches())
        yield PostgreSQL(ibis.postgres.from_connection(connection), given)


class PostgreSQL(Engine):
    """The tables of one connection. Texts are ordered by their bytes, as the other engines do."""

    def _keep(self, name: str, step: "ir.Table") -> "ir.Table":
        _create(self._backend.con, name, step.schema())
        query = self._backend.compile(step)
        self._backend.con.execute(f'INSERT INTO "{name}" {query}')
        self._backend.con.execute(f'ANALYZE "{name}"')
        return self._backend.table(name)

    def _rows(self, result: "ir.Table") -> pa.Table:
        schema = result.schema()
        rows = self._backend.con.execute(_ordered_by_bytes(self._backend, result)).fetchall()
        columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
        arrays = [
            pa.array(map(_number if field.type.id in _WHOLE else _same, column), field.type)
            for column, field in zip(columns, schema.to_pyarrow(), strict=True)
        ]
        return pa.Table.from_arrays(arrays, schema=schema.to_pyarrow())


_WHOLE = {pa.int16().id, pa.int32().id, pa.int64().id}


def _number(value: Any) -> int | None:
    """A sum of bigint is numeric in PostgreSQL, and comes as a Decimal."""
    return None if value is None else int(value)


def _same(value: Any) -> Any:
    return value


def _ordered_by_bytes(backend: Any, result: "ir.Table") -> str:
    """Return the SQL of a result; where it is ordered by a text, by its bytes, whatever the database's language."""
    from sqlglot import expressions as sge

    texts = {name for name, kind in result.schema().items() if kind.is_string()}
    query = backend.compiler.to_sqlglot(result)
    for order in query.find_all(sge.Ordered):
        if isinstance(order.this, sge.Column) and order.this.name in texts:
            order.set(
                "this", sge.Collate(this=order.this.copy(), expression=sge.to_identifier("C", quoted=True))
            )
    return str(query.sql(backend.dialect))


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        import psycopg
    except ImportError:
        raise EnvironmentProblem(
            "The engine postgresql needs a driver. Install it: pip install 'goodword[postgresql]'."
        ) from None
    try:
        connection = psycopg.connect(address, connect_timeout=10, autocommit=True)
    except psycopg.Error as reason:
        said = str(reason).strip().splitlines()[0]
        raise EnvironmentProblem(
            f"No PostgreSQL answers for the metrics ({said}). Check the address after --engine."
        ) from None
    with connection:
        try:
            for setting in _SETTINGS:
                connection.execute(setting)
            yield connection
        except psycopg.DataError as reason:
            raise InputError(
                f"PostgreSQL does not take these events ({_said(reason)}). Use duckdb."
            ) from reason
        except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as reason:
            raise EnvironmentProblem(f"PostgreSQL could not compute the metric: {_said(reason)}.") from reason


def _said(reason: Exception) -> str:
    return str(reason).strip().splitlines()[0].rstrip(".")


def _create(connection: Any, name: str, schema: Any) -> None:
    """Make a temporary table; its texts compare by their bytes, and so does what is made from them."""
    by_bytes = 'COLLATE "C"'
    columns = ", ".join(
        f'"{column}" {_type(kind)} {by_bytes if kind.is_string() else ""}' for column, kind in schema.items()
    )
    connection.execute(f'CREATE TEMPORARY TABLE "{name}" ({columns})')


def _type(kind: Any) -> str:
    from ibis.backends.sql.datatypes import PostgresType

    return str(PostgresType.to_string(kind))


def _load(connection: Any, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    """Copy batches into a new temporary table; one batch is in memory at a time."""
    import ibis

    _create(connection, name, ibis.Schema.from_pyarrow(schema))
    columns = ", ".join(f'"{column}"' for column in schema.names)
    options = pyarrow.csv.WriteOptions(include_header=False)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN (FORMAT csv)') as copy,
    ):
        for batch in batches:
            lines = io.BytesIO()
            pyarrow.csv.write_csv(batch, lines, options)
            copy.write(lines.getvalue())
    connection.execute(f'ANALYZE "{name}"')
