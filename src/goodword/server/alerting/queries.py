"""Reads of the rules, the alerts and what was sent."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

from .models import Alert, AlertRule, Message


def access_rules(actor: Actor) -> "QuerySet[AlertRule]":
    """Return the rules of the actor's brand, the oldest first."""
    actor.check(Right.MENTIONS_READ)
    return AlertRule.objects.filter(brand_id=actor.brand_id).order_by("pk")


def access_rule(actor: Actor, pk: int) -> AlertRule:
    """Return one rule of the actor's brand."""
    rule = access_rules(actor).filter(pk=pk).first()
    if rule is None:
        raise Http404(_("There is no such rule of this brand."))
    return rule


def access_all_alerts(actor: Actor) -> "QuerySet[Alert]":
    """Return the alerts of the actor's brand."""
    actor.check(Right.MENTIONS_READ)
    return Alert.objects.filter(brand_id=actor.brand_id).select_related("brand", "rule")


def access_alerts(actor: Actor, *, open_only: bool = True) -> list[Alert]:
    """Return the alerts of the actor's brand that nobody has closed, or all of them, the newest first."""
    alerts = access_all_alerts(actor).order_by("-at", "-pk")
    return list(alerts.exclude(state=Alert.State.CLOSED) if open_only else alerts)


def access_alert(actor: Actor, pk: int) -> Alert:
    """Return one alert of the actor's brand."""
    alert = access_all_alerts(actor).filter(pk=pk).first()
    if alert is None:
        raise Http404(_("There is no such alert of this brand."))
    return alert


def access_messages(actor: Actor, rule: AlertRule) -> "QuerySet[Message]":
    """Return what a rule sent, the last first."""
    return Message.objects.filter(rule__in=access_rules(actor), rule=rule).order_by("-created_at", "-pk")
