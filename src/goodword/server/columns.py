"""Columns of Arrow tables on their way into the database."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_DAY_US = 86_400_000_000


def has(table: pa.Table, name: str) -> bool:
    """Whether a table says anything in a column.

    >>> has(pa.table({"a": ["x"], "b": pa.nulls(1)}), "b")
    False
    """
    return name in table.column_names and table.column(name).null_count < table.num_rows


def text(table: pa.Table, name: str) -> pa.ChunkedArray:
    """Return a text column with empty texts for nulls; all empty when the table lacks it.

    >>> text(pa.table({"a": ["x", None]}), "a").to_pylist(), text(pa.table({"a": ["x"]}), "b").to_pylist()
    (['x', ''], [''])
    """
    if name not in table.column_names:
        return pa.chunked_array([pa.array(np.full(table.num_rows, "", dtype=object), pa.string())])
    return pc.fill_null(pc.cast(table.column(name), pa.string()), "")


def local_days(moments: pa.ChunkedArray, zone: str) -> pa.ChunkedArray:
    """Return the calendar day in a time zone, as int32 days since 1970, of int64 microseconds since 1970 UTC.

    >>> local_days(pa.chunked_array([[57_600_000_000, None]]), "Asia/Shanghai").to_pylist()
    [1, None]
    """
    clock = pc.cast(pc.cast(moments, pa.int64()), pa.timestamp("us", tz=zone))
    return pc.cast(pc.cast(pc.local_timestamp(clock), pa.date32()), pa.int32())


def utc_day(ts_us: int) -> int:
    """Return the UTC day of a moment, in days since 1970.

    >>> utc_day(86_400_000_001)
    1
    """
    return ts_us // _DAY_US
