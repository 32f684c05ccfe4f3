"""`goodword serve` and `goodword worker`: the console and the background work, each in one process."""

import os
from contextlib import nullcontext
from typing import Annotated

import typer

from goodword.server import lifeline

from .edge_beside import EdgeBeside, check_edge_port
from .processes import check_port
from .setup import prepare

PORT = 8000
Port = Annotated[
    int | None, typer.Option(min=1, max=65535, help="Port to listen on (default: PORT or 8000).")
]
EdgePort = Annotated[
    int | None, typer.Option(min=1, max=65535, help="The edge's port on this machine (default: PORT + 1).")
]


def default_port() -> int:
    """Return PORT from the environment (or PORT_FILE), else 8000."""
    from goodword.core.errors import InputError
    from goodword.server.environment import variable

    given = variable("PORT") or str(PORT)
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise InputError(f"PORT is {given!r}. Give a number between 1 and 65535.")
    return int(given)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Port = None,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Requests answered at the same time.")] = 8,
    with_edge: Annotated[
        bool,
        typer.Option("--edge/--no-edge", help="Answer share links, too, and record what happens on them."),
    ] = True,
    edge_port: EdgePort = None,
    proxies: Annotated[
        int, typer.Option(min=0, max=8, help="Trusted proxies in front, for X-Forwarded-For.")
    ] = 0,
) -> None:
    """Serve the console and the API, with the edge beside them."""
    chosen = port or default_port()
    beside = edge_port or (chosen + 1 if chosen < 65535 else chosen - 1)
    check_port(host, chosen)
    if with_edge:
        check_edge_port(beside)
    lifeline.hold()
    os.environ["PORT"] = str(chosen)  # what share links begin with, unless told otherwise
    prepare()
    with EdgeBeside(host, chosen, beside, proxies + 1) if with_edge else nullcontext():
        _console(host, chosen, threads)


def _console(host: str, port: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "goodword.server.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        backpressure=max(threads * 8, 64),
        respawn_failed_workers=True,
        websockets=False,
        log_enabled=False,
    ).serve()


def worker() -> None:
    """Do the background work: imports, schedules, everything that takes longer than a page."""
    lifeline.hold()
    prepare()
    from goodword.server.jobs.worker import run_worker

    run_worker()
