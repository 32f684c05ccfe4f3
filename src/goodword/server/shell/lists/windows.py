"""Filters by time: the usual windows, or two days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.errors import InputError

from .columns import Label

PRESETS: Mapping[str, tuple[int, Label]] = {
    "today": (1, gettext_lazy("Today")),
    "7d": (7, gettext_lazy("Last 7 days")),
    "30d": (30, gettext_lazy("Last 30 days")),
    "90d": (90, gettext_lazy("Last 90 days")),
    "365d": (365, gettext_lazy("Last 365 days")),
}
PRESET, SINCE, UNTIL = "when", "since", "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """A filter by a moment's local day in the brand's time zone."""

    label: Label
    field: str


@dataclass(frozen=True, slots=True)
class Window:
    """The days asked for, both included; an open side is None."""

    since: date | None
    until: date | None
    preset: str = ""

    @property
    def label(self) -> str:
        """The window as people read it."""
        if self.preset:
            return str(PRESETS[self.preset][1])
        if self.since and self.until:
            return f"{_shown(self.since)} – {_shown(self.until)}"
        if self.since:
            return _("since %(day)s") % {"day": _shown(self.since)}
        return _("until %(day)s") % {"day": _shown(self.until)}

    def moments(self, zone: str) -> tuple[datetime | None, datetime | None]:
        """Return the moment the window begins at, and the one it ends before; an open side is None."""
        tz = ZoneInfo(zone)
        return (
            datetime.combine(self.since, time.min, tz) if self.since else None,
            datetime.combine(self.until + timedelta(days=1), time.min, tz) if self.until else None,
        )

    def condition(self, field: str, zone: str) -> Q:
        """Return the filter that keeps the moments inside the window."""
        since, before = self.moments(zone)
        inside = Q()
        if since:
            inside &= Q(**{f"{field}__gte": since})
        if before:
            inside &= Q(**{f"{field}__lt": before})
        return inside


def window_of(preset: str, since: str, until: str, zone: str) -> Window | None:
    """Return the window an address asks for, None when it asks for none; InputError says what is wrong."""
    if preset and (since or until):
        raise InputError(_("Both a period and days are given. Choose one of them."))
    if preset:
        if preset not in PRESETS:
            known = ", ".join(PRESETS)
            raise InputError(
                _("“%(value)s” is not a period. Choose one of: %(known)s.")
                % {"value": preset[:40], "known": known}
            )
        today = timezone.now().astimezone(ZoneInfo(zone)).date()
        return Window(today - timedelta(days=PRESETS[preset][0] - 1), None, preset)
    first, last = _day(since), _day(until)
    if first and last and first > last:
        raise InputError(_("The first day is after the last day. Swap them."))
    return Window(first, last) if first or last else None


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(
            _("“%(value)s” is not a day. Write it as year-month-day, for example 2026-03-31.")
            % {"value": text[:40]}
        ) from None
    if not 1900 <= day.year <= 2200:
        raise InputError(
            _("%(value)s is out of reach. Give a day between 1900 and 2200.") % {"value": text[:40]}
        )
    return day


def _shown(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
