"""Reads of the people a brand knows of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

from .models import Person, Tie


@dataclass(frozen=True, slots=True)
class Profile:
    """What another page may show of a person."""

    pk: int
    name: str
    external_id: str
    followers: int | None
    ties_out: int
    ties_in: int


def access_people(actor: Actor) -> QuerySet[Person]:
    """Return the people the actor's brand knows of."""
    actor.check(Right.PEOPLE_READ)
    return Person.objects.filter(brand_id=actor.brand_id)


def access_person(actor: Actor, pk: int) -> Person:
    """Return one of the people the actor's brand knows of."""
    person = access_people(actor).filter(pk=pk).first()
    if person is None:
        raise Http404(_("There is no such person, or they belong to another brand."))
    return person


def access_ties(actor: Actor) -> QuerySet[Tie]:
    """Return the connections between the people of the actor's brand."""
    actor.check(Right.PEOPLE_READ)
    return Tie.objects.filter(brand_id=actor.brand_id)


def access_ties_of(actor: Actor, person: Person) -> QuerySet[Tie]:
    """Return a person's connections, either way.

    The person stands for the brand: a condition on both would hide from SQLite that two indexes answer this.
    """
    actor.check(Right.PEOPLE_READ)
    if person.brand_id != actor.brand_id:
        raise Http404(_("There is no such person, or they belong to another brand."))
    return Tie.objects.filter(Q(source_id=person.pk) | Q(target_id=person.pk))


def access_profile(actor: Actor, external_id: str) -> Profile | None:
    """Return the person of an id at the source; None when nobody has it or the actor may not read people."""
    if not external_id or not actor.may(Right.PEOPLE_READ):
        return None
    person = access_people(actor).filter(external_id=external_id).order_by("pk").first()
    if person is None:
        return None
    add_ties(actor, [person])
    return Profile(person.pk, str(person), external_id, person.followers, person.ties_out_n, person.ties_in_n)  # type: ignore[attr-defined]


def add_ties(actor: Actor, people: Sequence[Person]) -> None:
    """Set `ties_out_n` and `ties_in_n` on people: how many they reach and are reached by. Two queries for all."""
    ids = [person.pk for person in people]
    for side, name in (("source_id", "ties_out_n"), ("target_id", "ties_in_n")):
        found = access_ties(actor).filter(**{f"{side}__in": ids}).order_by().values_list(side)
        counts: dict[int, int] = dict(found.annotate(n=Count("pk")))
        for person in people:
            setattr(person, name, counts.get(person.pk, 0))


def ties_counted(side: str) -> Any:
    """Return the expression that counts a person's ties on one side (`source` or `target`)."""
    of_person = Tie.objects.filter(**{side: OuterRef("pk")}).order_by().values(side)
    return Coalesce(Subquery(of_person.annotate(n=Count("pk")).values("n")), 0)
