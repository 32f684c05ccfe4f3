"""What other apps and the command line may use of the measurements."""

from .actions import do_add_costs
from .cost_queries import access_costs
from .cost_rows import RowProblem, rows_of
from .cost_rows import row_of as cost_row_of
from .measure import Measured, access_measured
from .money import Purse
from .sample import do_add_cost_sample
from .tables import tables_of

__all__ = [
    "Measured",
    "Purse",
    "RowProblem",
    "access_costs",
    "access_measured",
    "cost_row_of",
    "do_add_cost_sample",
    "do_add_costs",
    "rows_of",
    "tables_of",
]
