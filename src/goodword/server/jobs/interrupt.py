"""Stopping a worker: how a signal or a time-out ends the task that runs."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from .failures import TaskTimeoutError

_SIGNALS = (signal.SIGTERM, signal.SIGINT)
# Ctrl-C reaches the worker from the terminal and at once again from its supervisor; that is one wish.
_SAME_SIGNAL_SECONDS = 0.5


class StopRequestedError(BaseException):
    """The worker must stop now; raised inside the task, whose own `except Exception` lets it through."""


class Interrupter:
    """Turns SIGTERM and SIGINT into an orderly stop, and ends a task that takes too long.

    The first signal lets the task that runs go on for `grace_seconds`; then, or at a second signal, the task
    is interrupted and its job given back. Works in the main thread only; elsewhere Python delivers no
    signals, so the stop event alone counts and tasks have no time-out.

    The handlers set plain attributes: `threading.Event.set` could wait here for a lock this very thread
    holds.
    """

    def __init__(self, stop_event: threading.Event | None, grace_seconds: float) -> None:
        self._event = stop_event
        self._grace_seconds = grace_seconds
        self._signalled_at: float | None = None
        self._in_task = False
        self._active = threading.current_thread() is threading.main_thread()

    @property
    def _signalled(self) -> bool:
        return self._signalled_at is not None

    @property
    def stopping(self) -> bool:
        """Whether no further job is to be claimed."""
        return self._signalled or (self._event is not None and self._event.is_set())

    @contextmanager
    def installed(self) -> Iterator["Interrupter"]:
        """Answer signals within the block, and give them back to whoever had them afterwards."""
        if not self._active:
            yield self
            return
        before: dict[signal.Signals, Any] = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        before[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._alarm)
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def around_task(self, timeout_seconds: float) -> Iterator[None]:
        """Let the block be interrupted: at its time-out, or when the worker must stop."""
        if not self._active:
            yield
            return
        self._in_task = True
        try:
            signal.setitimer(signal.ITIMER_REAL, timeout_seconds)
            if self._signalled:  # also when the signal came while the timer was being set
                self._shorten()
            yield
        finally:
            self._in_task = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        first = self._signalled_at
        self._signalled_at = time.monotonic() if first is None else first
        if not self._in_task:
            return
        if first is None:
            self._shorten()
        elif time.monotonic() - first > _SAME_SIGNAL_SECONDS:
            raise StopRequestedError

    def _shorten(self) -> None:
        """Leave the task its grace, unless its own time ends before."""
        left = signal.getitimer(signal.ITIMER_REAL)[0]
        signal.setitimer(signal.ITIMER_REAL, min(self._grace_seconds, left) or self._grace_seconds)

    def _alarm(self, _number: int, _frame: FrameType | None) -> None:
        if not self._in_task:
            return
        if self._signalled:
            raise StopRequestedError
        raise TaskTimeoutError
