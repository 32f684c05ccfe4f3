"""The page of the trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.layouts import layout_of
from goodword.server.shell.lists import export_view, list_response, read_page

from .chain import first_broken_link
from .lists import TRAIL
from .queries import access_entries


@brand_view(Right.AUDIT_READ)
def audit_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show every change: who, what, when, from what to what."""
    page = read_page(TRAIL, request, actor)
    return list_response(request, actor, page, "audit/list.html")


@brand_view(Right.AUDIT_READ)
def audit_verify(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Walk the chain and say whether it is whole."""
    context = {
        "layout": layout_of(request),
        "broken": first_broken_link(actor.owner_id),
        "entries": access_entries(actor).count(),
    }
    return render(request, "audit/verdict.html", context)


audit_export = export_view(TRAIL)
