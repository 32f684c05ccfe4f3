"""Spark: the files of the log are read by a cluster's workers, or by this machine's cores.

Nothing of Python runs on the workers, so that they need Spark and the files of the log and nothing of ours.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from goodword.core.events import EVENT_COLUMNS
from goodword.events import Filters, Snapshot
from goodword.events.filters import EventFilter

from .base import Engine
from .given import Given
from .spark_session import session

if TYPE_CHECKING:
    import ibis.expr.types as ir

_TYPES = {"string": "STRING", "int64": "BIGINT", "int32": "INT", "int16": "SMALLINT"}
_ROWS_A_PARTITION = 1_000_000
_OTHER_SCHEMES = {"s3": "s3a", "gcs": "gs", "abfs": "abfss"}  # what Spark calls what fsspec calls so


@contextmanager
def opened(master: str | None, given: Given) -> Iterator[Engine]:
    """Open Spark over the wanted events, in the session that is open already or in one of its own."""
    with session(master) as shared, given.opened() as events:
        import ibis

        own = shared.newSession()  # its views and settings are nobody else's
        rows = events.rows if isinstance(events, Snapshot) else events.num_rows
        partitions = max(own.sparkContext.defaultParallelism, -(-rows // _ROWS_A_PARTITION))
        own.conf.set("spark.sql.shuffle.partitions", str(partitions))
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", FutureWarning
            )  # PySpark about pandas 3, which is handed none of its frames
            backend = ibis.pyspark.connect(own)
        _events(own, events, given.filters).createOrReplaceTempView("given_events")
        for name, table in given.tables.items():
            _frame(own, table).createOrReplaceTempView(f"given_{name}")
        if given.has_aliases:
            _frame(own, given.same_person).createOrReplaceTempView("given_aliases")
        yield Spark(backend, given)


class Spark(Engine):
    """The views of one session. A step is kept on the workers, and what led to it is forgotten."""

    def _keep(self, name: str, step: "ir.Table") -> "ir.Table":
        rows = self._backend._session.sql(self._backend.compile(step))
        _without_estimates(rows.localCheckpoint(eager=True)).createOrReplaceTempView(name)
        return self._backend.table(name)

    def _rows(self, result: "ir.Table") -> pa.Table:
        return self._backend._session.sql(self._backend.compile(result)).toArrow()


def _without_estimates(rows: Any) -> Any:
    """Return checkpointed rows without the size Spark guessed for them.

    A checkpoint keeps the guess, a join multiplies those of its sides, and after a dozen rounds of joins
    the guess is a number of so many digits that multiplying it is all the driver does.
    """
    from pyspark.sql import DataFrame

    session, jvm = rows.sparkSession, rows._jdf
    bare = session._jsparkSession.internalCreateDataFrame(jvm.queryExecution().toRdd(), jvm.schema(), False)
    return DataFrame(bare, session)


def _events(spark: Any, events: Snapshot | pa.Table, filters: Filters) -> Any:
    """Return the wanted events as a Spark frame: read where they lie, or handed over where they are a table."""
    columns = ", ".join(f"{column.name} {_TYPES[column.type]}" for column in EVENT_COLUMNS)
    if not isinstance(events, Snapshot):
        return _frame(spark, events)
    files = [where(path) for path in events.files(**filters)]
    if not files:
        return spark.createDataFrame([], columns)
    return _wanted(spark.read.schema(columns).parquet(*files), EventFilter.of(filters))


def _wanted(rows: Any, condition: EventFilter) -> Any:
    from pyspark.sql import functions as f

    parts = [f.col(name).isin(list(words)) if words else f.lit(False) for name, words in condition.words]
    for name, low, high in condition.ranges:
        parts += [f.col(name) >= low] if low is not None else []
        parts += [f.col(name) <= high] if high is not None else []
    return rows.where(reduce(and_, parts)) if parts else rows


def _frame(spark: Any, table: pa.Table) -> Any:
    return spark.createDataFrame(table)


def where(path: str) -> str:
    """Return the address of a file as Spark spells it.

    >>> where("/srv/events/1/segments/a.parquet"), where("s3://bucket/a.parquet")
    ('file:///srv/events/1/segments/a.parquet', 's3a://bucket/a.parquet')
    """
    from urllib.parse import quote

    scheme, colon, rest = path.partition("://")
    return f"{_OTHER_SCHEMES.get(scheme, scheme)}://{rest}" if colon else f"file://{quote(path)}"
