"""The pages of the sources: all of them, one of them, and what is missing."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.lists import export_view, list_response, read_page
from goodword.server.shell.navigation import brand_url

from .actions import do_change_source, do_collect_now, do_pause_source, do_resume_source
from .forms import NameForm, SettingsForm
from .kinds import kind_of, said
from .lists import GAPS, SOURCES
from .models import Source
from .pages import SourcePage
from .queries import access_gaps, access_source
from .tabs import MISSING, READ, tabs

source_export = export_view(SOURCES)
gap_export = export_view(GAPS)


@brand_view(Right.MENTIONS_READ, "GET")
def source_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show where mentions come from, and how each source is."""
    return list_response(
        request,
        actor,
        read_page(SOURCES, request, actor),
        "collecting/list.html",
        sentence=_("Where mentions are collected, how each source is, and what it missed."),
        new_url=brand_url("source-new", actor.brand_slug) if actor.may(Right.SOURCES_MANAGE) else "",
        tabs=tabs(actor, READ),
    )


@brand_view(Right.MENTIONS_READ, "GET")
def gap_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show every stretch of time that is, or was, incomplete."""
    return list_response(
        request,
        actor,
        read_page(GAPS, request, actor),
        "collecting/gaps.html",
        sentence=_("Every stretch of time a source could not show in full, and why."),
        tabs=tabs(actor, MISSING),
    )


@brand_view(Right.MENTIONS_READ, "GET")
def gap_notice(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show in a banner what is missing of the last days: part of the pages about mentions, fetched after them."""
    now = timezone.now()
    gaps = [gap for gap in access_gaps(actor, now - timedelta(days=7), now) if gap.state != "filled"]
    return render(request, "collecting/notice.html", {"gaps": gaps[::-1], "actor": actor})


@brand_view(Right.MENTIONS_READ, "GET")
def source_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show one source: how it is, its runs, what it missed, its settings."""
    source = access_source(actor, pk)
    return render(request, "collecting/detail.html", {"page": SourcePage(actor, source)})


@brand_view(Right.SOURCES_MANAGE, "GET", "POST")
def source_settings(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Change a source's name, pace and settings."""
    source = access_source(actor, pk)
    spec = kind_of(source.kind)
    posted = request.POST if request.method == "POST" else None
    named, settings = NameForm(source, posted), SettingsForm(spec, posted, source=source)
    if posted is not None and named.is_valid() and settings.is_valid():
        given = named.cleaned_data
        try:
            do_change_source(
                actor,
                source,
                name=given["name"],
                values=settings.values(),
                every=given["every"],
                price=given["price"],
            )
            messages.success(request, _("Saved."))
            return redirect("source-detail", brand=actor.brand_slug, pk=pk)
        except GoodwordError as error:
            settings.add_error(None, str(error))
    context = {"source": source, "title": said(spec, "title"), "named": named, "settings": settings}
    return render(request, "collecting/settings.html", context, status=400 if posted is not None else 200)


@brand_view(Right.SOURCES_MANAGE, "POST")
def source_collect(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Read a source now."""
    return _do(request, actor, pk, do_collect_now, _("It is being read; what comes is here in a moment."))


@brand_view(Right.SOURCES_MANAGE, "POST")
def source_pause(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Stop collecting."""
    return _do(request, actor, pk, do_pause_source, _("Paused. What comes meanwhile is noted as missing."))


@brand_view(Right.SOURCES_MANAGE, "POST")
def source_resume(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Go on collecting."""
    return _do(request, actor, pk, do_resume_source, _("It goes on where it was left."))


def _do(
    request: HttpRequest, actor: Actor, pk: int, what: Callable[[Actor, Source], object], done: str
) -> HttpResponse:
    try:
        what(actor, access_source(actor, pk))
        messages.success(request, done)
    except GoodwordError as error:
        messages.error(request, str(error))
    return redirect("source-detail", brand=actor.brand_slug, pk=pk)
