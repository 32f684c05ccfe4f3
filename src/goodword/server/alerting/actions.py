"""Writes about rules, recipients and alerts."""

import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record, snapshot
from goodword.server.listening.facade import matching
from goodword.server.sealing import sealed

from .models import Alert, AlertRule, Recipient
from .queries import access_alert, access_rule, access_rules
from .sending import PURPOSE

FIELDS = (
    "name", "query", "volume", "unfavourable", "causes", "alarms_per_month", "limit", "is_on", "quiet_from",
    "quiet_until", "daily_cap",
)  # fmt: skip
LEAST_RATE, MOST_RATE = 0.1, 60.0
MOST_RULES, MOST_RECIPIENTS = 20, 20
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def do_begin(actor: Actor) -> AlertRule:
    """Return the brand's first rule; a brand that has none gets one for everything that is said."""
    return access_rules(actor).first() or do_add_rule(actor, {"name": _("Everything people say")})


def do_add_rule(actor: Actor, values: dict[str, Any]) -> AlertRule:
    """Add a rule; `values` by field name (see `FIELDS`)."""
    actor.check(Right.SOURCES_MANAGE)
    if access_rules(actor).count() >= MOST_RULES:
        raise ConflictError(
            _("A brand can have up to %(n)s rules. Change or remove one.") % {"n": MOST_RULES}
        )
    rule = AlertRule(brand_id=actor.brand_id, **_checked(actor, values))
    with transaction.atomic():
        _save(rule)
        record(actor, "alert_rule.add", rule, after=snapshot(rule, FIELDS))
    return rule


def do_change_rule(actor: Actor, pk: int, values: dict[str, Any]) -> AlertRule:
    """Change some fields of a rule."""
    actor.check(Right.SOURCES_MANAGE)
    rule = access_rule(actor, pk)
    before = snapshot(rule, FIELDS)
    for name, value in _checked(actor, values).items():
        setattr(rule, name, value)
    after = snapshot(rule, FIELDS)
    if before != after:
        with transaction.atomic():
            _save(rule)
            record(actor, "alert_rule.change", rule, before=before, after=after)
    return rule


def do_remove_rule(actor: Actor, pk: int) -> None:
    """Remove a rule with its alerts and messages; the trail keeps what it was."""
    actor.check(Right.SOURCES_MANAGE)
    rule = access_rule(actor, pk)
    with transaction.atomic():
        record(actor, "alert_rule.remove", rule, before=snapshot(rule, FIELDS))
        rule.delete()


def _checked(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    if unknown := values.keys() - set(FIELDS):
        raise InputError(_("A rule has no %(name)s.") % {"name": ", ".join(sorted(unknown))})
    rate = values.get("alarms_per_month", 1.0)
    if not LEAST_RATE <= rate <= MOST_RATE:
        places = {"low": LEAST_RATE, "high": MOST_RATE, "given": rate}
        raise InputError(_("False alarms a month go from %(low)s to %(high)s, not %(given)s.") % places)
    if (values.get("quiet_from") is None) != (values.get("quiet_until") is None):
        raise InputError(_("Quiet hours need a beginning and an end. Give both, or neither."))
    if query := values.get("query"):
        matching(actor.brand_id, query)
    return values


def _save(rule: AlertRule) -> None:
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        said = _("There is a rule named “%(name)s” already. Give this one another name.")
        raise ConflictError(said % {"name": rule.name}) from None


def do_add_recipient(
    actor: Actor, rule_pk: int, kind: str, address: str, language: str
) -> tuple[Recipient, str]:
    """Let a rule tell somebody; return the recipient and, for a webhook, the secret its messages are signed with."""
    actor.check(Right.SOURCES_MANAGE)
    rule, address = access_rule(actor, rule_pk), address.strip()
    if rule.recipients.count() >= MOST_RECIPIENTS:
        raise ConflictError(_("A rule can tell up to %(n)s. Take one out first.") % {"n": MOST_RECIPIENTS})
    _check_address(kind, address)
    secret = f"whsec_{secrets.token_urlsafe(32)}" if kind == Recipient.Kind.WEBHOOK else ""
    recipient = Recipient(
        rule=rule,
        kind=kind,
        address=address,
        language=language,
        secret=sealed(secret, PURPOSE) if secret else "",
    )
    try:
        with transaction.atomic():
            recipient.save(force_insert=True)
            record(
                actor,
                "alert_recipient.add",
                recipient,
                after=snapshot(recipient, ("kind", "address", "language")),
            )
    except IntegrityError:
        raise ConflictError(_("%(address)s is told already.") % {"address": address}) from None
    return recipient, secret


def _check_address(kind: str, address: str) -> None:
    if kind == Recipient.Kind.EMAIL and not _EMAIL.fullmatch(address):
        raise InputError(
            _("“%(given)s” is no e-mail address. Write it as name@example.com.") % {"given": address[:80]}
        )
    if kind == Recipient.Kind.WEBHOOK:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            said = _("“%(given)s” is no address a webhook can be sent to. It begins with https://.")
            raise InputError(said % {"given": address[:80]})


def do_remove_recipient(actor: Actor, rule_pk: int, pk: int) -> None:
    """Tell somebody no longer."""
    actor.check(Right.SOURCES_MANAGE)
    recipient = access_rule(actor, rule_pk).recipients.filter(pk=pk).first()
    if recipient is not None:
        with transaction.atomic():
            record(
                actor, "alert_recipient.remove", recipient, before=snapshot(recipient, ("kind", "address"))
            )
            recipient.delete()


def do_acknowledge(actor: Actor, pk: int) -> Alert:
    """Say that somebody is on it."""
    return _decide(actor, pk, Alert.State.ACKNOWLEDGED, "")


def do_close(actor: Actor, pk: int, verdict: str) -> Alert:
    """Close an alert with a verdict: real or false."""
    if verdict not in Alert.Verdict.values:
        raise InputError(_("Say whether the alert was real or false."))
    return _decide(actor, pk, Alert.State.CLOSED, verdict)


def do_reopen(actor: Actor, pk: int) -> Alert:
    """Take a verdict back."""
    return _decide(actor, pk, Alert.State.OPEN, "")


def _decide(actor: Actor, pk: int, state: str, verdict: str) -> Alert:
    actor.check(Right.MENTIONS_WRITE)
    with transaction.atomic():
        alert = access_alert(actor, pk)
        before = snapshot(alert, ("state", "verdict"))
        alert.state, alert.verdict = state, verdict
        alert.decided_by, alert.decided_at = actor.name, timezone.now()
        alert.save(update_fields=["state", "verdict", "decided_by", "decided_at"])
        record(actor, "alert.decide", alert, before=before, after=snapshot(alert, ("state", "verdict")))
    return alert
