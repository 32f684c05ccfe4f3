"""Changes to what is recorded: costs, and results of randomised tests."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from math import isfinite
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.core.vocabulary import Channel
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record, snapshot
from goodword.server.bulk import Added

from .cost_queries import access_cost
from .cost_rows import CostRow
from .models import Cost, Lift
from .tasks import ask_ahead

_FIELDS = ("kind", "channel", "programme", "first_day", "last_day", "amount_minor", "note")
_LIFT = ("channel", "share", "low", "high", "first_day", "last_day", "source")
_WIDEST = 10.0


def do_add_cost(actor: Actor, row: CostRow) -> Cost:
    """Record a cost; one that is there already is refused."""
    actor.check(Right.EVENTS_WRITE)
    row.checked()
    with transaction.atomic():
        cost, is_new = Cost.objects.get_or_create(
            brand_id=actor.brand_id, key=row.own_key, defaults=_values(actor, row)
        )
        if not is_new:
            raise InputError(_("This cost is recorded already. If it was spent twice, say so in its note."))
        record(actor, "cost.add", cost, after=snapshot(cost, _FIELDS))
        ask_ahead(actor.brand_id)
    return cost


def do_add_costs(actor: Actor, rows: Sequence[CostRow], *, source: str = "import") -> Added:
    """Record many costs, those that are there already once; all of them or, when one is refused, none."""
    actor.check(Right.EVENTS_WRITE)
    wanted = {row.own_key: row.checked() for row in rows}
    with transaction.atomic():
        known = set(
            Cost.objects.filter(brand_id=actor.brand_id, key__in=list(wanted)).values_list("key", flat=True)
        )
        new = [
            Cost(brand_id=actor.brand_id, key=key, **_values(actor, row))
            for key, row in wanted.items()
            if key not in known
        ]
        Cost.objects.bulk_create(new, batch_size=500)
        if new:
            after = {
                "source": source[:120],
                "added": len(new),
                "amount_minor": sum(cost.amount_minor for cost in new),
            }
            record(actor, "cost.import", new[0], after=after)
            ask_ahead(actor.brand_id)
    return Added(len(new), len(rows) - len(new))


def do_change_cost(actor: Actor, pk: int, row: CostRow) -> Cost:
    """Put a cost right; its key stays."""
    actor.check(Right.EVENTS_WRITE)
    row.checked()
    cost = access_cost(actor, pk)
    with transaction.atomic():
        before = snapshot(cost, _FIELDS)
        for name in _FIELDS:
            setattr(cost, name, getattr(row, name))
        cost.save(update_fields=[*_FIELDS])
        record(actor, "cost.change", cost, before=before, after=snapshot(cost, _FIELDS))
        ask_ahead(actor.brand_id)
    return cost


def do_remove_cost(actor: Actor, pk: int) -> None:
    """Take a cost out."""
    actor.check(Right.EVENTS_WRITE)
    cost = access_cost(actor, pk)
    with transaction.atomic():
        record(actor, "cost.remove", cost, before=snapshot(cost, _FIELDS))
        cost.delete()
        ask_ahead(actor.brand_id)


def do_record_lift(
    actor: Actor,
    *,
    channel: str,
    share: float,
    low: float,
    high: float,
    first_day: date,
    last_day: date,
    source: str,
) -> Lift:
    """Record what a randomised test found: how many of the attributed customers were caused, with its interval."""
    actor.check(Right.EVENTS_WRITE)
    if channel and channel not in set(Channel):
        raise InputError(_("%(channel)s is no channel.") % {"channel": repr(channel)})
    if not all(isfinite(each) and -_WIDEST <= each <= _WIDEST for each in (share, low, high)):
        raise InputError(
            _("Give the result and its interval per hundred attributed customers, such as 40, 22 and 58.")
        )
    if not low <= share <= high:
        raise InputError(_("The result must lie within its interval: lower end, result, upper end."))
    if low == high:
        raise InputError(_("A test without uncertainty is no test. Give the ends of its interval."))
    if last_day < first_day:
        raise InputError(_("The last day is before the first. Swap them."))
    if not source.strip():
        raise InputError(_("Say which test it was, so that others can look it up."))
    with transaction.atomic():
        lift = Lift.objects.create(
            brand_id=actor.brand_id, channel=channel, share=share, low=low, high=high, first_day=first_day,
            last_day=last_day, source=source.strip()[:500], made_by=actor.name[:200], made_at=timezone.now(),
        )  # fmt: skip
        record(actor, "lift.record", lift, after=snapshot(lift, _LIFT))
        ask_ahead(actor.brand_id)
    return lift


def do_remove_lift(actor: Actor, pk: int) -> None:
    """Take the result of a test out."""
    actor.check(Right.EVENTS_WRITE)
    lift = Lift.objects.filter(brand_id=actor.brand_id, pk=pk).first()
    if lift is None:
        raise Http404(_("There is no such test of this brand."))
    with transaction.atomic():
        record(actor, "lift.remove", lift, before=snapshot(lift, _LIFT))
        lift.delete()
        ask_ahead(actor.brand_id)


def _values(actor: Actor, row: CostRow) -> dict[str, Any]:
    given = {name: value for name, value in asdict(row).items() if name in _FIELDS}
    return {**given, "made_by": actor.name[:200], "made_at": timezone.now()}
