"""What a query finds among the brand's mentions, in memory: masks over all of them, counted as often as asked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from goodword.core.vocabulary import Origin
from goodword.server.accounts.facade import Actor, Right

from ..memory.dialects import NEVER
from ..memory.finding import Finder
from ..memory.held import Held, Mask, held
from ..search import query_for

_MICROSECONDS = 1_000_000


class Mentions:
    """All mentions of a brand, to be asked several queries."""

    def __init__(self, actor: Actor) -> None:
        actor.check(Right.MENTIONS_READ)
        self.actor, self.zone = actor, ZoneInfo(actor.time_zone)
        self.held: Held = held(actor.brand_id)
        self._finder = Finder(self.held, actor.brand_id, actor.time_zone)

    def found(self, source: str) -> "Found":
        """Return what a query finds; UnreadableQueryError when it cannot be read."""
        return Found(self, self._finder.mask(query_for(self.actor.brand_id, source).tree))

    def of(self, facet: str, value: str) -> Mask:
        """Return which mentions have a stored value of a facet."""
        return self._finder.by_values(facet, lambda stored: stored == value)

    def between(self, first: date, last: date) -> Mask:
        """Return which mentions are of a span of local days, both ends included."""
        since, before = self.moment(first), self.moment(last + timedelta(days=1))
        return self._finder.between(since, before)

    @cached_property
    def consumers(self) -> Mask:
        """Which mentions consumers wrote."""
        return self.of("origin", Origin.CONSUMER.value)

    def moment(self, day: date) -> datetime:
        """Return the first moment of a local day."""
        return datetime.combine(day, time.min, self.zone)


@dataclass(frozen=True)
class Found:
    """Some of a brand's mentions."""

    mentions: Mentions
    mask: Mask

    def within(self, mask: Mask) -> "Found":
        """Return those that are in another mask, too."""
        return Found(self.mentions, self.mask & mask)

    def folded(self) -> "Found":
        """Return those that are no copy of another one of them."""
        return Found(self.mentions, self.mentions.held.without_copies(self.mask))

    @cached_property
    def total(self) -> int:
        """How many there are."""
        return int(self.mask.sum())

    @property
    def ids(self) -> NDArray[np.int64]:
        """Their ids, rising."""
        return self.mentions.held.rows.ids[self.mask]

    def by(self, facet: str) -> Counter[str]:
        """Return how many have each stored value of a facet."""
        held = self.mentions.held
        values = held.kinds.values_of(facet)
        if not len(held):
            return Counter()
        counted = np.bincount(held.codes(facet)[held.rows.kinds[self.mask]], minlength=len(values))
        return Counter({value: int(n) for value, n in zip(values, counted.tolist(), strict=True) if n})

    def days(self) -> "Counter[date]":
        """Return how many there are on each local day that has any."""
        moments = self.mentions.held.rows.moments[self.mask]
        found: Counter[date] = Counter()
        for start, count in self._hours(moments[moments != NEVER]):
            found[datetime.fromtimestamp(start, self.mentions.zone).date()] += count
        return found

    def over_time(self, starts: Any) -> list[int]:
        """Return how many there are in each stretch of time; `starts` are first days, and the end of the last."""
        edges = [int(self.mentions.moment(day).timestamp()) * _MICROSECONDS for day in starts]
        moments = self.mentions.held.rows.moments[self.mask]
        places = np.searchsorted(np.array(edges, np.int64), moments, side="right") - 1
        inside = places[(places >= 0) & (places < len(edges) - 1)]
        counted: list[int] = np.bincount(inside, minlength=len(edges) - 1).tolist()
        return counted

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last local day of those that have one."""
        moments = self.mentions.held.rows.moments[self.mask]
        dated = moments[moments != NEVER]
        if not len(dated):
            return None
        ends = (int(dated.min()) // _MICROSECONDS, int(dated.max()) // _MICROSECONDS)
        first, last = (datetime.fromtimestamp(end, self.mentions.zone).date() for end in ends)
        return first, last

    @staticmethod
    def _hours(moments: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
        """Yield the quarter hours that have any, in seconds, with how many: a day begins at one in every time zone."""
        quarter = 900
        starts, counts = np.unique(moments // (_MICROSECONDS * quarter), return_counts=True)
        return ((int(start) * quarter, int(count)) for start, count in zip(starts, counts, strict=True))

    def sample(self, n: int, seed: int) -> list[int]:
        """Return the ids of up to n of them, drawn at random: those of the n smallest mixed numbers.

        The same seed draws the same, and what comes in later only takes the places of some.
        """
        ids = self.ids
        mixed = _mixed(ids.astype(np.uint64) + np.uint64(seed * 0x9E3779B97F4A7C15 % 2**64))
        return [int(each) for each in ids[np.argsort(mixed, kind="stable")[:n]]]


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return numbers that look random, each made of one (the finaliser of SplitMix64, Steele et al. 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
