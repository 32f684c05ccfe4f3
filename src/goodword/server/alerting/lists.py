"""The list of alerts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import Column, Facet, ListSpec, Sort, Words, register

from .models import Alert
from .queries import access_all_alerts
from .words import series_names

TONES = {"open": "danger", "acknowledged": "caution", "closed": ""}


def _prepared(actor: Actor, alerts: Sequence[Alert]) -> None:
    """Add to each row its address and what it is about."""
    names = series_names(actor.brand_id, {alert.series for alert in alerts})
    for alert in alerts:
        row: Any = alert
        row.address = reverse("alert-detail", kwargs={"brand": actor.brand_slug, "pk": alert.pk})
        row.series_name = names[alert.series]
        row.tone = TONES[alert.state]


def _words(actor: Actor) -> Mapping[str, Words]:
    series = set(access_all_alerts(actor).order_by().values_list("series", flat=True).distinct())
    return {"series": Words(labels=series_names(actor.brand_id, series), meanings={})}


def _rows(actor: Actor) -> "QuerySet[Alert]":
    return access_all_alerts(actor)


ALERTS = register(
    ListSpec(
        name="alerts",
        title=_("Alerts"),
        right=Right.MENTIONS_READ,
        rows=_rows,
        columns=(
            Column(name="title", label=_("What stood out"), value=lambda alert: alert.title(),
                   template="alerting/title_cell.html"),
            Column(name="at", label=_("When"), value=lambda alert: alert.at, sort="at"),
            Column(name="state", label=_("State"), value=lambda alert: alert.get_state_display(),
                   template="alerting/state_cell.html", export=lambda alert: alert.state),
            Column(name="verdict", label=_("Verdict"), value=lambda alert: alert.get_verdict_display(),
                   export=lambda alert: alert.verdict, default=False),
            Column(name="rule", label=_("Rule"), value=lambda alert: alert.rule.name, default=False),
            Column(name="seen", label=_("Seen"), value=lambda alert: alert.seen, align="end", default=False),
            Column(name="expected", label=_("Usual"), value=lambda alert: alert.expected, align="end", default=False),
            Column(name="rate", label=_("By chance, times a month"), value=lambda alert: alert.rate, align="end", default=False),
        ),
        facets=(
            Facet(name="state", label=_("State"), labels=dict(Alert.State.choices)),
            Facet(name="verdict", label=_("Verdict"), labels=dict(Alert.Verdict.choices), blank=_("None yet")),
            Facet(name="series", label=_("What")),
        ),
        sorts=(Sort(name="at", label=_("Newest"), key="at", reverse_label=_("Oldest")),),
        words=_words,
        enrich=_prepared,
        route="alert-list",
        export_route="alert-export",
    )
)  # fmt: skip
