"""Events for the tests: a maker of single valid rows, and an empty log."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goodword.events import EventLog

DAY_US = 86_400_000_000


@pytest.fixture
def make_event() -> Callable[..., dict[str, Any]]:
    """Return a maker of valid events: number, then any column to set."""

    def make(number: int = 0, **columns: Any) -> dict[str, Any]:
        ts_us = columns.pop("ts_us", 20_000 * DAY_US + number * 1_000)
        day = ts_us // DAY_US
        event = {
            "event_id": f"event-{number:08d}",
            "ts_us": ts_us,
            "local_day": day,
            "received_day": day,
            "tenant": "lumen",
            "kind": "click",
            "channel": "feed",
        }
        return event | columns

    return make


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    return EventLog.open(tmp_path / "events")
