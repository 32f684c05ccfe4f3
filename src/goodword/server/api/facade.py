"""What an app's `api.py` is written with."""

from .authentication import ApiRequest
from .endpoints import PUBLIC, Endpoints
from .filters import export_filters, page_filters
from .intake import table_of
from .paging import export_of, page_of
from .problems import Problem, ProblemKind
from .sentences import Fault
from .shapes import (
    BATCH,
    Day,
    Given,
    Instant,
    Key,
    Moment,
    Page,
    Real,
    Shown,
    Taken,
    Unset,
    Whole,
    batch_of,
    length_of,
)

__all__ = [
    "BATCH",
    "PUBLIC",
    "ApiRequest",
    "Day",
    "Endpoints",
    "Fault",
    "Given",
    "Instant",
    "Key",
    "Moment",
    "Page",
    "Problem",
    "ProblemKind",
    "Real",
    "Shown",
    "Taken",
    "Unset",
    "Whole",
    "batch_of",
    "export_filters",
    "export_of",
    "length_of",
    "page_filters",
    "page_of",
    "table_of",
]
