"""The sample's alerts: one rule, and a look back as soon as everything is read."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.server.accounts.facade import Actor, Right, check_sample, system_actor_for
from goodword.server.jobs.facade import enqueue, job
from goodword.server.listening.facade import unread_count

from .models import AlertRule
from .watching import do_watch

_REACH = timedelta(days=60)  # the planted burst of complaints lies in it
_AGAIN = timedelta(seconds=20)


def do_watch_sample(actor: Actor) -> AlertRule:
    """Let a sample brand watch everything that is said, and look back when it is read. It goes past the trail."""
    actor.check(Right.SOURCES_MANAGE)
    check_sample(actor)
    rule = AlertRule.objects.create(brand_id=actor.brand_id, name=_("Everything people say"))
    enqueue(look_back, actor.brand_id, actor=actor)
    return rule


@job(title=gettext_lazy("Look back for what was unusual"), max_attempts=3)
def look_back(brand_id: int) -> int:
    """Judge the last weeks as if they were now; while mentions wait to be read, come back later."""
    if unread_count(brand_id):
        enqueue(look_back, brand_id, brand_id=brand_id, run_after=timezone.now() + _AGAIN)
        return 0
    return len(do_watch(system_actor_for(brand_id, "sample"), reach=_REACH))
