"""The numbers of the home page, each with everything its card says."""

from collections.abc import Callable
from math import sqrt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.server.shell.numbers import Number

from .snapshot import Snapshot

VERSION = "1"
_Z_95 = 1.959964


def mentions(data: Snapshot) -> Number:
    """Consumer mentions of the last seven days."""
    count = data.mentions_in(data.week)
    return _number(
        "mentions",
        data,
        name=gettext_lazy("Mentions"),
        definition=gettext_lazy(
            "What consumers said of the brand in public. What the brand, its employees or paid people wrote is not counted."
        ),
        value=count,
        window=data.week.text,
        n=count,
        method=_("A count of published mentions by local day."),
        query="origin = consumer; published in the window",
    )


def net_favourable(data: Snapshot) -> Number:
    """Favourable less unfavourable, as a share of what has a sentiment."""
    labelled = data.labelled_in(data.month)
    value = data.net_favourable(data.month)
    return _number(
        "net_favourable",
        data,
        name=gettext_lazy("Net favourable"),
        definition=gettext_lazy(
            "Favourable less unfavourable consumer mentions, as a share of all that have a sentiment."
        ),
        value=value,
        is_share=True,
        window=data.month.text,
        n=labelled,
        interval=_net_interval(data, labelled) if value is not None else None,
        method=_(
            "Difference of two shares of one sample, with the normal interval; mentions without a sentiment are left out."
        ),
        query="origin = consumer; sentiment known; published in the window",
        why_none=_("No consumer mention of the window has a sentiment yet."),
    )


def unfavourable(data: Snapshot) -> Number:
    """Unfavourable consumer mentions of the last seven days."""
    count = data.mentions_in(data.week, sentiment="unfavourable")
    return _number(
        "unfavourable",
        data,
        name=gettext_lazy("Unfavourable"),
        definition=gettext_lazy("Unfavourable consumer mentions: each is something to look into."),
        value=count,
        window=data.week.text,
        n=data.mentions_in(data.week),
        method=_("A count of published mentions by local day."),
        query="origin = consumer; sentiment = unfavourable; published in the window",
    )


def unexplained(data: Snapshot) -> Number:
    """Unfavourable consumer mentions of four weeks whose cause nobody knows."""
    return _number(
        "unexplained",
        data,
        name=gettext_lazy("Without a cause"),
        definition=gettext_lazy("Unfavourable consumer mentions whose cause nobody has found yet."),
        value=data.unexplained,
        window=data.month.text,
        n=data.mentions_in(data.month, sentiment="unfavourable"),
        method=_("A count of published mentions by local day."),
        query="origin = consumer; sentiment = unfavourable; cause unknown; published in the window",
    )


def active_talkers(data: Snapshot) -> Number:
    """Consumers who wrote of the brand in four weeks."""
    return _number(
        "active_talkers",
        data,
        name=gettext_lazy("Active talkers"),
        definition=gettext_lazy(
            "Different consumers who wrote of the brand, known by their id at the source."
        ),
        value=data.authors,
        window=data.month.text,
        n=data.mentions_in(data.month),
        method=_(
            "A count of different author ids; mentions without one are left out, so it is a lower bound."
        ),
        query="origin = consumer; author id known; published in the window",
    )


def people(data: Snapshot) -> Number:
    """People the brand knows of."""
    return _number(
        "people",
        data,
        name=gettext_lazy("People"),
        definition=gettext_lazy("People the brand knows of who may speak of it."),
        value=data.people,
        window=_("All time"),
        n=data.people,
        method=_("A count of people, with no attempt to join two identities of one person."),
        query="all people of the brand",
    )


def _events(key: str, kind: str, name: object, definition: object) -> Callable[[Snapshot], Number]:
    def count(data: Snapshot) -> Number:
        value = data.events_in(data.week, kind)
        return _number(
            key,
            data,
            name=name,
            definition=definition,
            value=value,
            window=data.week.text,
            n=value,
            method=_("A count of recorded events by local day, each event once."),
            query=f"kind = {kind}; in the window",
        )

    return count


shares = _events("shares", "share", gettext_lazy("Shares"), gettext_lazy("Recommendations that were made."))
purchases = _events(
    "purchases",
    "purchase",
    gettext_lazy("Purchases"),
    gettext_lazy("Purchases, whether or not anybody recommended."),
)


def clicks_per_share(data: Snapshot) -> Number:
    """Clicks for each share in four weeks."""
    shared, clicked = data.events_in(data.month, "share"), data.events_in(data.month, "click")
    return _number(
        "clicks_per_share",
        data,
        name=gettext_lazy("Clicks per share"),
        definition=gettext_lazy("How often a recommendation is opened, on average."),
        value=round(clicked / shared, 3) if shared else None,
        window=data.month.text,
        n=shared,
        method=_(
            "Clicks in the window divided by shares in the window; a click may belong to an earlier share."
        ),
        query="kind in (share, click); in the window",
        why_none=_("Nobody shared in the window."),
    )


def answers(data: Snapshot) -> Number:
    """Answers to surveys."""
    return _number(
        "answers",
        data,
        name=gettext_lazy("Answers"),
        definition=gettext_lazy("Filled-in surveys."),
        value=data.answers,
        window=_("All time"),
        n=data.answers,
        method=_("A count of filled-in surveys; careless ones are not screened out yet."),
        query="all answers of the brand",
    )


NUMBERS: dict[str, Callable[[Snapshot], Number]] = {
    "mentions": mentions,
    "net_favourable": net_favourable,
    "unfavourable": unfavourable,
    "unexplained": unexplained,
    "active_talkers": active_talkers,
    "people": people,
    "shares": shares,
    "purchases": purchases,
    "clicks_per_share": clicks_per_share,
    "answers": answers,
}


def _net_interval(data: Snapshot, labelled: int) -> tuple[float, float]:
    good = data.mentions_in(data.month, sentiment="favourable") / labelled
    bad = data.mentions_in(data.month, sentiment="unfavourable") / labelled
    half = _Z_95 * sqrt(max(good + bad - (good - bad) ** 2, 0.0) / labelled)
    return max(good - bad - half, -1.0), min(good - bad + half, 1.0)


def _number(key: str, data: Snapshot, **values: object) -> Number:
    url = reverse("number-card", kwargs={"brand": data.brand, "key": key})
    return Number(key=key, url=url, version=VERSION, fresh_as_of=data.now, **values)  # type: ignore[arg-type]
