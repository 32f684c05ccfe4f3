"""The integration page: connect the website, report from the server, watch it arrive."""

from collections.abc import Callable
from hashlib import blake2b

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view

from .integration_page import IntegrationPage
from .site_actions import do_add_hosts, do_remove_host, do_rotate_key, do_stop_key


@brand_view(Right.EVENTS_READ, "GET")
def integration(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how to connect a website, how far that is, and what comes in."""
    return render(request, "tracking/integration.html", {"page": IntegrationPage(actor, request)})


@brand_view(Right.EVENTS_READ, "GET")
def integration_live(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send what came in just now, and nothing if that is what the asker has already."""
    page = IntegrationPage(actor, request)
    text = render_to_string("tracking/integration_live.html", {"page": page}, request)
    digest = blake2b(text.encode(), digest_size=12).hexdigest()
    known = request.GET.get("seen") == digest
    response = HttpResponse(status=204) if known else HttpResponse(text)
    response.headers["X-Live"] = digest
    response.headers["Cache-Control"] = "no-store"
    return response


@brand_view(Right.BRAND_MANAGE, "POST")
def site_hosts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Let pages on a host report, or (`remove`) no longer."""
    if host := request.POST.get("remove", ""):
        return _done(request, actor, lambda: do_remove_host(actor, host), _("Removed."))
    given = request.POST.get("host", "")
    return _done(request, actor, lambda: do_add_hosts(actor, [given]), _("Added."))


@brand_view(Right.BRAND_MANAGE, "POST")
def site_rotate(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a new key."""
    said = _("This is the new key. The old one keeps working for seven days: change your pages until then.")
    return _done(request, actor, lambda: do_rotate_key(actor), said)


@brand_view(Right.BRAND_MANAGE, "POST")
def site_stop(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Stop an old key now."""
    key = request.POST.get("key", "")
    return _done(request, actor, lambda: do_stop_key(actor, key), _("The old key no longer works."))


def _done(request: HttpRequest, actor: Actor, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except GoodwordError as error:
        messages.error(request, str(error))
    return redirect("integration", brand=actor.brand_slug)
