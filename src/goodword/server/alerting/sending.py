"""Sending a message: by the mail server, or to a webhook through the guarded way out, signed."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import httpx
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.connectors.net import GuardedNet
from goodword.core.errors import EnvironmentProblem
from goodword.server.environment import variable
from goodword.server.sealing import opened

from .models import Alert, Message, Recipient
from .words import series_name

PURPOSE = "webhook"


def send(message: Message, recipient: Recipient) -> None:
    """Send a message to its recipient, now; GoodwordError or OSError says why it could not be."""
    alerts = list(
        Alert.objects.filter(pk__in=message.alerts).select_related("brand", "rule").order_by("at", "pk")
    )
    with translation.override(recipient.language), timezone.override(message.rule.brand.time_zone):
        if message.kind == Recipient.Kind.EMAIL:
            _by_mail(message, alerts)
        else:
            _to_webhook(message, recipient, alerts)


def absolute(path: str) -> str:
    """Return an address of the console as it can be opened from a message."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if settings.PUBLIC_URL else path


def _by_mail(message: Message, alerts: Sequence[Alert]) -> None:
    if (
        not settings.EMAIL_HOST
        and "smtp" not in settings.EMAIL_BACKEND
        and "locmem" not in settings.EMAIL_BACKEND
    ):
        raise EnvironmentProblem(
            _("No mail server is set. Set GOODWORD_MAIL, for example to smtp://user:password@host:587.")
        )
    brand = message.rule.brand
    subject = (
        alerts[0].title()
        if len(alerts) == 1
        else ngettext("%(n)s alert", "%(n)s alerts", len(alerts)) % {"n": len(alerts)}
    )
    lines = [(alert, series_name(brand.pk, alert.series), absolute(alert.url)) for alert in alerts]
    body = render_to_string("alerting/message.txt", {"brand": brand, "rule": message.rule, "lines": lines})
    EmailMessage(f"{brand.name}: {subject}", body, to=[message.address]).send()


def payload(message: Message, alerts: Sequence[Alert]) -> dict[str, Any]:
    """Return what a webhook is sent."""
    brand = message.rule.brand
    return {
        "event": "alerts.raised",
        "delivery": message.pk,
        "brand": brand.slug,
        "rule": message.rule.name,
        "alerts": [
            {
                "id": alert.pk,
                "title": alert.title(),
                "series": alert.series,
                "since": _iso(alert.since),
                "at": _iso(alert.at),
                "until": _iso(alert.until),
                "seen": alert.seen,
                "expected": alert.expected,
                "total": alert.total,
                "copies": alert.copies,
                "low": alert.low,
                "high": alert.high,
                "score": alert.score,
                "false_alarms_per_month": alert.rate,
                "p": alert.p,
                "reason": alert.reason,
                "url": absolute(alert.url),
            }
            for alert in alerts
        ],
    }


def signature(secret: str, moment: str, body: bytes) -> str:
    """Return the signature of a body sent at a moment (seconds since 1970): HMAC-SHA256 of "moment.body".

    >>> signature("s", "0", b"{}")[:12]
    'sha256=e79b1'
    """
    return "sha256=" + hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()


def _to_webhook(message: Message, recipient: Recipient, alerts: Sequence[Alert]) -> None:
    content = payload(message, alerts)
    body = httpx.Request(
        "POST", "http://body.invalid", json=content
    ).content  # the bytes the way out will send
    moment = str(int(timezone.now().timestamp()))
    secret = opened(recipient.secret, PURPOSE)
    headers = {
        "x-goodword-timestamp": moment,
        "x-goodword-delivery": str(message.pk),
        "x-goodword-signature": signature(secret, moment, body),
    }
    with GuardedNet(allow=allowed_places()) as net:
        net.post(message.address, json=content, headers=headers)


def allowed_places() -> list[str]:
    """Return the places inside the own network that webhooks may go to (GOODWORD_WEBHOOKS_ALLOW: host:port, …)."""
    return [each.strip() for each in variable("GOODWORD_WEBHOOKS_ALLOW").split(",") if each.strip()]


def _iso(moment: datetime) -> str:
    return moment.isoformat()
