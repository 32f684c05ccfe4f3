"""Reads of the search results: where the brand stands now, how it went, what page one says."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

from .models import BrandQuery, Owner, SearchHit, SearchReading

PAGE_ONE = 10


@dataclass(frozen=True, slots=True)
class Series:
    """What is looked at again and again: a keyword at an engine and a place."""

    keyword_id: int
    keyword: str
    engine: str
    place: str


@dataclass(frozen=True, slots=True)
class Rank:
    """Where the brand's first own result stood at a moment; `rank` None means beyond the `depth` results that were read."""

    at: datetime
    rank: int | None
    depth: int

    @property
    def said(self) -> str:
        """The rank as people read it."""
        return str(self.rank) if self.rank else f"> {self.depth}"

    @property
    def order(self) -> int:
        """What it is compared by: beyond the depth is worse than any rank in it."""
        return self.rank or self.depth + 1


@dataclass(frozen=True, slots=True)
class Position:
    """A series as it is now: its last reading that counts, the one before, and how many readings say nothing."""

    series: Series
    now: Rank | None
    before: Rank | None
    page_one: list[SearchHit]
    readings: int
    unread: int
    last_problem: SearchReading | None

    @property
    def movement(self) -> int | None:
        """How many places up (positive) or down; None where either end is beyond what was read, or unknown."""
        if not (self.now and self.before and self.now.rank and self.before.rank):
            return None
        return self.before.rank - self.now.rank


def access_readings(actor: Actor) -> QuerySet[SearchReading]:
    """Return the readings of the actor's brand."""
    actor.check(Right.MENTIONS_READ)
    return SearchReading.objects.filter(brand_id=actor.brand_id)


def access_queries(actor: Actor) -> QuerySet[BrandQuery]:
    """Return the questions about the actor's brand."""
    actor.check(Right.MENTIONS_READ)
    return BrandQuery.objects.filter(brand_id=actor.brand_id)


def access_hit(actor: Actor, pk: int) -> SearchHit:
    """Return one result of the actor's brand."""
    actor.check(Right.MENTIONS_READ)
    hits = SearchHit.objects.select_related("reading__keyword").filter(
        reading__brand_id=actor.brand_id, pk=pk
    )
    hit = hits.first()
    if hit is None:
        raise Http404(_("There is no such result of this brand."))
    return hit


def access_positions(actor: Actor) -> list[Position]:
    """Return where the brand stands for every keyword, engine and place.

    Readings that failed, or were read in part, say nothing: neither a rank nor that it stayed.
    """
    grouped: defaultdict[Series, list[SearchReading]] = defaultdict(list)
    for reading in access_readings(actor).select_related("keyword").order_by("at"):
        grouped[series_of(reading)].append(reading)
    latest = {series: [each for each in found if each.counts][-2:] for series, found in grouped.items()}
    hits = _hits(reading for two in latest.values() for reading in two)
    positions = []
    for series, found in grouped.items():
        ranks = [rank_of(reading, hits[reading.pk]) for reading in latest[series]]
        last = latest[series][-1] if latest[series] else None
        positions.append(
            Position(
                series=series,
                now=ranks[-1] if ranks else None,
                before=ranks[0] if len(ranks) == 2 else None,
                page_one=[hit for hit in hits[last.pk] if hit.rank <= PAGE_ONE] if last else [],
                readings=len(found),
                unread=sum(not each.counts for each in found),
                last_problem=None if found[-1].counts else found[-1],
            )
        )
    return sorted(positions, key=lambda each: (each.series.keyword, each.series.engine, each.series.place))


def access_history(
    actor: Actor, keyword: int, engine: str, place: str
) -> list[tuple[SearchReading, Rank | None]]:
    """Return every reading of a series, the first first, with the rank it says; None where it says nothing."""
    readings = access_readings(actor).filter(keyword_id=keyword, engine=engine, place=place)
    found = list(readings.select_related("keyword").order_by("at").prefetch_related(_PREFETCHED))
    if not found:
        raise Http404(_("Nothing was read of this keyword at this engine and place."))
    return [(each, rank_of(each, each.hits.all()) if each.counts else None) for each in found]


_PREFETCHED = Prefetch("hits", SearchHit.objects.order_by("rank"))


def series_of(reading: SearchReading) -> Series:
    """Return which series a reading belongs to."""
    return Series(reading.keyword_id, reading.keyword.text, reading.engine, reading.place)


def rank_of(reading: SearchReading, hits: Iterable[SearchHit]) -> Rank:
    """Return the rank of the first own result of a reading that counts."""
    own = [hit.rank for hit in hits if hit.owner == Owner.OWN]
    return Rank(reading.at, min(own, default=None), reading.depth)


def page_one_counts(positions: Iterable[Position]) -> tuple[Counter[str], Counter[str]]:
    """Return the results on the last page one of some series, by what they say and by whose they are."""
    hits = [hit for each in positions for hit in each.page_one]
    return Counter(hit.valence for hit in hits), Counter(hit.owner for hit in hits)


def _hits(readings: Iterable[SearchReading]) -> defaultdict[int, list[SearchHit]]:
    found: defaultdict[int, list[SearchHit]] = defaultdict(list)
    for hit in SearchHit.objects.filter(reading__in=[each.pk for each in readings]).order_by("rank"):
        found[hit.reading_id].append(hit)
    return found
