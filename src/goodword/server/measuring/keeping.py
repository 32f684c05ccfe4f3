"""Measurements as they are kept: the newest few of each question, and not more of a metric than anybody asks for."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from goodword.server.accounts.facade import Actor, Right

from .models import Measurement

_VERSIONS, _QUESTIONS = 2, 200
KEPT_DAYS = 30


def kept_for(actor: Actor, fingerprint: str) -> Measurement | None:
    """Return the measurement with a fingerprint, if it was made."""
    actor.check(Right.EVENTS_READ)
    return Measurement.objects.filter(brand_id=actor.brand_id, fingerprint=fingerprint).first()


def latest_for(actor: Actor, metric: str, asked: dict[str, Any]) -> Measurement | None:
    """Return the newest measurement of a question, whatever the version of its data."""
    actor.check(Right.EVENTS_READ)
    same = [pk for pk, question in _newest_first(actor, metric) if question == asked]
    return Measurement.objects.get(pk=same[0]) if same else None


def keep(actor: Actor, fingerprint: str, *, metric: str, asked: dict[str, Any], **values: Any) -> Measurement:
    """Keep a measurement, and let go of those of the same metric that it makes superfluous."""
    actor.check(Right.EVENTS_READ)
    made, _is_new = Measurement.objects.update_or_create(
        brand_id=actor.brand_id,
        fingerprint=fingerprint,
        defaults={"metric": metric, "asked": asked, "computed_at": timezone.now(), **values},
    )
    found = _newest_first(actor, metric)
    older = [pk for pk, question in found if question == asked][_VERSIONS:]
    Measurement.objects.filter(pk__in=[*older, *(pk for pk, _question in found[_QUESTIONS:])]).delete()
    return made


def forget_measurements(brand_id: int, **_signal: Any) -> None:
    """Let go of all measurements of a brand: some hold the names of people, and one of them is forgotten."""
    Measurement.objects.filter(brand_id=brand_id).delete()


def do_prune() -> int:
    """Let go of measurements nobody asked for again in a month; returns how many."""
    return Measurement.objects.filter(computed_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]


def _newest_first(actor: Actor, metric: str) -> list[tuple[int, dict[str, Any]]]:
    rows = Measurement.objects.filter(brand_id=actor.brand_id, metric=metric)
    return list(rows.order_by("-computed_at", "-pk").values_list("pk", "asked"))
