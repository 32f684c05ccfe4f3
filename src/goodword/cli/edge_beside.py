"""The edge and its drain beside the console: started once it answers, started again when they die, ended with it."""

import os
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

from goodword.core.errors import EnvironmentProblem, GoodwordError

from .edge import edge_commands
from .processes import Supervisor, check_port

HOST = "127.0.0.1"
EDGE_PORT = "GOODWORD_EDGE_PORT"  # where the console passes share links on to
_START_SECONDS = 60.0


def check_edge_port(port: int) -> None:
    """Refuse a port for the edge that something else listens on."""
    try:
        check_port(HOST, port)
    except EnvironmentProblem as error:
        raise EnvironmentProblem(
            f"Port {port}, where the edge would answer share links, is in use. Choose another one with --edge-port, or leave "
            "the edge out with --no-edge."
        ) from error


class EdgeBeside:
    """Use it with `with` around the serving of the console, in the process that serves it.

    The parts wait for the console, so that on a small machine the first page does not wait for them. `proxies` counts
    the console as one, which passes requests on.
    """

    def __init__(self, host: str, port: int, edge_port: int, proxies: int) -> None:
        self._console = (HOST if host in ("0.0.0.0", "::", "") else host, port)  # noqa: S104 - compared, not listened on
        self._supervisor = Supervisor(edge_commands(HOST, edge_port, proxies=proxies))
        self._thread = threading.Thread(target=self._run, name="edge", daemon=True)
        os.environ[EDGE_PORT] = str(edge_port)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._supervisor.stopping = True
        self._thread.join(timeout=15)

    def _run(self) -> None:
        if self._console_answers():
            _publish()
            for name in self._supervisor.commands:
                self._supervisor.start(name)
            self._supervisor.watch()

    def _console_answers(self) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and not self._supervisor.stopping:
            with suppress(OSError), socket.create_connection(self._console, timeout=1):
                return True
            time.sleep(0.1)
        return False


def _publish() -> None:
    """Put the link file right before the edge begins; what fails is tried again by the worker and told by doctor."""
    from django.db import DatabaseError, connection

    from goodword.server.tracking.facade import ensure_published

    with suppress(GoodwordError, DatabaseError):
        ensure_published()
    connection.close()
