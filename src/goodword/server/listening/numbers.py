"""The numbers about mentions, each with everything its card says. All are about consumers: nobody else is word of mouth."""

from collections import Counter
from collections.abc import Callable
from math import sqrt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.vocabulary import Origin, Sentiment
from goodword.server.shell.lists import Page, term_label
from goodword.server.shell.numbers import Number

from .tabs import filters_of

_Z_95 = 1.959964
FAVOURABLE, UNFAVOURABLE = Sentiment.FAVOURABLE.value, Sentiment.UNFAVOURABLE.value
Maker = Callable[[Page], Number]


def consumer_mentions(page: Page) -> Number:
    """Return the number of mentions that consumers wrote, among those found."""
    count = page.counts.inside.get("origin", Counter())[Origin.CONSUMER.value]
    return _number(
        page,
        "consumer_mentions",
        name=gettext_lazy("Consumer mentions"),
        definition=gettext_lazy(
            "Mentions written by consumers, whether the brand prompted them or not. What the brand, its employees or "
            "paid authors wrote is counted apart and never added to them."
        ),
        value=count,
        n=page.total,
        method=gettext_lazy("A count of the mentions that the filters leave, by origin."),
    )


def net_favourable(page: Page) -> Number:
    """Return favourable less unfavourable as a share of the consumer mentions that have a sentiment."""
    tones = tones_of(page)
    labelled = sum(tones.values()) - tones[""]
    good, bad = tones[FAVOURABLE], tones[UNFAVOURABLE]
    return _number(
        page,
        "net_favourable",
        name=term_label("net_favourable"),
        definition=gettext_lazy(
            "Favourable less unfavourable mentions, as a share of all consumer mentions that have a sentiment."
        ),
        value=(good - bad) / labelled if labelled else None,
        why_none=gettext_lazy("None of the consumer mentions found has a sentiment yet."),
        is_share=True,
        n=labelled,
        interval=net_interval(good, bad, labelled) if labelled else None,
        method=gettext_lazy("(favourable − unfavourable) ÷ (favourable + neutral + unfavourable)"),
    )


def unfavourable_share(page: Page) -> Number:
    """Return how many of the consumer mentions with a sentiment are unfavourable."""
    tones = tones_of(page)
    labelled = sum(tones.values()) - tones[""]
    return _share(
        page,
        "unfavourable_share",
        tones[UNFAVOURABLE],
        labelled,
        name=term_label(UNFAVOURABLE),
        definition=gettext_lazy("Unfavourable consumer mentions, as a share of those that have a sentiment."),
        why_none=gettext_lazy("None of the consumer mentions found has a sentiment yet."),
    )


def unsure_share(page: Page) -> Number:
    """Return how many of the consumer mentions found have no sentiment."""
    tones = tones_of(page)
    return _share(
        page,
        "unsure_share",
        tones[""],
        sum(tones.values()),
        name=gettext_lazy("Not sure"),
        definition=gettext_lazy(
            "Consumer mentions whose sentiment nobody has said: the model does not dare to, or has not read them yet. "
            "They are in no sentiment and in no balance."
        ),
        why_none=gettext_lazy("The filters leave no consumer mention."),
    )


def _value_share(facet: str, name: Any) -> Maker:
    """Return the maker of a number about the values chosen of a filter, as a share of what the other filters leave."""

    def share(page: Page) -> Number:
        chosen, spec = page.selection.chosen.get(facet, ()), page.spec.facet(facet)
        words = ", ".join(str(spec.shown(value)) for value in chosen) if spec else ""
        return _share(
            page,
            f"{facet}_share",
            page.total,
            page.counts.without.get(facet, 0) if chosen else 0,
            name=words or name,
            definition=gettext_lazy(
                "Mentions that have this value, as a share of all that the other filters leave. One mention may speak of "
                "several aspects."
            ),
            why_none=gettext_lazy("Nothing is chosen of this filter, or the others leave no mention."),
        )

    return share


# The filters whose values have a share, and how they are called where none is chosen.
_SHARED = {
    "cause": term_label("cause"),
    "intent": term_label("intent"),
    "aspects": gettext_lazy("Aspects"),
    "source_type": gettext_lazy("Kind of source"),
    "source": term_label("source"),
    "language": gettext_lazy("Language"),
}
NUMBERS: dict[str, Maker] = {
    "consumer_mentions": consumer_mentions,
    "net_favourable": net_favourable,
    "unfavourable_share": unfavourable_share,
    "unsure_share": unsure_share,
    **{f"{name}_share": _value_share(name, label) for name, label in _SHARED.items()},
}


def tones_of(page: Page) -> Counter[str]:
    """Return the consumer mentions found by sentiment; those without one count as ""."""
    crossed = page.counts.crossed("origin", "sentiment")
    return Counter({tone: count for (origin, tone), count in crossed.items() if origin == Origin.CONSUMER})


def net_interval(good: int, bad: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of the difference of two shares of one sample (adjusted Wald; Bonett and Price, 2012).

    One more of each is counted, so that a few mentions of one tone are not taken for certainty.

    >>> low, high = net_interval(60, 20, 100)
    >>> round(low, 3), round(high, 3)
    (0.236, 0.549)
    >>> low, high = net_interval(5, 0, 5)
    >>> round(low, 3), round(high, 3)
    (0.196, 1.0)
    """
    difference = (good - bad) / (n + 2)
    half = _Z_95 * sqrt(((good + bad + 2) / (n + 2) - difference**2) / (n + 2))
    return max(difference - half, -1.0), min(difference + half, 1.0)


def share_interval(count: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson, 1927).

    >>> low, high = share_interval(0, 10)
    >>> round(low, 3), round(high, 3)
    (0.0, 0.278)
    """
    share, z2 = count / n, _Z_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _share(page: Page, key: str, count: int, n: int, **values: Any) -> Number:
    return _number(
        page,
        key,
        value=count / n if n else None,
        is_share=True,
        n=n,
        interval=share_interval(count, n) if n else None,
        method=gettext_lazy("A share of a count, with Wilson’s interval."),
        **values,
    )


def _number(page: Page, key: str, **values: Any) -> Number:
    window = page.selection.window
    return Number(
        key=key,
        url=card_url(page, key),
        window=window.label if window else _("All time"),
        query=filters_of(page),
        **values,
    )


def card_url(page: Page, key: str, **filters: str) -> str:
    """Return the address of a number's card: the page's filters, and some more."""
    query = filters_of(page, **filters)
    url = reverse("mention-number", kwargs={"brand": page.actor.brand_slug, "key": key})
    return f"{url}?{query}" if query else url
