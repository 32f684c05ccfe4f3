"""What an app's `api.py` is written with, and the whole API's description."""

from typing import Any

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
    Readable,
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
    "Readable",
    "Real",
    "Shown",
    "Taken",
    "Unset",
    "Whole",
    "batch_of",
    "export_filters",
    "export_of",
    "length_of",
    "openapi",
    "page_filters",
    "page_of",
    "table_of",
]


def openapi() -> dict[str, Any]:
    """Return the API's description (OpenAPI 3.1) as a JSON-ready dictionary."""
    from .openapi import document  # the apps that import this module are part of what it describes

    return document()
