"""The command's front door: sub-commands, and one sentence for whatever goes wrong."""

import sys

import typer

from goodword.core.errors import GoodwordError

from . import demo, doctor, importing, password, serving

app = typer.Typer(
    name="goodword",
    help="Word-of-mouth marketing, self-hosted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("serve")(serving.serve)
app.command("worker")(serving.worker)
app.command("password")(password.password)
app.command("doctor")(doctor.doctor)
app.add_typer(importing.app, name="import")


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


def _say(message: object) -> None:
    print(f"goodword: {message}", file=sys.stderr)  # noqa: T201 - the command's voice


def _sentence(error: OSError) -> str:
    if error.errno == 28:
        return "The disk is full. Free some space, then run the same command again."
    where = f" ({error.filename})" if error.filename else ""
    return f"The operating system refused: {error.strerror or error}{where}. Put that right, then run the command again."
