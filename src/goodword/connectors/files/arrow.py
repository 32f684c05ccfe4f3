"""Arrow columns and compute functions, loosely typed: the published stubs cannot follow columns of any type."""

from typing import Any, TypeAlias

import pyarrow.compute

Array: TypeAlias = Any
"""A `pyarrow.Array` of any type."""
Column: TypeAlias = Any
"""A `pyarrow.Array` or `pyarrow.ChunkedArray` of any type."""
pc: Any = pyarrow.compute
