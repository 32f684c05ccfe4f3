"""Days, weeks or months of the brand's time zone, in which mentions are counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_MOST_DAYS, _MOST_WEEKS = 62, 130  # up to here a picture in days, then in weeks, is still read
DAY, WEEK, MONTH = "day", "week", "month"
STEPS: Mapping[str, Any] = {
    DAY: pgettext_lazy("a step of time", "Day"),
    WEEK: pgettext_lazy("a step of time", "Week"),
    MONTH: pgettext_lazy("a step of time", "Month"),
}
LABEL_TITLES: Mapping[str, Any] = {DAY: _("Day"), WEEK: _("Week from"), MONTH: _("Month from")}


@dataclass(frozen=True, slots=True)
class Buckets:
    """The first day of each stretch of time, and the day after the last."""

    step: str
    starts: tuple[date, ...]
    end: date

    @property
    def labels(self) -> list[str]:
        """The stretches as charts name them: their first days."""
        return [start.isoformat() for start in self.starts]

    def place(self, start: date) -> int:
        """Return which stretch begins with a day."""
        return self.starts.index(start)

    def span(self, place: int) -> tuple[date, date]:
        """Return the first and the last day of a stretch."""
        after = self.starts[place + 1] if place + 1 < len(self.starts) else self.end
        return self.starts[place], after - timedelta(days=1)


def start_of(day: date, step: str) -> date:
    """Return the first day of the week (a Monday) or month a day is in, or the day itself.

    >>> start_of(date(2026, 3, 1), "week"), start_of(date(2026, 3, 9), "month")
    (datetime.date(2026, 2, 23), datetime.date(2026, 3, 1))
    """
    if step == WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == MONTH else day


def buckets(first: date, last: date, step: str = "") -> Buckets:
    """Return the stretches from one day to another, both included; without a step, the finest that is still read.

    >>> buckets(date(2026, 1, 1), date(2026, 4, 1)).step, buckets(date(2026, 1, 1), date(2026, 1, 9)).labels[-1]
    ('week', '2026-01-09')
    """
    days = (last - first).days + 1
    step = step or (DAY if days <= _MOST_DAYS else WEEK if days <= 7 * _MOST_WEEKS else MONTH)
    starts = [start_of(first, step)]
    while (after := _next(starts[-1], step)) <= last:
        starts.append(after)
    return Buckets(step, tuple(starts), after)


def _next(start: date, step: str) -> date:
    if step == MONTH:
        return (start + timedelta(days=31)).replace(day=1)
    return start + timedelta(days=7 if step == WEEK else 1)
