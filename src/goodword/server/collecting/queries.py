"""Reads of the sources, and of the ledger of what they missed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.connectors.protocol import GapReason
from goodword.server.accounts.facade import Actor, Right

from .kinds import kinds
from .ledger import is_overdue, last_known
from .models import GapRecord, Run, Source


@dataclass(frozen=True, slots=True)
class GapSpan:
    """A stretch of time in which a source is incomplete; `state` is open, filled or lost, `end` None while it goes on."""

    source_id: int
    source: str
    reason: str
    start: datetime
    end: datetime | None
    detail: str
    missing: int | None
    state: str


def access_sources(actor: Actor) -> "QuerySet[Source]":
    """Return the sources of the actor's brand; what is only being set up is none yet."""
    actor.check(Right.MENTIONS_READ)
    return Source.objects.filter(brand_id=actor.brand_id).exclude(state=Source.State.DRAFT)


def access_source(actor: Actor, pk: int) -> Source:
    """Return one source of the actor's brand."""
    source = access_sources(actor).filter(pk=pk).first()
    if source is None:
        raise Http404(_("There is no such source of this brand."))
    return source


def access_draft(actor: Actor, pk: int) -> Source:
    """Return a source of the actor's brand that is only being set up."""
    actor.check(Right.SOURCES_MANAGE)
    draft = Source.objects.filter(brand_id=actor.brand_id, state=Source.State.DRAFT, pk=pk).first()
    if draft is None:
        raise Http404(_("This source is not being set up. Begin again with its kind."))
    return draft


def access_ledger(actor: Actor, source: Source | None = None) -> "QuerySet[GapRecord]":
    """Return the gaps of the brand's sources, or of one, the last first."""
    actor.check(Right.MENTIONS_READ)
    gaps = GapRecord.objects.filter(brand_id=actor.brand_id).select_related("source")
    return (gaps if source is None else gaps.filter(source=source)).order_by("-start", "-pk")


def access_gaps(actor: Actor, start: datetime, end: datetime) -> list[GapSpan]:
    """Return the gaps that overlap a stretch of time [start, end), the first first; those filled since are among them.

    A source that nobody reads just now, for no worker is running, has an open gap, too, which no ledger holds yet.
    """
    overlapping = Q(end__gt=start) | Q(end=None)
    found = [_span(gap) for gap in access_ledger(actor).filter(overlapping, start__lt=end)]
    silent = [span for span in access_silences(actor) if span.start < end]
    return sorted([*found, *silent], key=lambda span: span.start)


def access_silences(actor: Actor) -> list[GapSpan]:
    """Return the sources that are on and were not read for longer than their pace explains, without anybody saying why."""
    now = timezone.now()
    pushed = [kind for kind, spec in kinds().items() if spec.pushed]
    open_ones = GapRecord.objects.filter(brand_id=actor.brand_id, state=GapRecord.State.OPEN)
    sources = access_sources(actor).filter(state=Source.State.ON).exclude(kind__in=pushed)
    quiet = [each for each in sources.exclude(pk__in=open_ones.values("source")) if is_overdue(each, now)]
    return [
        GapSpan(each.pk, each.name, GapReason.PAUSED.value, last_known(each), None, "", None, "open")
        for each in quiet
    ]


def _span(gap: GapRecord) -> GapSpan:
    return GapSpan(
        gap.source_id, gap.source.name, gap.reason, gap.start, gap.end, gap.detail, gap.missing, gap.state
    )


def access_runs(actor: Actor, source: Source) -> "QuerySet[Run]":
    """Return the runs of a source, the last first."""
    return Run.objects.filter(source__in=access_sources(actor), source=source).order_by("-started_at", "-pk")
