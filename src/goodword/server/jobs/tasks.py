"""The jobs' own housekeeping."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .actions import do_prune
from .policy import job

# What a job did must be remembered longer than the job can be run again.
DONE_DAYS = 14
FAILED_DAYS = 90
EFFECT_DAYS = 180


@job(title=_("Clear away old jobs"), max_attempts=3)
def prune_jobs() -> int:
    """Forget jobs finished long ago; returns how many."""
    return do_prune(timezone.now(), done_days=DONE_DAYS, failed_days=FAILED_DAYS, effect_days=EFFECT_DAYS)
