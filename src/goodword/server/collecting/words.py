"""Sources and gaps said in words: how a source is, why a stretch of time is incomplete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from goodword.connectors.protocol import GapReason
from goodword.server.shell.moments import relative

from .kinds import kinds
from .ledger import is_overdue, last_known
from .models import Source

State = Source.State
# Each goes on a sentence that ends in "because".
REASONS: Mapping[str, Any] = {
    GapReason.PROVIDER_CAP: gettext_lazy("the source hands out only so many items"),
    GapReason.WINDOW: gettext_lazy("the feed shows only its last items, and more had come"),
    GapReason.RATE_LIMITED: gettext_lazy("the source asked us to slow down"),
    GapReason.REFUSED: gettext_lazy("the source refused access"),
    GapReason.OUTAGE: gettext_lazy("the source did not answer"),
    GapReason.UNREADABLE: gettext_lazy("the source's answer could not be read"),
    GapReason.RENUMBERED: gettext_lazy("the source gave its items new ids"),
    GapReason.PAUSED: gettext_lazy("nothing was collecting"),
    GapReason.SKIPPED: gettext_lazy("single items could not be read"),
}
GAP_TONES = {"open": "danger", "lost": "caution", "filled": "good"}


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is, in a word's colour and a sentence."""

    tone: str
    text: str


def health_of(source: Source, now: datetime | None = None) -> Health:
    """Return how a source is."""
    now = now or timezone.now()
    reason = REASONS.get(source.problem_reason, "")
    if source.state == State.OFF:
        return Health("caution", _("Paused"))
    spec = kinds().get(source.kind)
    if source.state == State.ON and spec is not None and spec.pushed:
        return _waiting(source, now)
    if source.state == State.ATTENTION:
        return Health("danger", _("Needs you: %(reason)s") % {"reason": reason})
    if source.failures and source.problem_reason == GapReason.RATE_LIMITED:
        words = {"time": clock(source.next_run_at, now), "reason": reason}
        return Health("caution", _("Waits until %(time)s: %(reason)s") % words)
    if source.failures:
        words = {"time": clock(last_known(source), now), "reason": reason}
        return Health("danger", _("Incomplete since %(time)s because %(reason)s") % words)
    return _calm(source, now)


def _waiting(source: Source, now: datetime) -> Health:
    if source.last_item_at is None:
        return Health("", _("Waiting for events; nothing has been sent yet"))
    when = {"when": relative(source.last_item_at, now)}
    return Health("good", _("Waiting for events; last item %(when)s") % when)


def _calm(source: Source, now: datetime) -> Health:
    if source.queued_at and not source.last_ok_at:
        return Health("accent", _("Collecting for the first time"))
    if source.last_ok_at and is_overdue(source, now) and not source.queued_at:
        since = {"time": clock(source.last_ok_at, now)}
        return Health("danger", _("Nothing has been collected since %(time)s. Is a worker running?") % since)
    if source.last_item_at:
        return Health(
            "good", _("Collecting; last item %(when)s") % {"when": relative(source.last_item_at, now)}
        )
    if source.last_ok_at:
        return Health("good", _("Collecting; nothing has come yet"))
    return Health("", pgettext("of a source", "Not read yet"))


def clock(moment: datetime, now: datetime | None = None) -> str:
    """Return a moment as one would say it beside another: the time, with the day where that is not today."""
    local, today = timezone.localtime(moment), timezone.localtime(now or timezone.now()).date()
    form = pgettext("date format", "H:i") if local.date() == today else pgettext("date format", "j M, H:i")
    return date_format(local, form)


def span_said(start: datetime, end: datetime | None, now: datetime | None = None) -> str:
    """Return a stretch of time: from when until when, or since when."""
    if end is None:
        return _("since %(start)s") % {"start": clock(start, now)}
    same = timezone.localtime(start).date() == timezone.localtime(end).date()
    until = date_format(timezone.localtime(end), pgettext("date format", "H:i")) if same else clock(end, now)
    return _("%(start)s–%(end)s") % {"start": clock(start, now), "end": until}


def gap_said(gap: Any, now: datetime | None = None) -> str:
    """Return a gap (a record or a span) as a sentence."""
    words = {"span": span_said(gap.start, gap.end, now), "reason": REASONS.get(gap.reason, gap.reason)}
    return _("Incomplete %(span)s because %(reason)s") % words
