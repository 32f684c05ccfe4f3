"""Columns as text, whatever type they came in."""

import pyarrow as pa

from .arrow import Array, Column, pc
from .scalars import number, only, text

_INTEGRAL_BOUND = 1e15


def column_texts(column: Column) -> Array:
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
        return pc.if_else(array, text("true"), text("false"))
    if pa.types.is_duration(kind) or pa.types.is_nested(kind):
        return pa.array([None if value is None else str(value) for value in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def combined(column: Column) -> Array:
    """Return a column as one array."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def _float_texts(array: Array) -> Array:
    finite = only(array, pc.is_finite(array))
    whole = pc.and_(
        pc.equal(finite, pc.floor(finite)), pc.less(pc.abs(finite), number(_INTEGRAL_BOUND, finite.type))
    )
    integers = only(finite, whole).cast(pa.int64()).cast(pa.string())
    return pc.coalesce(integers, finite.cast(pa.string()))
