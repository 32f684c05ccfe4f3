"""The pages of top talkers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.layouts import layout_of

from .cascade_views import csv_answer
from .talkers_pages import TalkersPage


@brand_view(Right.PEOPLE_READ, "GET")
def downstream_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show whose recommendations brought most."""
    page = TalkersPage(actor, request.GET)
    status = 400 if page.problem or page.window.problem else 200
    return render(request, "measuring/talkers.html", {"page": page}, status=status)


@brand_view(Right.PEOPLE_READ, "GET")
def downstream_export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand out the list as CSV."""
    return csv_answer(actor, "top-talkers", TalkersPage(actor, request.GET).csv, request)


@brand_view(Right.PEOPLE_READ, "GET")
def downstream_number(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how a number was made."""
    number = TalkersPage(actor, request.GET).named_numbers.get(request.GET.get("figure", "talkers"))
    if number is None:
        raise Http404(_("There is no such number."))
    template = "console/number.html" if layout_of(request) == "base.html" else "components/number_card.html"
    return render(request, template, {"number": number})
