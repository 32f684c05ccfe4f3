"""What the mentions found are about and where they come from, value by value; and what is usual for this brand."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from goodword.core.vocabulary import Origin
from goodword.server.shell.lists import Facet, Page
from goodword.server.shell.lists.facets import spelled
from goodword.server.shell.values import percent

from ..numbers import FAVOURABLE, UNFAVOURABLE, card_url, consumer_mentions, net_interval, share_interval
from ..tabs import EXPLORER, address_of, filters_of
from .queries import Counts

_CONSUMER = Origin.CONSUMER.value
_FIRST = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One value: its mentions, how they split by sentiment, its balance, how it went over time, and its cards."""

    name: Any
    count: int
    share: float
    tones: Counter[str]
    balance: float | None
    interval: str
    trend: list[int | None]
    url: str
    count_url: str
    share_url: str
    balance_url: str


@dataclass(frozen=True, slots=True)
class Usual:
    """One value of a base rate: its share of the whole with the interval, and its card."""

    name: Any
    count: int
    share: float
    interval: str
    width: str
    url: str
    card: str


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How often each value of a label is given here: the brand's own category, from its own data."""

    title: str
    whole: str
    n: int
    values: list[Usual]


def parts_of(page: Page, counts: Counts, name: str) -> tuple[list[Part], int]:
    """Return the values of a field among the consumer mentions found, the commonest first, and how many more there are."""
    facet, whole = page.spec.facet(name), consumer_mentions(page).value
    if facet is None or not whole:
        return [], 0
    order = sorted(counts.parts, key=lambda value: (value == "", -counts.parts[value].total(), value))
    shown = [_part(page, facet, value, counts, int(whole)) for value in order[:_FIRST]]
    return shown, max(0, len(order) - _FIRST)


def _part(page: Page, facet: Facet, value: str, counts: Counts, whole: int) -> Part:
    tones = counts.parts[value]
    labelled = tones.total() - tones[""]
    good, bad = tones[FAVOURABLE], tones[UNFAVOURABLE]
    filters = {facet.name: spelled(value)}
    stretches = len(counts.tones)
    over_time = counts.over_time[value]
    return Part(
        name=facet.shown(value),
        count=tones.total(),
        share=tones.total() / whole,
        tones=tones,
        balance=(good - bad) / labelled if labelled else None,
        interval=_said(net_interval(good, bad, labelled)) if labelled else "",
        trend=[None if counts.is_gap(place) else over_time[place] for place in range(stretches)],
        url=address_of(page.actor, EXPLORER, filters_of(page, origin=_CONSUMER, **filters)),
        count_url=card_url(page, "consumer_mentions", **filters),
        share_url=card_url(page, f"{facet.name}_share", origin=_CONSUMER, **filters),
        balance_url=card_url(page, "net_favourable", **filters),
    )


def base_rates(page: Page, counts: Counts) -> list[BaseRate]:
    """Return how often each cause and each intent is given among the consumer mentions found."""
    consumers, unfavourable = {"origin": _CONSUMER}, {"origin": _CONSUMER, "sentiment": UNFAVOURABLE}
    n = page.counts.inside.get("origin", Counter())[_CONSUMER]
    rates = [
        _rate(
            page,
            "cause",
            +counts.all_causes,
            unfavourable,
            _("Causes"),
            _("of unfavourable mentions"),
        ),
        _rate(
            page,
            "intent",
            _of_consumers(page, "intent"),
            consumers,
            _("Intents"),
            _("of consumer mentions"),
            n,
        ),
    ]
    return [rate for rate in rates if rate.values]


def _of_consumers(page: Page, name: str) -> Counter[str]:
    """Return the consumer mentions found by the values of a field; one may have several."""
    facet, found = page.spec.facet(name), Counter[str]()
    for (origin, stored), count in page.counts.crossed("origin", name).items():
        if origin == _CONSUMER and facet:
            for value in facet.values(stored):
                found[value] += count
    return found


def _rate(
    page: Page, name: str, found: Counter[str], only: dict[str, str], title: str, whole: str, n: int = 0
) -> BaseRate:
    facet, n = page.spec.facet(name), n or found.total()
    named = [value for value, _count in found.most_common() if value][:_FIRST]
    values = [_usual(page, facet, value, found[value], n, only) for value in named] if facet else []
    return BaseRate(title, whole, n, values)


def _usual(page: Page, facet: Facet, value: str, count: int, n: int, only: dict[str, str]) -> Usual:
    filters = {**only, facet.name: spelled(value)}
    return Usual(
        name=facet.shown(value),
        count=count,
        share=count / n,
        interval=_said(share_interval(count, n)),
        width=f"{100 * count / n:.2f}",
        url=address_of(page.actor, EXPLORER, filters_of(page, **filters)),
        card=card_url(page, f"{facet.name}_share", **filters),
    )


def _said(interval: tuple[float, float]) -> str:
    return _("%(low)s to %(high)s") % {"low": percent(interval[0]), "high": percent(interval[1])}
