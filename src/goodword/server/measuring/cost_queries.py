"""Reads of what was recorded: costs, and results of randomised tests."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

from .models import Cost, Lift


def access_costs(actor: Actor) -> QuerySet[Cost]:
    """Return the costs of the actor's brand, the newest first."""
    actor.check(Right.EVENTS_READ)
    return Cost.objects.filter(brand_id=actor.brand_id).order_by("-last_day", "-pk")


def access_lifts(actor: Actor) -> QuerySet[Lift]:
    """Return the results of randomised tests of the actor's brand, the newest first."""
    actor.check(Right.EVENTS_READ)
    return Lift.objects.filter(brand_id=actor.brand_id).order_by("-last_day", "-pk")


def access_cost(actor: Actor, pk: int) -> Cost:
    """Return one cost of the actor's brand."""
    actor.check(Right.EVENTS_READ)
    cost = Cost.objects.filter(brand_id=actor.brand_id, pk=pk).first()
    if cost is None:
        raise Http404(_("There is no such cost of this brand."))
    return cost
