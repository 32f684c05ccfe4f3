"""Queueing what is due by schedule, once per slot whatever the number of workers."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from .actions import do_enqueue
from .models import ScheduleSlot
from .schedule import EPOCH, Schedule, registered


def fire_due(now: datetime, schedules: Iterable[Schedule] | None = None) -> int:
    """Queue the tasks whose slot has come and that nobody has fired yet; returns how many.

    Slots missed while no worker ran are fired once, not once each. A schedule seen for the first time waits
    for its next slot.
    """
    wanted = registered() if schedules is None else tuple(schedules)
    fired = dict(ScheduleSlot.objects.values_list("name", "slot"))
    due = [each for each in wanted if fired.get(each.name, EPOCH) < each.latest_slot(now)]
    return sum(_fire(each, each.latest_slot(now)) for each in due)


@transaction.atomic
def _fire(schedule: Schedule, slot: datetime) -> bool:
    """Take the slot, unless another worker was first, and queue the task in the same transaction."""
    kept, is_new = ScheduleSlot.objects.get_or_create(name=schedule.name, defaults={"slot": slot})
    if is_new or not ScheduleSlot.objects.filter(name=schedule.name, slot__lt=slot).update(slot=slot):
        return False
    job = do_enqueue(
        schedule.task, schedule.args, schedule.kwargs, key=f"schedule:{schedule.name}:{slot.isoformat()}"
    )
    ScheduleSlot.objects.filter(pk=kept.pk).update(job_id=job.pk)
    return True
