"""What a task can say and ask about its own run."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from goodword.core.errors import EnvironmentProblem

OnProgress = Callable[[float | None, str], None]


class LeaseLostError(EnvironmentProblem):
    """Another worker has taken the job over; this run must stop."""

    def __init__(self) -> None:
        super().__init__(
            "The worker could not renew its hold on the job in time, so another one has taken it over."
        )


@dataclass(slots=True)
class Run:
    """One attempt at a job, seen from inside. The heartbeat thread reads it to store the progress."""

    job_id: int
    brand_id: int | None
    attempt: int
    on_progress: OnProgress | None = None
    fraction: float | None = None
    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    unsaved: bool = False
    lost: bool = False


_run: ContextVar[Run | None] = ContextVar("job_run", default=None)


def entered(run: Run | None) -> Any:
    """Make a run the current one; returns the token to leave it with."""
    return _run.set(run)


def left(token: Any) -> None:
    """Leave the current run."""
    _run.reset(token)


def current_run() -> Run | None:
    """Return the run this code is part of, or None outside of a job."""
    return _run.get()


def progress(fraction: float | None, text: str = "", **values: Any) -> None:
    """Say how far the current job is: a fraction from 0 to 1 (None if the end is not known) and a text.

    `text` is a message in English marked with gettext_noop, with %(name)s for the `values`, so that everybody
    reads it in their own language. Call it as often as you like: the heartbeat stores the latest value about
    once a second. Outside of a job it does nothing. Raises LeaseLostError when the job belongs to another
    worker by now.
    """
    run = _run.get()
    if run is None:
        return
    if run.lost:
        raise LeaseLostError
    run.fraction = None if fraction is None else min(max(fraction, 0.0), 1.0)
    run.text, run.values, run.unsaved = text, values, True
    if run.on_progress is not None:
        run.on_progress(run.fraction, text % values if values else text)
