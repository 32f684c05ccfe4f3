"""The second thread of an edge process: follows the links, forgets what it must, tells how things are."""

import os
import signal
from collections.abc import Callable
from threading import Event as Flag
from threading import Thread

_SECONDS = 0.25


class Housekeeping:
    """Does each of the `chores` four times a second until stopped; ends the process when its parent is gone.

    A chore that fails holds up neither the others nor itself the next time; `problem` tells which one did. An edge
    whose parent was killed would keep the port (SO_REUSEPORT) and its old links; everything it has acknowledged is on
    disk, so it may go at once. `parent`: its process id, as the parent itself told it.
    """

    def __init__(
        self, *chores: Callable[[], object], parent: int | None = None, seconds: float = _SECONDS
    ) -> None:
        self.problem = ""
        self._chores = chores
        self._seconds = seconds
        self._parent = os.getppid() if parent is None else parent
        self._stop = Flag()
        self._thread = Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def tick(self) -> None:
        """Do each chore once."""
        problem = ""
        for chore in self._chores:
            try:
                chore()
            except Exception as error:  # whatever it is, links are followed and states written on
                problem = f"The edge's housekeeping stumbles ({type(error).__name__}: {error}). Report this as a bug."
        self.problem = problem

    def stop(self) -> None:
        """End, and wait for the end."""
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            if os.getppid() != self._parent:
                os.kill(os.getpid(), signal.SIGKILL)
            self.tick()
