"""Queueing, running again and forgetting jobs. What happens in between is in lease.py."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from inspect import signature
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json

from goodword.core.errors import ConflictError
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record

from .backend import JobBackend, result_of
from .models import Effect, Job, JobState, Worker
from .policy import JobTask
from .queries import access_job

_PRUNE_BATCH = 500


def do_enqueue(
    task: JobTask[Any, Any],
    args: Sequence[Any],
    kwargs: dict[str, Any],
    *,
    brand_id: int | None = None,
    subject: str = "",
    key: str | None = None,
) -> Job:
    """Queue a call in the caller's transaction; with a key that was queued before, return that job."""
    signature(task.func).bind(*args, **kwargs)
    now = timezone.now()
    job = Job(
        brand_id=brand_id,
        task_path=task.module_path,
        subject=subject[:200],
        key=None if key is None else f"{brand_id or ''}:{key}",
        args=normalize_json(list(args)),
        kwargs=normalize_json(kwargs),
        language=get_language() or "",
        priority=task.priority,
        enqueued_at=now,
        run_after=task.run_after or now,
        max_attempts=task.max_attempts,
        lease_seconds=task.lease_seconds,
    )
    if job.key is None:
        job.save(force_insert=True)
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        job = Job.objects.get(key=job.key)
    task_enqueued.send(JobBackend, task_result=result_of(job))
    return job


def do_rerun(actor: Actor, job_id: int) -> Job:
    """Queue a job that failed, or that waits for its next attempt, for now and with all its attempts."""
    actor.check(Right.JOBS_MANAGE)
    with transaction.atomic():
        access_job(actor, job_id)
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state not in {JobState.FAILED, JobState.READY}:
            raise ConflictError(
                _("This job is running or done already. Only one that failed or waits can be run again.")
            )
        before = {"state": job.state, "attempts": job.attempts}
        job.state, job.attempts, job.run_after = JobState.READY, 0, timezone.now()
        job.started_at = job.finished_at = None
        job.save(update_fields=["state", "attempts", "run_after", "started_at", "finished_at"])
        record(actor, "job.rerun", job, before=before, after={"state": job.state, "attempts": 0})
    return job


def do_prune(now: datetime, *, done_days: int, failed_days: int, effect_days: int) -> int:
    """Forget jobs, effects and dead workers older than these days; returns the jobs forgotten."""
    done = Job.objects.filter(state=JobState.SUCCESSFUL, finished_at__lt=now - timedelta(days=done_days))
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__lt=now - timedelta(days=failed_days))
    _delete(Effect.objects.filter(at__lt=now - timedelta(days=effect_days)))
    _delete(Worker.objects.filter(seen_at__lt=now - timedelta(days=1)))
    return _delete(done) + _delete(failed)


def _delete(rows: "QuerySet[Any]") -> int:
    """Delete in small transactions, so that nobody waits long for the database."""
    deleted = 0
    while keys := list(rows.values_list("pk", flat=True)[:_PRUNE_BATCH]):
        deleted += rows.model._default_manager.filter(pk__in=keys).delete()[0]
    return deleted
