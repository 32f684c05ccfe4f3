"""`goodword edge`: the redirect and the drain, each in processes of its own, under one roof."""

import os
import signal
import sys
import time
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goodword.core.errors import EnvironmentProblem
from goodword.server import environment, lifeline

from .processes import Supervisor, check_port

if TYPE_CHECKING:
    from goodword.edge.drain import Drained
    from goodword.edge.settings import EdgeSettings

PORT = 8080
_PORT_FREE_SECONDS = 5.0


class Part(StrEnum):
    """What one process of the edge does."""

    ALL = "all"
    WEB = "web"
    DRAIN = "drain"


def edge(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = PORT,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
    proxies: Annotated[
        int, typer.Option(min=0, max=9, help="Trusted proxies in front, for X-Forwarded-For.")
    ] = 0,
    part: Annotated[Part, typer.Option(help="Run only one part.", hidden=True)] = Part.ALL,
    parent: Annotated[int, typer.Option(help="The process this part belongs to.", hidden=True)] = 0,
) -> None:
    """Redirect share links and record what happens on them."""
    _end_with(parent)
    if part is Part.DRAIN:
        _drain()
    elif part is Part.WEB:
        _serve(host, port, workers, proxies)
    else:
        _wait_for_port(host, port)
        raise typer.Exit(_supervise(host, port, workers, proxies))


def edge_settings(proxies: int = 0) -> "EdgeSettings":
    """Return the settings of the edge on this machine."""
    from goodword.edge.settings import EdgeSettings

    home = environment.home()
    return EdgeSettings.of_home(home, environment.secret(home), proxies=proxies)


def edge_commands(host: str, port: int, workers: int = 1, proxies: int = 0) -> dict[str, list[str]]:
    """Return the commands of the two parts, for a supervisor in this process: they end when it does."""
    command = [sys.executable, "-m", "goodword.cli", "edge", "--parent", str(os.getpid())]
    options = ["--host", host, "--port", str(port), "--workers", str(workers), "--proxies", str(proxies)]
    return {
        "edge": [*command, "--part", Part.WEB, *options],
        "drain": [*command, "--part", Part.DRAIN],
    }


def _supervise(host: str, port: int, workers: int, proxies: int) -> int:
    edge_settings()  # a folder or secret that cannot be made is said once, here
    supervisor = Supervisor(edge_commands(host, port, workers, proxies))
    supervisor.listen()
    try:
        for name in supervisor.commands:
            supervisor.start(name)
        typer.echo(f"The edge answers at http://{host}:{port}/r/…  (stop with Ctrl-C)")
        return supervisor.watch()
    finally:
        supervisor.stop()


def _serve(host: str, port: int, workers: int, proxies: int) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces

    _wait_for_port(host, port)
    Granian(
        "goodword.edge",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        http=HTTPModes.http1,
        websockets=False,
        backlog=4096,
        respawn_failed_workers=True,
        workers_kill_timeout=2,
        log_enabled=False,
    ).serve(target_loader=partial(_load, edge_settings(proxies), os.getpid()), wrap_loader=False)


def _load(settings: "EdgeSettings", parent: int) -> Any:
    """Return the Edge that a worker process serves."""
    from goodword.edge.app import Edge

    return Edge(settings, parent=parent)


def _end_with(parent: int) -> None:
    """End this process when its parent does, also if that has happened already."""
    if parent:
        lifeline.hold()
        if os.getppid() != parent:
            raise typer.Exit(1)


def _wait_for_port(host: str, port: int) -> None:
    """Wait for the processes of an edge that was killed to let go of the port."""
    deadline = time.monotonic() + _PORT_FREE_SECONDS
    while True:
        try:
            return check_port(host, port)
        except EnvironmentProblem:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


class _Stop:
    """Asked for by a signal. No lock is taken: a `threading.Event` set by a handler can meet its own wait."""

    asked = False

    def ask(self, *_signal: object) -> None:
        self.asked = True

    def is_set(self) -> bool:
        return self.asked

    def wait(self, seconds: float) -> None:
        time.sleep(0 if self.asked else seconds)


def _drain() -> None:
    from goodword.edge.drain import Drain, log_folders
    from goodword.edge.states import State, write_state

    stop = _Stop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop.ask)
    settings, home = edge_settings(), environment.home()
    totals: dict[str, float] = {"drain_events": 0, "drain_refused": 0, "drain_damaged": 0}

    def report(drained: "Drained") -> None:
        totals["drain_events"] += drained.added
        totals["drain_refused"] += drained.refused
        totals["drain_damaged"] += drained.damaged
        values = {**totals, "drain_failing": int(bool(drained.problems))}
        write_state(settings.states, State("drain", values, drained.problems))

    folders = log_folders(home / "events", settings.folder / "machines")
    settings.spools.mkdir(parents=True, exist_ok=True)
    Drain(settings.spools, folders).run(stop, report=report)
    os._exit(0)
