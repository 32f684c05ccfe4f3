"""The django.tasks backend: a task that is enqueued becomes a row, in the caller's transaction."""

from typing import Any

from django_tasks import TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist

from .policy import JobTask, task_at


class JobBackend(BaseTaskBackend):
    """Keeps jobs in a table of the application's own database."""

    task_class = JobTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def validate_task(self, task: Task[Any, Any]) -> None:
        """Refuse what the worker could not run as promised."""
        super().validate_task(task)
        if not isinstance(task, JobTask):
            raise InvalidTaskError("The task was declared for another backend.")
        if task.max_attempts < 1 or task.retry_seconds < 0:
            raise InvalidTaskError(
                "A task needs at least one attempt and a retry delay of 0 seconds or more."
            )
        if task.lease_seconds < 1 or task.timeout_seconds <= 0:
            raise InvalidTaskError("A lease takes at least 1 second, and a time-out more than 0.")

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult[Any]:
        """Queue a call that belongs to no brand; it is there once the caller's transaction commits."""
        from .actions import do_enqueue  # the models are not loaded yet when tasks are declared

        self.validate_task(task)
        return result_of(do_enqueue(task, args, kwargs))

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Return how a job stands."""
        from .models import Job

        try:
            return result_of(Job.objects.get(pk=result_id))
        except (Job.DoesNotExist, ValueError) as error:
            raise TaskResultDoesNotExist(result_id) from error


def result_of(job: Any) -> TaskResult[Any]:
    """Return a job as the django.tasks API shows it."""
    failed = [failure["worker"] for failure in job.failures]
    running_or_done = job.state in {TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL}
    workers = [*failed, job.worker] if running_or_done else failed
    result: TaskResult[Any] = TaskResult(
        task=task_at(job.task_path).using(priority=job.priority, run_after=job.run_after),
        id=str(job.pk),
        status=TaskResultStatus(job.state),
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=job.args,
        kwargs=job.kwargs,
        backend="default",
        errors=[
            TaskError(exception_class_path=f["exception"], traceback=f["traceback"]) for f in job.failures
        ],
        worker_ids=workers[len(workers) - job.attempts :] if job.attempts else [],
    )
    object.__setattr__(result, "_return_value", job.return_value)
    return result
