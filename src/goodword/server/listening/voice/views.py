"""The page of the share of voice."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.layouts import layout_of

from ..tabs import VOICE as HERE
from ..tabs import tabs
from .page import VoicePage, gap_sentences


@brand_view(Right.MENTIONS_READ, "GET")
def voice(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how much is said of the brand, against its competitors."""
    page = VoicePage(actor, request.GET)
    context = {"page": page, "tabs": tabs(actor, HERE), "gaps": gap_sentences(actor, page.first, page.last)}
    return render(request, "listening/voice.html", context)


@brand_view(Right.MENTIONS_READ, "GET")
def voice_number(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how a share was made."""
    page = VoicePage(actor, request.GET)
    number = page.number_of(request.GET.get("voice", "brand"), request.GET.get("value"))
    if number is None:
        raise Http404(_("There is no such number."))
    template = "console/number.html" if layout_of(request) == "base.html" else "components/number_card.html"
    return render(request, template, {"number": number})
