"""Who sent it, and when: the signature of Standard Webhooks (HMAC-SHA256 over id, time and body)."""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from ..protocol import RefusedError

WINDOW = timedelta(minutes=5)
LEAST_SECRET = 24  # characters


def sign(body: bytes, secret: str, *, event: str, at: datetime) -> dict[str, str]:
    """Return the headers a sender adds to a body; `event` is an id that is the same when it is sent again.

    >>> from datetime import UTC
    >>> sorted(sign(b"{}", "whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ=", event="1", at=datetime(2026, 1, 1, tzinfo=UTC)))
    ['webhook-id', 'webhook-signature', 'webhook-timestamp']
    """
    stamp = str(int(at.timestamp()))
    signature = base64.b64encode(_digest(body, secret, event, stamp)).decode()
    return {"webhook-id": event, "webhook-timestamp": stamp, "webhook-signature": f"v1,{signature}"}


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: datetime) -> str:
    """Return the id of what was sent; raises `RefusedError` unless one of the secrets signed it within five minutes."""
    given = {name.lower(): value for name, value in headers.items()}
    event, stamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not event or len(event) > 200 or not stamp or "webhook-signature" not in given:
        raise RefusedError(
            "It is not signed: send the headers webhook-id, webhook-timestamp and webhook-signature."
        )
    if not _is_recent(stamp, now):
        raise RefusedError("It was signed more than five minutes ago or ahead: is the sender's clock right?")
    expected = [_digest(body, secret, event, stamp) for secret in secrets if secret]
    found = [one for one in map(_signature, given["webhook-signature"].split()[:10]) if one]
    if not any(hmac.compare_digest(one, other) for one in expected for other in found):
        raise RefusedError(
            "Its signature does not fit: was it signed with this source's secret, over the very bytes sent?"
        )
    return event


def _is_recent(stamp: str, now: datetime) -> bool:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    return abs(now.timestamp() - int(stamp)) <= WINDOW.total_seconds()


def _signature(part: str) -> bytes:
    version, _, value = part.partition(",")
    try:
        return base64.b64decode(value, validate=True) if version == "v1" else b""
    except (binascii.Error, ValueError):
        return b""


def _digest(body: bytes, secret: str, event: str, stamp: str) -> bytes:
    signed = f"{event}.{stamp}.".encode("utf-8", "surrogateescape") + body
    return hmac.new(_key(secret), signed, sha256).digest()


def _key(secret: str) -> bytes:
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError):
            pass
    return secret.encode()
