"""The network counted for other pages."""

from goodword.server.accounts.facade import Actor, Right

from .models import Person, Tie


def access_network_size(actor: Actor) -> tuple[int, int]:
    """Return how many people and how many ties the brand's network has."""
    actor.check(Right.PEOPLE_READ)
    people = Person.objects.filter(brand_id=actor.brand_id).count()
    return people, Tie.objects.filter(brand_id=actor.brand_id).count()
