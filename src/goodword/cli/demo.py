"""`goodword demo`: the sample workspace, the console and the worker in one go."""

import os
import sys
import webbrowser
from typing import Annotated
from urllib.error import URLError
from urllib.request import urlopen

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from goodword.server.environment import sample_folder

from . import setup
from .processes import Supervisor, check_port, free_port
from .serving import EdgePort, Port, default_port

HOST = "127.0.0.1"
_START_SECONDS = 60.0
_PLACES = 100  # how far from the console the sample's places listen


def demo(
    port: Port = None,
    browser: Annotated[bool, typer.Option(help="Open the console in a browser.")] = True,
    reset: Annotated[
        bool, typer.Option("--reset", help="Throw the sample data away and make it anew.")
    ] = False,
    scale: Annotated[int, typer.Option(min=1, max=100, help="How many times the usual sample data.")] = 1,
    edge_port: EdgePort = None,
) -> None:
    """Open a sample workspace: database, sample data, console, edge and worker under one roof."""
    console = Console(highlight=False)
    chosen = port or default_port()
    check_port(HOST, chosen)
    was_there = not reset and sample_folder().joinpath("complete").is_file()
    places = free_port(HOST, min(chosen + _PLACES, 65535))
    beside = edge_port or free_port(HOST, min(chosen + 1, 65535))
    os.environ["PORT"] = str(chosen)  # what share links begin with, unless told otherwise
    if not was_there:
        _make(console, reset=reset, scale=scale, places=places)
    raise typer.Exit(_run(console, chosen, places, beside, browser=browser, was_there=was_there))


def _make(console: Console, *, reset: bool, scale: int, places: int) -> None:
    """Bring the database up to date and the sample workspace into it; its sources are at the port `places`."""
    setup.load()
    setup.check_room()
    console.print("· database … ", end="")
    console.print("brought up to date" if setup.migrate() else "up to date")
    setup.ensure_brand()
    _fill(console, reset=reset, scale=scale)
    from goodword.server import workspace

    workspace.place_sources(places)


def _fill(console: Console, *, reset: bool, scale: int) -> None:
    from goodword.server import workspace

    if reset:
        console.print("· removing the sample data …")
        workspace.remove()
    if workspace.exists():
        console.print("· sample workspace … there already")
        return
    columns = (
        TextColumn("· {task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("sample workspace", total=1.0)
        workspace.create(
            scale=scale,
            report=lambda done, what: progress.update(
                task, completed=done, description=f"sample workspace: {what}"
            ),
        )


def _run(console: Console, port: int, places: int, edge_port: int, *, browser: bool, was_there: bool) -> int:
    """Start the console with its edge, then the worker; stay until told to stop.

    When the sample seems to be there, the console starts at once and looks after the database itself: loading
    everything here first would only keep the first page waiting.
    """
    command = [sys.executable, "-m", "goodword.cli"]
    os.environ["GOODWORD_DEMO"] = "1"
    os.environ["GOODWORD_SAMPLE_PLACES"] = str(places)
    supervisor = Supervisor(
        {
            "console": [*command, "serve", "--port", str(port), "--edge-port", str(edge_port)],
            "worker": [*command, "worker"],
            "places": [*command, "sample-places", "--port", str(places)],
        },
        {} if was_there else {"GOODWORD_PREPARED": "1"},
    )
    address = f"http://{HOST}:{port}"
    console.print("· console and worker … starting")
    supervisor.listen()
    try:
        # the worker waits, so that on a small machine the first page does not wait for it
        supervisor.start("console")
        if not supervisor.wait_until(lambda: _page_is_there(address), _START_SECONDS):
            console.print("The console did not start. Look at the lines above, or run: goodword doctor")
            return 1
        console.print(f"\n[bold]Goodword is at {address}[/]  (stop with Ctrl-C)\n")
        if was_there:
            _make(console, reset=False, scale=1, places=places)
        supervisor.start("places")
        supervisor.start("worker")
        _say_logins(console)
        if browser and sys.stdout.isatty():
            webbrowser.open(address)
        return supervisor.watch()
    finally:
        supervisor.stop()


def _page_is_there(address: str) -> bool:
    try:
        with urlopen(f"{address}/account/login/", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _say_logins(console: Console) -> None:
    from goodword.server import workspace

    console.print(f"\nSign in as one of these; the password of each is [bold]{workspace.PASSWORD}[/]")
    for login in workspace.logins():
        console.print(f"  {login.email:<32} {login.label}")
    console.print("")
