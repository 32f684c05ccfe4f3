"""What the other apps know that belongs on the page: gaps, alerts, uncovered searches, share of voice."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor
from goodword.server.alerting.facade import access_alerts
from goodword.server.collecting.facade import access_gaps, access_sources, gap_said
from goodword.server.listening.facade import ShareOfVoice, access_saved_queries, access_share_of_voice
from goodword.server.visibility.facade import access_uncovered

from ..spans import Span
from .scope import exact_day

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # moments are said with their day, whatever day the page is read


@dataclass(frozen=True, slots=True)
class Missing:
    """A stretch of time in which a source is incomplete, in words; `is_open` while it goes on."""

    source: str
    text: str
    is_open: bool


def gaps(actor: Actor, span: Span) -> list[Missing]:
    """Return what sources missed in some local days, what was filled since left out."""
    zone = ZoneInfo(actor.time_zone)
    start, end = _midnight(span.first, zone), _midnight(span.last + timedelta(days=1), zone)
    found = [gap for gap in access_gaps(actor, start, end) if gap.state != "filled"]
    return [Missing(gap.source, _said(gap), gap.state == "open" and gap.end is None) for gap in found]


def _said(gap: Any) -> str:
    text = _("%(source)s: %(what)s.") % {"source": gap.source, "what": gap_said(gap, _LONG_AGO)}
    return text + " " + _("About %(n)d items are missing.") % {"n": gap.missing} if gap.missing else text


def source_count(actor: Actor) -> int:
    """Return how many sources are connected."""
    return access_sources(actor).count()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something another page says: its title, more of it, its address."""

    title: str
    text: str
    url: str


def alerts(actor: Actor) -> list[Notice]:
    """Return the alerts nobody has closed, the newest first."""
    zone = ZoneInfo(actor.time_zone)
    return [
        Notice(str(each.title()), exact_day(each.at.astimezone(zone).date()), each.url)
        for each in access_alerts(actor)
    ]


def uncovered(actor: Actor) -> list[Notice]:
    """Return the searches of the brand's people that no truthful page of its own answers."""
    return [Notice(each.query, str(each.task or each.why), each.url) for each in access_uncovered(actor)]


def share_of_voice(actor: Actor, span: Span) -> ShareOfVoice | None:
    """Return who is named how often; nothing where no competitor is named."""
    if not access_saved_queries(actor).filter(kind="competitor").exists():
        return None
    return access_share_of_voice(actor, span.first, span.last)
