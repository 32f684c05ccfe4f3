"""What was seen of a time: the gaps that hide something, and the sources left out because somebody paused them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Count, Max, Min
from numpy.typing import NDArray

from goodword.connectors.protocol import GapReason
from goodword.server.accounts.facade import Actor
from goodword.server.collecting.facade import GapSpan, Source, access_gaps, access_sources
from goodword.server.listening.facade import access_mentions

HOUR = timedelta(hours=1)
_MATTERS = 0.1  # of all mentions: a gap of a source that brings less hides nothing


@dataclass(frozen=True, slots=True)
class Sight:
    """The gaps up to `end` that hide something, and by its id each source that is `paused` and therefore not counted."""

    end: datetime
    is_read: bool  # whether any source is on
    gaps: tuple[GapSpan, ...] = ()
    paused: Mapping[int, GapSpan] = field(default_factory=dict)

    @property
    def last(self) -> list[GapSpan]:
        """The gaps because of which the last hour is not judged."""
        return [gap for gap in self.gaps if gap.end is None or gap.end > self.end - HOUR]


def access_sight(actor: Actor, first: datetime, end: datetime) -> Sight:
    """Return what the gap ledger says of [first, end): gaps of sources that bring a tenth or more of what is counted.

    A single item that could not be read hides no other. What somebody pauses while others are read is no longer
    counted: it would hide the others for as long.
    """
    states = dict(access_sources(actor).values_list("pk", "state"))
    is_read = Source.State.ON in states.values()
    gaps = [each for each in access_gaps(actor, first, end) if _hides(each)]
    if not gaps:
        return Sight(end, is_read)
    paused = {
        gap.source_id: gap
        for gap in gaps
        if is_read and gap.state == "open" and states.get(gap.source_id) == Source.State.OFF
    }
    counts = _counts(actor, first, end, paused)
    whole = sum(counts.values())
    matters = {pk for pk in states if not whole or counts.get(pk, 0) >= _MATTERS * whole}
    if len(states) == 1:
        matters |= set(states)
    hiding = tuple(gap for gap in gaps if gap.source_id in matters and gap.source_id not in paused)
    return Sight(end, is_read, hiding, paused)


def _hides(gap: GapSpan) -> bool:
    return gap.state != "filled" and gap.reason != GapReason.SKIPPED


def _counts(actor: Actor, first: datetime, end: datetime, paused: Iterable[int]) -> dict[int | None, int]:
    of_time = access_mentions(actor).filter(published_at__gte=first, published_at__lt=end).order_by()
    counted = of_time.exclude(source_id__in=list(paused)).values_list("source_id").annotate(n=Count("pk"))
    return dict(counted)


def unseen_hours(actor: Actor, sight: Sight, first: datetime) -> NDArray[np.bool_]:
    """Return in which hours from `first` to the end of the sight not everything that matters was seen, bool (T,)."""
    end = sight.end
    unseen = np.zeros(int((end - first) / HOUR), bool)
    of_brand = access_mentions(actor).filter(published_at__lt=end)
    begun = of_brand.filter(published_at__gte=first).aggregate(at=Min("published_at"))["at"]
    if begun is None:
        return ~unseen
    if not of_brand.filter(published_at__lt=first).exists():
        unseen[: int((begun - first) / HOUR)] = True
    if not sight.is_read:
        last = of_brand.aggregate(at=Max("published_at"))["at"]
        unseen[int((last - first) / HOUR) + 1 :] = True
    for gap in sight.gaps:
        start, stop = max(gap.start, first), min(gap.end or end, end)
        unseen[int((start - first) / HOUR) : int(-(-(stop - first) // HOUR))] = True
    return unseen
