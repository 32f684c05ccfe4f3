"""The end of sample mentions; no other mention is ever removed."""

from django.db import models, transaction

from goodword.server.accounts.facade import Actor, Right, check_sample

from .models import KnownAccount, Label, Mention, MentionVersion, Reading
from .saved.forgetting import forget_queries
from .text_index import forget

_AT_ONCE = 5_000


@transaction.atomic
def do_forget_mentions(actor: Actor) -> None:
    """Remove a sample brand's mentions and their traces in the text index."""
    actor.check(Right.BRAND_MANAGE)
    check_sample(actor)
    forget_queries(actor.brand_id)
    ids = list(Mention.objects.filter(brand_id=actor.brand_id).values_list("pk", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        forget(ids[start : start + _AT_ONCE])
    for also in (Reading, MentionVersion, KnownAccount):
        also.objects.filter(brand_id=actor.brand_id).delete()
    # The set of labels itself refuses to delete; only the end of a sample goes past it.
    models.QuerySet(Label).filter(brand_id=actor.brand_id).delete()
    Mention.objects.filter(brand_id=actor.brand_id).delete()
