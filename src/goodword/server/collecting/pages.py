"""What the page of one source shows."""

from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from goodword.server.accounts.facade import Actor, Right

from .kinds import kinds, said
from .models import DayUse, GapRecord, Run, Source
from .queries import access_ledger, access_runs
from .strip import Strip, strip_of
from .words import GAP_TONES, REASONS, Health, gap_said, health_of

_RUNS, _GAPS, _DAYS = 12, 20, 14


class SourcePage:
    """One source with its health, runs and gaps."""

    def __init__(self, actor: Actor, source: Source) -> None:
        self.actor, self.source, self.now = actor, source, timezone.now()
        self.spec = kinds().get(source.kind)

    @property
    def kind(self) -> str:
        """The kind's name."""
        return said(self.spec, "title") if self.spec else self.source.kind

    @property
    def may_manage(self) -> bool:
        """Whether the actor may change it."""
        return self.actor.may(Right.SOURCES_MANAGE)

    @property
    def is_pushed(self) -> bool:
        """Whether it sends by itself."""
        return self.spec is not None and self.spec.pushed

    @property
    def minutes(self) -> int:
        """How often it is read."""
        return round(self.source.every.total_seconds() / 60)

    @property
    def about(self) -> dict[str, str]:
        """What its kind sees, misses and is limited by."""
        return {name: said(self.spec, name) for name in ("sees", "misses", "limits")}

    @property
    def hook(self) -> str:
        """Where a source that sends by itself sends to."""
        return reverse("hook", kwargs={"source_id": self.source.pk})

    @cached_property
    def health(self) -> Health:
        """How it is."""
        return health_of(self.source, self.now)

    @cached_property
    def gaps(self) -> list[GapRecord]:
        """The last gaps, each with its sentence."""
        found = list(access_ledger(self.actor, self.source)[:_GAPS])
        for gap in found:
            row: Any = gap
            row.said, row.tone = gap_said(gap, self.now), GAP_TONES[gap.state]
            row.why = REASONS.get(gap.reason, gap.reason)
        return found

    @property
    def strip(self) -> Strip:
        """The last two weeks."""
        return strip_of(self.gaps, self.source.created_at, self.now, _DAYS)

    @cached_property
    def runs(self) -> list[Run]:
        """The last runs, each with why it failed in words."""
        found = list(access_runs(self.actor, self.source)[:_RUNS])
        for run in found:
            row: Any = run
            row.why = REASONS.get(run.reason, "")
        return found

    @cached_property
    def today(self) -> Any:
        """What came in the last 24 hours, and what it took."""
        day = access_runs(self.actor, self.source).filter(started_at__gte=self.now - timedelta(days=1))
        return day.aggregate(new=Sum("new"), changed=Sum("changed"), deleted=Sum("deleted"))

    @cached_property
    def used(self) -> int:
        """The requests of today."""
        found = DayUse.objects.filter(source=self.source, day=self.now.date())
        return found.values_list("requests", flat=True).first() or 0

    @property
    def budget(self) -> int | None:
        """The requests a day the source allows."""
        return self.spec.budget if self.spec else None

    @cached_property
    def cost(self) -> Decimal | None:
        """What its requests of the last 30 days cost; None where they cost nothing."""
        if not self.source.price_per_1000:
            return None
        month = DayUse.objects.filter(source=self.source, day__gt=(self.now - timedelta(days=30)).date())
        requests = month.aggregate(n=Sum("requests"))["n"] or 0
        return round(self.source.price_per_1000 * requests / 1000, 2)

    @property
    def mentions_url(self) -> str:
        """Everything it brought."""
        url = reverse("mention-list", kwargs={"brand": self.actor.brand_slug})
        return f"{url}?source_id={self.source.pk}"

    @property
    def settings(self) -> list[tuple[str, Any]]:
        """The settings by their labels; of secrets only when they were set."""
        fields = self.spec.fields if self.spec else ()
        shown = [(said(each, "label"), self.source.settings.get(each.name)) for each in fields]
        return [(label, _in_lines(value)) for label, value in shown if value not in (None, "", [], False)]

    @property
    def secrets(self) -> list[tuple[str, Any]]:
        """When each secret was set."""
        fields = self.spec.fields if self.spec else ()
        known = self.source.secrets_set
        return [
            (said(each, "label"), parse_datetime(known[each.name])) for each in fields if each.name in known
        ]


def _in_lines(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
