"""Pages of the shell itself: the stations to come, and the page that shows every component."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, View, brand_view, public_view, signed_in_view

from .showroom import lift, showroom
from .stations import STATIONS


@brand_view(Right.BRAND_READ)
def station(request: HttpRequest, actor: Actor, station: str) -> HttpResponse:  # noqa: ARG001
    """Say what a station that is not built yet will do."""
    if station not in STATIONS:
        raise Http404(_("The loop has no such station."))
    return render(request, "console/station.html", {"station": STATIONS[station]})


def _for_builders(view: View) -> View:
    """Open to everybody while developing, to those who are signed in otherwise."""
    return (public_view() if settings.DEBUG else signed_in_view())(view)


@_for_builders
def style(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "console/style.html", showroom())


@_for_builders
def style_number(request: HttpRequest) -> HttpResponse:
    """Show the card of an invented number."""
    template = "components/number_card.html" if request.headers.get("HX-Request") else "console/number.html"
    return render(request, template, {"number": lift()})
