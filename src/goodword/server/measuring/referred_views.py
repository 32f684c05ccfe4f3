"""Referred customers beside others."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.layouts import layout_of

from .referred_pages import ReferredPage


@brand_view(Right.EVENTS_READ, "GET")
def referred(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show whether referred customers do better than others of the same months."""
    page = ReferredPage(actor, request.GET)
    status = 400 if page.problem or page.window.problem else 200
    return render(request, "measuring/referred.html", {"page": page}, status=status)


@brand_view(Right.EVENTS_READ, "GET")
def referred_number(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how a number was made."""
    number = ReferredPage(actor, request.GET).numbers.get(request.GET.get("figure", "active"))
    if number is None:
        raise Http404(_("There is no such number."))
    template = "console/number.html" if layout_of(request) == "base.html" else "components/number_card.html"
    return render(request, template, {"number": number})
