"""Home, the cards behind its numbers, and the end of the sample."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.server import workspace
from goodword.server.accounts.facade import Actor, Right, access_own_brand, brand_view

from . import home
from .next_actions import next_actions
from .numbers import NUMBERS
from .snapshot import access_snapshot

_CARD_RIGHTS = {
    "people": Right.PEOPLE_READ,
    "active_talkers": Right.PEOPLE_READ,
    "answers": Right.SURVEYS_READ,
}


@brand_view(Right.BRAND_READ)
def home_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the loop with its numbers, what changed and what to do next."""
    request.session["last_brand"] = actor.brand_slug
    data = access_snapshot(actor, timezone.now())
    context = {
        "stations": home.stations(data, actor),
        "shifts": home.shifts(data, actor),
        "next_actions": next_actions(data, actor, access_own_brand(actor))[:6],
        "weeks": home.sentiment_by_week(data),
        "funnel": home.funnel(data),
    }
    return render(request, "insights/home.html", context)


@brand_view(Right.BRAND_READ)
def number_card(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Show how a number was made."""
    if key not in NUMBERS:
        raise Http404(_("There is no such number."))
    if key in _CARD_RIGHTS:
        actor.check(_CARD_RIGHTS[key])
    number = NUMBERS[key](access_snapshot(actor, timezone.now()))
    template = "components/number_card.html" if request.htmx else "insights/number.html"  # type: ignore[attr-defined]
    return render(request, template, {"number": number})


@brand_view(Right.BRAND_MANAGE, "POST")
def sample_remove(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Remove the sample data: the brand and all that belongs to it."""
    workspace.remove_brand(actor)
    messages.success(request, _("The sample data is removed. The command goodword demo makes it again."))
    return redirect("start")
