"""A list as a file: everything the filters leave, with the columns chosen, written as it is read."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.connectors.files import csv_lines
from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor, access_own_brand
from goodword.server.audit.facade import record

from .columns import Column
from .keyset import Order, streamed
from .reader import filtered, narrowed, prepare
from .saved import access_remembered_columns
from .selection import selection_of
from .spec import ListSpec

FORMAT = "format"
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    content_type: str
    ending: str
    mark: bool = False  # whether it begins with the byte order mark by which Excel knows UTF-8


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", "csv"),
    "csv-excel": Format("text/csv; charset=utf-8", "csv", mark=True),
    "jsonl": Format("application/x-ndjson", "jsonl"),
}


def exported(spec: ListSpec, actor: Actor, params: QueryDict) -> StreamingHttpResponse:
    """Return the file an address asks for and note in the trail that it was taken."""
    actor.check(spec.right)
    kind = params.get(FORMAT, "csv")
    if kind not in FORMATS:
        known = ", ".join(FORMATS)
        raise InputError(
            _("“%(value)s” is not a file format. Choose one of: %(known)s.")
            % {"value": kind[:40], "known": known}
        )
    rows, columns = _asked(spec, actor, params)
    form = FORMATS[kind]
    chunks = _csv(columns, rows, mark=form.mark) if form.ending == "csv" else _jsonl(columns, rows)
    _note(spec, actor, params, columns)
    name = f"{actor.brand_slug}-{spec.name}-{timezone.localdate().isoformat()}.{form.ending}"
    return StreamingHttpResponse(
        chunks,
        content_type=form.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _asked(spec: ListSpec, actor: Actor, params: QueryDict) -> tuple[Iterator[Any], Sequence[Column]]:
    spec = spec.worded_for(actor)
    remembered = access_remembered_columns(actor, spec)
    selection = selection_of(spec, actor, params, remembered=remembered, also=(FORMAT,))
    rows = filtered(spec, narrowed(spec, actor, selection), selection)
    if selection.problems:
        raise InputError(selection.problems[0].said)
    order = Order(selection.order.sort, selection.order.descending)
    return _enriched(spec, actor, streamed(spec.loaded(rows), order, chunk=_CHUNK)), selection.columns


def _enriched(spec: ListSpec, actor: Actor, rows: Iterator[Any]) -> Iterator[Any]:
    while chunk := list(islice(rows, _CHUNK)):
        prepare(spec, actor, chunk)
        yield from chunk


def _note(spec: ListSpec, actor: Actor, params: QueryDict, columns: Sequence[Column]) -> None:
    names = [column.name for column in columns]
    after = {"list": spec.name, "query": params.urlencode()[:2000], "columns": names}
    record(actor, f"{spec.name}.export", access_own_brand(actor), after=after)


def _csv(columns: Sequence[Column], rows: Iterable[Any], *, mark: bool) -> Iterator[bytes]:
    names = [column.name for column in columns]
    return csv_lines(([column.exported(row) for column in columns] for row in rows), names, bom=mark)


def _jsonl(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    lines = (
        json.dumps({column.name: _plain(column.exported(row)) for column in columns}, ensure_ascii=False)
        + "\n"
        for row in rows
    )
    while chunk := "".join(islice(lines, 200)):
        yield chunk.encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
