"""The page of the reading model: what reads now, how well, what it learned, and the way back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError
from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.listening.facade import taxonomy
from goodword.server.shell.layouts import layout_of

from .actions import do_retrain, do_roll_back, do_set_learning
from .changes import access_changed
from .drift import access_drift
from .lessons import access_lessons
from .live import Live
from .numbers import NUMBERS
from .pages import ModelPage
from .quality import SENTIMENT, access_judged, label_name
from .queries import access_comparison, access_version
from .sentences import task_name


@brand_view(Right.MENTIONS_READ, "GET")
def model(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the model that reads the brand's mentions."""
    page = ModelPage(actor, request.GET.get("task", SENTIMENT))
    return render(request, "understanding/model.html", {"page": page, "live": page.live})


@brand_view(Right.MENTIONS_READ, "GET")
def model_live(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what moves now; when it has come to rest, the whole page is out of date and drawn again."""
    live = Live(actor, taxonomy(actor))
    response = render(request, "understanding/live.html", {"live": live})
    if not live.is_moving:
        response.headers["HX-Refresh"] = "true"
    return response


@brand_view(Right.MENTIONS_READ, "GET")
def model_compared(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the version in force reads otherwise than the one before it; it counts all mentions, so it comes later."""
    page = ModelPage(actor, request.GET.get("task", SENTIMENT))
    return render(request, "understanding/compared.html", {"page": page})


@brand_view(Right.MENTIONS_READ, "GET")
def model_drift(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how far this week's mentions are from those before."""
    report = access_drift(actor, access_version(actor))
    return render(request, "understanding/drift.html", {"report": report})


@brand_view(Right.MENTIONS_READ, "GET")
def model_number(request: HttpRequest, actor: Actor, measure: str) -> HttpResponse:
    """Show how a number was made."""
    if measure not in NUMBERS:
        raise Http404(_("There is no such number."))
    number = NUMBERS[measure](ModelPage(actor, request.GET.get("task", SENTIMENT)))
    template = "components/number_card.html" if request.htmx else "console/number.html"  # type: ignore[attr-defined]
    return render(request, template, {"number": number})


@brand_view(Right.MENTIONS_READ, "GET")
def model_judged(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the gold labels of one cell of the confusion matrix."""
    task, said, read = (request.GET.get(name, "") for name in ("task", "said", "read"))
    own = taxonomy(actor)
    context = {
        "layout": layout_of(request),
        "title": _("Said %(said)s, read %(read)s")
        % {"said": label_name(own, task, said), "read": label_name(own, task, read)},
        "task": task_name(task, own) if task else "",
        "mentions": [each.mention for each in access_judged(actor, access_lessons(actor), task, said, read)],
        "back_url": _model_url(actor),
    }
    return render(request, "understanding/mentions.html", context)


@brand_view(Right.MENTIONS_READ, "GET")
def model_changed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show mentions of which the version before and the one in force make different things."""
    task = request.GET.get("task") or "sentiment"
    before, after = (request.GET.get(name, "") for name in ("before", "after"))
    own, comparison = taxonomy(actor), access_comparison(actor, task)
    if comparison is None:
        raise Http404(_("There is no version before this one to compare with."))
    context = {
        "layout": layout_of(request),
        "title": _("%(before)s before, %(after)s now")
        % {"before": label_name(own, task, before), "after": label_name(own, task, after)},
        "task": task_name(task, own),
        "mentions": access_changed(actor, comparison, own, before, after),
        "back_url": _model_url(actor),
    }
    return render(request, "understanding/mentions.html", context)


@brand_view(Right.MODEL_MANAGE, "POST")
def model_retrain(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a new version."""
    if blocked := ModelPage(actor).retrain_blocked:
        messages.error(request, blocked)
    else:
        do_retrain(actor)
    return redirect("model", brand=actor.brand_slug)


@brand_view(Right.MODEL_MANAGE, "POST")
def model_use(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Let another version read; the one that did can come back at once."""
    before = access_version(actor)
    try:
        version = do_roll_back(actor, number)
    except GoodwordError as error:
        messages.error(request, str(error))
    else:
        undo = reverse("model-use", kwargs={"brand": actor.brand_slug, "number": before.number})
        said = (
            _("Version %(n)s reads from now on.")
            if version.brand_id
            else _("The shipped model reads from now on.")
        )
        messages.success(request, said % {"n": version.number}, extra_tags=undo)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    return redirect("model", brand=actor.brand_slug)


@brand_view(Right.MODEL_MANAGE, "POST")
def model_settings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose what teaches."""
    do_set_learning(actor, labels_from_files="labels_from_files" in request.POST)
    messages.success(request, _("Saved. It counts from the next version on."))
    return redirect("model", brand=actor.brand_slug)


def _model_url(actor: Actor) -> str:
    return reverse("model", kwargs={"brand": actor.brand_slug})
