"""The end of sample answers."""

from django.db import transaction

from goodword.server.accounts.facade import Actor, Right, check_sample

from .models import Answer, Survey


@transaction.atomic
def do_forget_answers(actor: Actor) -> None:
    """Remove a sample brand's surveys and their answers."""
    actor.check(Right.BRAND_MANAGE)
    check_sample(actor)
    Answer.objects.filter(survey__brand_id=actor.brand_id).delete()
    Survey.objects.filter(brand_id=actor.brand_id).delete()
