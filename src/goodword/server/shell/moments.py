"""Moments as a person would say them, and exactly, in the active time zone."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def relative(moment: datetime, now: datetime | None = None) -> str:
    """Return how long ago a zoned moment was, or how soon it will be; further than a week, its day.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 14, 12, tzinfo=UTC)
    >>> relative(datetime(2026, 3, 14, 11, 55, tzinfo=UTC), now)
    '5 min ago'
    >>> relative(datetime(2025, 1, 2, tzinfo=UTC), now)
    '2 Jan 2025'
    """
    now = now or timezone.now()
    seconds = (now - moment).total_seconds()
    if abs(seconds) < _MINUTE:
        return _("just now")
    if abs(seconds) < 7 * _DAY:
        return _ago(seconds) if seconds > 0 else _ahead(-seconds)
    return day(timezone.localtime(moment).date(), timezone.localtime(now).date())


def exact_moment(moment: datetime) -> str:
    """Return a zoned moment to the second, with the time zone's name.

    >>> from datetime import UTC
    >>> exact_moment(datetime(2026, 3, 14, 12, tzinfo=UTC))
    '14 Mar 2026, 12:00:00 (UTC)'
    """
    local = timezone.localtime(moment)
    # Translators: a date and time in Django's format letters, as your language writes it.
    text = date_format(local, pgettext("date format", "j M Y, H:i:s"))
    return f"{text} ({timezone.get_current_timezone_name()})"


def day(value: date, today: date | None = None) -> str:
    """Return a day, with its year only when that is not this year.

    >>> day(date(2026, 3, 1), date(2026, 3, 14)), day(date(2024, 3, 1), date(2026, 3, 14))
    ('1 Mar', '1 Mar 2024')
    """
    today = today or timezone.localdate()
    if value.year == today.year:
        return date_format(value, pgettext("date format", "j M"))
    return date_format(value, pgettext("date format", "j M Y"))


def duration(seconds: float) -> str:
    """Return a length of time as a person would say it.

    >>> duration(42), duration(250), duration(7300), duration(200_000)
    ('42 s', '4 min', '2 h', '2 days')
    """
    if seconds < _MINUTE:
        return _("%(n)d s") % {"n": round(seconds)}
    if seconds < _HOUR:
        return _("%(n)d min") % {"n": round(seconds / _MINUTE)}
    if seconds < 2 * _DAY:
        return _("%(n)d h") % {"n": round(seconds / _HOUR)}
    days = timedelta(seconds=seconds).days
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _ago(seconds: float) -> str:
    if seconds < _HOUR:
        return _("%(n)d min ago") % {"n": seconds // _MINUTE}
    if seconds < _DAY:
        return _("%(n)d h ago") % {"n": seconds // _HOUR}
    days = int(seconds // _DAY)
    return ngettext("yesterday", "%(n)d days ago", days) % {"n": days}


def _ahead(seconds: float) -> str:
    if seconds < _HOUR:
        return _("in %(n)d min") % {"n": seconds // _MINUTE}
    if seconds < _DAY:
        return _("in %(n)d h") % {"n": seconds // _HOUR}
    days = int(seconds // _DAY)
    return ngettext("tomorrow", "in %(n)d days", days) % {"n": days}
