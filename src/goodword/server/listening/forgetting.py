"""The end of sample mentions; no other mention is ever removed."""

from django.db import transaction

from goodword.server.accounts.facade import Actor, Right, check_sample

from .models import Mention
from .search import forget

_AT_ONCE = 5_000


@transaction.atomic
def do_forget_mentions(actor: Actor) -> None:
    """Remove a sample brand's mentions and their traces in the text index."""
    actor.check(Right.BRAND_MANAGE)
    check_sample(actor)
    ids = list(Mention.objects.filter(brand_id=actor.brand_id).values_list("pk", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        forget(ids[start : start + _AT_ONCE])
    Mention.objects.filter(brand_id=actor.brand_id).delete()
