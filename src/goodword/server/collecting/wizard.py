"""The way to a new source: its kind, its settings, a look at its first items, its name."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view

from .actions import do_discard_draft, do_draft_source, do_start_source
from .forms import NameForm, SettingsForm
from .kinds import kind_of, kinds, said
from .models import Source
from .queries import access_draft
from .trying import try_source

KIND, SETTINGS, TRY = 1, 2, 3


def step_labels() -> list[str]:
    """Return the steps to a source."""
    return [_("Kind"), _("Settings"), _("Try and name")]


@brand_view(Right.SOURCES_MANAGE, "GET")
def source_new(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - every view gets it
    """Show the kinds of sources: what each sees, what it misses, its limits."""
    found = [
        {"kind": spec.kind, **{name: said(spec, name) for name in ("title", "sees", "misses", "limits")}}
        for spec in kinds().values()
    ]
    found.sort(key=lambda each: each["title"].casefold())
    return render(request, "collecting/new.html", {"kinds": found, "steps": step_labels(), "step": KIND})


@brand_view(Right.SOURCES_MANAGE, "GET", "POST")
def source_setup(request: HttpRequest, actor: Actor, connector: str) -> HttpResponse:
    """Ask for the settings of a kind of source."""
    spec = kind_of(connector)
    form = SettingsForm(spec, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accepted = bool(form.cleaned_data.get("notice"))
        try:
            draft = do_draft_source(actor, connector, form.values(), notice_accepted=accepted)
            return redirect("draft-try", brand=actor.brand_slug, pk=draft.pk)
        except GoodwordError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "kind": {name: said(spec, name) for name in ("title", "sees", "misses", "limits")},
        "steps": step_labels(),
        "step": SETTINGS,
    }
    return render(request, "collecting/setup.html", context, status=400 if request.method == "POST" else 200)


@brand_view(Right.SOURCES_MANAGE, "GET", "POST")
def source_try(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show what a source would bring, and ask for its name."""
    draft = access_draft(actor, pk)
    title = said(kind_of(draft.kind), "title")
    posted = request.POST if request.method == "POST" else None
    named = NameForm(draft, posted, initial=_begun(draft, title))
    if posted is not None and named.is_valid():
        given = named.cleaned_data
        try:
            do_start_source(actor, draft, given["name"], every=given["every"], price=given["price"])
            messages.success(request, _("Collecting has begun."))
            return redirect("source-detail", brand=actor.brand_slug, pk=pk)
        except GoodwordError as error:
            named.add_error("name", str(error))
    context = {"draft": draft, "named": named, "title": title, "steps": step_labels(), "step": TRY}
    return render(request, "collecting/try.html", context, status=400 if posted is not None else 200)


@brand_view(Right.SOURCES_MANAGE, "GET")
def source_items(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show a draft's first items: part of the page, fetched after it."""
    draft = access_draft(actor, pk)
    context = {"tried": try_source(actor, draft), "draft": draft}
    return render(request, "collecting/items.html", context)


@brand_view(Right.SOURCES_MANAGE, "POST")
def source_discard(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:  # noqa: ARG001 - every view gets it
    """Throw a draft away."""
    do_discard_draft(actor, access_draft(actor, pk))
    return redirect("source-list", brand=actor.brand_slug)


def _begun(draft: Source, title: str) -> dict[str, object]:
    """Return what the last form holds at first: a name, and the pace of the kind."""
    return {"name": _suggested(draft.settings, title), "every": _minutes(draft), "price": 0}


def _minutes(draft: Source) -> int:
    return round(draft.every.total_seconds() / 60)


def _suggested(settings: dict[str, object], title: str) -> str:
    """Return a name to begin with: the kind, and the first word that is looked for or the place that is read."""
    lists = [value[0] for value in settings.values() if isinstance(value, list) and value]
    texts = [value for value in settings.values() if value and isinstance(value, str)]
    first = str(next(iter(lists + texts), ""))
    place = urlsplit(first).netloc if "://" in first else first
    return f"{title}: {place}"[:120] if place else title
