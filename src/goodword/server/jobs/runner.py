"""Running one claimed job, and recording how it went."""

import logging
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django_tasks.base import TaskContext
from django_tasks.signals import task_finished, task_started
from django_tasks.utils import normalize_json

from . import lease
from .backend import JobBackend, result_of
from .current import LeaseLostError, OnProgress, Run, entered, left
from .failures import Failure, FailureCause, cause_of, failure_of, is_permanent
from .interrupt import StopRequestedError
from .models import Job
from .policy import JobTask, UnknownTaskError, backoff, task_at

logger = logging.getLogger(__name__)


class Clock(Protocol):
    """Something that tells the time; tests hand in their own."""

    def __call__(self) -> datetime: ...


class TaskLimit(Protocol):
    """What may interrupt a task after some seconds."""

    def __call__(self, seconds: float, /) -> AbstractContextManager[None]: ...


class Ending(Enum):
    """How an attempt ended."""

    DONE = "done"
    COMMITTED = "committed"
    FAILED = "failed"
    GIVEN_BACK = "given_back"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an attempt; `permanent` failures are not tried again."""

    ending: Ending
    value: Any = None
    failure: Failure | None = None
    permanent: bool = False


def unlimited(_seconds: float) -> AbstractContextManager[None]:
    """Interrupt nothing."""
    return nullcontext()


def new_run(job: Job, on_progress: OnProgress | None = None) -> Run:
    """Return what the task will see of its run."""
    return Run(job.pk, job.brand_id, job.attempts, on_progress)


def run(job: Job, inside: Run, *, clock: Clock = timezone.now, limit: TaskLimit = unlimited) -> Verdict:
    """Call the task of a claimed job; whatever it raises becomes the verdict."""
    try:
        task = task_at(job.task_path)
    except UnknownTaskError as error:
        return Verdict(Ending.FAILED, failure=_failure(job, error, FailureCause.UNKNOWN_TASK, clock()))
    token = entered(inside)
    try:
        with translation.override(job.language or settings.LANGUAGE_CODE):
            return _call(job, task, clock, limit)
    except StopRequestedError:
        return Verdict(Ending.GIVEN_BACK)
    except LeaseLostError:
        return Verdict(Ending.LOST)
    except (Exception, SystemExit) as error:
        failure = _failure(job, error, cause_of(error), clock())
        return Verdict(Ending.FAILED, failure=failure, permanent=is_permanent(error))
    finally:
        left(token)


def _call(job: Job, task: JobTask[Any, Any], clock: Clock, limit: TaskLimit) -> Verdict:
    task_started.send(JobBackend, task_result=result_of(job))
    with limit(task.timeout_seconds):
        if not task.one_transaction:
            return Verdict(Ending.DONE, value=normalize_json(_value(job, task)))
        with transaction.atomic():
            value = normalize_json(_value(job, task))
            if not lease.finish(job, value, now=clock()):
                raise LeaseLostError
            return Verdict(Ending.COMMITTED, value=value)


def _value(job: Job, task: JobTask[Any, Any]) -> Any:
    context = (TaskContext(task_result=result_of(job)),) if task.takes_context else ()
    return task.call(*context, *job.args, **job.kwargs)


def _failure(job: Job, error: BaseException, cause: FailureCause, now: datetime) -> Failure:
    return failure_of(error, cause, worker=job.worker, now=now)


def record(job: Job, verdict: Verdict, inside: Run, *, now: datetime) -> bool:
    """Write the verdict down; False when the lease was lost and somebody else's verdict will count."""
    if inside.unsaved:
        lease.report(job, inside.fraction, inside.text, inside.values)
    match verdict.ending:
        case Ending.DONE:
            recorded = lease.finish(job, verdict.value, now=now)
        case Ending.GIVEN_BACK:
            recorded = lease.give_back(job, now=now)
        case Ending.FAILED:
            recorded = _record_failure(job, verdict, now)
        case Ending.COMMITTED:
            recorded = True
        case Ending.LOST:
            recorded = False
    if recorded and verdict.ending is not Ending.GIVEN_BACK:
        _announce(job)
    return recorded


def _record_failure(job: Job, verdict: Verdict, now: datetime) -> bool:
    if verdict.failure is None:
        raise ValueError("A failed verdict carries its failure.")
    last = verdict.permanent or job.attempts >= job.max_attempts
    retry_at = None if last else now + _delay(job)
    _log(job, verdict.failure, retry_at)
    return lease.fail(job, verdict.failure, now=now, retry_at=retry_at)


def _log(job: Job, failure: Failure, retry_at: datetime | None) -> None:
    """Tell the log; the traceback only of what nobody expected."""
    what_next = "set aside" if retry_at is None else f"tried again at {retry_at:%Y-%m-%d %H:%M:%S} UTC"
    why = failure.message if failure.cause is FailureCause.EXPECTED else failure.traceback or failure.message
    logger.warning("Job %s (%s) failed and is %s: %s", job.pk, job.task_path, what_next, why)


def _delay(job: Job) -> timedelta:
    try:
        return task_at(job.task_path).retry_delay(job.attempts, job.pk)
    except UnknownTaskError:
        return backoff(job.attempts, job.pk)


def _announce(job: Job) -> None:
    """Tell the listeners of the django.tasks API that a job came to its end."""
    job.refresh_from_db()
    try:
        result = result_of(job)
    except UnknownTaskError:
        return
    if result.is_finished:
        task_finished.send(JobBackend, task_result=result)
