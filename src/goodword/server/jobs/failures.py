"""What is kept of a failed attempt, and the sentence people read about it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from traceback import format_exception
from typing import Any

from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, GoodwordError, InputError

_TRACEBACK_CHARACTERS = 8_000


class FailureCause(StrEnum):
    """Why an attempt failed."""

    EXPECTED = "expected"
    UNEXPECTED = "unexpected"
    TIMEOUT = "timeout"
    WORKER_LOST = "worker_lost"
    UNKNOWN_TASK = "unknown_task"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed attempt, as it is stored with the job."""

    cause: FailureCause
    at: str
    worker: str
    exception: str = ""
    message: str = ""
    traceback: str = ""

    def stored(self) -> dict[str, Any]:
        """Return the failure as JSON-ready values."""
        return asdict(self)


class TaskTimeoutError(Exception):
    """A task ran longer than it may."""


def failure_of(error: BaseException, cause: FailureCause, *, worker: str, now: datetime) -> Failure:
    """Return what is kept of an exception."""
    return Failure(
        cause=cause,
        at=now.isoformat(),
        worker=worker,
        exception=f"{type(error).__module__}.{type(error).__qualname__}",
        message=str(error)[:1000],
        traceback=_traceback_of(error),
    )


def _traceback_of(error: BaseException) -> str:
    """Return the traceback from the task's own function on: how it was called is always the same."""
    trace = error.__traceback__
    while (
        trace is not None and trace.tb_next is not None and _is_machinery(trace.tb_frame.f_code.co_filename)
    ):
        trace = trace.tb_next
    return "".join(format_exception(type(error), error, trace))[-_TRACEBACK_CHARACTERS:]


def _is_machinery(path: str) -> bool:
    return Path(path).parent == Path(__file__).parent or "django_tasks" in Path(path).parts


def cause_of(error: BaseException) -> FailureCause:
    """Return the cause an exception out of a task stands for."""
    if isinstance(error, TaskTimeoutError):
        return FailureCause.TIMEOUT
    return FailureCause.EXPECTED if isinstance(error, GoodwordError) else FailureCause.UNEXPECTED


def is_permanent(error: BaseException) -> bool:
    """Say whether trying again is useless: the same input would be refused in the same way."""
    return isinstance(error, InputError | ConflictError)


def sentence(failure: dict[str, Any]) -> str:
    """Return what a stored failure means, for people, in the active language."""
    message = failure.get("message", "")
    name = failure.get("exception", "").rsplit(".", 1)[-1]
    match failure.get("cause"):
        case FailureCause.EXPECTED:
            return str(message)
        case FailureCause.TIMEOUT:
            return _("It took longer than it may and was stopped.")
        case FailureCause.WORKER_LOST:
            return _(
                "The worker that ran it stopped before it was done (killed, out of memory, or machine down)."
            )
        case FailureCause.UNKNOWN_TASK:
            return _(
                "This version of the program does not know the task. Update the workers, then run it again."
            )
        case FailureCause.UNREADABLE:
            return _("What was stored of this job cannot be read any more.")
        case _:
            return _("The program hit an error it did not expect (%(name)s: %(message)s).") % {
                "name": name,
                "message": message,
            }
