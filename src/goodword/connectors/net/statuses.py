"""What a status means for whoever asked."""

from datetime import datetime

from ..protocol import LimitedError, PullError, RefusedError, UnavailableError, UnreadableError
from ..wire import Answer
from .pace import retry_after


def refusal(answer: Answer, now: datetime) -> PullError | None:
    """Return the error an answer stands for, or None for 2xx and 304; the error carries the answer."""
    error = _error(
        answer.status, answer.url.split("?")[0], retry_after(answer.headers.get("retry-after"), now)
    )
    if error is not None:
        error.answer = answer
    return error


def _error(status: int, shown: str, wait: float | None) -> PullError | None:
    if 200 <= status < 300 or status == 304:
        return None
    if status == 429 or (status == 503 and wait is not None):
        return LimitedError(f"{shown} asks to be left alone for a while (status {status}).", retry_after=wait)
    if status in (401, 403, 407, 451):
        return RefusedError(
            f"{shown} refuses to answer (status {status}): is the key right, and may it see this?"
        )
    if status >= 500 or status == 408:
        return UnavailableError(f"{shown} is out of order (status {status}).", retry_after=wait)
    if status in (404, 410):
        return UnreadableError(f"{shown} is not there (status {status}): is the address right?")
    return UnreadableError(f"{shown} answered with status {status}, which this kind of source does not send.")
