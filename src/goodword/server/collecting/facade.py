"""What other apps may use of the sources."""

from typing import TYPE_CHECKING

from .models import Source
from .queries import GapSpan, access_gaps, access_ledger, access_sources
from .sample import do_place_sources
from .tabs import tabs as source_tabs
from .words import gap_said, health_of

if TYPE_CHECKING:
    from .models import Run

__all__ = [
    "GapSpan",
    "Source",
    "access_gaps",
    "access_ledger",
    "access_sources",
    "do_place_sources",
    "gap_said",
    "health_of",
    "run_source",
    "source_tabs",
]


def run_source(source_id: int) -> "Run | None":
    """Read a source once, here and now; return what came of it, None when it is not on."""
    from . import running  # it writes mentions, whose app may be the one that asks here

    return running.run_source(source_id)
