"""Work that comes back: which task is due when, declared in code."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .policy import JobTask

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A task that runs `every` so often, or `at` a local time in `zone` on `weekdays` (Monday is 0)."""

    name: str
    task: JobTask[Any, Any]
    every: timedelta | None = None
    at: time | None = None
    zone: str = "UTC"
    weekdays: frozenset[int] = frozenset(range(7))
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at is None):
            raise ValueError(f"Schedule {self.name!r} needs either every=… or at=….")
        if self.every is not None and self.every < timedelta(seconds=1):
            raise ValueError(
                f"Schedule {self.name!r} comes back in under a second. Give every=… of 1 second or more."
            )
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError(f"Schedule {self.name!r} needs weekdays from 0 (Monday) to 6 (Sunday).")
        ZoneInfo(self.zone)

    def latest_slot(self, now: datetime) -> datetime:
        """Return the last moment, not after now, at which the task is due (UTC).

        An hour that summer time skips counts as the hour after it; one that comes twice counts the first
        time.
        """
        if self.every is not None:
            return now - (now - EPOCH) % self.every
        return max(slot for slot in self._slots_around(now) if slot <= now)

    def next_slot(self, now: datetime) -> datetime:
        """Return the first moment after now at which the task is due (UTC)."""
        if self.every is not None:
            return self.latest_slot(now) + self.every
        return min(slot for slot in self._slots_around(now) if slot > now)

    def _slots_around(self, now: datetime) -> Iterable[datetime]:
        if self.at is None:
            return
        zone = ZoneInfo(self.zone)
        today = now.astimezone(zone).date()
        for offset in range(-8, 9):
            day = today + timedelta(days=offset)
            if day.weekday() in self.weekdays:
                yield datetime.combine(day, self.at, tzinfo=zone).astimezone(UTC)


_registry: dict[str, Schedule] = {}


def register(schedule: Schedule) -> Schedule:
    """Add a schedule; call it from an app's `schedules.py`, which is read at start."""
    known = _registry.setdefault(schedule.name, schedule)
    if known != schedule:
        raise ValueError(f"There are two schedules named {schedule.name!r}. Give one of them another name.")
    return schedule


def registered() -> tuple[Schedule, ...]:
    """Return every schedule of this program."""
    return tuple(_registry.values())
