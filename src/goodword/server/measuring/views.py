"""The pages of Measure."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.layouts import layout_of

from .channels_page import ChannelsPage
from .growth_page import GrowthPage
from .pages import FunnelPage, MeasurePage, OverviewPage
from .value_page import ValuePage


@brand_view(Right.EVENTS_READ, "GET")
def measure(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what recommendation brought and what it cost."""
    return render(request, "measuring/overview.html", {"page": OverviewPage(actor, request.GET)})


@brand_view(Right.EVENTS_READ, "GET")
def funnel(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how many people came how far, and by which way."""
    page = FunnelPage(actor, request.GET)
    if request.GET.get("format") == "csv":
        return as_csv(page.csv, "funnel")
    return render(request, "measuring/funnel.html", {"page": page})


@brand_view(Right.EVENTS_READ, "GET")
def growth(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how many others a customer brings, and how soon."""
    return render(request, "measuring/growth.html", {"page": GrowthPage(actor, request.GET)})


@brand_view(Right.EVENTS_READ, "GET")
def channels(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show attributed, asked and incremental side by side."""
    page = ChannelsPage(actor, request.GET)
    if request.GET.get("format") == "csv":
        return as_csv(page.csv, "channels")
    return render(request, "measuring/channels.html", {"page": page})


@brand_view(Right.EVENTS_READ, "GET")
def value(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what mentions are worth, short and long."""
    return render(request, "measuring/value.html", {"page": ValuePage(actor, request.GET)})


@brand_view(Right.EVENTS_READ, "GET")
def number(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how a number was made."""
    figure = request.GET.get("figure", "seen")
    is_value = figure.startswith("value-")
    found = (
        ValuePage(actor, request.GET).number(figure.removeprefix("value-"))
        if is_value
        else MeasurePage(actor, request.GET).figures.get(figure)
    )
    if found is None:
        raise Http404(_("There is no such number."))
    template = "console/number.html" if layout_of(request) == "base.html" else "components/number_card.html"
    return render(request, template, {"number": found})


def as_csv(text: str, name: str) -> HttpResponse:
    """Return a table as a file."""
    answer = HttpResponse(f"\ufeff{text}", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
