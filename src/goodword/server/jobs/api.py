"""Work in the background, over HTTP."""

from typing import Any

from pydantic import Field

from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Instant,
    Key,
    Page,
    Shown,
    Unset,
    page_filters,
    page_of,
)

from .lists import JOBS
from .models import Job
from .queries import Stage, access_job

endpoints = Endpoints("Jobs")


class JobShown(Shown):
    """One piece of work in the background and how it went."""

    id: int
    title: str = Field(description="What it does, in words.")
    subject: Unset[str] = Field(description="What it is about, for example a file's name.")
    stage: Stage = Field(description="Whether it waits, runs, is tried again, failed or is done.")
    progress: float | None = Field(description="From 0 to 1, when the work says how far it is.")
    progress_text: Unset[str] = Field(alias="progress_sentence")
    attempts: int
    max_attempts: int
    error: Unset[str] = Field(description="Why the last attempt failed, in a sentence.")
    enqueued_at: Instant
    run_after: Instant
    started_at: Instant | None
    finished_at: Instant | None


@endpoints.get(
    "/jobs", rule=Right.JOBS_READ, response=Page[JobShown], filters=page_filters(JOBS), summary="List jobs"
)
def list_jobs(request: ApiRequest) -> dict[str, Any]:
    """The brand's jobs, the newest first."""
    return page_of(request, JOBS)


@endpoints.get("/jobs/{int:job_id}", rule=Right.JOBS_READ, response=JobShown, summary="One job")
def read_job(request: ApiRequest, job_id: Key) -> Job:
    """One job and how it stands: what to ask again and again while waiting for it."""
    job = access_job(request.actor, job_id)
    if JOBS.enrich:
        JOBS.enrich(request.actor, [job])
    return job
