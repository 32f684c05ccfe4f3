"""The way to an import: the file, its columns, a look at its first rows."""

from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view

from . import uploads
from .actions import do_discard_draft
from .drafts import (
    access_draft,
    do_draft_import,
    do_settle_draft,
    do_start_draft,
    do_use_profile,
    fitting_profiles,
    look_at_draft,
    open_draft,
)
from .forms import ColumnsForm, SettingsForm, UploadForm
from .labels import in_words
from .models import ImportRun
from .options import Options
from .preview import preview_of

FILE, COLUMNS, PREVIEW, RESULT = 1, 2, 3, 4


def step_labels() -> list[str]:
    """Return the steps of an import."""
    return [_("File"), _("Columns"), _("Preview"), _("Result")]


@csrf_exempt  # the token is checked below, once the upload goes where it should
@brand_view(Right.IMPORTS_RUN, "GET", "POST")
def import_new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Take in a file."""
    if request.method == "POST":
        request.upload_handlers = [uploads.UploadHandler(request)]
    return _import_new(request, actor)


@csrf_protect
def _import_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = UploadForm(
        request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "")}
    )
    if request.method == "POST":
        sent = request.FILES.get("file")
        run = _taken_in(actor, form, sent) if isinstance(sent, uploads.StoredUpload) else None
        if run is not None:
            return redirect("import-columns", brand=actor.brand_slug, pk=run.pk)
    context = {
        "form": form,
        "steps": step_labels(),
        "step": FILE,
        "most": uploads.most_bytes() // 1_000_000,
    }
    return render(request, "imports/new.html", context, status=400 if request.method == "POST" else 200)


def _taken_in(actor: Actor, form: UploadForm, sent: uploads.StoredUpload) -> ImportRun | None:
    """Make a draft of what was sent; what cannot be used is said in the form and not kept."""
    run = None
    try:
        if sent.problem:
            form.add_error("file", sent.problem)
        elif form.is_valid():
            run = do_draft_import(actor, sent.path, sent.name or "", form.cleaned_data["kind"])
    except GoodwordError as error:
        form.add_error("file", str(error))
    finally:
        if run is None:
            uploads.remove(sent.path)
    return run


@brand_view(Right.IMPORTS_RUN, "GET", "POST")
def import_columns(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show what the columns are taken for, and let it be put right."""
    run = access_draft(actor, pk)
    stored = Options.from_json(run.options)
    try:
        reading = look_at_draft(actor, run)
    except GoodwordError as error:
        if not (stored.encoding or stored.delimiter or stored.sheet or stored.header is not None):
            raise
        messages.error(request, str(error))
        do_settle_draft(actor, run, run.kind, Options(survey=stored.survey))
        return redirect("import-columns", brand=actor.brand_slug, pk=pk)
    profiles = fitting_profiles(actor, run, reading.source)
    posted = request.POST if request.method == "POST" else None
    settings = SettingsForm(reading, posted, initial=SettingsForm.initial_of(reading, stored))
    columns = ColumnsForm(reading, posted)
    if posted is not None and "profile" in posted:
        for profile in profiles:
            if profile.name == posted["profile"]:
                do_use_profile(actor, run, profile)
        return redirect("import-columns", brand=actor.brand_slug, pk=pk)
    if posted is not None and settings.is_valid() and "reread" in posted:
        # Another encoding or delimiter may give other columns: recognise them anew.
        options = settings.options(Options(survey=stored.survey))
        do_settle_draft(actor, run, settings.cleaned_data["kind"], options)
        return redirect("import-columns", brand=actor.brand_slug, pk=pk)
    if posted is not None and settings.is_valid() and columns.is_valid():
        do_settle_draft(actor, run, run.kind, columns.options(settings.options(stored)))
        return redirect("import-preview", brand=actor.brand_slug, pk=pk)
    context = {
        "run": run,
        "source": reading.source,
        "notes": [in_words(note) for note in reading.source.notes],
        "settings": settings,
        "columns": columns,
        "profiles": profiles,
        "steps": step_labels(),
        "step": COLUMNS,
    }
    return render(request, "imports/columns.html", context, status=400 if posted is not None else 200)


@brand_view(Right.IMPORTS_RUN, "GET")
def import_preview(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show the first rows as they would be stored."""
    run = access_draft(actor, pk)
    try:
        preview = preview_of(open_draft(actor, run))
    except GoodwordError as error:
        messages.error(request, str(error))
        return redirect("import-columns", brand=actor.brand_slug, pk=pk)
    context = {"run": run, "preview": preview, "steps": step_labels(), "step": PREVIEW}
    return render(request, "imports/preview.html", context)


@brand_view(Right.IMPORTS_RUN, "POST")
def import_start(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Start the import."""
    run = access_draft(actor, pk)
    try:
        do_start_draft(
            actor, run, strict=request.POST.get("strict") == "on", dry_run="dry_run" in request.POST
        )
    except GoodwordError as error:
        messages.error(request, str(error))
        return redirect("import-columns", brand=actor.brand_slug, pk=pk)
    return redirect("import-detail", brand=actor.brand_slug, pk=pk)


@brand_view(Right.IMPORTS_RUN, "POST")
def import_discard(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Throw a draft away, with its file."""
    run = access_draft(actor, pk)
    do_discard_draft(actor, run.pk)
    messages.success(
        request, _("%(file)s was not imported and is removed.") % {"file": Path(run.file_name).name}
    )
    return redirect("import-list", brand=actor.brand_slug)
