"""The weeks the home page compares, in the brand's own days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from goodword.core.time import local_day
from goodword.server.shell.moments import day


@dataclass(frozen=True, slots=True)
class Span:
    """Local days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def before(self) -> "Span":
        """Return the span of the same length that ends the day before this one begins."""
        return Span(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @property
    def text(self) -> str:
        """The span as a person reads it."""
        return _("%(first)s to %(last)s") % {"first": day(self.first), "last": day(self.last)}

    @property
    def query(self) -> str:
        """The span as the filters of a list in an address."""
        return f"since={self.first.isoformat()}&until={self.last.isoformat()}"


def last_days(now: datetime, zone: str, days: int) -> Span:
    """Return the span of so many whole days that ends yesterday: half a day compares badly with whole ones.

    >>> from datetime import UTC
    >>> last_days(datetime(2026, 3, 8, 20, tzinfo=UTC), "Asia/Shanghai", 7)
    Span(first=datetime.date(2026, 3, 2), last=datetime.date(2026, 3, 8))
    """
    today = local_day(now, zone)
    return Span(today - timedelta(days=days), today - timedelta(days=1))
