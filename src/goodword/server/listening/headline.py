"""What the mentions found amount to: consumer word of mouth, with every other origin told apart from it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from goodword.core.vocabulary import Origin
from goodword.server.shell.lists import Page, term_label
from goodword.server.shell.numbers import Number

from .numbers import consumer_mentions, net_favourable


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
