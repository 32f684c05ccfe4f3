"""The second thread of an edge process: follows the links, forgets what it must, tells how things are."""

import os
import signal
from collections.abc import Callable
from threading import Event as Flag
from threading import Thread

_SECONDS = 0.25


class Housekeeping:
    """Calls `tick` four times a second until stopped; ends the process when its parent is gone.

    An edge whose parent was killed would keep the port (SO_REUSEPORT) and its old links; everything it has
    acknowledged is on disk, so it may go at once. `parent`: its process id, as the parent itself told it.
    """

    def __init__(
        self, tick: Callable[[], None], *, parent: int | None = None, seconds: float = _SECONDS
    ) -> None:
        self._tick = tick
        self._seconds = seconds
        self._parent = os.getppid() if parent is None else parent
        self._stop = Flag()
        self._thread = Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the end."""
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            if os.getppid() != self._parent:
                os.kill(os.getpid(), signal.SIGKILL)
            self._tick()
