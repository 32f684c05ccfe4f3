"""How a task is retried, declared beside the task."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import Task

from goodword.core.ids import content_key

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task of the django.tasks API with the promise it is run under."""

    title: "str | _StrPromise" = ""
    max_attempts: int = 5
    lease_seconds: float = 30.0
    timeout_seconds: float = 3600.0
    retry_seconds: float = 10.0
    retry_ceiling_seconds: float = 3600.0
    one_transaction: bool = False

    def retry_delay(self, attempt: int, job_id: object) -> timedelta:
        """Return how long to wait after a failed attempt (1 is the first)."""
        return backoff(
            attempt, job_id, seconds=self.retry_seconds, ceiling_seconds=self.retry_ceiling_seconds
        )


def backoff(
    attempt: int, job_id: object, *, seconds: float = 10.0, ceiling_seconds: float = 3600.0
) -> timedelta:
    """Return the wait after a failed attempt: doubled each time up to a ceiling, with a spread.

    The spread (half to all of the delay) is drawn from the job's id, so that jobs that failed together do not
    come back together, and a test gets the same delay twice.

    >>> timedelta(seconds=5) <= backoff(1, "a job") <= timedelta(seconds=10)
    True
    """
    delay = min(ceiling_seconds, seconds * 2.0 ** min(attempt - 1, 30))
    spread = int(content_key(job_id, attempt)[:8], 16) / 0x1_0000_0000
    return timedelta(seconds=delay * (0.5 + spread / 2))


def job(
    *,
    title: "str | _StrPromise",
    max_attempts: int = 5,
    lease_seconds: float = 30.0,
    timeout_seconds: float = 3600.0,
    retry_seconds: float = 10.0,
    retry_ceiling_seconds: float = 3600.0,
    one_transaction: bool = False,
    priority: int = 0,
) -> Callable[[Callable[P, T]], JobTask[P, T]]:
    """Declare a module-level function as a task, with its title for people and its retry policy.

    `max_attempts` runs at most before the job is set aside; `lease_seconds` without a sign of life before
    another worker takes over; `timeout_seconds` one attempt may take; `retry_seconds` before the second
    attempt, doubled for each next one up to `retry_ceiling_seconds`. With `one_transaction` the task's writes
    and its completion are committed together, so that it takes effect exactly once; for short tasks that only
    write to the database.
    """
    declare = task(
        priority=priority,
        title=title,
        max_attempts=max_attempts,
        lease_seconds=lease_seconds,
        timeout_seconds=timeout_seconds,
        retry_seconds=retry_seconds,
        retry_ceiling_seconds=retry_ceiling_seconds,
        one_transaction=one_transaction,
    )
    return cast("Callable[[Callable[P, T]], JobTask[P, T]]", declare)


class UnknownTaskError(Exception):
    """A stored path does not lead to a task of this version of the program."""


@lru_cache(maxsize=512)
def task_at(path: str) -> JobTask[Any, Any]:
    """Return the task a stored path leads to; anything that is not a declared task is refused."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise UnknownTaskError(f"There is no {path}.") from error
    if not isinstance(found, JobTask):
        raise UnknownTaskError(f"{path} is not a task.")
    return found


def title_of(path: str) -> str:
    """Return what a task does in words, or its function's name when it has no words or is not known."""
    name = path.rsplit(".", 1)[-1].replace("_", " ")
    try:
        return str(task_at(path).title) or name
    except UnknownTaskError:
        return name
