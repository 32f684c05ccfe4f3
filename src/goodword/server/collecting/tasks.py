"""The jobs of collecting."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.server.jobs.facade import enqueue, job

from .kinds import kinds
from .models import DayUse, Run, Source
from .running import run_source
from .secrets import reseal_all

# A run that was queued so long ago is lost: its job failed for good, or was cleared away.
_LOST_AFTER = timedelta(minutes=20)
_RUNS_KEPT, _DRAFTS_KEPT, _USE_KEPT = timedelta(days=30), timedelta(days=1), timedelta(days=400)


@job(title=_("Collect mentions"), max_attempts=3, timeout_seconds=600, retry_seconds=5)
def collect_source(source_id: int) -> int:
    """Read one source from where it was left; return how many new mentions that are."""
    run = run_source(source_id)
    return run.new if run else 0


@job(title=_("Look which sources are due"), max_attempts=2)
def look_for_due() -> int:
    """Queue the reading of every source that is due; return how many."""
    pushed = [kind for kind, spec in kinds().items() if spec.pushed]
    due = Source.objects.filter(state=Source.State.ON, next_run_at__lte=timezone.now()).exclude(
        kind__in=pushed
    )
    return sum(queue_source(source) is not None for source in due)


@job(title=_("Clear away old runs of sources"), max_attempts=3)
def clear_old_runs() -> int:
    """Forget old runs and drafts, and seal secrets anew; gaps are kept for good."""
    now = timezone.now()
    reseal_all()
    Source.objects.filter(state=Source.State.DRAFT, created_at__lt=now - _DRAFTS_KEPT).delete()
    DayUse.objects.filter(day__lt=(now - _USE_KEPT).date()).delete()
    return Run.objects.filter(started_at__lt=now - _RUNS_KEPT).delete()[0]


def queue_source(source: Source) -> int | None:
    """Queue the reading of a source unless that waits or goes on already; return the job's id."""
    now = timezone.now()
    free = Q(queued_at=None) | Q(queued_at__lt=now - _LOST_AFTER)
    with transaction.atomic():
        if not Source.objects.filter(free, pk=source.pk, state=Source.State.ON).update(queued_at=now):
            return None
        return enqueue(collect_source, source.pk, brand_id=source.brand_id, subject=source.name)
