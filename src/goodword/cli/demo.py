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

from . import setup
from .processes import Supervisor, check_port
from .serving import Port, default_port

HOST = "127.0.0.1"
_START_SECONDS = 60.0


def demo(
    port: Port = None,
    browser: Annotated[bool, typer.Option(help="Open the console in a browser.")] = True,
    reset: Annotated[
        bool, typer.Option("--reset", help="Throw the sample data away and make it anew.")
    ] = False,
    scale: Annotated[int, typer.Option(min=1, max=100, help="How many times the usual sample data.")] = 1,
) -> None:
    """Open a sample workspace: database, sample data, console and worker under one roof."""
    console = Console(highlight=False)
    chosen = port or default_port()
    check_port(HOST, chosen)
    setup.load()
    setup.check_room()
    console.print("· database … ", end="")
    console.print("brought up to date" if setup.migrate() else "up to date")
    setup.ensure_brand()
    _fill(console, reset=reset, scale=scale)
    raise typer.Exit(_run(console, chosen, browser=browser))


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


def _run(console: Console, port: int, *, browser: bool) -> int:
    command = [sys.executable, "-m", "goodword.cli"]
    os.environ["GOODWORD_DEMO"] = "1"
    supervisor = Supervisor(
        {"console": [*command, "serve", "--port", str(port)], "worker": [*command, "worker"]}
    )
    address = f"http://{HOST}:{port}"
    console.print("· console and worker … starting")
    try:
        # the worker waits, so that on a small machine the first page does not wait for it
        supervisor.start("console")
        if not supervisor.wait_until(lambda: _page_is_there(address), _START_SECONDS):
            console.print("The console did not start. Look at the lines above, or run: goodword doctor")
            return 1
        supervisor.start("worker")
        _welcome(console, address)
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


def _welcome(console: Console, address: str) -> None:
    from goodword.server import workspace

    console.print(f"\n[bold]Goodword is at {address}[/]  (stop with Ctrl-C)\n")
    console.print(f"Sign in as one of these; the password of each is [bold]{workspace.PASSWORD}[/]")
    for login in workspace.logins():
        console.print(f"  {login.email:<32} {login.label}")
    console.print("")
