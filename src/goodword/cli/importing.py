"""`goodword import …`: a file into the database, with a progress bar and a summary."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from goodword.core.errors import GoodwordError, InputError

from . import setup
from .progress import time_left, width

if TYPE_CHECKING:
    from goodword.server.accounts.facade import Actor
    from goodword.server.imports.facade import ImportRun, Reading
    from goodword.server.imports.facade import Progress as State

app = typer.Typer(
    help="Bring a file into the database: CSV, TSV, JSONL, Parquet or XLSX, plain, gzip or zip.",
    no_args_is_help=True,
)

_MOST_COLUMNS = 40

File = Annotated[Path, typer.Argument(help="The file.", show_default=False)]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", help="Take a field from a column; can be repeated.", metavar="FIELD=COLUMN"),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", help="Give a field one value in every row; can be repeated.", metavar="FIELD=VALUE"
    ),
]
Brand = Annotated[str | None, typer.Option(help="The brand it belongs to (needed when there are several).")]
UseProfile = Annotated[
    str, typer.Option("--profile", help="Read the file in a way saved before.", metavar="NAME")
]
SaveProfile = Annotated[str, typer.Option(help="Save this way of reading under a name.", metavar="NAME")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but the writing.")]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict", help="All or nothing: read the whole file first, add nothing if a row is wrong."
    ),
]
Encoding = Annotated[
    str | None, typer.Option(help="The encoding, if it is recognised wrongly (utf-8, utf-16, gb18030 …).")
]
Delimiter = Annotated[
    str | None, typer.Option(help="What stands between columns, if it is recognised wrongly.")
]
Sheet = Annotated[str | None, typer.Option(help="The sheet of a workbook (default: the first with data).")]
Header = Annotated[
    bool | None, typer.Option("--header/--no-header", help="Whether the first row names the columns.")
]
DateOrder = Annotated[
    str | None, typer.Option(help="The order of day and month in dates that leave it open: dmy or mdy.")
]
Zone = Annotated[
    str | None,
    typer.Option(help="The time zone of times that name none (default: the brand's).", metavar="ZONE"),
]
Rejects = Annotated[
    Path | None, typer.Option(help="Where to write the rows that cannot be used.", metavar="FILE")
]
Json = Annotated[bool, typer.Option("--json", help="Print the result for a machine.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with the last import of this file that was interrupted.")
]
Survey = Annotated[
    str | None,
    typer.Option(help="The survey the answers belong to (needed for them).", metavar="NAME"),
]


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line."""

    kind: str
    file: Path
    brand: str | None
    profile: str
    save_profile: str
    dry_run: bool
    strict: bool
    rejects: Path | None
    as_json: bool
    resume: bool


_HELP = {
    "mentions": "Bring in what people say: posts, reviews, comments.",
    "people": "Bring in people: customers, members, authors.",
    "graph": "Bring in who is tied to whom; people not known yet are added.",
    "events": "Bring in what happened: shares, clicks, leads, purchases.",
    "survey": "Bring in answers to a questionnaire: one person a row, one question a column.",
}


def _command(kind: str) -> Callable[..., int]:
    def command(
        file: File,
        map_: Map = None,
        set_: Set = None,
        brand: Brand = None,
        profile: UseProfile = "",
        save_profile: SaveProfile = "",
        dry_run: DryRun = False,
        strict: Strict = False,
        encoding: Encoding = None,
        delimiter: Delimiter = None,
        sheet: Sheet = None,
        header: Header = None,
        date_order: DateOrder = None,
        zone: Zone = None,
        survey: Survey = None,
        rejects: Rejects = None,
        as_json: Json = False,
        resume: Resume = False,
    ) -> int:
        options = {
            "encoding": encoding,
            "delimiter": "\t" if delimiter in {"\\t", "tab"} else delimiter,
            "sheet": sheet,
            "header": header,
            "date_order": date_order,
            "zone": zone,
            "survey": survey,
        }
        return _run(
            Order(kind, file, brand, profile, save_profile, dry_run, strict, rejects, as_json, resume),
            _options(kind, options, map_ or [], set_ or []),
        )

    return command


for _kind, _help in _HELP.items():
    app.command(_kind, help=_help)(_command(_kind))


def _options(kind: str, given: dict[str, Any], maps: list[str], sets: list[str]) -> dict[str, Any]:
    """Return what was said of the file as the fields of Options; wrong usage ends with status 2."""
    from goodword.connectors.files import parse_map, parse_set

    if given["survey"] is not None and kind != "survey":
        raise typer.BadParameter("--survey is for survey answers only.")
    if given["date_order"] not in {None, "dmy", "mdy"}:
        raise typer.BadParameter("--date-order is dmy (31/05/2026) or mdy (05/31/2026).")
    if given["zone"] is not None and not _is_zone(given["zone"]):
        raise typer.BadParameter(
            f"--zone {given['zone']} is not known. Give a name such as Europe/Berlin or UTC."
        )
    try:
        pairs = {"overrides": parse_map(maps), "constants": parse_set(sets)}
    except InputError as error:
        raise typer.BadParameter(str(error)) from error
    return {name: value for name, value in (given | pairs).items() if value not in (None, {})}


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _run(order: Order, options: dict[str, Any]) -> int:
    if order.dry_run and order.resume:
        raise typer.BadParameter("--dry-run and --resume cannot go together.")
    setup.prepare()
    actor = setup.brand_actor(order.brand)
    errors = Console(stderr=True, highlight=False, width=width())
    run, reading = _begin(order, options, actor)
    if not order.as_json:
        _show_columns(errors, reading)
    run = _work(errors, run, actor, quiet=order.as_json)
    if order.save_profile and run.state == "done":
        _save_profile(order, actor, reading)
    place = _write_report(order, run)
    if order.as_json:
        typer.echo(json.dumps(_result(run, place, reading), ensure_ascii=False, indent=1))
    elif run.state == "done":
        _summarise(run, place)
    if run.state != "done":
        raise GoodwordError(_problem(run, place))
    return 0


def _begin(order: Order, options: dict[str, Any], actor: "Actor") -> "tuple[ImportRun, Reading]":
    """Make a run of the file, or find the one to go on with."""
    from goodword.server.imports.facade import Options, do_create_import, open_run

    if order.resume:
        run = _unfinished(order, actor)
        return run, open_run(run, actor)
    return do_create_import(
        actor,
        order.kind,
        order.file,
        options=Options(**options),
        profile=order.profile,
        strict=order.strict,
        dry_run=order.dry_run,
    )


def _unfinished(order: Order, actor: "Actor") -> "ImportRun":
    from goodword.connectors.files import open_source
    from goodword.server.imports.facade import access_unfinished

    run = access_unfinished(actor, order.kind, open_source(order.file).fingerprint)
    if run is None:
        raise InputError(
            f"No interrupted import of {order.file.name} is there to go on with. Leave out --resume."
        )
    run.path = str(order.file.absolute())
    run.save(update_fields=["path"])
    return run


def _show_columns(console: Console, reading: "Reading") -> None:
    """Show which column was taken for what, and what of the file a person should know."""
    source = reading.source
    facts = [
        source.format,
        *(part for part in (source.encoding, source.compression) if part not in {None, "none"}),
    ]
    console.print(f"{source.path.name} ({', '.join(map(str, facts))}), time zone {reading.zone}")
    why = {guess.column: guess.reason for guess in reading.guesses}
    fields = {column: name for name, column in reading.mapping.items()}
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for title in ("column", "taken for", "because"):
        table.add_column(title, header_style="bold", overflow="fold")
    for column in source.columns[:_MOST_COLUMNS]:
        table.add_row(Text(column), Text(fields.get(column, "–")), Text(why.get(column, "")))
    console.print(table)
    if len(source.columns) > _MOST_COLUMNS:
        console.print(f"… and {len(source.columns) - _MOST_COLUMNS} more columns, kept as they are.")
    for note in source.notes:
        console.print(Text(note.en))


def _work(console: Console, run: "ImportRun", actor: "Actor", *, quiet: bool) -> "ImportRun":
    """Do the run under a progress bar."""
    from goodword.server.imports.facade import run_import

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn(
            "{task.fields[rows]:,} rows, {task.fields[rate]:,.0f}/s, {task.fields[rejected]:,} rejected,"
        ),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task("reading", total=1.0, rows=run.position, rate=0.0, rejected=run.rejected, left="")

        def show(state: "State") -> None:
            bar.update(
                task,
                completed=state.fraction,
                description=state.phase,
                rows=state.rows,
                rate=state.rows_per_second,
                rejected=state.rejected,
                left=time_left(state.seconds_left),
            )

        return run_import(run.pk, actor, on_progress=show)


def _save_profile(order: Order, actor: "Actor", reading: "Reading") -> None:
    from goodword.server.imports.facade import do_save_profile, settled

    do_save_profile(actor, order.save_profile, order.kind, settled(reading), reading.source.columns)


def _write_report(order: Order, run: "ImportRun") -> Path | None:
    """Write the rows that could not be used where they can be opened; return where, or None if there are none."""
    from goodword.server.imports.facade import report_place, write_report

    if not run.rejected:
        return None
    place = order.rejects or report_place(run.pk)
    write_report(run.pk, run.report_bytes, place)
    return place


def _result(run: "ImportRun", place: Path | None, reading: "Reading") -> dict[str, Any]:
    return {
        "import": run.pk,
        "kind": run.kind,
        "file": run.file_name,
        "state": run.state,
        "dry_run": run.dry_run,
        "rows": run.position,
        "added": run.added,
        "already_there": run.already_there,
        "rejected": run.rejected,
        "empty": run.empty,
        "rejects": str(place) if place else None,
        "problem": run.problem,
        "columns": dict(reading.mapping),
    }


def _summarise(run: "ImportRun", place: Path | None) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if not run.position:
        console.print(Text(f"{run.file_name} has a header but no rows."))
        return
    added = "would be added" if run.dry_run else "added"
    empty = f", {run.empty:,} empty" if run.empty else ""
    console.print(
        f"{run.position:,} rows read: {run.added:,} {added}, {run.already_there:,} already there, "
        f"{run.rejected:,} rejected{empty}."
    )
    if place:
        console.print(Text(f"The rejected rows and why: {place}"))
    if run.dry_run:
        console.print("Nothing was written. Run the same command without --dry-run.")


def _problem(run: "ImportRun", place: Path | None) -> str:
    if run.state == "cancelled":
        return f"Stopped at row {run.position:,}. Run the same command with --resume to go on."
    report = f" The rows and why: {place}" if place else ""
    return f"{run.problem}{report}"
