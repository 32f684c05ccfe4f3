"""The mentions explorer: the list with its filters, and one mention read beside it."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.lists import columns_shown, export_view, list_response, read_page, tally
from goodword.server.shell.navigation import brand_url

from .actions import do_correct_labels, do_undo_correction
from .evidence import EvidencePane
from .forms import labels_of
from .headline import headline
from .lists import MENTIONS
from .models import Mention
from .numbers import NUMBERS
from .queries import MOST_UNREAD, access_has_copies, access_unread
from .query_bar import bar, query_problem
from .reading import Neighbour, ReadingPane
from .rows import Rows, mention_url, rows_of
from .similar import access_similar
from .tabs import EXPLORER, TRENDS, address_of, filters_of, tabs

mention_export = export_view(MENTIONS)


@brand_view(Right.MENTIONS_READ, "GET")
def mention_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what people say, and beside it the mention that is open."""
    page = read_page(MENTIONS, request, actor)
    opened = _opened(request)
    pane = ReadingPane(actor, opened, page.selection.search) if opened and not page.problems else None
    return list_response(
        request, actor, page, "listening/mentions.html",
        sentence=_("What people say, where they say it, and what hurts."),
        rows=rows_of(page, opened), headline=headline(page), pane=pane, shown=page.column_names,
        import_url=_import_url(actor), tabs=tabs(actor, EXPLORER, filters_of(page)),
        unread=access_unread(actor), most_unread=MOST_UNREAD, has_copies=access_has_copies(actor), **bar(page),
    )  # fmt: skip


@brand_view(Right.MENTIONS_READ, "GET")
def mention_count(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how many mentions a query finds while it is typed, or what is wrong with it; a good one refreshes the list."""
    page, _rows = tally(MENTIONS, actor, request.GET, path=_asking_page(request, actor), also=("by", "split"))
    response = render(request, "listening/query_state.html", {"page": page, "problem": query_problem(page)})
    if not page.problems:
        response.headers["HX-Trigger"] = "query:ready"
    return response


@brand_view(Right.MENTIONS_READ, "GET")
def mention_number(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Show how a number above the list was made."""
    if key not in NUMBERS:
        raise Http404(_("There is no such number."))
    page, _rows = tally(MENTIONS, actor, request.GET, path=request.path)
    number = NUMBERS[key](page)
    template = "components/number_card.html" if _is_part(request) else "console/number.html"
    return render(request, template, {"number": number})


@brand_view(Right.MENTIONS_READ, "GET")
def mention_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show one mention: as the pane beside the list, or as a page of its own."""
    pane = ReadingPane(actor, pk, request.GET.get("q", "")[:500])
    template = "listening/reading.html" if _is_part(request) else "listening/mention.html"
    return render(request, template, {"pane": pane})


@brand_view(Right.MENTIONS_READ, "GET")
def mention_evidence(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show a mention's text with what its labels are read from: part of the pane, fetched after it."""
    pane = EvidencePane(actor, pk, request.GET.get("q", "")[:500])
    return render(request, "listening/evidence.html", {"pane": pane})


@brand_view(Right.MENTIONS_READ, "GET")
def mention_similar(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show the mentions that are most like one: part of the pane, fetched when somebody asks."""
    found = [
        Neighbour(each.mention, mention_url(actor.brand_slug, each.mention.pk), each.shared)
        for each in access_similar(actor, pk)
    ]
    return render(request, "listening/similar.html", {"similar": found})


@brand_view(Right.MENTIONS_WRITE, "POST")
def mention_labels(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Put a mention's labels right."""
    mention, token = do_correct_labels(actor, pk, labels_of(request.POST))
    undo = (
        reverse("mention-undo", kwargs={"brand": actor.brand_slug, "pk": pk})
        + "?"
        + urlencode({"token": token})
    )
    if not _is_part(request):
        messages.success(request, _("Label changed."))
        return redirect("mention-detail", brand=actor.brand_slug, pk=pk)
    response = _pane_and_row(request, actor, mention)
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": _("Label changed."), "undo": undo}})
    return response


@brand_view(Right.MENTIONS_WRITE, "POST")
def mention_undo(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Take the last correction back."""
    do_undo_correction(actor, pk, request.GET.get("token", ""))
    messages.success(request, _("The label is as it was before."))
    if _is_part(request):
        return HttpResponse(status=204)
    return redirect("mention-detail", brand=actor.brand_slug, pk=pk)


def _pane_and_row(request: HttpRequest, actor: Actor, mention: Mention) -> HttpResponse:
    search = request.POST.get("q", "")[:500]
    pane = ReadingPane(actor, mention.pk, search, opened="aspects" if "aspects" in request.POST else "")
    row = Rows(actor, search, [pane.mention]).row(
        pane.mention, request.POST.get("list_url", ""), is_open=True
    )
    context = {"pane": pane, "row": row, "is_update": True, "shown": columns_shown(MENTIONS, actor)}
    return render(request, "listening/corrected.html", context)


def _asking_page(request: HttpRequest, actor: Actor) -> str:
    """Return the address of the page whose query is typed: the trends have the explorer's bar, too."""
    htmx = getattr(request, "htmx", None)
    trends = address_of(actor, TRENDS)
    return trends if htmx and trends in (htmx.current_url or "") else address_of(actor, EXPLORER)


def _import_url(actor: Actor) -> str:
    """Where mentions are brought in, for those who may."""
    return brand_url("import-list", actor.brand_slug) if actor.may(Right.IMPORTS_RUN) else ""


def _opened(request: HttpRequest) -> int | None:
    text = request.GET.get("mention", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404(_("There is no such mention of this brand."))
    return int(text)


def _is_part(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.history_restore_request)
