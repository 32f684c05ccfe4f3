"""What other apps may use of search visibility."""

from .coverage import Uncovered, access_uncovered
from .engine import Hit, Reading, SearchEngine, reading_of
from .reading import do_read_engine
from .sample import do_add_visibility_sample

__all__ = [
    "Hit",
    "Reading",
    "SearchEngine",
    "Uncovered",
    "access_uncovered",
    "do_add_visibility_sample",
    "do_read_engine",
    "reading_of",
]
