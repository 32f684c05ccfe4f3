"""The command's front door: sub-commands, and one sentence for whatever goes wrong."""

import errno
import sys
from importlib.metadata import version as installed_version
from typing import Annotated

import typer

from goodword.core.errors import GoodwordError

from . import (
    collecting,
    costs,
    demo,
    doctor,
    edge,
    importing,
    links,
    metrics,
    people,
    reading,
    report,
    sample_places,
    serving,
    training,
)

app = typer.Typer(
    name="goodword",
    help="Word-of-mouth marketing, self-hosted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"goodword {installed_version('goodword')}")
        raise typer.Exit


@app.callback()
def front_door(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    """Word-of-mouth marketing, self-hosted."""


app.command("demo")(demo.demo)
app.command("serve")(serving.serve)
app.command("worker")(serving.worker)
app.command("edge")(edge.edge)
app.command("invite")(people.invite)
app.command("brand")(people.brand)
app.command("agency")(people.agency)
app.command("password")(people.password)
app.command("doctor")(doctor.doctor)
app.command("sources")(collecting.sources)
app.command("collect")(collecting.collect)
app.command("sample-places", hidden=True)(sample_places.sample_places)
app.command("metrics")(metrics.metrics)
app.command("read")(reading.read)
app.command("report")(report.report)
app.command("train")(training.train)
app.add_typer(importing.app, name="import")
app.add_typer(costs.app, name="costs")
app.add_typer(links.app, name="links")


def main() -> None:
    """Run the command; exit 0 when done, 1 when the work failed, 2 when it was asked wrongly."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except GoodwordError as error:
        _say(error)
        sys.exit(1)
    except OSError as error:
        _say(_sentence(error))
        sys.exit(1)
    except Exception as error:
        if not _is_database_trouble(error):
            raise
        _say(_database_sentence(error))
        sys.exit(1)


_DISK_FULL = "The disk is full. Free some space, then run the same command again."


def _say(message: object) -> None:
    print(f"goodword: {message}", file=sys.stderr)  # noqa: T201 - the command's voice


def _sentence(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return _DISK_FULL
    where = f" ({error.filename})" if error.filename else ""
    return f"The operating system refused: {error.strerror or error}{where}. Put that right, then run the command again."


def _is_database_trouble(error: Exception) -> bool:
    """Whether the database's surroundings failed (disk, permissions, connection); Django may not be loaded yet."""
    if "django.db" not in sys.modules:
        return False
    from django.db import OperationalError

    return isinstance(error, OperationalError)


def _database_sentence(error: Exception) -> str:
    """Return what the database said of itself.

    >>> _database_sentence(Exception("database or disk is full"))
    'The disk is full. Free some space, then run the same command again.'
    >>> _database_sentence(Exception("attempt to write a readonly database"))
    'The database refused (attempt to write a readonly database). Put that right, then run the command again.'
    """
    reason = str(error).strip().partition("\n")[0]
    if "disk is full" in reason or "No space left on device" in reason:
        return _DISK_FULL
    return f"The database refused ({reason}). Put that right, then run the command again."
