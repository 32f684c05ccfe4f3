"""Several processes under one: started together, watched, ended together."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from goodword.core.errors import EnvironmentProblem

_GRACE_SECONDS = 8.0
_MINUTE, _MOST_RESTARTS = 60.0, 10


def check_port(host: str, port: int) -> None:
    """Refuse a port that something else listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise EnvironmentProblem(
                f"Port {port} cannot be used ({error.strerror}). Choose another one, for example: PORT={port + 1} make demo, "
                f"or goodword demo --port {port + 1}."
            ) from error


def free_port(host: str, wanted: int) -> int:
    """Return the port wanted, or another one when something listens on it just now."""
    for port in (wanted, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    raise EnvironmentProblem(
        f"No port of {host} can be used. Close some programs, then run the command again."
    )


@dataclass
class Supervisor:
    """Runs commands side by side; a worker that dies is started again, a signal ends them all."""

    commands: dict[str, list[str]]
    environment: dict[str, str] = field(default_factory=dict)
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    restarts: list[float] = field(default_factory=list)  # when, in the last minute
    stopping: bool = False

    def start(self, name: str) -> None:
        """Start one of the commands."""
        self.children[name] = subprocess.Popen(
            self.commands[name],
            env={**os.environ, "GOODWORD_SUPERVISED": "1", **self.environment},
            stdin=subprocess.DEVNULL,
        )

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait until something is true, the time is over or a child has died; return whether it came true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.stopping:
            if ready():
                return True
            if any(child.poll() is not None for child in self.children.values()):
                return False
            time.sleep(0.05)
        return False

    def listen(self) -> None:
        """Take the signals that end everything from here on."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)

    def watch(self) -> int:
        """Stay until a signal comes or a child keeps dying; return the exit status."""
        status = 0
        while not self.stopping:
            for name, child in list(self.children.items()):
                if child.poll() is not None and not self.stopping:
                    now = time.monotonic()
                    self.restarts = [*(at for at in self.restarts if at > now - _MINUTE), now]
                    if len(self.restarts) > _MOST_RESTARTS:
                        status, self.stopping = 1, True
                        break
                    self.start(name)
            time.sleep(0.2)
        self.stop()
        return status

    def _ask_to_stop(self, *_signal: object) -> None:
        self.stopping = True

    def stop(self) -> None:
        """End every child: first politely, then for good."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + _GRACE_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
