"""Who runs a job, and until when: every step of a job's life after it was queued.

A worker claims a job for some seconds and renews the claim while it works. When the worker dies, the lease
runs out and another one takes the job over. `fence` grows with every claim, and every later step names it, so
that a worker that was given up for dead cannot record anything over its successor.

The moment is always the caller's, read *before* the transaction: on SQLite a claim may wait for a long write
of the very worker whose lease it looks at, and must not count that wait against it.
"""

from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import F, QuerySet

from .failures import Failure, FailureCause, failure_of
from .models import Job, JobState

_RECLAIM_BATCH = 100


def work_is_due(now: datetime) -> bool:
    """Say, without taking any lock, whether a job may be claimed."""
    return Job.objects.filter(state=JobState.READY, run_after__lte=now).exists()


def claim(worker: str, *, now: datetime, only: int | None = None) -> Job | None:
    """Lease the most urgent due job (or `only` this one) to a worker, or return None when nothing is due.

    A row that cannot be read (damaged by hand or disk) is set aside, so that it never stops those behind it.
    """
    while work_is_due(now):
        claimed = _lease_next(worker, now, only)
        if claimed is None:
            return None
        job = _readable(claimed["pk"], worker, now)
        if job is not None:
            return job
    return None


def _readable(pk: int, worker: str, now: datetime) -> Job | None:
    """Return a job's row, or set the row aside when what it holds cannot be read."""
    try:
        job = Job.objects.get(pk=pk)
        _check_whole(job)
    except ValueError as error:
        failure = failure_of(error, FailureCause.UNREADABLE, worker=worker, now=now)
        emptied: dict[str, Any] = {"args": [], "kwargs": {}, "progress_values": {}, "return_value": None}
        Job.objects.filter(pk=pk).update(**_set_aside([failure.stored()], now), **emptied)
        return None
    return job


def _check_whole(job: Job) -> None:
    """Refuse a row whose JSON is damaged; Django hands over such a value as the text it found."""
    shapes = {"args": list, "kwargs": dict, "failures": list}
    damaged = [name for name, shape in shapes.items() if not isinstance(getattr(job, name), shape)]
    if damaged:
        raise ValueError(f"{', '.join(damaged)} cannot be read.")


def _lease_next(worker: str, now: datetime, only: int | None) -> dict[str, Any] | None:
    """Take the first due row no other worker is taking, and mark it as this worker's."""
    with transaction.atomic():
        due = Job.objects.filter(state=JobState.READY, run_after__lte=now).order_by(
            "-priority", "run_after", "id"
        )
        if only is not None:
            due = due.filter(pk=only)
        row = due.select_for_update(skip_locked=True).values("pk", "lease_seconds").first()
        if row is None:
            return None
        Job.objects.filter(pk=row["pk"]).update(
            state=JobState.RUNNING,
            worker=worker,
            started_at=now,
            lease_until=now + timedelta(seconds=row["lease_seconds"]),
            attempts=F("attempts") + 1,
            fence=F("fence") + 1,
            progress=None,
            progress_text="",
            progress_values={},
        )
    return cast("dict[str, Any]", row)


def held(job: Job) -> "QuerySet[Job]":
    """Return the row of a claimed job, or nothing when the claim was lost."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, fence=job.fence)


def renew(job: Job, *, now: datetime) -> bool:
    """Extend the lease; False when it was lost."""
    return held(job).update(lease_until=now + timedelta(seconds=job.lease_seconds)) == 1


def report(job: Job, fraction: float | None, text: str, values: dict[str, Any]) -> None:
    """Store how far a running job is."""
    held(job).update(progress=fraction, progress_text=text, progress_values=values)


def finish(job: Job, value: Any, *, now: datetime) -> bool:
    """Record that a job is done; False when the lease was lost and the result is not taken."""
    changed = held(job).update(
        state=JobState.SUCCESSFUL, return_value=value, finished_at=now, lease_until=None, progress=1.0
    )
    return changed == 1


def fail(job: Job, failure: Failure, *, now: datetime, retry_at: datetime | None) -> bool:
    """Record a failed attempt: back into the queue at `retry_at`, or set aside when that is None."""
    failures = [*job.failures, failure.stored()]
    fields = _set_aside(failures, now) if retry_at is None else _queued_again(failures, retry_at)
    return held(job).update(**fields) == 1


def give_back(job: Job, *, now: datetime) -> bool:
    """Return a job to the queue because its worker was asked to stop; the attempt does not count."""
    return held(job).update(**_queued_again(job.failures, now), attempts=F("attempts") - 1) == 1


def reclaim(*, now: datetime) -> int:
    """Take over the jobs whose lease ran out: queue them again, or set aside those without attempts left."""
    expired = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    if not expired.exists():
        return 0
    with transaction.atomic():
        keys = list(expired.select_for_update(skip_locked=True).values_list("pk", flat=True)[:_RECLAIM_BATCH])
        for job in filter(None, (_readable(key, "", now) for key in keys)):
            lost = Failure(FailureCause.WORKER_LOST, now.isoformat(), job.worker)
            fail(job, lost, now=now, retry_at=now if job.attempts < job.max_attempts else None)
    return len(keys)


def _queued_again(failures: list[Any], at: datetime) -> dict[str, Any]:
    return {"state": JobState.READY, "run_after": at, "failures": failures, "lease_until": None}


def _set_aside(failures: list[Any], now: datetime) -> dict[str, Any]:
    return {"state": JobState.FAILED, "finished_at": now, "failures": failures, "lease_until": None}
