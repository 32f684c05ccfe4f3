"""Which mentions the team is asked about: those the model is uncertain of, and some by chance for an honest test.

Chance is the order of the mentions' keys, which are hashes of where or what they are. Those with the lowest keys are
asked about by chance only, one after the other, so that at any time those asked are a fair sample of all there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from django.db.models import Exists, OuterRef, QuerySet

from goodword.core.ids import content_key
from goodword.server.accounts.facade import Actor, Right
from goodword.server.listening.facade import (
    RANDOM_BELOW,
    RANDOM_SHARE,
    Label,
    Mention,
    access_mentions,
    standing,
)

MOST_ASKED = 100
_POOL = 10  # uncertain ones looked at for each one asked


@dataclass(frozen=True, slots=True)
class Asked:
    """A mention somebody is asked about, and why: `uncertain` or `random`."""

    mention: Mention
    reason: str


def access_queue(actor: Actor, n: int = 20) -> list[Asked]:
    """Return up to `n` mentions to label, one of each group of copies, those by chance spread among the others."""
    actor.check(Right.MENTIONS_WRITE)
    n = max(0, min(n, MOST_ASKED))
    waiting = _unlabelled(actor)
    by_chance = list(waiting.filter(key__lt=RANDOM_BELOW).order_by("key")[: ceil(n * RANDOM_SHARE)])
    uncertain = _uncertain(actor, waiting.filter(key__gte=RANDOM_BELOW), n - len(by_chance))
    return list(_mixed(uncertain, by_chance))


def _unlabelled(actor: Actor) -> "QuerySet[Mention]":
    labelled = standing(actor.brand_id).filter(mention=OuterRef("pk"))
    return access_mentions(actor).filter(~Exists(labelled), copy_of=None, read_by__gt=0).defer("extra")


def _uncertain(actor: Actor, waiting: "QuerySet[Mention]", n: int) -> list[Mention]:
    """Return the most uncertain of which no two say nearly the same; two people get different ones of the first few."""
    from goodword.text import choose, near_duplicates

    pool = list(waiting.filter(uncertainty__isnull=False).order_by("-uncertainty")[: n * _POOL])
    clusters = near_duplicates([each.text for each in pool])
    choice = choose([each.uncertainty or 0 for each in pool], clusters, 2 * n, random_share=0, seed=0)
    first = sorted(choice.indexes.tolist(), key=lambda place: content_key("asked", actor.id, pool[place].pk))[
        :n
    ]
    return [pool[place] for place in sorted(first)]


def _mixed(uncertain: list[Mention], by_chance: list[Mention]) -> Iterator[Asked]:
    """Yield all of them, those by chance at even distances."""
    total = len(uncertain) + len(by_chance)
    chance, others = iter(by_chance), iter(uncertain)
    for place in range(total):
        is_chance = place * len(by_chance) // total != (place + 1) * len(by_chance) // total
        if is_chance:
            yield Asked(next(chance), Label.Reason.RANDOM.value)
        else:
            yield Asked(next(others), Label.Reason.UNCERTAIN.value)
