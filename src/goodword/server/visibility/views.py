"""The pages of search visibility."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.layouts import layout_of

from . import actions, charts
from .coverage import do_gather_questions
from .forms import HostForm, ImportForm, PageForm, QuestionForm
from .models import Owner, Valence
from .numbers import figures
from .pages import CoveragePage, ResultsPage
from .queries import access_history


@brand_view(Right.MENTIONS_READ, "GET")
def visibility(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show where the brand stands in search results, and what page one says."""
    return render(request, "visibility/results.html", {"page": ResultsPage(actor), "host_form": HostForm()})


@brand_view(Right.MENTIONS_READ, "GET")
def visibility_history(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how a keyword went at an engine and a place; without one, the first there is."""
    keyword, engine, place = (request.GET.get(name, "") for name in ("keyword", "engine", "place"))
    if not (keyword.isascii() and keyword.isdecimal() and len(keyword) < 19):
        return redirect("visibility", brand=actor.brand_slug)
    history = access_history(actor, int(keyword), engine, place)
    last = next((reading for reading, rank in reversed(history) if rank), None)
    context = {
        "history": list(reversed(history))[:60],
        "chart": charts.rank_history(history),
        "first": history[0][0],
        "last": last,
        "hits": last.hits.all() if last else [],
        "may_write": actor.may(Right.MENTIONS_WRITE),
        "owners": Owner.choices,
        "valences": Valence.choices,
        "here": request.GET.urlencode(),
    }
    return render(request, "visibility/history.html", context)


@brand_view(Right.MENTIONS_READ, "GET")
def visibility_number(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how a number was made."""
    number = figures(actor).get(request.GET.get("figure", "own"))
    if number is None:
        raise Http404(_("There is no such number."))
    template = "console/number.html" if layout_of(request) == "base.html" else "components/number_card.html"
    return render(request, template, {"number": number})


@brand_view(Right.MENTIONS_WRITE, "GET", "POST")
def visibility_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a file of search results."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            done = actions.do_import_readings(actor, upload.name or "", upload.read())
        except GoodwordError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _said(done))
            return redirect("visibility", brand=actor.brand_slug)
    status = 400 if request.method == "POST" else 200
    return render(request, "visibility/import.html", {"form": form}, status=status)


@brand_view(Right.MENTIONS_WRITE, "POST")
def hit_correct(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Say whose a result is, or what it says."""
    _tried(request, lambda: actions.do_correct_hit(
        actor, pk, owner=request.POST.get("owner", ""), valence=request.POST.get("valence", "")
    ), _("Saved."))  # fmt: skip
    back = redirect("visibility-history", brand=actor.brand_slug)
    back["Location"] += f"?{request.POST.get('here', '')[:400]}"
    return back


@brand_view(Right.MENTIONS_WRITE, "POST")
def host_name(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say whose a place on the web is."""
    given = request.POST
    _tried(
        request,
        lambda: actions.do_name_host(actor, given.get("host", ""), given.get("owner", "")),
        _("Saved."),
    )
    return redirect("visibility", brand=actor.brand_slug)


@brand_view(Right.MENTIONS_READ, "GET")
def coverage(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show which questions official pages answer, and what is to be written."""
    context = {"page": CoveragePage(actor), "page_form": PageForm(), "question_form": QuestionForm()}
    return render(request, "visibility/coverage.html", context)


@brand_view(Right.MENTIONS_WRITE, "POST")
def coverage_gather(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Gather what people ask."""
    n = do_gather_questions(actor)
    messages.success(request, ngettext("%(n)d new question.", "%(n)d new questions.", n) % {"n": n})
    return redirect("coverage", brand=actor.brand_slug)


@brand_view(Right.MENTIONS_WRITE, "POST")
def question_add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a question."""
    _tried(request, lambda: actions.do_add_question(actor, request.POST.get("text", "")), _("Saved."))
    return redirect("coverage", brand=actor.brand_slug)


@brand_view(Right.MENTIONS_WRITE, "POST")
def question_aside(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Set a question aside, or take it back."""
    actions.do_set_aside(actor, pk, aside="back" not in request.POST)
    return redirect("coverage", brand=actor.brand_slug)


@brand_view(Right.MENTIONS_WRITE, "POST")
def official_add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add an official page with what it answers."""
    answers = [int(text) for text in request.POST.getlist("answers") if text.isascii() and text.isdecimal()][
        :500
    ]
    url, title = request.POST.get("url", ""), request.POST.get("title", "")
    _tried(request, lambda: actions.do_add_page(actor, url, title, answers), _("Saved."))
    return redirect("coverage", brand=actor.brand_slug)


@brand_view(Right.MENTIONS_WRITE, "POST")
def official_remove(_request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Take an official page out."""
    actions.do_remove_page(actor, pk)
    return redirect("coverage", brand=actor.brand_slug)


@brand_view(Right.MENTIONS_WRITE, "POST")
def task_change(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Say who writes a missing page, and whether it is written."""
    actions.do_change_task(actor, pk, owner=request.POST.get("owner", ""), done="done" in request.POST)
    return redirect("coverage", brand=actor.brand_slug)


def _tried(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do something and say how it went."""
    try:
        act()
    except GoodwordError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


def _said(done: actions.Imported) -> str:
    readings = done.readings
    told = [ngettext("%(n)d new reading.", "%(n)d new readings.", readings.new) % {"n": readings.new}]
    if readings.unread:
        told.append(
            ngettext("%(n)d says nothing.", "%(n)d say nothing.", readings.unread) % {"n": readings.unread}
        )
    if readings.already:
        told.append(
            ngettext("%(n)d was there already.", "%(n)d were there already.", readings.already)
            % {"n": readings.already}
        )
    if done.questions:
        told.append(
            ngettext("%(n)d new question.", "%(n)d new questions.", done.questions) % {"n": done.questions}
        )
    return " ".join(told)
