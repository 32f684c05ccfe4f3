"""Answers counted for other pages."""

from goodword.server.accounts.facade import Actor, Right

from .models import Answer


def access_answer_total(actor: Actor) -> int:
    """Return how many people's answers the brand has."""
    actor.check(Right.SURVEYS_READ)
    return Answer.objects.filter(survey__brand_id=actor.brand_id).count()
