"""The list of the jobs: what the console shows, the export writes and the API returns."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import Column, Facet, ListSpec, Sort, register
from goodword.server.shell.moments import duration

from .failures import sentence
from .models import Job, JobState
from .policy import title_of
from .queries import Stage, access_jobs, progress_sentence, stage_of

STAGE_LABELS: Mapping[str, Any] = {
    Stage.RUNNING: gettext_lazy("Running"),
    Stage.WAITING: gettext_lazy("Waiting"),
    Stage.RETRYING: gettext_lazy("Trying again"),
    Stage.FAILED: gettext_lazy("Failed"),
    Stage.DONE: gettext_lazy("Done"),
}
# The tabs, in the order of their urgency; what is tried again is among what waits.
STATE_LABELS: Mapping[str, Any] = {
    JobState.RUNNING.value: gettext_lazy("Running"),
    JobState.READY.value: gettext_lazy("Waiting"),
    JobState.FAILED.value: gettext_lazy("Failed"),
    JobState.SUCCESSFUL.value: gettext_lazy("Done"),
}
STAGE_TONES: Mapping[str, str] = {
    Stage.RUNNING: "accent",
    Stage.RETRYING: "caution",
    Stage.FAILED: "danger",
    Stage.DONE: "good",
}
# Said too early, the time left is a guess.
_TELLING_SHARE = 0.02


def error_of(job: Job) -> str:
    """Return why the last attempt failed, in a sentence; nothing once the job is done."""
    return sentence(job.failures[-1]) if job.failures and job.state != JobState.SUCCESSFUL else ""


def took(job: Job, now: datetime | None = None) -> timedelta | None:
    """Return how long the last attempt took, or takes so far; None while it waits."""
    if job.started_at is None or job.state == JobState.READY:
        return None
    return max((job.finished_at or now or timezone.now()) - job.started_at, timedelta(0))


def duration_of(job: Job) -> str:
    """Return how long the last attempt took, as a person would say it."""
    length = took(job)
    if length is None:
        return ""
    seconds = length.total_seconds()
    return duration(seconds) if seconds >= 1 or job.state == JobState.RUNNING else _("under 1 s")


def seconds_left(job: Job, now: datetime | None = None) -> float | None:
    """Return how long a running job needs at its pace so far; None while that is a guess."""
    length = took(job, now)
    if job.state != JobState.RUNNING or length is None or not job.progress or job.progress < _TELLING_SHARE:
        return None
    return length.total_seconds() * (1 - job.progress) / job.progress


def time_left(job: Job) -> str:
    """Return how long a running job needs, as a person would say it; nothing while that is a guess."""
    seconds = seconds_left(job)
    return "" if seconds is None else duration(seconds)


def next_try(job: Job) -> datetime | None:
    """Return when a waiting job is tried next."""
    return job.run_after if job.state == JobState.READY else None


def _searched(_actor: Actor, rows: "QuerySet[Job]", words: str) -> "QuerySet[Job]":
    """Return the jobs whose subject or task contains the words, in the reader's language or the code's."""
    paths = rows.order_by().values_list("task_path", flat=True).distinct()
    titled = [path for path in paths if words.lower() in title_of(path).lower()]
    return rows.filter(Q(subject__icontains=words) | Q(task_path__icontains=words) | Q(task_path__in=titled))


def _prepared(actor: Actor, rows: Any) -> None:
    """Add to each row what the page shows beyond its fields."""
    for job in rows:
        job.stage = stage_of(job)
        job.url = reverse("job-detail", kwargs={"brand": actor.brand_slug, "pk": job.pk})
        job.rerun_url = ""
        if actor.may(Right.JOBS_MANAGE) and job.stage in {Stage.FAILED, Stage.RETRYING}:
            job.rerun_url = reverse("job-rerun", kwargs={"brand": actor.brand_slug, "pk": job.pk})
        job.title = title_of(job.task_path)
        job.error = error_of(job)
        job.progress_sentence = progress_sentence(job) or _("Working")
        job.time_left = time_left(job)
        job.is_due = job.run_after <= timezone.now()
        job.stage_label = STAGE_LABELS[job.stage]
        job.stage_tone = STAGE_TONES.get(job.stage, "")


JOBS = register(
    ListSpec(
        name="jobs",
        title=gettext_lazy("Jobs"),
        right=Right.JOBS_READ,
        rows=access_jobs,
        columns=(
            Column(
                name="job",
                label=gettext_lazy("What"),
                value=lambda job: title_of(job.task_path),
                template="jobs/what_cell.html",
            ),
            Column(
                name="subject", label=gettext_lazy("Subject"), value=lambda job: job.subject, default=False
            ),
            Column(
                name="state",
                label=gettext_lazy("State"),
                value=lambda job: STAGE_LABELS[stage_of(job)],
                template="jobs/stage_cell.html",
                export=lambda job: stage_of(job).value,
            ),
            Column(
                name="attempts",
                label=gettext_lazy("Attempts"),
                value=lambda job: f"{job.attempts} / {job.max_attempts}",
                align="end",
            ),
            Column(name="took", label=gettext_lazy("Took"), value=duration_of, align="end"),
            Column(
                name="queued", label=gettext_lazy("Queued"), value=lambda job: job.enqueued_at, sort="queued"
            ),
            Column(
                name="next_try",
                label=gettext_lazy("Next try"),
                value=next_try,
                template="jobs/next_cell.html",
            ),
            Column(name="error", label=gettext_lazy("Error"), value=error_of, default=False),
            Column(
                name="finished",
                label=gettext_lazy("Finished"),
                value=lambda job: job.finished_at,
                sort="finished",
                default=False,
            ),
            Column(name="worker", label=gettext_lazy("Worker"), value=lambda job: job.worker, default=False),
        ),
        facets=(
            Facet(name="state", label=gettext_lazy("State"), labels=STATE_LABELS),
            Facet(name="task_path", label=gettext_lazy("What"), label_of=title_of),
        ),
        sorts=(
            Sort(
                name="queued",
                label=gettext_lazy("Newest"),
                key="enqueued_at",
                reverse_label=gettext_lazy("Oldest"),
            ),
            Sort(name="finished", label=gettext_lazy("Finished last"), key="finished_at", nullable=True),
        ),
        search=_searched,
        search_hint=gettext_lazy("A task or what it is about"),
        loaded=lambda rows: rows.defer("args", "kwargs", "return_value"),
        enrich=_prepared,
        route="job-list",
        export_route="job-export",
    )
)
