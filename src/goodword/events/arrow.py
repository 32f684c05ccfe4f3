"""Arrow's compute functions, untyped: the stubs refuse a scalar beside a column, which Arrow takes."""

from typing import Any

import pyarrow.compute

compute: Any = pyarrow.compute
