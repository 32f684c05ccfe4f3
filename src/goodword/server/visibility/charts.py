"""The pictures of search visibility: ranks over time with their gaps, page one by what it says and by whose it is."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.server.shell.charts import LineChart, Series, Share, ShareBar

from .models import Owner, SearchReading, Valence
from .queries import Rank

History = Sequence[tuple[SearchReading, Rank | None]]
_TONES = {Valence.FAVOURABLE: "favourable", Valence.NEUTRAL: "neutral", Valence.HARMFUL: "unfavourable"}


def rank_history(history: History) -> LineChart:
    """Return the ranks day by day: a gap where no reading says anything, and a line of its own for beyond the depth."""
    by_day: dict[date, Rank | None] = {}
    for reading, rank in history:
        day = timezone.localtime(reading.at).date()
        by_day[day] = rank or by_day.get(day)
    first, last = min(by_day), max(by_day)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    every = _step(sorted(by_day))
    days = [day for n, day in enumerate(days) if n % every == 0 or day in by_day] if every > 1 else days
    ranks = [by_day.get(day) for day in days]
    series = [Series(_("Rank"), [rank.rank if rank else None for rank in ranks])]
    beyond = [rank.depth + 1 if rank and rank.rank is None else None for rank in ranks]
    if any(each is not None for each in beyond):
        series.append(
            Series(
                _("Beyond what was read (drawn one below the last result)"),
                beyond,
                tone="unknown",
                dashed=True,
            )
        )
    return LineChart(
        title=_("Rank of the first own result (1 is best)"),
        labels=[day.isoformat() for day in days],
        label_title=_("Day"),
        series=series,
        n=sum(rank is not None for rank in ranks),
        key="rank-history",
    )


def _step(days: Sequence[date]) -> int:
    """Return how many days usually lie between two readings: what is read once a week has no gap in between."""
    steps = sorted((after - before).days for before, after in pairwise(days))
    return steps[len(steps) // 2] if steps else 1


def by_valence(counts: Counter[str]) -> ShareBar:
    """Return page one by what it says."""
    parts = [Share(str(each.label), counts[each.value], _TONES[each]) for each in Valence]  # type: ignore[arg-type]
    parts.append(Share(_("Not sure"), counts[""], "unknown"))
    return ShareBar(
        title=_("Page one by what it says"), parts=parts, unit=_("results"), key="page-one-by-valence"
    )


def by_owner(counts: Counter[str]) -> ShareBar:
    """Return page one by whose the results are."""
    parts = [Share(str(each.label), counts[each.value]) for each in Owner]
    return ShareBar(
        title=_("Page one by whose it is"), parts=parts, unit=_("results"), key="page-one-by-owner"
    )
