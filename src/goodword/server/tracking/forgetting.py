"""The end of sample events."""

from django.db import transaction

from goodword.server.accounts.facade import Actor, Right, check_sample

from .logs import remove_event_log
from .models import Alias, CountedLog, DayCount, Report


def do_forget_events(actor: Actor) -> None:
    """Remove a sample brand's event log and its counts; the log goes once the counts are gone for good."""
    actor.check(Right.BRAND_MANAGE)
    check_sample(actor)
    Report.objects.filter(brand_id=actor.brand_id).exclude(refund_of=None).delete()
    for model in (Report, Alias, DayCount, CountedLog):
        model.objects.filter(brand_id=actor.brand_id).delete()
    transaction.on_commit(lambda: remove_event_log(actor.brand_id))
