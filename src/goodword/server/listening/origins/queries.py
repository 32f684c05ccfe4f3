"""Reads of the known accounts, and how all mentions split by who speaks."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.core.vocabulary import Origin, Stimulus
from goodword.server.accounts.facade import Actor, Right

from ..models import Mention
from .models import KnownAccount


@dataclass(frozen=True, slots=True)
class Split:
    """All mentions by origin and by stimulus; each of the two sums to the total."""

    total: int
    by_origin: dict[str, int]
    by_stimulus: dict[str, int]


def access_accounts(actor: Actor) -> "QuerySet[KnownAccount]":
    """Return the known accounts of the actor's brand."""
    actor.check(Right.MENTIONS_READ)
    return KnownAccount.objects.filter(brand_id=actor.brand_id)


def access_account(actor: Actor, pk: int) -> KnownAccount:
    """Return one known account of the actor's brand."""
    account = access_accounts(actor).filter(pk=pk).first()
    if account is None:
        raise Http404(_("There is no such account of this brand."))
    return account


def access_split(actor: Actor) -> Split:
    """Return how all mentions split; every mention has one origin and one stimulus."""
    actor.check(Right.MENTIONS_READ)
    rows = Mention.objects.filter(brand_id=actor.brand_id).order_by()
    counted = list(rows.values_list("origin", "stimulus").annotate(n=Count("pk")))
    origins, stimuli = Counter[str](), Counter[str]()
    for origin, stimulus, n in counted:
        origins[origin] += n
        stimuli[stimulus] += n
    return Split(
        sum(n for *_pair, n in counted),
        {each.value: origins[each.value] for each in Origin},
        {each.value: stimuli[each.value] for each in Stimulus},
    )
