"""The jobs of tracking."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import all_brands
from goodword.server.jobs.facade import enqueue, job

from .counting import count_new_days, is_counted
from .erasing import do_rewrite_files
from .models import Forgetting
from .outbox import awaits_click, brands_waiting, do_carry_on

_SOON = timedelta(seconds=10)
_AGAIN = timedelta(seconds=2)  # the drain brings a click within a second


@job(title=_("Carry reports into the event log"), max_attempts=8, retry_seconds=5, timeout_seconds=900)
def follow(brand_id: int) -> int:
    """Append a brand's reports to its event log and let the day counts follow; returns how many reports."""
    carried = do_carry_on(brand_id)
    count_new_days(brand_id)
    if awaits_click(brand_id):
        ask_follow(brand_id, later=_AGAIN)
    return carried


@job(title=_("Look for events to carry on or to count"), max_attempts=2)
def look_everywhere() -> int:
    """Queue the work for every brand whose reports wait or whose log has grown (by the edge); returns how many."""
    waiting = brands_waiting()
    brands = [each.pk for each in all_brands() if each.pk in waiting or not is_counted(each.pk)]
    for brand_id in brands:
        ask_follow(brand_id)
    return len(brands)


def ask_follow(brand_id: int, *, later: timedelta = timedelta()) -> int:
    """Queue the work for a brand, unless a job that will do it waits already; returns the job's id."""
    due = timezone.now() + later if later else None
    return enqueue(follow, brand_id, brand_id=brand_id, unless_waiting=True, run_after=due)


@job(title=_("Forget people in files"), max_attempts=8, retry_seconds=30, timeout_seconds=3600)
def rewrite_files(brand_id: int) -> int:
    """Write files anew that may spell somebody who is being forgotten; returns how many are forgotten for good."""
    return do_rewrite_files(brand_id)


@job(title=_("Look for people to forget"), max_attempts=2)
def look_for_forgotten() -> int:
    """Queue the rewriting for every brand that is asked to forget somebody; returns how many."""
    brands = Forgetting.objects.values_list("brand_id", flat=True).distinct()
    for brand_id in brands:
        ask_to_rewrite(brand_id)
    return len(brands)


def ask_to_rewrite(brand_id: int) -> int:
    """Queue the rewriting for a brand; who is to be forgotten is not written into the job."""
    soon = timezone.now() + _SOON
    return enqueue(rewrite_files, brand_id, brand_id=brand_id, unless_waiting=True, run_after=soon)
