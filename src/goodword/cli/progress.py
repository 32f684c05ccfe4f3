"""What a person sees while a command works: a bar, a rate, the time that is left."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

_LOG_WIDTH = 160


def width() -> int | None:
    """Return how wide to write where nobody's window sets it: a log file needs no narrow columns."""
    return None if sys.stderr.isatty() or "COLUMNS" in os.environ else _LOG_WIDTH


def time_left(seconds: float | None) -> str:
    """Return a span as people say it.

    >>> time_left(4.2), time_left(200), time_left(None)
    ('4 s left', '3 min left', '')
    """
    if seconds is None:
        return ""
    return f"{seconds:.0f} s left" if seconds < 90 else f"{seconds / 60:.0f} min left"


@contextmanager
def rows_bar(console: Console, what: str, *, quiet: bool) -> Iterator[Callable[[float, int], None]]:
    """Show a bar; what is given is called with the share done (0 to 1) and the rows so far."""
    columns = (
        SpinnerColumn(),
        TextColumn(what),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f}/s,"),
        TextColumn("{task.fields[left]}"),
    )
    started = time.monotonic()
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task(what, total=1.0, rows=0, rate=0.0, left="")

        def show(share: float, rows: int) -> None:
            passed = time.monotonic() - started
            left = time_left(passed / share - passed if share > 0 else None)
            bar.update(task, completed=share, rows=rows, rate=rows / max(passed, 1e-9), left=left)

        yield show
