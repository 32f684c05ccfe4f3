"""The end of sample people."""

from django.db import transaction

from goodword.server.accounts.facade import Actor, Right, check_sample

from .models import Person, Tie


@transaction.atomic
def do_forget_people(actor: Actor) -> None:
    """Remove a sample brand's people and their ties."""
    actor.check(Right.BRAND_MANAGE)
    check_sample(actor)
    Tie.objects.filter(brand_id=actor.brand_id).delete()
    Person.objects.filter(brand_id=actor.brand_id).delete()
