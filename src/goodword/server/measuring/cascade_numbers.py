"""The numbers of the cascade pages, each with everything its card says."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.money import exponent
from goodword.metrics.cascades import METRIC
from goodword.server.accounts.facade import Actor
from goodword.server.shell.moments import day
from goodword.server.shell.numbers import Number

from .cascade_list_reading import Cascades
from .cascade_reading import Tree
from .numbers import MeasuredNumber

_DAY = 86_400
Link = Callable[[str], str]  # the address of a figure by its name


def tree_numbers(actor: Actor, tree: Tree, currency: str) -> dict[str, Number]:
    """Return the numbers of one cascade by their names."""
    first, last = (timezone.localtime(moment_of(tree.people["ts_us"].iloc[at])) for at in (0, -1))
    link = _link(actor, root=tree.root_id)
    window = _("%(first)s to %(last)s") % {"first": day(first.date()), "last": day(last.date())}
    common: dict[str, Any] = {
        "window": window, "version": _version(), "data_version": tree.data_version, "computed_at": tree.computed_at,
        "n": tree.shape.size,
    }  # fmt: skip
    from_shares = common | {
        "query": tree.sql["people"],
        "method": _(
            "Everybody is in it once, by their first share, under the one whose link they came through. "
            "A count, so there is no interval."
        ),
    }
    from_events = common | {
        "query": tree.sql["totals"],
        "window": _("From %(first)s to now") % {"first": day(first.date())},
        "method": _(
            "A count of the events recorded under the links of this cascade, so there is no interval."
        ),
    }
    return _form_numbers(tree, link, from_shares) | _outcome_numbers(tree, currency, link, from_events)


def _form_numbers(tree: Tree, link: Link, common: dict[str, Any]) -> dict[str, Number]:
    """Return how many shared, how far it went, and how long it took."""
    shape, days = tree.shape, tree.seconds / _DAY
    return {
        "size": MeasuredNumber(key="cascade-size", name=gettext_lazy("People who shared"), value=shape.size, url=link("size"),
            definition=gettext_lazy("How many different people shared in this cascade, the first one among them."),
            **common),
        "depth": MeasuredNumber(key="cascade-depth", name=gettext_lazy("Depth"), value=shape.depth, url=link("depth"),
            unit=gettext_lazy("steps"), definition=gettext_lazy(
                "How many hands it went through: steps from the first sharer to the one furthest away."), **common),
        "breadth": MeasuredNumber(key="cascade-breadth", name=gettext_lazy("Breadth"), value=shape.breadth, url=link("breadth"),
            unit=gettext_lazy("people"),
            definition=gettext_lazy("The most people who are equally many steps from the first sharer."), **common),
        "structural_virality": MeasuredNumber(
            key="cascade-virality", name=gettext_lazy("Structural virality"), unit=gettext_lazy("steps"),
            value=None if shape.structural_virality is None else round(shape.structural_virality, 6),
            url=link("structural_virality"),
            definition=gettext_lazy(
                "The mean number of steps between any two of its people. A broadcast by one has about 2, however large; "
                "what goes from hand to hand has many more."),
            why_none=_("A referrer is missing: it is in several trees, and nobody knows how far apart they are."),
            **common | {"method": _(
                "Over each share: people under it times people not under it; twice their sum over all pairs "
                "(Goel, Anderson, Hofman and Watts 2016, equation 1).")}),
        "days": MeasuredNumber(key="cascade-days", name=gettext_lazy("First to last share"), value=round(days, 3),
            url=link("days"), unit=gettext_lazy("days"),
            definition=gettext_lazy("The time between its first share and its last so far."),
            **common | {"method": _("The difference of two recorded moments.")}),
    }  # fmt: skip


def _outcome_numbers(tree: Tree, currency: str, link: Link, common: dict[str, Any]) -> dict[str, Number]:
    """Return what came through the links of a cascade."""
    totals, money = tree.totals, major(tree.totals["money"], currency)
    return {
        "clicks": MeasuredNumber(key="cascade-clicks", name=gettext_lazy("Clicks"), value=totals["clicks"], url=link("clicks"),
            definition=gettext_lazy("How often people opened a link of this cascade; programs that only look are not counted."),
            **common),
        "customers": MeasuredNumber(key="cascade-customers", name=gettext_lazy("New customers"), value=totals["customers"],
            url=link("customers"), definition=gettext_lazy("Different people who signed up through a link of this cascade."),
            **common),
        "purchases": MeasuredNumber(key="cascade-purchases", name=gettext_lazy("Purchases"), value=totals["purchases"],
            url=link("purchases"), definition=gettext_lazy(
                "Purchases recorded under a link of this cascade. Later purchases that came through no link are not among them."),
            **common),
        "money": MeasuredNumber(key="cascade-money", name=gettext_lazy("Money"), value=money, unit=currency, url=link("money"),
            definition=gettext_lazy(
                "What was paid through links of this cascade, refunds taken off. It says what came through it, not what would "
                "have stayed away without it."),
            **common),
    }  # fmt: skip


def list_numbers(actor: Actor, found: Cascades, window: str, query: str) -> dict[str, Number]:
    """Return the numbers about all cascades of a choice; `query` is that choice as an address says it."""
    link = _link(actor, query=query)
    common: dict[str, Any] = {
        "window": window, "n": found.count, "query": found.sizes.sql, "computed_at": found.sizes.computed_at,
        "version": _version(), "data_version": found.sizes.data_version,
        "method": _(
            "Cascades whose first share is in the window and fits the filters, each with all that came of it until now. "
            "A count, so there is no interval."),
    }  # fmt: skip
    share = found.onward / found.count if found.count else None
    return {
        "count": MeasuredNumber(key="cascades", name=gettext_lazy("Cascades"), value=found.count, url=link("count"),
            definition=gettext_lazy("Recommendations that began: first shares, each with all that was passed on from it."),
            **common),
        "onward": MeasuredNumber(key="cascades-passed-on", name=gettext_lazy("Passed on"), value=share, is_share=True,
            url=link("onward"), why_none=_("No cascade began."),
            definition=gettext_lazy("The share of cascades in which at least one more person shared."), **common),
        "people": MeasuredNumber(key="cascades-people", name=gettext_lazy("People in them"), value=found.people,
            url=link("people"),
            definition=gettext_lazy("People who shared, counted once in each cascade; somebody in two cascades counts twice."),
            **common),
        "largest": MeasuredNumber(key="cascades-largest", name=gettext_lazy("Largest"), value=found.largest,
            unit=gettext_lazy("people"),
            url=link("largest"), why_none=_("No cascade began."),
            definition=gettext_lazy("How many people shared in the largest of them."), **common),
    }  # fmt: skip


def _version() -> str:
    return _("%(metric)s, version %(n)d") % {"metric": METRIC.name, "n": METRIC.version}


def major(minor: int, currency: str) -> float | int:
    """Return minor units as the amount people say.

    >>> major(39_900, "CNY"), major(1250, "EUR")
    (399, 12.5)
    """
    amount = minor / 10 ** exponent(currency)
    return int(amount) if amount == int(amount) else amount


def moment_of(ts_us: int) -> datetime:
    """Return the moment of microseconds since 1970 in UTC."""
    return datetime.fromtimestamp(int(ts_us) / 1_000_000, UTC)


def _link(actor: Actor, *, root: str = "", query: str = "") -> Link:
    base = reverse("cascade-number", kwargs={"brand": actor.brand_slug})
    start = urlencode({"root": root}) if root else query

    def link(figure: str) -> str:
        return f"{base}?{start}{'&' if start else ''}{urlencode({'figure': figure})}"

    return link
