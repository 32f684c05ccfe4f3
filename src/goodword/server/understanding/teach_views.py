"""The queue in which people teach the model: one mention after the other, the next one fetched beforehand."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.navigation import brand_url

from .asking import access_queue
from .forms import labels_of
from .queries import access_learning
from .questions import Shown
from .teaching import Lesson
from .worth import Worth


@brand_view(Right.MENTIONS_WRITE, "GET")
def teach(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the question that waits, or draw new ones."""
    lesson = _lesson(request, actor)
    if not lesson.queue.asked or ("more" in request.GET and not lesson.queue.waiting):
        lesson.begin()
    return render(request, "understanding/teach.html", _stage(actor, lesson))


@brand_view(Right.MENTIONS_WRITE, "POST")
def teach_answer(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Take an answer."""
    return _go_on(request, actor, lambda lesson: lesson.answer(pk, labels_of(request.POST)))


@brand_view(Right.MENTIONS_WRITE, "POST")
def teach_skip(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Leave a question out."""
    return _go_on(request, actor, lambda lesson: lesson.skip(pk))


@brand_view(Right.MENTIONS_WRITE, "POST")
def teach_undo(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take the last answer back."""
    return _go_on(request, actor, Lesson.undo)


def _lesson(request: HttpRequest, actor: Actor) -> Lesson:
    def draw(asker: Actor, n: int) -> list[tuple[int, str]]:
        return [(each.mention.pk, str(each.reason)) for each in access_queue(asker, n)]

    return Lesson(actor, request.session, draw)


def _go_on(request: HttpRequest, actor: Actor, step: Callable[[Lesson], None]) -> HttpResponse:
    """Take a step and show what comes next; when it cannot be taken, show the page again with the reason."""
    lesson = _lesson(request, actor)
    htmx = getattr(request, "htmx", None)
    try:
        step(lesson)
    except GoodwordError as error:
        messages.error(request, str(error))
        return HttpResponse(status=204, headers={"HX-Refresh": "true"}) if htmx else _again(actor)
    if not htmx:
        return _again(actor)
    only_ahead = htmx.target == "teach-next"
    template = "understanding/teach_ahead.html" if only_ahead else "understanding/teach_stage.html"
    return render(request, template, _stage(actor, lesson))


def _stage(actor: Actor, lesson: Lesson) -> dict[str, object]:
    """Return the question that waits, the one after it, and when none does, what the answers were worth."""
    places = lesson.upcoming(2)
    return {
        "now": Shown(actor, lesson.queue, places[0]) if places else None,
        "ahead": Shown(actor, lesson.queue, places[1], is_ahead=True) if len(places) > 1 else None,
        "worth": None if places else Worth(actor, lesson.queue),
        "learning": None if places else access_learning(actor),
        "import_url": brand_url("import-list", actor.brand_slug),
    }


def _again(actor: Actor) -> HttpResponse:
    return redirect("teach", brand=actor.brand_slug)
