"""`goodword metrics`: what metrics there are, and one of them over a brand's events."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from goodword.core.errors import InputError

from . import setup
from .metric_tables import days_between, given_files, own_brand, tables_for

if TYPE_CHECKING:
    import pandas as pd

    from goodword.metrics import Metric


class Form(StrEnum):
    """How the rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


Brand = Annotated[
    str | None, typer.Option(help="The brand whose events count (needed when there are several).")
]
Name = Annotated[str | None, typer.Argument(help="The metric (default: list them).", show_default=False)]
By = Annotated[str, typer.Option(help="Columns to split by, with commas: channel,lever.", show_default=False)]
Options = Annotated[
    list[str],
    typer.Option("--option", "-s", help="An option of the metric, as name=value.", show_default=False),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="Write a .csv or .json file instead.", show_default=False)
]
Tables = Annotated[
    list[str],
    typer.Option(
        "--table",
        help="Another table the metric reads, from a .csv or .parquet file: costs=costs.csv (default: the brand's own).",
        show_default=False,
    ),
]
Since = Annotated[
    str, typer.Option(help="The first day that counts, such as 2026-01-01.", show_default=False)
]
Until = Annotated[str, typer.Option(help="The last day that counts.", show_default=False)]
Sql = Annotated[bool, typer.Option("--sql", help="Print what the engine is asked, and no numbers.")]
As = Annotated[Form, typer.Option("--as", help="How the rows are printed.")]
Engine = Annotated[
    str,
    typer.Option(
        help="Where it is computed: duckdb, postgresql://…, spark://host:port, or spark for what Spark's settings name."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="The same as --as json.")]


def metrics(
    name: Name = None,
    by: By = "",
    option: Options = [],  # noqa: B006 - typer's way to say none
    table: Tables = [],  # noqa: B006
    since: Since = "",
    until: Until = "",
    out: Out = None,
    form: As = Form.TABLE,
    as_json: Json = False,
    sql: Sql = False,
    engine: Engine = "duckdb",
    brand: Brand = None,
) -> None:
    """Compute a metric over a brand's events, or list the metrics."""
    from goodword import metrics as library

    if name is None:
        _list()
        return
    asked = library.metric(name)
    given = _options(asked, by, option) | days_between(since, until)
    files = given_files(asked, table)
    form = Form.JSON if as_json else form if out is None else _form_of(out)
    setup.prepare()
    actor = setup.brand_actor(brand)
    from goodword.server.tracking.facade import event_log, known_aliases

    log, aliases = event_log(actor.brand_id), known_aliases(actor)
    given = own_brand(actor, asked, files) | given
    more: dict[str, Any] = {"tables": tables_for(actor, asked, files), "same_person": aliases}
    if sql:
        typer.echo(library.explain(name, log, engine=engine, **more, **given))
        return
    found = library.compute(name, log, engine=engine, **more, **given)
    if found.empty:
        typer.echo("There are no events for this yet, so there is no row.", err=True)
    text = _written(found, form)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


def _list() -> None:
    from goodword import metrics as library

    table = Table("metric", "what it says", "options")
    for name in library.names():
        found = library.metric(name)
        table.add_row(name, found.title_en, ", ".join(found.options) or "–")
    Console(highlight=False).print(table)


def _options(asked: "Metric", by: str, pairs: list[str]) -> dict[str, Any]:
    """Return the options that are given as the metric takes them: numbers where its default is one."""
    found: dict[str, Any] = (
        {"by": tuple(filter(None, (part.strip() for part in by.split(","))))} if by else {}
    )
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise InputError(f"{pair!r} is no option. Write name=value, such as window_days=30.")
        default = asked.options[key].default if key in asked.options else None
        found[key] = _value(value, default)
    asked.checked(found)
    return found


def _value(text: str, default: object) -> object:
    """Return a number where the default is one and this can be one."""
    if isinstance(default, float):
        try:
            return float(text)
        except ValueError:
            return text
    return int(text) if isinstance(default, int) and text.lstrip("-").isdigit() else text


def _form_of(out: Path) -> Form:
    try:
        return {".csv": Form.CSV, ".json": Form.JSON}[out.suffix.lower()]
    except KeyError:
        raise InputError(
            f"{out.name} ends in neither .csv nor .json. Give it one of these endings."
        ) from None


def _written(found: "pd.DataFrame", form: Form) -> str:
    if form is Form.CSV:
        return str(found.to_csv(index=False, lineterminator="\n"))
    if form is Form.JSON:
        rows = json.loads(found.to_json(orient="records", double_precision=15))
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    if found.empty:
        return ""
    table = Table(*found.columns)
    for row in found.itertuples(index=False):
        table.add_row(*map(_cell, row))
    console = Console(highlight=False, width=None)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _cell(value: object) -> str:
    if value is None or value != value:
        return "–"
    return (
        f"{value:,.4g}"
        if isinstance(value, float) and abs(value) < 1_000
        else f"{value:,.0f}"
        if isinstance(value, float)
        else str(value)
    )
