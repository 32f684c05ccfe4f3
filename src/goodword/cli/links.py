"""`goodword links …`: share links made, listed, withdrawn, imported from a file, and published to the edge."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from goodword.core.errors import GoodwordError, InputError

from . import setup
from .progress import width

if TYPE_CHECKING:
    from goodword.server.accounts.facade import Actor
    from goodword.server.tracking.link_files import LinkFile
    from goodword.server.tracking.models import ShareLink

app = typer.Typer(help="Make, list, withdraw and publish share links.", no_args_is_help=True)

Brand = Annotated[str | None, typer.Option(help="The brand they belong to (needed when there are several).")]
Json = Annotated[bool, typer.Option("--json", help="Print the result for a machine.")]
RegisterHost = Annotated[
    bool,
    typer.Option(
        "--register-host", help="Register the host it leads to first; links may lead there from now on."
    ),
]
NoShare = Annotated[
    bool, typer.Option("--no-share", help="Do not record a share in the event log (it is counted elsewhere).")
]
Code = Annotated[str, typer.Argument(help="The code of the link, or its whole address.", show_default=False)]


@app.command("make")
def make(
    target: Annotated[
        str, typer.Argument(help="Where it leads, with https:// in front.", show_default=False)
    ],
    person: Annotated[str, typer.Option(help="Who shares it: their id.")] = "",
    programme: Annotated[str, typer.Option(help="The name of the programme it belongs to.")] = "",
    channel: Annotated[str, typer.Option(help="Where it travels: private_message, feed, email …")] = "",
    lever: Annotated[str, typer.Option(help="What makes it worth sharing: helping, connectivity …")] = "",
    tie_strength: Annotated[str, typer.Option(help="How close the two are: strong or weak.")] = "",
    parent: Annotated[str, typer.Option(help="The code of the link the sharer came through.")] = "",
    code: Annotated[str, typer.Option(help="The code you wish for.")] = "",
    expires: Annotated[
        str, typer.Option(help="When it ends: 2026-12-31, or with a time and zone.", metavar="MOMENT")
    ] = "",
    title: Annotated[str, typer.Option(help="What its card in a messenger is headed with.")] = "",
    description: Annotated[str, typer.Option(help="What its card says.")] = "",
    image: Annotated[str, typer.Option(help="The web address of its card's picture.")] = "",
    register_host: RegisterHost = False,
    no_share: NoShare = False,
    brand: Brand = None,
    as_json: Json = False,
) -> None:
    """Make a share link and print its address."""
    actor = _actor(brand)
    from goodword.edge import Card
    from goodword.server.tracking.facade import LinkGiven, do_make_links, do_register_hosts, host_of

    if register_host and host_of(target):
        do_register_hosts(actor, [host_of(target)])
    given = LinkGiven(
        target.strip(), code=code, person=person, programme=programme, channel=channel, lever=lever,
        tie_strength=tie_strength, parent=_code(parent), expires_at=_moment(expires, actor),
        card=Card(title, description, image),
    )  # fmt: skip
    try:
        [link] = do_make_links(actor, [given], record_share=not no_share).links
    except InputError as error:
        raise _with_hint(error) from error
    if link is not None:
        _tell(link, as_json=as_json)


@app.command("list")
def list_(
    person: Annotated[str, typer.Option(help="Only of this person.")] = "",
    channel: Annotated[str, typer.Option(help="Only of this channel.")] = "",
    programme: Annotated[str, typer.Option(help="Only of this programme.")] = "",
    state: Annotated[str, typer.Option(help="Only those that are live, expired or withdrawn.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many, the newest first.")] = 50,
    brand: Brand = None,
    as_json: Json = False,
) -> None:
    """List share links, the newest first, with how often each was clicked."""
    actor = _actor(brand)
    from goodword.server.tracking.facade import access_clicks, access_links

    if state not in ("", "live", "expired", "withdrawn"):
        raise typer.BadParameter("--state is live, expired or withdrawn.")
    chosen = {"person_id": person, "channel": channel, "programme": programme, "state": state}
    rows = access_links(actor).filter(**{name: value for name, value in chosen.items() if value})
    links = list(rows.select_related("parent").order_by("-made_at", "-pk")[:limit])
    clicks = access_clicks(actor, [link.code for link in links])
    if as_json:
        _print_json([_facts(link) | {"clicks": clicks[link.code]} for link in links])
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for title in ("code", "person", "channel", "programme", "clicks", "state", "leads to"):
        table.add_column(
            title, header_style="bold", overflow="fold", justify="right" if title == "clicks" else "left"
        )
    for link in links:
        facts = _facts(link)
        cells = [facts[name] or "–" for name in ("code", "person", "channel", "programme")]
        table.add_row(*map(Text, [*cells, f"{clicks[link.code]:,}", facts["state"], facts["target"]]))
    Console(width=width(), highlight=False).print(table)


@app.command("withdraw")
def withdraw(code: Code, brand: Brand = None, as_json: Json = False) -> None:
    """Take a share link back: within a second it leads to a polite page."""
    _switch(code, brand, as_json, withdrawn=True)


@app.command("restore")
def restore(code: Code, brand: Brand = None, as_json: Json = False) -> None:
    """Bring a withdrawn share link back to life."""
    _switch(code, brand, as_json, withdrawn=False)


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="CSV, TSV, JSONL, Parquet or XLSX; one row is one link.", show_default=False),
    ],
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help="Take a field from a column; can be repeated.", metavar="FIELD=COLUMN"),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="Give a field one value in every row; can be repeated.", metavar="FIELD=VALUE"
        ),
    ] = None,
    register_hosts: Annotated[
        bool, typer.Option("--register-hosts", help="Register every host the links lead to first.")
    ] = False,
    no_share: NoShare = False,
    rejects: Annotated[
        Path | None,
        typer.Option(
            help="Where to write the rows that are left out (default: beside the file).", metavar="FILE"
        ),
    ] = None,
    brand: Brand = None,
    as_json: Json = False,
) -> None:
    """Make a share link of every row of a file; the rows left out are written to another file, with the reason."""
    from goodword.connectors.files import parse_map, parse_set

    try:
        overrides, constants = parse_map(map_ or []), parse_set(set_ or [])
    except InputError as error:
        raise typer.BadParameter(str(error)) from error
    actor = _actor(brand)
    from goodword.server.tracking.link_files import do_import_links

    done = do_import_links(
        actor,
        file,
        overrides=overrides,
        constants=constants,
        register_hosts=register_hosts,
        record_share=not no_share,
    )
    place = (
        _write_bad_rows(done, rejects or file.with_name(f"{file.stem}-left-out.csv")) if done.bad else None
    )
    if as_json:
        _print_json(_result(done, place))
    else:
        _summarise(done, place)
    if done.bad and not done.added + done.already_there:
        raise GoodwordError(f"No row of {file.name} is a link. The first reason: {done.bad[0].reason}")


@app.command("publish")
def publish(as_json: Json = False) -> None:
    """Write the edge's link file anew from the database; nothing else has to be done when it was lost."""
    setup.prepare()
    from goodword.server.tracking.facade import publish_all

    count = publish_all()
    if as_json:
        _print_json({"links": count})
    else:
        typer.echo(f"The edge serves {count:,} links.")


def _actor(brand: str | None) -> "Actor":
    setup.prepare()
    return setup.brand_actor(brand)


def _code(text: str) -> str:
    """Return the code in a code or an address.

    >>> _code("https://go.example/r/bcdf2345"), _code("bcdf2345")
    ('bcdf2345', 'bcdf2345')
    """
    return text.strip().rstrip("/").rpartition("/")[2].partition("?")[0]


def _moment(text: str, actor: "Actor") -> datetime | None:
    from zoneinfo import ZoneInfo

    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"--expires {text} is no moment. Give a day such as 2026-12-31, or 2026-12-31T18:00+08:00."
        ) from None
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(actor.time_zone))).astimezone(UTC)


def _with_hint(error: InputError) -> InputError:
    from goodword.server.tracking.facade import UnknownHostError

    if isinstance(error, UnknownHostError):
        return InputError(f"{error} To register it, add --register-host.")
    return error


def _switch(code: str, brand: str | None, as_json: bool, *, withdrawn: bool) -> None:
    actor = _actor(brand)
    from django.http import Http404

    from goodword.server.tracking.facade import do_restore_link, do_withdraw_link

    act = do_withdraw_link if withdrawn else do_restore_link
    try:
        link = act(actor, _code(code))
    except Http404:
        raise InputError(
            f"There is no share link {_code(code)} of this brand. See: goodword links list"
        ) from None
    _tell(link, as_json=as_json)


def _tell(link: "ShareLink", *, as_json: bool) -> None:
    facts = _facts(link)
    if as_json:
        _print_json(facts)
    elif facts["state"] == "live":
        typer.echo(facts["address"])
    else:
        typer.echo(f"{facts['address']} ({facts['state']})")


def _facts(link: "ShareLink") -> dict[str, Any]:
    from goodword.server.tracking.facade import share_address, state_of

    return {
        "code": link.code,
        "address": share_address(link.code),
        "target": link.target,
        "person": link.person_id,
        "programme": link.programme,
        "channel": link.channel,
        "lever": link.lever,
        "tie_strength": link.tie_strength,
        "parent": link.parent.code if link.parent else "",
        "root_code": link.root_code,
        "depth": link.depth,
        "state": state_of(link),
        "expires_at": link.expires_at.isoformat() if link.expires_at else None,
        "made_at": link.made_at.isoformat(),
    }


def _write_bad_rows(done: "LinkFile", place: Path) -> Path:
    with place.open("wb") as file:
        file.writelines(done.bad_rows_csv())
    return place


def _result(done: "LinkFile", place: Path | None) -> dict[str, Any]:
    return {
        "rows": done.rows,
        "added": done.added,
        "already_there": done.already_there,
        "left_out": [{"line": bad.line, "column": bad.column, "problem": bad.reason} for bad in done.bad],
        "rejects": str(place) if place else None,
        "columns": dict(done.mapping),
    }


def _summarise(done: "LinkFile", place: Path | None) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for bad in done.bad[:20]:
        where = f" ({bad.column})" if bad.column else ""
        console.print(Text(f"line {bad.line}{where}: {bad.reason}"))
    if len(done.bad) > 20:
        console.print(f"… and {len(done.bad) - 20:,} more rows.")
    console.print(
        f"{done.rows:,} rows read: {done.added:,} links made, {done.already_there:,} already there, "
        f"{len(done.bad):,} left out."
    )
    if place:
        console.print(Text(f"The rows left out, each with its reason: {place}"))


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
