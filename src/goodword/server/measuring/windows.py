"""The days a page of Measure is about: chosen in its address, compared with as many days before."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.time import local_day
from goodword.server.accounts.facade import Actor
from goodword.server.shell.moments import day

KEYS = ("30", "90", "month", "all", "own")
USUAL = "90"
_EPOCH = date(1970, 1, 1)
_LABELS = {
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "month": gettext_lazy("This month"),
    "all": gettext_lazy("All"),
    "own": gettext_lazy("Own dates"),
}


@dataclass(frozen=True, slots=True)
class Days:
    """Local days from the first to the last, both included; None at an end that is open."""

    first: date | None
    last: date | None

    @property
    def local_days(self) -> list[int] | None:
        """The days as a filter of the event log; None asks for no condition."""
        if self.first is None or self.last is None:
            return None
        return [day_number(self.first), day_number(self.last)]

    @property
    def text(self) -> str:
        """The days as a person reads them."""
        if self.first is None or self.last is None:
            return _("All time")
        return _("%(first)s to %(last)s") % {"first": day(self.first), "last": day(self.last)}

    def before(self) -> "Days | None":
        """Return as many days that end the day before these begin; None of all time."""
        if self.first is None or self.last is None:
            return None
        last = self.first - timedelta(days=1)
        return Days(last - (self.last - self.first), last)

    def from_earlier(self, days: int) -> "Days":
        """Return the days begun so many days earlier."""
        return self if self.first is None else Days(self.first - timedelta(days=days), self.last)

    def until_its_end(self) -> "Days":
        """Return everything until the last day."""
        return self if self.last is None else Days(_EPOCH, self.last)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to choose the days: its name, its address, whether it is in force."""

    key: str
    label: str
    url: str
    current: bool


class Window:
    """What an address says of the days; what cannot be read is said in `problem`, and the usual days are shown."""

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        self.today = local_day(timezone.now(), actor.time_zone)
        self.problem = ""
        self.since, self.until = asked.get("since", ""), asked.get("until", "")
        wanted = asked.get("window", "own" if self.since or self.until else USUAL)
        if wanted not in KEYS:
            self.problem = _("There is no window %(window)s. Choose one of those below.") % {
                "window": wanted[:40]
            }
            wanted = USUAL
        self.key = wanted

    @cached_property
    def days(self) -> Days:
        """The days."""
        if self.key == "all":
            return Days(None, None)
        if self.key == "month":
            return Days(self.today.replace(day=1), self.today)
        if self.key == "own":
            return self._own() or self._last(int(USUAL))
        return self._last(int(self.key))

    def _last(self, days: int) -> Days:
        return Days(self.today - timedelta(days=days - 1), self.today)

    def _own(self) -> Days | None:
        """Return the days that were typed; None, with the reason in `problem`, when there are none yet or they make no span."""
        if not self.since and not self.until:
            return None
        try:
            first, last = (date.fromisoformat(text) for text in (self.since, self.until))
        except ValueError:
            self.problem = _("Give both days, such as 2026-03-01. The last 90 days are shown instead.")
            return None
        if first > last:
            self.problem = _("The first day is after the last day. The last 90 days are shown instead.")
            return None
        if last - first > timedelta(days=3660) or first < _EPOCH:
            self.problem = _("This is more than ten years. The last 90 days are shown instead.")
            return None
        return Days(first, last)

    @property
    def own_days(self) -> Days:
        """What stands in the fields for own dates."""
        found = self.days
        return found if found.first else self._last(int(USUAL))

    @property
    def query(self) -> str:
        """The window as an address says it."""
        if self.key == "own":
            return urlencode({"window": "own", "since": self.since, "until": self.until})
        return urlencode({"window": self.key})

    def choices(self, **more: str) -> list[Choice]:
        """Return the windows to choose from; `more` stays in the address."""
        kept = {name: value for name, value in more.items() if value}
        return [
            Choice(key, str(_LABELS[key]), f"?{urlencode({'window': key, **kept})}", key == self.key)
            for key in KEYS
        ]


def day_number(value: date) -> int:
    """Return a day as the event log counts it: days since 1970."""
    return (value - _EPOCH).days


def day_of(number: int) -> date:
    """Return the day of a number of the event log.

    >>> day_of(20_000)
    datetime.date(2024, 10, 4)
    """
    return _EPOCH + timedelta(days=number)


def usual_days(actor: Actor) -> Days:
    """Return the days a page shows when its address asks for none."""
    return Window(actor, QueryDict()).days
