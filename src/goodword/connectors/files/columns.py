"""Columns as text, whatever type they came in."""

import pyarrow as pa
import pyarrow.compute as pc

_INTEGRAL_BOUND = 1e15


def column_texts(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column as one array of text; whole floats lose their `.0`, NaN becomes null.

    >>> column_texts(pa.array([1.0, 2.5, float("nan")])).to_pylist()
    ['1', '2.5', None]
    """
    array = combined(column)
    kind = array.type
    if pa.types.is_string(kind):
        return array
    if pa.types.is_floating(kind):
        return _float_texts(array)
    if pa.types.is_null(kind):
        return pa.nulls(len(array), pa.string())
    if pa.types.is_boolean(kind):
        return pc.if_else(array, "true", "false")
    if pa.types.is_duration(kind) or pa.types.is_nested(kind):
        return pa.array([None if value is None else str(value) for value in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def combined(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column as one array."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def _float_texts(array: pa.Array) -> pa.Array:
    finite = pc.if_else(pc.is_finite(array), array, None)
    whole = pc.and_(pc.equal(finite, pc.floor(finite)), pc.less(pc.abs(finite), _INTEGRAL_BOUND))
    integers = pc.if_else(whole, finite, None).cast(pa.int64()).cast(pa.string())
    return pc.coalesce(integers, finite.cast(pa.string()))
