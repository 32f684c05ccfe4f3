"""The pages of the alerts: all of them, one of them, and what is watched."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.lists import export_view, list_response, read_page

from .actions import do_acknowledge, do_begin, do_close, do_reopen
from .charts import access_chart
from .evidence import Evidence
from .lists import ALERTS
from .queries import access_alert, access_rules
from .tabs import ALERTS as HERE
from .tabs import tabs
from .tasks import ask_watch
from .watching import access_last_sight
from .words import clears, series_name, why

alert_export = export_view(ALERTS)


@brand_view(Right.MENTIONS_READ, "GET")
def alert_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what stood out in what people say."""
    return list_response(
        request, actor, read_page(ALERTS, request, actor), "alerting/list.html",
        sentence=_("What stood out in what people say, held against what is usual at that hour."),
        tabs=tabs(actor, HERE), rules=access_rules(actor), may_manage=actor.may(Right.SOURCES_MANAGE),
        sight=access_last_sight(actor),
    )  # fmt: skip


@brand_view(Right.MENTIONS_READ, "GET")
def alert_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show one alert: what stood out, the texts that made it, and what may be behind it."""
    alert = access_alert(actor, pk)
    context = {
        "alert": alert,
        "evidence": Evidence(actor, alert),
        "name": series_name(actor.brand_id, alert.series),
        "why": why(alert),
        "clears": clears(alert),
        "may_decide": actor.may(Right.MENTIONS_WRITE),
        "actor": actor,
    }
    return render(request, "alerting/detail.html", context)


@brand_view(Right.MENTIONS_READ, "GET")
def alert_chart(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show the hours around an alert: part of its page, fetched after it."""
    return render(request, "alerting/chart.html", {"picture": access_chart(actor, access_alert(actor, pk))})


@brand_view(Right.MENTIONS_WRITE, "POST")
def alert_decide(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Say that somebody is on it, or whether it was real or false; or take that back."""
    said = request.POST.get("said", "")
    if said == "acknowledged":
        do_acknowledge(actor, pk)
    elif said == "open":
        do_reopen(actor, pk)
    else:
        do_close(actor, pk, said)
    messages.success(request, _("Noted."))
    return redirect("alert-detail", brand=actor.brand_slug, pk=pk)


@brand_view(Right.SOURCES_MANAGE, "POST")
def alert_begin(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin to watch, with one rule for everything, and look at once."""
    rule = do_begin(actor)
    ask_watch(actor.brand_id)
    return redirect("rule-detail", brand=actor.brand_slug, pk=rule.pk)
