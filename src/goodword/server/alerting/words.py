"""What an alert says, in the language of whoever reads it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.server.listening.facade import CAUSE as CAUSES
from goodword.server.listening.facade import taxonomy_of
from goodword.server.shell.values import percent, rounded

from .models import CAUSE, UNFAVOURABLE, VOLUME

if TYPE_CHECKING:
    from .models import Alert


def series_name(brand_id: int, series: str) -> str:
    """Return what a series is called."""
    return series_names(brand_id, [series])[series]


def series_names(brand_id: int, series: Iterable[str]) -> dict[str, str]:
    """Return what some series are called, in one query."""
    own = taxonomy_of(brand_id)
    fixed = {VOLUME: _("Mentions"), UNFAVOURABLE: _("Unfavourable share")}
    said = _("Cause: %(cause)s")
    return {each: fixed.get(each) or said % {"cause": own.name(CAUSES, cause_of(each))} for each in series}


def cause_of(series: str) -> str:
    """Return the cause that a series counts; empty for others.

    >>> cause_of("cause:price"), cause_of("volume")
    ('price', '')
    """
    kind, _colon, key = series.partition(":")
    return key if kind == CAUSE else ""


def title_of(alert: "Alert") -> str:
    """Say what stood out: what was seen, and what is usual."""
    hours = alert_hours(alert)
    time = ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": rounded(hours)}
    if alert.total is None:
        facts = {"seen": rounded(alert.seen), "usual": rounded(alert.expected), "time": time}
        return _("%(seen)s mentions %(time)s, usually %(usual)s") % facts
    part = alert.seen / alert.total if alert.total else 0.0
    usual = alert.expected / alert.total if alert.total else 0.0
    facts = {
        "name": series_name(alert.brand_id, alert.series),
        "seen": percent(part),
        "usual": percent(usual),
        "n": rounded(alert.total),
        "time": time,
    }
    return _("%(name)s: %(seen)s of %(n)s mentions %(time)s, usually %(usual)s") % facts


def alert_hours(alert: "Alert") -> int:
    """Return over how many hours an alert's figures go."""
    return round((alert.at - alert.since).total_seconds() / 3600) + 1


def why(alert: "Alert") -> str:
    """Say why it was raised."""
    if alert.reason == "limit":
        return _("The limit you set for the first 14 days was passed. What is usual is still being learned.")
    said = {
        "shock": _("This one hour stands out."),
        "rise": _("The hours together stand out, though hardly any of them alone."),
        "share": _("The share has grown for so long that chance no longer explains it."),
    }[alert.reason]
    rate = alert.rate or 0.0
    if rate >= 1:
        often = _("Chance alone goes so far about %(n)s times a month.") % {"n": rounded(round(rate, 1))}
    elif rate >= 0.01:
        often = _("Chance alone goes so far about once in %(n)s months.") % {
            "n": rounded(max(2, round(1 / rate)))
        }
    else:
        often = _("Chance alone goes so far less than once in eight years.")
    return f"{said} {often}"


def clears(alert: "Alert") -> str:
    """Say what would end it."""
    if alert.is_over:
        return _("It is over: three hours in a row were as usual again.")
    if alert.total is not None:
        return _("It ends when three hours in a row bring no more evidence of a grown share.")
    high = {"high": rounded(max(1.0, round(alert.high)))}
    return (
        _("It ends after three usual hours in a row; up to %(high)s mentions are usual at that hour.") % high
    )
