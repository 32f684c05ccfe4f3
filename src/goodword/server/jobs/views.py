"""The page of the jobs."""

import json
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right, brand_view
from goodword.server.shell.components import Tab
from goodword.server.shell.lists import Page, export_view, list_response, read_page
from goodword.server.shell.navigation import brand_url

from .actions import do_rerun
from .details import job_details
from .lists import JOBS, STATE_LABELS
from .models import JobState
from .policy import title_of
from .queries import access_job, access_schedules, last_finished, workers_alive

_MOVING = (JobState.RUNNING, JobState.READY)


@brand_view(Right.JOBS_READ)
def job_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the work in the background: what runs, what waits, what failed and can be run again."""
    page = read_page(JOBS, request, actor)
    counts = _state_counts(page)
    return list_response(
        request,
        actor,
        page,
        "jobs/list.html",
        sentence=_("What the platform does in the background, and what needs a hand."),
        state_tabs=_state_tabs(page),
        workers=workers_alive(),
        last_finished=last_finished(actor),
        is_moving=any(counts.get(state) for state in _MOVING),
        imports_url=brand_url("import-list", actor.brand_slug) if actor.may(Right.IMPORTS_RUN) else "",
        schedules=access_schedules(actor),
    )


def _state_counts(page: Page) -> Mapping[str, int]:
    """Return the jobs per state that the other filters leave."""
    counts: Mapping[str, int] = page.counts.panels.get("state", {})
    return counts


def _state_tabs(page: Page) -> list[Tab]:
    """Return a tab per state with its count, and one for all of them."""
    counts = _state_counts(page)
    chosen = page.selection.chosen.get("state", ())
    every = Tab(_("All"), str(page.address.set(state=None)), not chosen, sum(counts.values()))
    return [every] + [
        Tab(str(label), str(page.address.set(state=state)), state in chosen, counts.get(state, 0))
        for state, label in STATE_LABELS.items()
    ]


@brand_view(Right.JOBS_READ)
def job_detail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Show one job: how each attempt went and, to those who may manage jobs, the evidence."""
    details = job_details(access_job(actor, pk), with_evidence=actor.may(Right.JOBS_MANAGE))
    name = "jobs/job.html" if "X-Drawer" in request.headers else "jobs/job_page.html"
    return render(request, name, {"details": details, "job": details.job})


@brand_view(Right.JOBS_MANAGE, "POST")
def job_rerun(request: HttpRequest, actor: Actor, pk: int) -> HttpResponseBase:
    """Queue a job that failed, or waits for its next attempt, for now."""
    job = do_rerun(actor, pk)
    said = _("“%(job)s” is queued again.") % {"job": title_of(job.task_path)}
    if getattr(request, "htmx", None):
        return HttpResponse(
            status=204, headers={"HX-Trigger": json.dumps({"toast": {"text": said}, "jobs-changed": ""})}
        )
    messages.success(request, said)
    return redirect("job-list", brand=actor.brand_slug)


job_export = export_view(JOBS)
