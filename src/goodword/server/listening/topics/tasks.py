"""The jobs of the topics."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, Right, all_brands, system_actor_for
from goodword.server.jobs.facade import enqueue, job

from ..models import Mention
from .actions import do_find_topics
from .models import TopicMap


@job(title=_("Find topics"), max_attempts=3, lease_seconds=120, timeout_seconds=3600)
def find_topics(brand_id: int) -> int:
    """Find what the brand's mentions are about; returns how many topics."""
    return do_find_topics(system_actor_for(brand_id, "topics"), timezone.now())


@job(title=_("Look for new topics"), max_attempts=3)
def look_for_topics() -> int:
    """Queue the finding of topics where mentions came in since the last time; returns for how many brands."""
    waiting = [brand.pk for brand in all_brands() if _is_behind(brand.pk)]
    for brand_id in waiting:
        ask_topics(brand_id)
    return len(waiting)


def ask_topics(brand_id: int) -> int:
    """Queue the finding of topics, unless a job that will do it waits already; return the job's id."""
    return enqueue(find_topics, brand_id, brand_id=brand_id, unless_waiting=True)


def ask_first_topics(brand_id: int) -> None:
    """Queue the finding of topics for a brand that has none yet: what was just read can be grouped."""
    if not TopicMap.objects.filter(brand_id=brand_id).exists():
        ask_topics(brand_id)


def do_ask_topics(actor: Actor) -> int:
    """Queue the finding of topics as somebody asks for it; return the job's id."""
    actor.check(Right.MENTIONS_WRITE)
    return ask_topics(actor.brand_id)


def _is_behind(brand_id: int) -> bool:
    newest = Mention.objects.filter(brand_id=brand_id).order_by("-pk").first()
    made = TopicMap.objects.filter(brand_id=brand_id).first()
    return newest is not None and (made is None or newest.collected_at > made.made_at)
