"""What other apps may use of the jobs."""

from datetime import datetime
from typing import Any

from goodword.server.accounts.facade import Actor

from .actions import do_enqueue
from .current import LeaseLostError, Run, current_run, progress
from .models import JobState
from .once import once
from .policy import JobTask, job
from .queries import JobStatus, counts, job_status, latest_job, waiting_job, workers_alive
from .schedule import Schedule, register
from .worker import run_pending, run_worker

__all__ = [
    "JobState",
    "JobStatus",
    "JobTask",
    "LeaseLostError",
    "Run",
    "Schedule",
    "counts",
    "current_run",
    "enqueue",
    "job",
    "job_status",
    "latest_job",
    "once",
    "progress",
    "register",
    "run_pending",
    "run_worker",
    "workers_alive",
]


def enqueue(
    task: JobTask[Any, Any],
    *args: Any,
    actor: Actor | None = None,
    brand_id: int | None = None,
    subject: str = "",
    key: str | None = None,
    unless_waiting: bool = False,
    run_after: datetime | None = None,
    **kwargs: Any,
) -> int:
    """Queue `task(*args, **kwargs)` in the caller's transaction; returns the job's id.

    The job belongs to the actor's brand, or to `brand_id`, or to none. `subject` says in the page what it is
    about (a file name). With a `key` that the brand has queued before, nothing is added and that job's id is
    returned; with `unless_waiting` the same goes while the brand has one of this task that has not begun. These
    options are not passed to the task: inside it, `current_run()` knows the brand. Raises TypeError when the task
    does not take the arguments.
    """
    owner = brand_id if actor is None else actor.brand_id
    if unless_waiting and owner is not None and (waiting := waiting_job(task, owner)) is not None:
        return waiting
    wanted = task if run_after is None else task.using(run_after=run_after)
    return do_enqueue(wanted, args, kwargs, brand_id=owner, subject=subject, key=key).pk
