"""Arrow constants of a stated type: letting Arrow infer the type of a Python value costs a hundred times more."""

from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from .arrow import Array, pc

EMPTY = pa.scalar("", pa.string())
_FALSE = pa.scalar(False, pa.bool_())


@lru_cache(maxsize=4096)
def text(value: str) -> Any:
    """Return a text constant.

    >>> text("a").as_py()
    'a'
    """
    return pa.scalar(value, pa.string())


def number(value: float, kind: pa.DataType) -> Any:
    """Return a numeric constant of an Arrow type."""
    return pa.scalar(value, kind)


def without(values: Array, rows: Array) -> Array:
    """Return values with null in the rows that are true in `rows`.

    >>> without(pa.array([1, 2]), pa.array([True, False])).to_pylist()
    [None, 2]
    """
    return pc.if_else(rows, pa.scalar(None, values.type), values)


def only(values: Array, rows: Array) -> Array:
    """Return values with null in the rows that are not true in `rows`."""
    return pc.if_else(rows, values, pa.scalar(None, values.type))


def as_mask(rows: Array) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Return truth values as a NumPy mask; null counts as false."""
    return np.asarray(pc.fill_null(rows, _FALSE))
