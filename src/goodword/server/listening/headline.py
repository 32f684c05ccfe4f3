"""What the mentions found amount to: consumer word of mouth, with every other origin told apart from it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.vocabulary import Origin, Sentiment
from goodword.server.shell.lists import Page, term_label
from goodword.server.shell.numbers import Number


@dataclass(frozen=True, slots=True)
class Part:
    """The mentions of one origin among those found."""

    label: Any
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Headline:
    """Two numbers about consumers, and how all that was found splits by origin; the parts sum to the total.

    Among mentions chosen by their sentiment there is no balance to speak of.
    """

    consumer: Number
    net_favourable: Number | None
    apart: list[Part]
    total: int


def headline(page: Page) -> Headline:
    """Return what a page of mentions amounts to, counted over everything its filters leave."""
    by_origin = page.counts.inside.get("origin", Counter())
    apart = [
        Part(term_label(origin.value), by_origin[origin.value], str(page.address.set(origin=origin.value)))
        for origin in Origin
        if origin is not Origin.CONSUMER and by_origin[origin.value]
    ]
    balance = None if "sentiment" in page.selection.chosen else net_favourable(page)
    return Headline(consumer_mentions(page), balance, apart, page.total)


def consumer_mentions(page: Page) -> Number:
    """Return the number of mentions that consumers wrote, among those found."""
    count = page.counts.inside.get("origin", Counter())[Origin.CONSUMER.value]
    return Number(
        name=gettext_lazy("Consumer mentions"),
        definition=gettext_lazy(
            "Mentions written by people with no stake in the brand. What the brand, its employees or paid authors "
            "wrote is counted apart and never added to them."
        ),
        value=count,
        window=_window(page),
        n=page.total,
        method=gettext_lazy("A count of the mentions that the filters leave, by origin."),
        query=page.query,
        key="consumer_mentions",
        url=_card(page, "consumer_mentions"),
    )


def net_favourable(page: Page) -> Number:
    """Return favourable less unfavourable as a share of the consumer mentions that have a sentiment."""
    tones: Counter[str] = Counter()
    for values, count in page.counts.groups:
        if values["origin"] == Origin.CONSUMER and values["sentiment"]:
            tones[values["sentiment"]] += count
    labelled = sum(tones.values())
    balance = tones[Sentiment.FAVOURABLE] - tones[Sentiment.UNFAVOURABLE]
    return Number(
        name=term_label("net_favourable"),
        definition=gettext_lazy(
            "Favourable less unfavourable mentions, as a share of all consumer mentions that have a sentiment."
        ),
        value=balance / labelled if labelled else None,
        why_none=gettext_lazy("None of the consumer mentions found has a sentiment yet."),
        is_share=True,
        window=_window(page),
        n=labelled,
        method=gettext_lazy("(favourable − unfavourable) ÷ (favourable + neutral + unfavourable)"),
        query=page.query,
        key="net_favourable",
        url=_card(page, "net_favourable"),
    )


NUMBERS: dict[str, Callable[[Page], Number]] = {
    "consumer_mentions": consumer_mentions,
    "net_favourable": net_favourable,
}


def _window(page: Page) -> str | Promise:
    window = page.selection.window
    return window.label if window else _("All time")


def _card(page: Page, key: str) -> str:
    query = page.address.set(mention=None).query.urlencode()
    url = reverse("mention-number", kwargs={"brand": page.actor.brand_slug, "key": key})
    return f"{url}?{query}" if query else url
