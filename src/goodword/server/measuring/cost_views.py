"""The pages that record costs and results of randomised tests."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor, Right, brand_view

from . import actions
from .cost_page import CostPage
from .cost_queries import access_cost
from .cost_rows import row_of, rows_of
from .forms import CostFileForm, CostForm, LiftForm
from .money import Purse


@brand_view(Right.EVENTS_READ, "GET")
def cost(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what a new customer cost, and what it was spent on."""
    return render(request, "measuring/cost.html", {"page": CostPage(actor, request.GET)})


@brand_view(Right.EVENTS_WRITE, "GET", "POST")
def cost_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Record a cost."""
    form = CostForm(request.POST or None)
    if _done(request, form, lambda: actions.do_add_cost(actor, row_of(form.said, Purse(actor).currency))):
        return redirect("measure-cost", brand=actor.brand_slug)
    return _form_page(
        request,
        actor,
        form,
        _("Record a cost"),
        _("Money spent on word of mouth: rewards, content, tools, working time."),
    )


@brand_view(Right.EVENTS_WRITE, "GET", "POST")
def cost_change(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Put a cost right."""
    purse, kept = Purse(actor), access_cost(actor, pk)
    form = CostForm(request.POST or None, initial=CostForm.of(kept, purse))
    if _done(request, form, lambda: actions.do_change_cost(actor, pk, row_of(form.said, purse.currency))):
        return redirect("measure-cost", brand=actor.brand_slug)
    return _form_page(
        request, actor, form, _("Put a cost right"), _("The trail keeps what it was before."), cost=kept
    )


@brand_view(Right.EVENTS_WRITE, "POST")
def cost_remove(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Take a cost out."""
    actions.do_remove_cost(actor, pk)
    messages.success(request, _("The cost is taken out. The trail keeps it."))
    return redirect("measure-cost", brand=actor.brand_slug)


@brand_view(Right.EVENTS_WRITE, "GET", "POST")
def cost_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a file of costs; when a line is wrong, none is taken and each is said."""
    form = CostFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "problems": [], "currency": Purse(actor).currency}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            rows, problems = rows_of(upload.read(), context["currency"])
            context["problems"], context["good"] = problems, len(rows)
            if not problems:
                added = actions.do_add_costs(actor, rows, source=upload.name or "")
                said = ngettext("%(n)d cost added.", "%(n)d costs added.", added.added) % {"n": added.added}
                if added.already_there:
                    said += " " + _("%(n)d were there already.") % {"n": added.already_there}
                messages.success(request, said)
                return redirect("measure-cost", brand=actor.brand_slug)
        except InputError as error:
            form.add_error("file", str(error))
    return render(
        request, "measuring/cost_import.html", context, status=400 if request.method == "POST" else 200
    )


@brand_view(Right.EVENTS_WRITE, "GET", "POST")
def lift_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Record what a randomised test found."""
    form = LiftForm(request.POST or None)

    def act() -> object:
        said = dict(form.cleaned_data)
        ends = {name: said.pop(name) / 100 for name in ("share", "low", "high")}
        return actions.do_record_lift(actor, **said, **ends)

    if _done(request, form, act):
        return redirect("measure-cost", brand=actor.brand_slug)
    return _form_page(
        request, actor, form, _("Record a randomised test"),
        _("“Caused” is said only of what a randomised test has shown. It turns attributed customers into incremental ones."),
    )  # fmt: skip


@brand_view(Right.EVENTS_WRITE, "POST")
def lift_remove(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Take the result of a test out."""
    actions.do_remove_lift(actor, pk)
    messages.success(request, _("The test is taken out. The trail keeps it."))
    return redirect("measure-cost", brand=actor.brand_slug)


def _done(request: HttpRequest, form: Any, act: Callable[[], object]) -> bool:
    """Do what a form asks for; what is refused is said in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except InputError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Saved."))
    return True


def _form_page(
    request: HttpRequest, actor: Actor, form: Any, title: str, sentence: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "sentence": sentence, "currency": Purse(actor).currency, **more}
    return render(request, "measuring/record.html", context, status=400 if request.method == "POST" else 200)
