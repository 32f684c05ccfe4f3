"""Share links from a file: columns in any order, each row a link or told why not; what cannot be used is lost nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from goodword.connectors.files import (
    Batch,
    Source,
    check_mapping,
    csv_lines,
    find_formats,
    guessed_mapping,
    open_source,
    prepare,
    recognise,
)
from goodword.connectors.files.columns import column_texts
from goodword.connectors.files.problems import FileError
from goodword.connectors.files.schemas import normal_header
from goodword.core.errors import InputError
from goodword.edge import Card
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.vocabulary import is_chinese

from .link_actions import do_make_links, do_register_hosts
from .link_schema import LINK
from .links import LinkGiven, host_of
from .models import ShareLink

_AT_ONCE = 5_000
_TEXTS = ("code", "key", "person", "programme", "channel", "lever", "tie_strength", "parent")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is no link: its line, the column, why, and the row as it stands in the file."""

    line: int
    column: str
    reason: str
    row: Mapping[str, str]


@dataclass(slots=True)
class LinkFile:
    """What came of a file: how many rows, links new and there before, the rows left out, which column was what."""

    columns: Sequence[str]
    mapping: Mapping[str, str]
    rows: int = 0
    added: int = 0
    already_there: int = 0
    bad: list[BadRow] = field(default_factory=list)
    links: list[ShareLink] = field(default_factory=list)  # the first of them

    def bad_rows_csv(self) -> Iterator[bytes]:
        """Yield the rows left out as CSV: why, then the row as it was, ready to be mended and imported again."""
        head = ["line", "problem"]
        names = [f"{name} " if name in head else name for name in self.columns]
        rows = ([bad.line, bad.reason, *(bad.row.get(name, "") for name in self.columns)] for bad in self.bad)
        return csv_lines(rows, [*head, *names])


def columns_explained() -> list[dict[str, Any]]:
    """Return the columns a file may have: name, what it says in the reader's language, and its values if they are few."""
    return [
        {
            "name": spec.name,
            "help": _in_words(spec.help_en, spec.help_zh),
            "values": [choice.value for choice in spec.choices],
        }
        for spec in LINK.fields
    ]


def do_import_links(
    actor: Actor,
    path: Path,
    *,
    name: str = "",
    overrides: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    register_hosts: bool = False,
    record_share: bool = True,
) -> LinkFile:
    """Make a link of every row that can be one; the others are told with their lines. A file twice adds nothing.

    `overrides` is field → column where recognition is not to decide, `constants` field → value for every row. The same
    row (its code, its key, or else all of it) is the same link. InputError when the file is no table of links.
    """
    actor.check(Right.EVENTS_WRITE)
    try:
        source = open_source(path, name=name or None)
        mapping = _mapping(source, overrides or {}, constants or {})
        check_mapping(LINK, source, mapping, constants)
        formats = find_formats(source, LINK, mapping)
    except FileError as error:
        raise InputError(_in_words(error.reason.en, error.reason.zh)) from error
    file = LinkFile(source.columns, mapping)
    for batch in source.batches(rows=_AT_ONCE):
        prepared = prepare(batch, LINK, mapping, constants, zone=actor.time_zone, formats=formats)
        raw = _raw_rows(batch)
        rows = prepared.table.to_pylist()
        given = [_given(row) for row in rows]
        if register_hosts:
            do_register_hosts(actor, filter(None, {host_of(each.target) for each in given}))
        made = do_make_links(actor, given, record_share=record_share, partly=True)
        file.rows += len(rows) + len(prepared.rejects) + len(batch.rejects)
        file.added += made.new
        file.already_there += made.already_there
        file.links += [link for link in made.links if link is not None][: 100 - len(file.links)]
        lines = [int(row["line"]) for row in rows]
        bad = [
            BadRow(
                lines[each.row],
                mapping.get(each.field, each.field),
                each.reason,
                raw.get(lines[each.row], {}),
            )
            for each in made.faults
        ]
        for reject in (*batch.rejects, *prepared.rejects):
            reason = _in_words(reject.reason, reject.reason_zh)
            row = raw.get(reject.line) or {source.columns[0]: reject.value}
            bad.append(BadRow(reject.line, reject.column or "", reason, row))
        file.bad += sorted(bad, key=lambda each: each.line)
    return file


def _mapping(source: Source, overrides: Mapping[str, str], constants: Mapping[str, str]) -> dict[str, str]:
    """Return which column each field is taken from: as said, else by its header, else as its values look.

    A header decides even where its values do not fit: these are told row by row, not passed over.
    """
    found = dict(overrides)
    for name, column in (*_by_header(source), *guessed_mapping(recognise(LINK, source)).items()):
        if name not in found and name not in constants and column not in found.values():
            found[name] = column
    return found


def _by_header(source: Source) -> Iterator[tuple[str, str]]:
    names = {normal_header(alias): spec.name for spec in LINK.fields for alias in (spec.name, *spec.aliases)}
    for column in source.columns:
        if (name := names.get(normal_header(column))) is not None:
            yield name, column


def _raw_rows(batch: Batch) -> dict[int, dict[str, str]]:
    texts = {name: column_texts(batch.table.column(name)).to_pylist() for name in batch.table.column_names}
    return {
        int(line): {name: values[row] or "" for name, values in texts.items()}
        for row, line in enumerate(batch.lines)
    }


def _given(row: Mapping[str, Any]) -> LinkGiven:
    texts = {name: str(row[name] or "").strip() for name in _TEXTS}
    card = Card(*(str(row[f"card_{name}"] or "").strip() for name in ("title", "description", "image")))
    ends = row["expires_at"]
    moment = None if ends is None else datetime.fromtimestamp(ends / 1_000_000, UTC)
    given = LinkGiven(str(row["target"] or "").strip(), **texts, expires_at=moment, card=card)
    return given if given.code or given.key else replace(given, key=f"row {given.content}")


def _in_words(english: str, chinese: str) -> str:
    return chinese if chinese and is_chinese() else english
