"""The cascades explorer: all of them, and one as a tree that grows."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, access_own_brand, brand_view
from goodword.server.audit.facade import record
from goodword.server.shell.layouts import layout_of

from .cascade_files import TABLE_ROWS, drawing, table, tree_csv, words
from .cascade_pages import CascadeListPage, CascadePage
from .cascade_reading import access_tree


@brand_view(Right.EVENTS_READ, "GET")
def cascade_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the cascades, the greatest first."""
    page = CascadeListPage(actor, request.GET)
    status = 400 if page.problems else 200
    return render(request, "measuring/cascades.html", {"page": page, "tabs": page.tabs}, status=status)


@brand_view(Right.EVENTS_READ, "GET")
def cascade_list_export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand out the list as CSV."""
    return csv_answer(actor, "cascades", CascadeListPage(actor, request.GET).csv, request)


@brand_view(Right.EVENTS_READ, "GET")
def cascade(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one cascade: its numbers, its tree through time, its people."""
    if not _root(request):
        return redirect("cascade-list", brand=actor.brand_slug)
    page = CascadePage(actor, _root(request))
    rows = table(actor, page.tree)
    context = {
        "page": page,
        "rows": rows,
        "more": len(page.tree.people) - len(rows),
        "shown": TABLE_ROWS,
        "words": json.dumps(words(), ensure_ascii=False),
    }
    return render(request, "measuring/cascade.html", context)


@brand_view(Right.EVENTS_READ, "GET")
def cascade_data(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand out what the picture is drawn from."""
    if not _root(request):
        return redirect("cascade-list", brand=actor.brand_slug)
    data = json.dumps(
        drawing(actor, access_tree(actor, _root(request))), ensure_ascii=False, separators=(",", ":")
    )
    return HttpResponse(data, content_type="application/json", headers={"Cache-Control": "no-store"})


@brand_view(Right.EVENTS_READ, "GET")
def cascade_export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand out the people of a cascade as CSV."""
    if not _root(request):
        return redirect("cascade-list", brand=actor.brand_slug)
    return csv_answer(actor, "cascade", tree_csv(actor, access_tree(actor, _root(request))), request)


@brand_view(Right.EVENTS_READ, "GET")
def cascade_number(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how a number was made."""
    root = _root(request)
    numbers = CascadePage(actor, root).numbers if root else CascadeListPage(actor, request.GET).named_numbers
    number = numbers.get(request.GET.get("figure", "size" if root else "count"))
    if number is None:
        raise Http404(_("There is no such number."))
    template = "console/number.html" if layout_of(request) == "base.html" else "components/number_card.html"
    return render(request, template, {"number": number})


def csv_answer(actor: Actor, name: str, text: str, request: HttpRequest) -> HttpResponse:
    """Return CSV as a file a spreadsheet opens; who took which people with them stands in the trail."""
    after = {"file": name, "query": request.GET.urlencode()[:2000]}
    record(actor, f"{name}.export", access_own_brand(actor), after=after)
    headers = {"Content-Disposition": f'attachment; filename="{actor.brand_slug}-{name}.csv"'}
    headers["Cache-Control"] = "no-store"
    return HttpResponse(f"\ufeff{text}", content_type="text/csv; charset=utf-8", headers=headers)


def _root(request: HttpRequest) -> str:
    return request.GET.get("root", "")[:255]
