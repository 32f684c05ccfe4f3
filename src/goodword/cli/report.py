"""`goodword report`: the diagnosis as a file, of a workspace or straight of an export of mentions."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from goodword.core.errors import GoodwordError, InputError

from . import setup
from .importing import Map
from .progress import rows_bar, width

if TYPE_CHECKING:
    from goodword.server.accounts.facade import Actor

ENDINGS = (".html", ".pdf")
LANGUAGES = {"en": "en", "zh": "zh-hans"}
ALL = "all"

Out = Annotated[Path, typer.Option("--out", "-o", help="Where to write: .html or .pdf.", show_default=False)]
Brand = Annotated[
    str | None,
    typer.Option(help="The brand (needed when there are several); with --mentions the name on the report."),
]
Language = Annotated[str, typer.Option(help="The language of the report: en or zh.")]
Days = Annotated[
    str | None,
    typer.Option(
        help="How many days, ending with the last full day that has mentions, or all (default: 30; with --mentions all).",
        show_default=False,
    ),
]
Mentions = Annotated[
    Path | None,
    typer.Option(
        "--mentions",
        help="Report on an export of mentions; nothing of it is kept.",
        metavar="FILE",
        show_default=False,
    ),
]
Source = Annotated[str, typer.Option(help="Only mentions from this source.", metavar="NAME")]
Product = Annotated[str, typer.Option(help="Only mentions of this product.", metavar="NAME")]
Json = Annotated[bool, typer.Option("--json", help="Print the result, with the diagnosis, for a machine.")]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    out: Path
    language: str
    days: str
    source: str
    product: str
    quiet: bool


def report(
    out: Out,
    mentions: Mentions = None,
    brand: Brand = None,
    language: Language = "en",
    days: Days = None,
    source: Source = "",
    product: Product = "",
    map_: Map = None,
    as_json: Json = False,
) -> int:
    """Write what people say, what hurts, what they praise and what to do first, as a page for a manager."""
    _check(out, language, map_, mentions)
    wish = Wish(out, language, days or (ALL if mentions else "30"), source, product, as_json)
    errors = Console(stderr=True, highlight=False, width=width())
    if mentions is None:
        setup.prepare()
        said = _write(wish, setup.brand_actor(brand))
    else:
        with _workspace(errors, brand or mentions.stem.split(".")[0], quiet=as_json) as actor:
            _bring_in(errors, mentions, actor, map_ or [], quiet=as_json)
            said = _write(wish, actor)
    if as_json:
        result = {"out": str(out), "bytes": out.stat().st_size, "diagnosis": said}
        typer.echo(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        _summarise(out, said)
    return 0


def _check(out: Path, language: str, maps: list[str] | None, mentions: Path | None) -> None:
    """Refuse at once what cannot work; wrong usage ends with status 2."""
    if out.suffix.lower() not in ENDINGS:
        given = f"ends in {out.suffix}" if out.suffix else "has no ending"
        raise typer.BadParameter(f"{out} {given}. A report is written as .html or .pdf: name the file so.")
    if language not in LANGUAGES:
        raise typer.BadParameter(f"--language {language} is not known. Give en or zh.")
    if maps and mentions is None:
        raise typer.BadParameter("--map says how to read a file. Give it with --mentions FILE.")
    if mentions is not None and not mentions.is_file():
        raise InputError(f"There is no file {mentions}. Check its name.")
    if mentions is not None and out.exists() and out.samefile(mentions):
        raise InputError(f"{out} is the file that is read. Give another name after -o.")


@contextmanager
def _workspace(errors: Console, name: str, *, quiet: bool) -> "Iterator[Actor]":
    """Make an empty workspace for as long as the report takes; the user's own is not touched."""
    with TemporaryDirectory(prefix="goodword-") as folder:
        os.environ["GOODWORD_HOME"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("GOODWORD_PREPARED", None)
        with nullcontext() if quiet else errors.status("making room for it"):
            setup.prepare()
        from django.db import connections

        from goodword.server.accounts.facade import do_set_brand

        actor = setup.brand_actor(None)
        do_set_brand(actor, {"name": name[:120]})
        try:
            yield actor
        finally:
            connections.close_all()


def _bring_in(errors: Console, file: Path, actor: "Actor", maps: list[str], *, quiet: bool) -> None:
    from goodword.connectors.files import parse_map
    from goodword.server.imports.facade import Options, do_create_import, run_import
    from goodword.server.understanding.reading import read_pending

    try:
        options = Options(overrides=parse_map(maps)) if maps else Options()
    except InputError as error:
        raise typer.BadParameter(str(error)) from error
    with rows_bar(errors, f"importing {file.name}", quiet=quiet) as show:
        run, _reading = do_create_import(actor, "mentions", file, options=options)
        run = run_import(run.pk, actor, on_progress=lambda state: show(state.fraction, state.rows))
    if run.state != "done":
        raise GoodwordError(run.problem)
    with rows_bar(errors, "reading what they say", quiet=quiet) as show:
        read_pending(actor.brand_id, on_read=_told(show))


def _told(show: Callable[[float, int], None]) -> Callable[[int, int], None]:
    return lambda done, total: show(done / max(total, 1), done)


def _write(wish: Wish, actor: "Actor") -> dict[str, Any]:
    """Write the report; return the diagnosis as it says it."""
    from django.utils import timezone, translation

    from goodword.server.insights.facade import access_diagnosis, rendered, said_of, scope_of

    given = {"days": wish.days, "source": wish.source, "product": wish.product}
    with translation.override(LANGUAGES[wish.language]), timezone.override(actor.time_zone):
        found = access_diagnosis(actor, scope_of(given))
        if found.is_empty:
            raise InputError(_nothing(wish))
        said = said_of(found)
        content = rendered(said, wish.out.suffix.lower().removeprefix("."))
    wish.out.write_bytes(content)
    return said


def _nothing(wish: Wish) -> str:
    if wish.source or wish.product:
        return "No consumer mention fits. Leave out --source and --product, or check their names."
    return "There is no consumer mention to report on. Import some first, or pass an export with --mentions FILE."


def _summarise(out: Path, said: dict[str, Any]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(f"{out} ({out.stat().st_size / 1000:,.0f} kB): {said['brand']}, {said['window']}."))
    for sentence in said["headline"]:
        console.print(Text(sentence))
    for number, step in enumerate(said["steps"], start=1):
        console.print(Text(f"{number}. {step['title']} ({step['owner']})"))
