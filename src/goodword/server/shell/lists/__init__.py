"""Lists: declared once as data, read by the console's page, its partial, the export and the API."""

from .columns import Column, Sort
from .exports import exported
from .facets import Facet, Words
from .labels import term_label, term_labels
from .pages import Page
from .reader import read, tally
from .registry import list_named, register, registry
from .selection import Problem
from .spec import Fold, ListSpec
from .views import columns_shown, export_view, list_response, read_page
from .windows import DateRange

__all__ = [
    "Column",
    "DateRange",
    "Facet",
    "Fold",
    "ListSpec",
    "Page",
    "Problem",
    "Sort",
    "Words",
    "columns_shown",
    "export_view",
    "exported",
    "list_named",
    "list_response",
    "read",
    "read_page",
    "register",
    "registry",
    "tally",
    "term_label",
    "term_labels",
]
