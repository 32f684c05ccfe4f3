"""What to do next: plain rules over what is there, most worth doing first, each with its evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.server.accounts.facade import Actor, Right
from goodword.server.alerting.facade import access_alerts

from .snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something to do: what, why, how long it takes in minutes, and where. A higher weight comes first."""

    title: str
    evidence: str
    minutes: int
    url: str
    icon: str
    weight: float


def next_actions(data: Snapshot, actor: Actor, brand: Any) -> list[NextAction]:
    """Return what this actor can do next on a brand, the most pressing first."""
    found = [*_alerts(actor), *_handle(data, actor), *_fill(data, actor), *_describe(actor, brand)]
    return sorted(found, key=lambda action: -action.weight)


def _alerts(actor: Actor) -> Iterator[NextAction]:
    alerts = [each for each in access_alerts(actor) if each.state == each.State.OPEN]
    if alerts:
        yield NextAction(
            ngettext("Look at %(n)d alert", "Look at %(n)d alerts", len(alerts)) % {"n": len(alerts)},
            alerts[0].title(),
            5,
            alerts[0].url if len(alerts) == 1 else reverse("alert-list", kwargs={"brand": actor.brand_slug}),
            "problem",
            300,
        )


def _handle(data: Snapshot, actor: Actor) -> Iterator[NextAction]:
    url = reverse("mention-list", kwargs={"brand": actor.brand_slug})
    week, before = (
        data.mentions_in(span, sentiment="unfavourable") for span in (data.week, data.week.before())
    )
    if before and week >= 5 and week > 1.5 * before:
        yield NextAction(
            _("Find out why complaints rose"),
            _("%(now)d unfavourable mentions this week, %(before)d the week before.")
            % {"now": week, "before": before},
            20,
            f"{url}?origin=consumer&sentiment=unfavourable&{data.week.query}",
            "unfavourable",
            100 * week / before,
        )
    if data.unexplained and actor.may(Right.MENTIONS_WRITE):
        yield NextAction(
            ngettext(
                "Find the cause of %(n)d complaint", "Find the cause of %(n)d complaints", data.unexplained
            )
            % {"n": data.unexplained},
            _("Unfavourable mentions of the last four weeks whose cause nobody knows."),
            max(5, data.unexplained // 2),
            f"{url}?origin=consumer&sentiment=unfavourable&cause=-&{data.month.query}",
            "handle",
            60 + min(data.unexplained, 30),
        )
    unread = data.mentions_in(data.month) - data.labelled_in(data.month)
    if unread and actor.may(Right.MENTIONS_WRITE):
        yield NextAction(
            ngettext(
                "Read %(n)d mention without a sentiment", "Read %(n)d mentions without a sentiment", unread
            )
            % {"n": unread},
            _("They are left out of every share until somebody reads them."),
            max(3, unread // 6),
            f"{url}?origin=consumer&sentiment=-&{data.month.query}",
            "mention",
            40,
        )


def _fill(data: Snapshot, actor: Actor) -> Iterator[NextAction]:
    if not actor.may(Right.IMPORTS_RUN):
        return
    missing = (
        (
            data.mention_total,
            _("Bring in what people say"),
            _("No mention is here yet. An export of reviews or comments will do."),
            95,
            "mentions",
        ),
        (
            data.people,
            _("Bring in your people"),
            _("Nobody is known yet: a customer list shows who could recommend."),
            50,
            "people",
        ),
        (
            data.ties,
            _("Bring in who knows whom"),
            _("Without ties nobody can say whose word reaches far."),
            30,
            "graph",
        ),
        (
            len(data.events),
            _("Bring in shares and purchases"),
            _("Without events nothing can be measured."),
            35,
            "events",
        ),
        (
            data.answers,
            _("Bring in survey answers"),
            _("Without answers nobody knows why people share, or do not."),
            20,
            "survey",
        ),
    )
    for present, title, evidence, weight, kind in missing:
        if not present:
            url = reverse("import-new", kwargs={"brand": actor.brand_slug})
            yield NextAction(title, evidence, 5, f"{url}?kind={kind}", "import", weight)


def _describe(actor: Actor, brand: Any) -> Iterator[NextAction]:
    if not actor.may(Right.BRAND_MANAGE):
        return
    empty = [
        label
        for value, label in (
            (brand.product, _("product")),
            (brand.positioning, _("positioning")),
            (brand.audience, _("audience")),
            (brand.keywords, _("keywords")),
            (brand.legal_notes, _("legal notes")),
        )
        if not value
    ]
    if empty:
        yield NextAction(
            _("Describe the brand"),
            _("Missing: %(parts)s. No programme can go live without them.") % {"parts": ", ".join(empty)},
            10,
            reverse("brand-settings", kwargs={"brand": actor.brand_slug}),
            "settings",
            45,
        )
