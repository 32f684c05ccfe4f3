"""Reads of surveys and their answers."""

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

from .models import Answer, Survey


def access_surveys(actor: Actor) -> QuerySet[Survey]:
    """Return the surveys of the actor's brand, each with its number of answers as `answers_n`."""
    actor.check(Right.SURVEYS_READ)
    return Survey.objects.filter(brand_id=actor.brand_id).annotate(answers_n=Count("answers"))


def access_survey(actor: Actor, pk: int) -> Survey:
    """Return one survey of the actor's brand."""
    survey = access_surveys(actor).filter(pk=pk).first()
    if survey is None:
        raise Http404(_("There is no such survey of this brand."))
    return survey


def access_answers(actor: Actor) -> QuerySet[Answer]:
    """Return the answers to the surveys of the actor's brand."""
    actor.check(Right.SURVEYS_READ)
    return Answer.objects.filter(survey__brand_id=actor.brand_id)
