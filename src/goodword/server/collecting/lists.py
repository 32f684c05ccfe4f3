"""The list of the sources, and of what is missing: what the console shows and the exports write."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import Column, Facet, ListSpec, Sort, register

from .kinds import kinds, said
from .models import DayUse, GapRecord, Source
from .queries import access_ledger, access_sources
from .words import GAP_TONES, REASONS, gap_said, health_of


def kind_name(kind: str) -> str:
    """Return a kind of source in the reader's language; one that is not installed any more by its slug."""
    spec = kinds().get(kind)
    return said(spec, "title") if spec else kind


def _searched(_actor: Actor, rows: QuerySet[Source], words: str) -> QuerySet[Source]:
    return rows.filter(name__icontains=words)


def _prepared(actor: Actor, sources: Sequence[Source]) -> None:
    """Add to each row how it is, what it took today and how much is missing: three queries for all."""
    known, today = kinds(), timezone.now().date()
    used = dict(DayUse.objects.filter(source__in=sources, day=today).values_list("source", "requests"))
    missing = GapRecord.objects.filter(source__in=sources).exclude(state=GapRecord.State.FILLED).order_by()
    gaps = dict(missing.values_list("source").annotate(n=Count("pk")))
    for source in sources:
        spec = known.get(source.kind)
        row: Any = source
        row.address = reverse("source-detail", kwargs={"brand": actor.brand_slug, "pk": source.pk})
        row.health = health_of(source)
        row.kind_name = kind_name(source.kind)
        row.used, row.budget = used.get(source.pk, 0), spec.budget if spec else None
        row.gap_count = gaps.get(source.pk, 0)


SOURCES = register(
    ListSpec(
        name="sources",
        title=_("Sources"),
        right=Right.MENTIONS_READ,
        rows=access_sources,
        columns=(
            Column(
                name="name",
                label=_("Source"),
                value=lambda source: source.name,
                template="collecting/name_cell.html",
                sort="name",
            ),
            Column(
                name="health",
                label=_("How it is"),
                value=lambda source: source.health.text,
                template="collecting/health_cell.html",
                export=lambda source: source.state,
            ),
            Column(name="kind", label=_("Kind"), value=lambda source: source.kind_name, default=False),
            Column(
                name="last_item",
                label=_("Last item"),
                value=lambda source: source.last_item_at,
                sort="last_item",
            ),
            Column(name="gaps", label=_("Gaps"), value=lambda source: source.gap_count, align="end"),
            Column(
                name="requests",
                label=_("Requests today"),
                value=lambda source: source.used,
                template="collecting/use_cell.html",
                align="end",
            ),
            Column(name="created", label=_("Added"), value=lambda source: source.created_at, default=False),
        ),
        facets=(
            Facet(name="kind", label=_("Kind"), label_of=kind_name),
            Facet(name="state", label=_("State"), labels=dict(Source.State.choices)),
        ),
        sorts=(
            Sort(
                name="name",
                label=pgettext_lazy("of a source", "Name A–Z"),
                key="name",
                descending=False,
                reverse_label=pgettext_lazy("of a source", "Name Z–A"),
            ),
            Sort(name="last_item", label=_("Latest item"), key="last_item_at", nullable=True),
        ),
        search=_searched,
        search_hint=_("The name of a source"),
        enrich=_prepared,
        route="source-list",
        export_route="source-export",
    )
)


def _told(actor: Actor, gaps: Sequence[GapRecord]) -> None:
    for gap in gaps:
        row: Any = gap
        row.said, row.tone = gap_said(gap), GAP_TONES[gap.state]
        row.address = reverse("source-detail", kwargs={"brand": actor.brand_slug, "pk": gap.source_id})


GAPS = register(
    ListSpec(
        name="gaps",
        title=_("What is missing"),
        right=Right.MENTIONS_READ,
        rows=access_ledger,
        columns=(
            Column(
                name="source",
                label=_("Source"),
                value=lambda gap: gap.source.name,
                template="collecting/gap_source_cell.html",
            ),
            Column(name="start", label=_("From"), value=lambda gap: gap.start, sort="start"),
            Column(name="end", label=_("Until"), value=lambda gap: gap.end),
            Column(
                name="reason",
                label=_("Why"),
                value=lambda gap: REASONS.get(gap.reason, gap.reason),
                template="collecting/reason_cell.html",
                export=lambda gap: gap.reason,
            ),
            Column(name="missing", label=_("Items missing"), value=lambda gap: gap.missing, align="end"),
            Column(
                name="state",
                label=_("State"),
                value=lambda gap: gap.get_state_display(),
                template="collecting/gap_state_cell.html",
                export=lambda gap: gap.state,
            ),
        ),
        facets=(
            Facet(name="reason", label=_("Why"), labels=REASONS),
            Facet(name="state", label=_("State"), labels=dict(GapRecord.State.choices)),
        ),
        sorts=(Sort(name="start", label=_("Newest"), key="start", reverse_label=_("Oldest")),),
        enrich=_told,
        route="gap-list",
        export_route="gap-export",
    )
)
