"""The page of a brand's own words: causes and aspects named, added, merged, put away, and all of it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.listening.facade import (
    CAUSE,
    do_add_term,
    do_merge_terms,
    do_rename_term,
    do_retire_term,
    do_unmerge_term,
)
from goodword.server.shell.layouts import layout_of

from .forms import WordForm
from .words import WordsPage


@brand_view(Right.MENTIONS_READ, "GET")
def word_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the causes or the aspects of the brand."""
    page = WordsPage(actor, request.GET.get("kind", CAUSE))
    return _list(request, page, WordForm(page.kind, auto_id="new-%s"))


@brand_view(Right.MODEL_MANAGE, "POST")
def word_add(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """Add a cause or an aspect."""
    page = WordsPage(actor, kind)
    form = WordForm(kind, request.POST, auto_id="new-%s")
    if form.is_valid():
        try:
            do_add_term(actor, kind, **form.words)
        except GoodwordError as error:
            form.add_error(None, str(error))
    if form.errors:
        return _list(request, page, form, status=400)
    messages.success(request, _("It is on offer from now on."))
    return _back(request, page)


@brand_view(Right.MENTIONS_READ, "GET")
def word_detail(request: HttpRequest, actor: Actor, kind: str, term: str) -> HttpResponse:
    """Show one word with what may be changed."""
    page = WordsPage(actor, kind)
    return _detail(request, page, term, WordForm(kind, term=page.find(term)))


@brand_view(Right.MODEL_MANAGE, "POST")
def word_rename(request: HttpRequest, actor: Actor, kind: str, term: str) -> HttpResponse:
    """Give a word other names, and an aspect other cue words."""
    page = WordsPage(actor, kind)
    form = WordForm(kind, request.POST)
    if form.is_valid():
        try:
            do_rename_term(actor, kind, term, **form.words)
        except GoodwordError as error:
            form.add_error(None, str(error))
    if form.errors:
        return _detail(request, page, term, form, status=400)
    messages.success(request, _("It is called so from now on, wherever it was given."))
    return _back(request, page)


@brand_view(Right.MODEL_MANAGE, "GET")
def word_merge_preview(request: HttpRequest, actor: Actor, kind: str, term: str) -> HttpResponse:
    """Show what a merge would move."""
    page, into = WordsPage(actor, kind), request.GET.get("into", "")
    merge = page.merge(term, into) if into else None
    return render(request, "understanding/merge.html", {"merge": merge})


@brand_view(Right.MODEL_MANAGE, "POST")
def word_merge(request: HttpRequest, actor: Actor, kind: str, term: str) -> HttpResponse:
    """Let one word mean another one from now on."""
    page, into = WordsPage(actor, kind), request.POST.get("into", "")
    try:
        do_merge_terms(actor, kind, term, into)
    except GoodwordError as error:
        messages.error(request, str(error))
        return redirect("word-detail", brand=actor.brand_slug, kind=kind, term=term)
    places = {"first": page.find(term).name, "second": page.find(into).name}
    undo = reverse("word-unmerge", kwargs={"brand": actor.brand_slug, "kind": kind, "term": term})
    messages.success(request, _("“%(first)s” means “%(second)s” from now on.") % places, extra_tags=undo)
    return _back(request, page)


@brand_view(Right.MODEL_MANAGE, "POST")
def word_unmerge(request: HttpRequest, actor: Actor, kind: str, term: str) -> HttpResponse:
    """Take a merge back."""
    page = WordsPage(actor, kind)
    do_unmerge_term(actor, kind, term)
    messages.success(request, _("“%(name)s” stands for itself again.") % {"name": page.find(term).name})
    return _back(request, page)


@brand_view(Right.MODEL_MANAGE, "POST")
def word_retire(request: HttpRequest, actor: Actor, kind: str, term: str) -> HttpResponse:
    """Put a word away, or take it out again."""
    page, retired = WordsPage(actor, kind), "back" not in request.POST
    name = page.find(term).name
    try:
        do_retire_term(actor, kind, term, retired=retired)
    except GoodwordError as error:
        messages.error(request, str(error))
        return redirect("word-detail", brand=actor.brand_slug, kind=kind, term=term)
    said = _("“%(name)s” is put away.") if retired else _("“%(name)s” is on offer again.")
    messages.success(request, said % {"name": name})
    return _back(request, page)


def _list(request: HttpRequest, page: WordsPage, form: WordForm, *, status: int = 200) -> HttpResponse:
    return render(request, "understanding/words.html", {"page": page, "form": form}, status=status)


def _detail(
    request: HttpRequest, page: WordsPage, key: str, form: WordForm, *, status: int = 200
) -> HttpResponse:
    term = page.find(key)
    context = {
        "layout": layout_of(request),
        "page": page,
        "word": page.word(term),
        "targets": page.targets(term) if page.may_manage else [],
        "form": form,
    }
    return render(request, "understanding/word.html", context, status=status)


def _back(request: HttpRequest, page: WordsPage) -> HttpResponse:
    """Show the list again; an undo from a notice reloads the page by itself."""
    if getattr(request, "htmx", None):
        return HttpResponse(status=204)
    url = reverse("word-list", kwargs={"brand": page.actor.brand_slug})
    return redirect(f"{url}?kind={page.kind}")
