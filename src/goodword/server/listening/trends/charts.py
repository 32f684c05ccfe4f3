"""The pictures of the trends: sentiment, its balance with its interval, and the causes, all over the same time."""

from collections import Counter
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.vocabulary import Sentiment
from goodword.server.shell.charts import BarChart, LineChart, Series
from goodword.server.shell.lists import Page
from goodword.server.shell.vocabulary import word

from ..numbers import FAVOURABLE, UNFAVOURABLE, net_interval
from ..taxonomy import CAUSE, Taxonomy
from .buckets import DAY, LABEL_TITLES, MONTH, Buckets
from .queries import Counts

_NAMED_CAUSES = 5
_FEWEST = 5  # a balance of fewer mentions says nothing


def by_sentiment(page: Page, counts: Counts, stretches: Buckets) -> BarChart:
    """Return consumer mentions over time by sentiment; where nothing was collected there is a gap."""
    tones = [each.value for each in (Sentiment.UNFAVOURABLE, Sentiment.NEUTRAL, Sentiment.FAVOURABLE)]
    series = [Series(word(tone), _column(counts, counts.tones, tone), tone=tone) for tone in tones]  # type: ignore[arg-type]
    if any(each[""] for each in counts.tones):
        series.append(Series(_("Not sure"), _column(counts, counts.tones, ""), tone="unknown"))
    title = {DAY: _("Consumer mentions a day"), MONTH: _("Consumer mentions a month")}
    return BarChart(
        title=title.get(stretches.step, _("Consumer mentions a week")),
        unit=_("mentions"),
        labels=stretches.labels,
        label_title=str(LABEL_TITLES[stretches.step]),
        series=series,
        n=counts.total,
        window=_window(page),
        upright=True,
        stacked=True,
        key="mentions-over-time",
    )


def balance(page: Page, counts: Counts, stretches: Buckets) -> LineChart:
    """Return net favourable over time with its 95 % interval."""
    points = [_balance(each) for each in counts.tones]
    labelled = sum(each.total() - each[""] for each in counts.tones)
    values, low, high = ([point[part] if point else None for point in points] for part in range(3))
    return LineChart(
        title=word("net_favourable"),
        labels=stretches.labels,
        label_title=str(LABEL_TITLES[stretches.step]),
        series=[Series(word("net_favourable"), values, low, high)],
        percent=True,
        n=labelled,
        window=_window(page),
        moments=_unfinished(stretches),
        height="low",
        key="net-favourable-over-time",
    )


def by_cause(page: Page, counts: Counts, stretches: Buckets, own: Taxonomy) -> BarChart | None:
    """Return the unfavourable mentions over time by cause, the commonest named; nothing when there are none."""
    all_causes: Counter[str] = sum(counts.causes, Counter())
    if not all_causes:
        return None
    named = [key for key, _n in all_causes.most_common() if key][:_NAMED_CAUSES]
    series = [Series(own.name(CAUSE, key), _column(counts, counts.causes, key)) for key in named]
    rest = [key for key in all_causes if key and key not in named]
    if rest:
        series.append(Series(_("Other causes"), _summed(counts, lambda each: sum(each[key] for key in rest))))
    if all_causes[""]:
        series.append(Series(_("No cause given"), _column(counts, counts.causes, ""), tone="unknown"))
    return BarChart(
        title=_("Unfavourable mentions by cause"),
        unit=_("mentions"),
        labels=stretches.labels,
        label_title=str(LABEL_TITLES[stretches.step]),
        series=series,
        n=all_causes.total(),
        window=_window(page),
        upright=True,
        stacked=True,
        key="causes-over-time",
    )


def _balance(tones: Counter[str]) -> tuple[float, float, float] | None:
    good, bad = tones[FAVOURABLE], tones[UNFAVOURABLE]
    labelled = tones.total() - tones[""]
    if labelled < _FEWEST:
        return None
    return ((good - bad) / labelled, *net_interval(good, bad, labelled))


def _column(counts: Counts, columns: list[Counter[str]], key: str) -> list[int | None]:
    return [None if counts.is_gap(place) else each[key] for place, each in enumerate(columns)]


def _summed(counts: Counts, count: Callable[[Counter[str]], int]) -> list[int | None]:
    return [None if counts.is_gap(place) else count(each) for place, each in enumerate(counts.causes)]


def _unfinished(stretches: Buckets) -> list[tuple[str, str]]:
    """Return the mark of a stretch of time that is not over yet."""
    if stretches.starts[-1] <= timezone.localdate() < stretches.end and len(stretches.starts) > 1:
        return [(stretches.labels[-1], _("not over yet"))]
    return []


def _window(page: Page) -> str:
    window = page.selection.window
    return window.label if window else _("All time")
