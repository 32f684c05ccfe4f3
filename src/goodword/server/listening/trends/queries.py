"""Mentions counted over time and by what the page compares, in memory: whatever is shown, the table is not asked."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from goodword.core.vocabulary import Origin
from goodword.server.shell.lists import Facet, Page

from ..memory import HeldIndex
from ..memory.over_time import UNDATED
from ..numbers import UNFAVOURABLE
from ..taxonomy import CAUSE, Taxonomy
from .buckets import Buckets, buckets

# The fields that trends can be split by, and how the explorer's filter of each is called.
SPLITS = ("aspects", "source_type", "source", "language")


@dataclass(slots=True)
class Counts:
    """Consumer mentions over time, and over all of it.

    `tones` and `causes` (of the unfavourable) by stretch; `parts` by a value and sentiment, `over_time` by a value and
    stretch; `all_causes` and `parts` have the `undated` mentions, too.
    """

    buckets: Buckets | None = None
    tones: list[Counter[str]] = field(default_factory=list)
    causes: list[Counter[str]] = field(default_factory=list)
    all_causes: Counter[str] = field(default_factory=Counter)
    parts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    over_time: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    undated: int = 0

    @property
    def total(self) -> int:
        """How many mentions have a day."""
        return sum(map(Counter.total, self.tones))

    def is_gap(self, place: int) -> bool:
        """Whether nothing was collected in a stretch: nobody knows then what was said."""
        return not self.tones[place]


def access_counts(page: Page, own: Taxonomy, *, step: str, split: str) -> Counts:
    """Return the consumer mentions that a page's filters leave, counted over the time they or the filters span."""
    index = HeldIndex(page.spec, page.actor, page.selection)
    mentions, zone = index.over_time({"origin": Origin.CONSUMER.value}), ZoneInfo(page.actor.time_zone)
    counts = Counts()
    if mentions.span:
        first, last = (_day(moment, zone) for moment in mentions.span)
        counts.buckets = buckets(*_shown(page, first, last), step)
        counts.tones = [Counter() for _each in counts.buckets.starts]
        counts.causes = [Counter() for _each in counts.buckets.starts]
    starts = np.array(
        [_moment(start, zone) for start in counts.buckets.starts] if counts.buckets else [], np.int64
    )
    _add_labels(counts, mentions.counted(starts, "sentiment", "cause"), own)
    if facet := page.spec.facet(split):
        _add_parts(counts, mentions.counted(starts, facet.column, "sentiment"), facet)
    return counts


def _shown(page: Page, first: date, last: date) -> tuple[date, date]:
    """Return the days shown: the window's, or where it is open, those of the mentions."""
    window = page.selection.window
    if window is None:
        return first, last
    return min(window.since or first, first), max(window.until or last, last)


def _day(moment: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(moment // 1_000_000, zone).date()


def _moment(day: date, zone: ZoneInfo) -> int:
    """Return the first moment of a local day, in microseconds since 1970."""
    return int(datetime.combine(day, time.min, zone).timestamp()) * 1_000_000


def _add_labels(counts: Counts, found: Mapping[tuple[int, str, str], int], own: Taxonomy) -> None:
    for (place, tone, stored), n in found.items():
        cause = own.current(CAUSE, stored) if stored else ""
        unfavourable = n if tone == UNFAVOURABLE else 0
        counts.all_causes[cause] += unfavourable
        if place == UNDATED:
            counts.undated += n
        else:
            counts.tones[place][tone] += n
            counts.causes[place][cause] += unfavourable


def _add_parts(counts: Counts, found: Mapping[tuple[int, str, str], int], facet: Facet) -> None:
    for (place, stored, tone), n in found.items():
        for part in facet.values(stored):
            counts.parts[part][tone] += n
            if place != UNDATED:
                counts.over_time[part][place] += n
