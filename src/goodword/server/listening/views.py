"""The mentions explorer: the list with its filters, and one mention read beside it."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.lists import columns_shown, export_view, list_response, read_page
from goodword.server.shell.navigation import brand_url

from .actions import do_correct_labels, do_undo_correction
from .forms import labels_of
from .headline import NUMBERS, headline
from .highlights import words_to_mark
from .lists import MENTIONS
from .models import Mention
from .reading import ReadingPane
from .rows import row_of, rows_of

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
        import_url=_import_url(actor),
    )  # fmt: skip


@brand_view(Right.MENTIONS_READ, "GET")
def mention_number(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Show how a number above the list was made."""
    if key not in NUMBERS:
        raise Http404(_("There is no such number."))
    number = NUMBERS[key](read_page(MENTIONS, request, actor))
    template = "components/number_card.html" if _is_part(request) else "console/number.html"
    return render(request, template, {"number": number})


@brand_view(Right.MENTIONS_READ, "GET")
def mention_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show one mention: as the pane beside the list, or as a page of its own."""
    pane = ReadingPane(actor, pk, request.GET.get("q", "")[:500])
    template = "listening/reading.html" if _is_part(request) else "listening/mention.html"
    return render(request, template, {"pane": pane})


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
    list_url = request.POST.get("list_url", "")
    row = row_of(actor.brand_slug, mention, words_to_mark(search), search, list_url, mention.pk)
    context = {
        "pane": ReadingPane(actor, mention.pk, search),
        "row": row,
        "is_update": True,
        "shown": columns_shown(MENTIONS, actor),
    }
    return render(request, "listening/corrected.html", context)


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
