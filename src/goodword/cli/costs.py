"""`goodword costs`: what was spent on word of mouth, added one by one or from a file, and listed."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from goodword.core.errors import InputError

from . import setup

if TYPE_CHECKING:
    from goodword.server.accounts.facade import Actor

app = typer.Typer(help="What was spent on word of mouth.", no_args_is_help=True)

Brand = Annotated[str | None, typer.Option(help="The brand it is spent for (needed when there are several).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("add")
def add(
    kind: Annotated[str, typer.Argument(help="reward, content, tool or staff.")],
    amount: Annotated[str, typer.Argument(help="In the brand's currency, such as 120.50.")],
    first_day: Annotated[str, typer.Argument(help="The first day, such as 2026-03-01.")],
    last_day: Annotated[str, typer.Argument(help="The last day (default: one day).")] = "",
    channel: Annotated[str, typer.Option(help="Of one channel (default: all together).")] = "",
    programme: Annotated[str, typer.Option(help="Of one programme.")] = "",
    note: Annotated[str, typer.Option(help="What it was for.")] = "",
    key: Annotated[str, typer.Option(help="The same key is the same cost, however often it is added.")] = "",
    brand: Brand = None,
) -> None:
    """Record a cost."""
    actor = _actor(brand)
    from goodword.server.measuring.facade import Purse, cost_row_of, do_add_costs

    given = {
        "kind": kind, "amount": amount, "first_day": first_day, "last_day": last_day, "channel": channel,
        "programme": programme, "note": note, "key": key,
    }  # fmt: skip
    done = do_add_costs(actor, [cost_row_of(given, Purse(actor).currency)], source="command line")
    typer.echo("Recorded." if done.added else "It was recorded already; nothing was changed.")


@app.command("import")
def import_costs(
    file: Annotated[Path, typer.Argument(help="A CSV file: kind, amount, first_day, last_day, channel …")],
    brand: Brand = None,
) -> None:
    """Record the costs of a CSV file, all of them or none; lines that are wrong are named on stderr."""
    actor = _actor(brand)
    from goodword.server.measuring.facade import Purse, do_add_costs, rows_of

    rows, problems = rows_of(_data(file), Purse(actor).currency)
    for problem in problems:
        typer.echo(f"{file}:{problem.line}: {problem.text}", err=True)
    if problems:
        raise InputError(
            f"{len(problems)} of {len(rows) + len(problems)} lines are wrong, so nothing was taken."
        )
    done = do_add_costs(actor, rows, source=file.name)
    typer.echo(f"{done.added} added, {done.already_there} there already.")


@app.command("list")
def list_costs(brand: Brand = None, as_json: Json = False) -> None:
    """List the recorded costs, the newest first."""
    actor = _actor(brand)
    from goodword.server.measuring.facade import Purse, access_costs

    purse = Purse(actor)
    rows = [
        {
            "kind": cost.kind, "amount": f"{purse.major(cost.amount_minor) or 0:.2f}", "first_day": cost.first_day.isoformat(),
            "last_day": cost.last_day.isoformat(), "channel": cost.channel, "programme": cost.programme, "note": cost.note,
            "key": cost.key,
        }
        for cost in access_costs(actor)
    ]  # fmt: skip
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        typer.echo("No cost is recorded yet.")
        return
    table = Table("kind", purse.currency, "days", "channel", "note", "key")
    for row in rows:
        days = (
            row["first_day"]
            if row["first_day"] == row["last_day"]
            else f"{row['first_day']} to {row['last_day']}"
        )
        table.add_row(
            row["kind"], row["amount"], days, row["channel"] or "all", row["note"] or "–", row["key"]
        )
    Console(highlight=False).print(table)


def _actor(brand: str | None) -> "Actor":
    setup.prepare()
    return setup.brand_actor(brand)


def _data(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}). Check the name.") from error
