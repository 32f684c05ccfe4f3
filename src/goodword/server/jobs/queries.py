"""Reads of the jobs: what an actor may see, how it stands, and whether anybody works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right

from .failures import sentence
from .models import Job, JobState, ScheduleSlot, Worker
from .policy import JobTask
from .schedule import registered

WORKER_SILENT_AFTER = timedelta(seconds=20)


class Stage(StrEnum):
    """Where a job stands, as people sort them."""

    RUNNING = "running"
    WAITING = "waiting"
    RETRYING = "retrying"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How a job stands, for the page or command that waits for it."""

    id: int
    state: JobState
    fraction: float | None
    text: str
    attempts: int
    max_attempts: int
    next_try_at: datetime | None
    error: str
    return_value: Any

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {JobState.SUCCESSFUL, JobState.FAILED}


def access_jobs(actor: Actor) -> "QuerySet[Job]":
    """Return the brand's jobs, and for the owner's administrators the installation's own housekeeping."""
    actor.check(Right.JOBS_READ)
    visible = Q(brand_id=actor.brand_id)
    if actor.is_owner and actor.may(Right.JOBS_MANAGE):
        visible |= Q(brand_id=None)
    return Job.objects.filter(visible)


def access_job(actor: Actor, job_id: int) -> Job:
    """Return one job the actor may see."""
    job = access_jobs(actor).filter(pk=job_id).first()
    if job is None:
        raise Http404(_("There is no such job. It may have been finished and cleared away."))
    return job


def counts(actor: Actor) -> dict[str, int]:
    """Return how many jobs the actor may see per stage: `running`, `waiting`, `retrying`, `failed`, `done`."""
    jobs = access_jobs(actor).order_by()
    found = dict(jobs.values_list("state").annotate(n=Count("pk")))
    retrying = jobs.filter(state=JobState.READY, attempts__gt=0).count() if found.get(JobState.READY) else 0
    return {
        Stage.RUNNING: found.get(JobState.RUNNING, 0),
        Stage.WAITING: found.get(JobState.READY, 0) - retrying,
        Stage.RETRYING: retrying,
        Stage.FAILED: found.get(JobState.FAILED, 0),
        Stage.DONE: found.get(JobState.SUCCESSFUL, 0),
    }


def stage_of(job: Job) -> Stage:
    """Return where a job stands, as people sort them: one that waits for its next attempt is `retrying`."""
    if job.state == JobState.READY:
        return Stage.RETRYING if job.attempts else Stage.WAITING
    return {
        JobState.RUNNING: Stage.RUNNING,
        JobState.FAILED: Stage.FAILED,
        JobState.SUCCESSFUL: Stage.DONE,
    }[JobState(job.state)]


def job_status(job_id: int, *, actor: Actor | None = None) -> JobStatus | None:
    """Return how a job stands, or None when it is not there (any more) or not for the actor to see.

    Without an actor nothing is checked: only for code that has the id from a record of its own that it may
    read.
    """
    jobs = Job.objects.all() if actor is None else access_jobs(actor)
    job = jobs.filter(pk=job_id).first()
    return None if job is None else _status(job)


def _status(job: Job) -> JobStatus:
    return JobStatus(
        id=job.pk,
        state=JobState(job.state),
        fraction=job.progress,
        text=progress_sentence(job),
        attempts=job.attempts,
        max_attempts=job.max_attempts,
        next_try_at=job.run_after if job.state == JobState.READY else None,
        error=sentence(job.failures[-1]) if job.failures and job.state != JobState.SUCCESSFUL else "",
        return_value=job.return_value,
    )


def progress_sentence(job: Job) -> str:
    """Return how far a job says it is, in the active language."""
    if not job.progress_text:
        return ""
    text = _(job.progress_text)
    return text % job.progress_values if job.progress_values else text


def workers_alive(now: datetime | None = None) -> int:
    """Return how many workers gave a sign of life lately."""
    return Worker.objects.filter(seen_at__gte=(now or timezone.now()) - WORKER_SILENT_AFTER).count()


def waiting_job(task: JobTask[Any, Any], brand_id: int) -> int | None:
    """Return the id of a brand's job of this task that has not begun, if there is one."""
    waiting = Job.objects.filter(brand_id=brand_id, state=JobState.READY, task_path=task.module_path)
    return waiting.order_by("pk").values_list("pk", flat=True).first()


def latest_job(task: JobTask[Any, Any], brand_id: int) -> int | None:
    """Return the id of a brand's last queued job of this task, if there is one."""
    jobs = Job.objects.filter(brand_id=brand_id, task_path=task.module_path)
    return jobs.order_by("-pk").values_list("pk", flat=True).first()


def last_finished(actor: Actor) -> datetime | None:
    """Return when the last visible job was done."""
    done = (
        access_jobs(actor).filter(state=JobState.SUCCESSFUL).order_by(F("finished_at").desc(nulls_last=True))
    )
    return done.values_list("finished_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class ScheduleStatus:
    """When a task that comes back was fired last, and when it is due next."""

    title: str
    last_slot: datetime | None
    next_slot: datetime


def access_schedules(actor: Actor) -> list[ScheduleStatus]:
    """Return what the installation does by itself, soonest first; for the owner's administrators."""
    if not (actor.is_owner and actor.may(Right.JOBS_MANAGE)):
        return []
    now = timezone.now()
    last = dict(ScheduleSlot.objects.values_list("name", "slot"))
    found = [
        ScheduleStatus(str(each.task.title) or each.name, last.get(each.name), each.next_slot(now))
        for each in registered()
    ]
    return sorted(found, key=lambda each: each.next_slot)
