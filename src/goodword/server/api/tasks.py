"""The API's own housekeeping."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.server.jobs.facade import job

from .idempotency import prune


@job(title=_("Clear away kept API answers"), max_attempts=3)
def prune_answers() -> int:
    """Forget the answers kept under an Idempotency-Key for long enough; returns how many."""
    return prune(timezone.now())
