"""The imports there were, and one of them: how far it is, what came of it."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.lists import export_view, list_response, read_page
from goodword.server.shell.navigation import brand_url
from goodword.server.shell.vocabulary import is_chinese

from .actions import do_cancel_import, do_queue_import, do_save_profile
from .drafts import do_repeat_for_real
from .engine import CHECKED
from .forms import ProfileForm
from .kinds import kind_of
from .labels import field_label, reason_of
from .lists import IMPORTS, TONES
from .models import ImportRun
from .options import Options
from .queries import access_import
from .report import rejects_of, report_csv
from .wizard import RESULT, step_labels

State = ImportRun.State
_SHOWN_REJECTS = 10
_QUIET_MINUTES = 2

import_export = export_view(IMPORTS)


@brand_view(Right.IMPORTS_READ, "GET")
def import_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the imports."""
    return list_response(
        request,
        actor,
        read_page(IMPORTS, request, actor),
        "imports/list.html",
        sentence=_("Files brought in: what came of each, and what was left out and why."),
        new_url=brand_url("import-new", actor.brand_slug) if actor.may(Right.IMPORTS_RUN) else "",
    )


@brand_view(Right.IMPORTS_READ, "GET")
def import_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show an import: as a page, or as the part of it that is asked for again while it runs."""
    run = access_import(actor, pk)
    if run.state == State.DRAFT and actor.may(Right.IMPORTS_RUN):
        return redirect("import-columns", brand=actor.brand_slug, pk=pk)
    context = {
        "run": run,
        "tone": TONES.get(run.state, ""),
        "moving": run.state in {State.QUEUED, State.RUNNING},
        "quiet": _is_quiet(run),
        "total": _rows_in_all(run),
        "may_run": actor.may(Right.IMPORTS_RUN) and actor.may(kind_of(run.kind).right),
        "rejects": [
            (each, reason_of(each)) for each in rejects_of(run.pk, run.report_bytes, first=_SHOWN_REJECTS)
        ],
        "what_url": _what_url(actor, run),
        "columns": [
            (column, field_label(run.kind, name)) for name, column in run.options.get("mapping", {}).items()
        ],
        "form": ProfileForm(initial={"name": run.file_name.rsplit(".", 1)[0][:120]}),
        "steps": step_labels(),
        "step": RESULT,
    }
    part = getattr(request, "htmx", None) and request.htmx.target == "run"  # type: ignore[attr-defined]
    return render(request, "imports/run.html" if part else "imports/detail.html", context)


def _rows_in_all(run: ImportRun) -> int | None:
    """Return about how many rows a running import's file has; None while that is a guess."""
    share = (run.progress - CHECKED) / (1 - CHECKED) if run.strict else run.progress
    return round(run.position / share) if run.position and share > 0 else None


def _is_quiet(run: ImportRun) -> bool:
    """Whether a run that should go on has given no sign of life for a while."""
    since = timezone.now() - timedelta(minutes=_QUIET_MINUTES)
    return run.state == State.RUNNING and run.touched_at is not None and run.touched_at < since


def _what_url(actor: Actor, run: ImportRun) -> str:
    """Return the page that shows what an import brought in, if there is one."""
    page = kind_of(run.kind).page
    url = brand_url(page, actor.brand_slug) if page else ""
    return f"{url}?import_id={run.pk}" if url and run.kind == "mentions" else url


@brand_view(Right.IMPORTS_RUN, "POST")
def import_cancel(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Stop an import."""
    return _do(request, actor, pk, lambda run: do_cancel_import(actor, run.pk))


@brand_view(Right.IMPORTS_RUN, "POST")
def import_resume(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Go on with an import where it stopped."""
    return _do(request, actor, pk, lambda run: do_queue_import(actor, run))


@brand_view(Right.IMPORTS_RUN, "POST")
def import_repeat(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Import for real what was only tried."""
    return _do(request, actor, pk, lambda run: do_repeat_for_real(actor, run))


@brand_view(Right.IMPORTS_RUN, "POST")
def import_profile(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Save an import's way of reading under a name."""

    def save(run: ImportRun) -> None:
        options = Options.from_json(run.options)
        profile = do_save_profile(actor, request.POST.get("name", ""), run.kind, options, tuple(run.columns))
        messages.success(request, _("Saved as “%(name)s”.") % {"name": profile.name})

    return _do(request, actor, pk, save)


@brand_view(Right.IMPORTS_READ, "GET")
def import_report(request: HttpRequest, actor: Actor, pk: int) -> HttpResponseBase:  # noqa: ARG001 - every view gets it
    """Hand out the rows that could not be used."""
    run = access_import(actor, pk)
    name = f"{actor.brand_slug}-import-{run.pk}-rejected.csv"
    return StreamingHttpResponse(
        report_csv(run.pk, run.report_bytes, language="zh" if is_chinese() else "en"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _do(request: HttpRequest, actor: Actor, pk: int, what: Callable[[ImportRun], object]) -> HttpResponse:
    """Do something to an import and show it again, with a sentence when it could not be done."""
    run = access_import(actor, pk)
    try:
        made = what(run)
    except GoodwordError as error:
        messages.error(request, str(error))
        made = None
    shown = made.pk if isinstance(made, ImportRun) else pk
    return redirect("import-detail", brand=actor.brand_slug, pk=shown)
