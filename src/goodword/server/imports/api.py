"""Files on their way in, over HTTP."""

import json
from typing import Any, BinaryIO, cast

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import File, Form, UploadedFile
from pydantic import Field

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Given,
    Instant,
    Key,
    Page,
    Shown,
    Unset,
    page_filters,
    page_of,
)
from goodword.server.shell.vocabulary import is_chinese

from . import uploads
from .actions import do_start_import
from .labels import reason_of
from .lists import IMPORTS
from .models import ImportRun
from .options import Options
from .queries import access_import
from .report import rejects_of, report_csv

endpoints = Endpoints("Imports")
_MOST_REJECTS = 1000


class ImportShown(Shown):
    """A file on its way in: how far it has come and what came of it."""

    id: int
    kind: ImportRun.Kind
    state: ImportRun.State
    file_name: str
    size_bytes: int
    options: dict[str, Any] = Field(description="How the file is read: its columns, encoding, constants …")
    strict: bool = Field(description="Whether one bad row keeps all of it out.")
    dry_run: bool = Field(description="Whether it is only tried.")
    progress: float = Field(description="From 0 to 1.")
    seconds_left: float | None
    added: int
    already_there: int
    rejected: int
    empty: int = Field(description="Rows that hold nothing at all.")
    problem: Unset[str] = Field(description="Why it failed, and what to do.")
    created_by: Unset[str]
    created_at: Instant
    started_at: Instant | None
    finished_at: Instant | None


class RejectShown(Shown):
    """A row that could not be used."""

    line: int = Field(description="Its line in the file, from 1.")
    column: Unset[str] = Field(description="The column; null when it is the whole row.")
    reason: str
    value: str


class RejectsShown(Shown):
    """The rows that could not be used, in the file's order."""

    items: list[RejectShown]
    total: int


class ImportGiven(Given):
    """How a file is to be imported."""

    kind: ImportRun.Kind = Field(description="What the file holds.")
    options: str = Field(
        "{}",
        max_length=100_000,
        description="A JSON object: mapping, constants, encoding, delimiter, sheet, header, date_order, zone, survey.",
        examples=['{"constants": {"source": "shop.example"}}'],
    )
    profile: str = Field("", max_length=120, description="The name of a saved way of reading.")
    strict: bool = Field(False, description="Let one bad row keep all of it out.")
    dry_run: bool = Field(False, description="Only try: nothing is stored.")


@endpoints.get(
    "/imports",
    rule=Right.IMPORTS_READ,
    response=Page[ImportShown],
    filters=page_filters(IMPORTS),
    summary="List imports",
)
def list_imports(request: ApiRequest) -> dict[str, Any]:
    """The newest first."""
    return page_of(request, IMPORTS)


@endpoints.post(
    "/imports",
    rule=Right.IMPORTS_RUN,
    response={202: ImportShown},
    atomic=False,
    most_bytes=uploads.most_bytes,
    summary="Import a file",
)
def start_import(
    request: ApiRequest, response: HttpResponse, file: File[UploadedFile], given: Form[ImportGiven]
) -> ImportRun:
    """CSV, TSV, JSON lines, Parquet or XLSX, plain or packed; the right to add its kind of record is needed, too.

    The file is read in the background: ask for the import until its state is done or failed.
    """
    options = Options.from_json(_json_object(given.options))
    path = uploads.store(cast("BinaryIO", file), file.size or 0)
    try:
        run = do_start_import(
            request.actor,
            given.kind,
            path,
            file_name=file.name or "",
            options=options,
            profile=given.profile,
            strict=given.strict,
            dry_run=given.dry_run,
        )
    except BaseException:
        uploads.remove(path)
        raise
    response["Location"] = reverse("api-read-import", kwargs={"import_id": run.pk})
    return run


@endpoints.get(
    "/imports/{int:import_id}", rule=Right.IMPORTS_READ, response=ImportShown, summary="One import"
)
def read_import(request: ApiRequest, import_id: Key) -> ImportRun:
    """How far the import has come, and what came of it."""
    return access_import(request.actor, import_id)


@endpoints.get(
    "/imports/{int:import_id}/rejects",
    rule=Right.IMPORTS_READ,
    response=RejectsShown,
    summary="The rows an import could not use",
)
def list_rejects(request: ApiRequest, import_id: Key) -> dict[str, Any]:
    """The first thousand, each with its line, column and reason; the file of all of them is beside it."""
    run = access_import(request.actor, import_id)
    items = [
        {
            "line": each.line,
            "column": each.column,
            "reason": reason_of(each),
            "value": each.value,
        }
        for each in rejects_of(run.pk, run.report_bytes, first=_MOST_REJECTS)
    ]
    return {"items": items, "total": run.rejected}


@endpoints.get(
    "/imports/{int:import_id}/rejects.csv",
    rule=Right.IMPORTS_READ,
    response=str,
    produces=("text/csv",),
    summary="The rows an import could not use, as a file",
)
def export_rejects(request: ApiRequest, import_id: Key) -> HttpResponseBase:
    """All of them as CSV: line, column, reason, value."""
    run = access_import(request.actor, import_id)
    name = f"{request.actor.brand_slug}-import-{run.pk}-rejects.csv"
    return StreamingHttpResponse(
        report_csv(run.pk, run.report_bytes, language="zh" if is_chinese() else "en"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise InputError(
            _('The options are no JSON object. Write them as {"constants": {"source": "shop"}}.')
        )
    return value
