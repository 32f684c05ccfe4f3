"""A query tried on everything collected so far, before it is saved."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor
from goodword.server.shell.charts import BarChart, Series

from ..languages import language_name
from ..lists import MENTIONS
from ..models import Mention
from ..rows import Row, Rows
from ..search import query_for
from ..trends.buckets import LABEL_TITLES, Buckets, buckets
from .cost import Cost, costs_of
from .found import Found, Mentions

SAMPLES = 20
_SEED = 20
_FIRST = 10


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a query finds: counts by source, language and day, some texts, the copies among it, and its cost."""

    source: str
    total: int
    distinct: int
    everything: int
    by_source: list[tuple[Any, int]]
    by_language: list[tuple[Any, int]]
    days: "Counter[date]"
    sample: list[Row]
    costs: list[Cost]

    @property
    def copies(self) -> int:
        """How many say nearly the same as an earlier one that is found, too."""
        return self.total - self.distinct

    @property
    def over_time(self) -> BarChart | None:
        """What is found over time; nothing when no mention has a date."""
        return _picture(self.days) if self.days else None


def access_dry_run(actor: Actor, source: str) -> DryRun:
    """Return what a query finds among all the brand's mentions; UnreadableQueryError when it cannot be read.

    The sample is drawn at random from those that are no copies, the same one each time.
    """
    mentions = Mentions(actor)
    found = mentions.found(source)
    distinct = found.folded()
    return DryRun(
        source=source,
        total=found.total,
        distinct=distinct.total,
        everything=len(mentions.held),
        by_source=_named(found, "source"),
        by_language=[
            (language_name(code) if code else _("Not known"), n) for code, n in _commonest(found, "language")
        ],
        days=found.days(),
        sample=sample_rows(actor, source, distinct.sample(SAMPLES, _SEED)),
        costs=costs_of(query_for(actor.brand_id, source).tree, _a_day(found)),
    )


def sample_rows(actor: Actor, source: str, ids: list[int]) -> list[Row]:
    """Return some mentions as lists show them, the words of a query marked."""
    some = list(Mention.objects.filter(brand_id=actor.brand_id, pk__in=ids).defer("extra"))
    place = {pk: number for number, pk in enumerate(ids)}
    some.sort(key=lambda mention: place[mention.pk])
    rows = Rows(actor, source, some)
    return [rows.row(mention, "", is_open=False) for mention in some]


def _named(found: Found, facet: str) -> list[tuple[Any, int]]:
    spec = MENTIONS.facet(facet)
    return [(spec.shown(value) if spec else value, n) for value, n in _commonest(found, facet)]


def _commonest(found: Found, facet: str) -> list[tuple[str, int]]:
    return sorted(found.by(facet).items(), key=lambda pair: (-pair[1], pair[0]))[:_FIRST]


def _a_day(found: Found) -> float:
    span = found.span
    return found.total / ((span[1] - span[0]).days + 1) if span else 0.0


def _picture(days: "Counter[date]") -> BarChart:
    stretches = buckets(min(days), max(days))
    return BarChart(
        title=_("What it finds over time"),
        unit=_("mentions"),
        labels=stretches.labels,
        label_title=str(LABEL_TITLES[stretches.step]),
        series=[Series(_("Mentions"), _counted(days, stretches))],
        n=days.total(),
        upright=True,
        height="low",
        key="query-over-time",
    )


def _counted(days: "Counter[date]", stretches: Buckets) -> list[int]:
    counts = [0] * len(stretches.starts)
    for place in range(len(stretches.starts)):
        first, last = stretches.span(place)
        counts[place] = sum(days[first + timedelta(days=n)] for n in range((last - first).days + 1))
    return counts
