"""The pages of the saved queries."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError, InputError
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.layouts import layout_of
from goodword.server.shell.lists import export_view, list_response, read_page
from goodword.server.shell.numbers import Number

from ..query_problems import UnreadableQueryError
from ..tabs import QUERIES as HERE
from ..tabs import tabs
from . import numbers
from .actions import (
    do_change_query,
    do_describe_query,
    do_judge,
    do_retire_query,
    do_save_query,
    do_take_back_judgement,
)
from .comparison import access_comparison
from .dry_run import DryRun, access_dry_run
from .forms import ChangeForm, DescribeForm, QueryForm
from .judging import Assistant, do_exclude
from .lists import QUERIES
from .queries import access_saved_query, access_version, access_versions

query_export = export_view(QUERIES)


@brand_view(Right.MENTIONS_READ, "GET")
def query_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the saved queries."""
    return list_response(
        request, actor, read_page(QUERIES, request, actor), "listening/queries.html",
        sentence=_("What the brand, its competitors and its topics are asked for by."),
        tabs=tabs(actor, HERE), may_write=actor.may(Right.MENTIONS_WRITE),
    )  # fmt: skip


@brand_view(Right.MENTIONS_WRITE, "GET", "POST")
def query_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Try a query on what was collected so far, and save it."""
    given = _given(request)
    form = QueryForm(given) if given else QueryForm(initial=request.GET.dict())
    tried = _tried(actor, given.get("source", "") if given else request.GET.get("source", ""))
    if given and "save" in given and form.is_valid() and "problem" not in tried:
        try:
            query = do_save_query(actor, **form.cleaned_data)
        except GoodwordError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The query is saved."))
            return redirect("query-detail", brand=actor.brand_slug, pk=query.pk)
    if given and "save" not in given:
        form = QueryForm(initial=given)
    is_wrong = bool(given and "save" in given)
    return render(
        request, "listening/query_new.html", {"form": form, **tried}, status=400 if is_wrong else 200
    )


@brand_view(Right.MENTIONS_READ, "GET")
def query_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show what a saved query finds, its versions, and how it may be changed."""
    return _detail(request, actor, pk)


@brand_view(Right.MENTIONS_WRITE, "POST")
def query_change(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Try another text for a query, or make it the new version."""
    given = _given(request)
    tried, form = _tried(actor, given.get("source", "")), ChangeForm(given)
    if "save" not in given or not form.is_valid() or "problem" in tried:
        return _detail(request, actor, pk, changed=given.get("source", ""), note=given.get("note", ""))
    try:
        do_change_query(actor, pk, **form.cleaned_data)
    except GoodwordError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved as a new version."))
    return redirect("query-detail", brand=actor.brand_slug, pk=pk)


@brand_view(Right.MENTIONS_WRITE, "POST")
def query_describe(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Give a query another name, kind or colour."""
    form = DescribeForm(request.POST)
    try:
        if form.is_valid():
            do_describe_query(actor, pk, **form.cleaned_data)
        else:
            messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    except GoodwordError as error:
        messages.error(request, str(error))
    return redirect("query-detail", brand=actor.brand_slug, pk=pk)


@brand_view(Right.MENTIONS_WRITE, "POST")
def query_retire(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Put a query away, or take it out again."""
    query = do_retire_query(actor, pk, retired="back" not in request.POST)
    said = _("“%(name)s” is put away.") if query.retired else _("“%(name)s” is on offer again.")
    messages.success(request, said % {"name": query.name})
    return redirect("query-detail", brand=actor.brand_slug, pk=pk)


@brand_view(Right.MENTIONS_READ, "GET")
def query_compare(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show which texts came in and which fell out between two versions."""
    query = access_saved_query(actor, pk)
    after = _number(request.GET.get("after"), query.version)
    before = _number(request.GET.get("before"), max(1, after - 1))
    one, other = (access_version(actor, query, number) for number in (before, after))
    context = {"query": query, "one": one, "other": other, "versions": access_versions(actor, query)}
    try:
        context["comparison"] = access_comparison(actor, one.source, other.source)
    except UnreadableQueryError as error:
        context["problem"] = error.sentence
    return render(request, "listening/query_compare.html", context)


@brand_view(Right.MENTIONS_READ, "GET")
def query_assistant(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show a sample to be judged, the precision it gives, and what to exclude."""
    return _assistant(request, actor, pk)


@brand_view(Right.MENTIONS_WRITE, "POST")
def query_judge(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Say whether a text is meant, or take the last answer back."""
    if "back" in request.POST:
        do_take_back_judgement(actor, pk)
    else:
        mention = _number(request.POST.get("mention"), 0)
        if not mention:
            raise InputError(_("Say which text is judged."))
        do_judge(actor, pk, mention, relevant=request.POST.get("relevant") == "yes")
    if getattr(request, "htmx", None):
        return _assistant(request, actor, pk)
    return redirect("query-assistant", brand=actor.brand_slug, pk=pk)


@brand_view(Right.MENTIONS_WRITE, "POST")
def query_exclude(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Exclude terms as a new version."""
    try:
        query = do_exclude(actor, pk, request.POST.getlist("term"))
    except GoodwordError as error:
        messages.error(request, str(error))
        return redirect("query-assistant", brand=actor.brand_slug, pk=pk)
    messages.success(request, _("Saved as version %(n)d.") % {"n": query.version})
    return redirect("query-detail", brand=actor.brand_slug, pk=pk)


@brand_view(Right.MENTIONS_READ, "GET")
def query_number(request: HttpRequest, actor: Actor, figure: str) -> HttpResponse:
    """Show how a number about a query was made."""
    template = "console/number.html" if layout_of(request) == "base.html" else "components/number_card.html"
    return render(request, template, {"number": _figure(actor, figure, request)})


def _given(request: HttpRequest) -> dict[str, str]:
    """Return what a form sent, the proposal in the place of the query where it was chosen."""
    given = {name: str(value) for name, value in request.POST.items()}
    return given | {"source": given["fix"]} if "fix" in given else given


def _figure(actor: Actor, figure: str, request: HttpRequest) -> Number:
    if figure == "precision":
        query = access_saved_query(actor, _number(request.GET.get("query"), 0))
        return numbers.precision(actor, Assistant(actor, query))
    if figure not in numbers.FIGURES:
        raise Http404(_("There is no such number."))
    run = access_dry_run(actor, request.GET.get("q", ""))
    return numbers.matches(actor, run) if figure == "matches" else numbers.copies(actor, run)


def _detail(
    request: HttpRequest, actor: Actor, pk: int, changed: str | None = None, note: str = ""
) -> HttpResponse:
    query = access_saved_query(actor, pk)
    source = query.source if changed is None else changed
    context = {
        "query": query,
        "versions": access_versions(actor, query),
        "precision": numbers.precision(actor, Assistant(actor, query)),
        "may_write": actor.may(Right.MENTIONS_WRITE),
        "change": ChangeForm(initial={"source": source, "note": note}),
        "describe": DescribeForm(
            initial={"name": query.name, "kind": query.kind, "colour": query.colour}, auto_id="own-%s"
        ),
        "is_tried": changed is not None,
        **_tried(actor, source),
    }
    return render(
        request,
        "listening/query_detail.html",
        context,
        status=400 if "problem" in context and changed else 200,
    )


def _assistant(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    query = access_saved_query(actor, pk)
    assistant = Assistant(actor, query)
    context = {"query": query, "assistant": assistant, "precision": numbers.precision(actor, assistant)}
    is_part = layout_of(request) != "base.html"
    return render(request, f"listening/{'query_judging' if is_part else 'query_assistant'}.html", context)


def _tried(actor: Actor, source: str) -> dict[str, Any]:
    """Return what a query finds as a page shows it, or what is wrong with it; nothing of no query."""
    if not source.strip():
        return {}
    try:
        run: DryRun = access_dry_run(actor, source)
    except UnreadableQueryError as error:
        at = error.column - 1
        echo = {
            "before": source[:at],
            "mark": source[at : at + 1].strip() or "\u2007",
            "after": source[at + 1 :],
        }
        return {"problem": {"sentence": error.sentence, "fix": error.fix, **echo}}
    return {"run": run, "numbers": [numbers.matches(actor, run), numbers.copies(actor, run)]}


def _number(text: str | None, otherwise: int) -> int:
    given = text or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else otherwise
