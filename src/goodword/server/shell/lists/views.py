"""The views every list has: its page, its export, its saved views and columns."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor, Right, View, brand_view

from .exports import exported
from .pages import Page
from .reader import read
from .registry import list_named
from .saved import (
    access_remembered_columns,
    access_saved_views,
    do_remember_columns,
    do_remove_view,
    do_save_view,
)
from .selection import COLUMNS, selection_of
from .spec import ListSpec


def read_page(spec: ListSpec, request: HttpRequest, actor: Actor) -> Page:
    """Return the page of a list that a request asks for, with the member's own columns."""
    remembered = "" if COLUMNS in request.GET else access_remembered_columns(actor, spec)
    return read(spec, actor, request.GET, path=request.path, remembered=remembered, folded=True)


def columns_shown(spec: ListSpec, actor: Actor) -> set[str]:
    """Return the names of the columns a member sees of a list when the address names none."""
    selection = selection_of(spec, actor, QueryDict(), remembered=access_remembered_columns(actor, spec))
    return {column.name for column in selection.columns}


def list_response(
    request: HttpRequest, actor: Actor, page: Page, template: str = "lists/page.html", **context: Any
) -> HttpResponse:
    """Draw a list: the whole page, or only its block `list` when HTMX asks for the target `#list`.

    The template extends `lists/page.html`. What was asked wrongly is answered with status 400, a sentence and the
    way on.
    """
    views = list(access_saved_views(actor, page.spec))
    part = _wants_part(request)
    places = {
        "page": page,
        "spec": page.spec,
        "layout": "lists/part.html" if part else "base.html",
        "saved_views": views,
        "own_views": [view for view in views if actor.id == str(view.user_id)],
        **context,
    }
    response = render(request, template, places, status=400 if page.problems and not part else 200)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def _wants_part(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return bool(htmx and htmx.target == "list" and not htmx.history_restore_request)


def export_view(spec: ListSpec) -> View:
    """Return the view that exports a list."""

    @brand_view(spec.right, "GET")
    def export(request: HttpRequest, actor: Actor) -> HttpResponseBase:
        return exported(spec, actor, request.GET)

    return export


@brand_view(Right.BRAND_READ, "POST")
def save_view(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Keep the list as it is filtered, ordered and laid out now."""
    query = request.POST.get("query", "")
    spec = list_named(name)
    view = do_save_view(
        actor, spec, name=request.POST.get("name", ""), query=query, shared=request.POST.get("shared") == "on"
    )
    return _back(request, actor, spec, view.query)


@brand_view(Right.BRAND_READ, "POST")
def remove_view(request: HttpRequest, actor: Actor, name: str, pk: int) -> HttpResponse:
    """Remove one of the member's own views."""
    spec = list_named(name)
    do_remove_view(actor, spec, pk)
    return _back(request, actor, spec, request.POST.get("query", ""))


@brand_view(Right.BRAND_READ, "POST")
def choose_columns(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Show the chosen columns, and remember them for this member."""
    spec = list_named(name)
    wanted = [] if "reset" in request.POST else request.POST.getlist("column")
    if not wanted and "reset" not in request.POST:
        raise InputError(_("A list needs at least one column. Tick one, or bring the usual ones back."))
    do_remember_columns(actor, spec, wanted)
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    query.pop(COLUMNS, None)
    return _back(request, actor, spec, query.urlencode())


def _back(request: HttpRequest, actor: Actor, spec: ListSpec, query: str) -> HttpResponse:
    """Lead back to the list."""
    path = reverse(spec.route, kwargs={"brand": actor.brand_slug})
    url = f"{path}?{query}" if query else path
    if not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        url = path
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", None) else HttpResponseRedirect(url)
