"""`goodword sources` and `goodword collect`: how the sources are, and reading them once without a worker."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from goodword.core.errors import InputError

from . import setup

if TYPE_CHECKING:
    from goodword.server.accounts.facade import Actor
    from goodword.server.collecting.facade import Source

Brand = Annotated[str | None, typer.Option(help="The brand it belongs to (needed when there are several).")]
Name = Annotated[
    str | None, typer.Argument(help="The name of a source (default: all that are on).", show_default=False)
]


def sources(brand: Brand = None) -> None:
    """List the sources: how each is, when it brought something last, and what is missing."""
    actor = _actor(brand)
    from goodword.server.collecting.facade import access_ledger, access_sources, gap_said, health_of

    table = Table("source", "kind", "how it is", "last item", "missing")
    for source in access_sources(actor).order_by("name"):
        missing = [gap for gap in access_ledger(actor, source) if gap.state != "filled"]
        last = f"{source.last_item_at:%Y-%m-%d %H:%M}" if source.last_item_at else "–"
        table.add_row(
            source.name,
            source.kind,
            health_of(source).text,
            last,
            "; ".join(map(gap_said, missing[:2])) or "–",
        )
    Console(highlight=False).print(table if table.row_count else "There are no sources yet.")


def collect(name: Name = None, brand: Brand = None) -> None:
    """Read sources once, here and now; exits 1 when one of them could not be read."""
    actor = _actor(brand)
    from goodword.server.collecting.facade import run_source

    console, failed = Console(highlight=False), False
    for source in _wanted(actor, name):
        run = run_source(source.pk)
        if run is None:
            console.print(f"{source.name}: is not on, or sends by itself.")
            continue
        console.print(
            f"{source.name}: {run.new} new, {run.changed} edited, {run.deleted} deleted"
            + (f" – {run.problem}" if run.reason else "")
        )
        failed = failed or bool(run.reason)
    raise typer.Exit(1 if failed else 0)


def _wanted(actor: "Actor", name: str | None) -> "list[Source]":
    from goodword.server.collecting.facade import access_sources

    found = access_sources(actor).order_by("name")
    wanted = list(found.filter(state="on") if name is None else found.filter(name=name))
    if not wanted:
        known = ", ".join(found.values_list("name", flat=True)) or "none yet"
        raise InputError(f"There is no such source. The sources are: {known}.")
    return wanted


def _actor(brand: str | None) -> "Actor":
    setup.prepare()
    return setup.brand_actor(brand)
