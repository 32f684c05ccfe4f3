"""The event logs: a folder of Parquet files per brand; ids are a brand's own, and its log can go alone."""

import shutil
from pathlib import Path

from django.conf import settings

from goodword.core.errors import EnvironmentProblem
from goodword.events import EventLog


def event_log(brand_id: int) -> EventLog:
    """Return a brand's event log; it is made when first written to."""
    return EventLog.open(_folder() / str(brand_id))


def remove_event_log(brand_id: int) -> None:
    """Remove a brand's events for good, with the brand they belong to."""
    path = _folder() / str(brand_id)
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise EnvironmentProblem(
            f"The events in {path} could not be removed ({error.strerror}). Check who may write there."
        ) from error


def broken_event_logs() -> list[str]:
    """Return a sentence for each log whose files are not what was written; empty when all are whole."""
    found = []
    for path in sorted(_folder().glob("*/")):
        checked = EventLog.open(path).verify()
        if not checked.ok:
            found.append(f"{checked.broken}: {checked.problem}")
    return found


def _folder() -> Path:
    return Path(settings.HOME) / "events"
