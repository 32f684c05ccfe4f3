"""Everything about one job that its page shows."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from .failures import sentence
from .lists import STAGE_LABELS, STAGE_TONES, duration_of, next_try, time_left
from .models import Job, JobState
from .policy import title_of
from .queries import Stage, progress_sentence, stage_of


@dataclass(frozen=True, slots=True)
class FailedAttempt:
    """One attempt that failed, in words; the traceback only for those who may see evidence."""

    number: int
    at: datetime
    worker: str
    sentence: str
    traceback: str


@dataclass(frozen=True, slots=True)
class JobDetails:
    """One job as its page shows it."""

    job: Job
    title: str
    stage: Stage
    stage_label: str
    stage_tone: str
    took: str
    next_try: datetime | None
    progress: str
    time_left: str
    failed_attempts: list[FailedAttempt]
    call: str
    result: str
    can_rerun: bool


def job_details(job: Job, *, with_evidence: bool) -> JobDetails:
    """Return what a job's page shows; arguments, result and tracebacks only with the evidence."""
    stage = stage_of(job)
    return JobDetails(
        job=job,
        title=title_of(job.task_path),
        stage=stage,
        stage_label=str(STAGE_LABELS[stage]),
        stage_tone=STAGE_TONES.get(stage, ""),
        took=duration_of(job),
        next_try=next_try(job),
        progress=progress_sentence(job) or _("Working"),
        time_left=time_left(job),
        failed_attempts=_failed_attempts(job, with_evidence=with_evidence),
        call=_call(job) if with_evidence else "",
        result=_json(job.return_value) if with_evidence and job.return_value is not None else "",
        can_rerun=with_evidence and job.state in {JobState.FAILED, JobState.READY},
    )


def _failed_attempts(job: Job, *, with_evidence: bool) -> list[FailedAttempt]:
    """Return the failed attempts, the last one first."""
    attempts = [
        FailedAttempt(
            number=number,
            at=datetime.fromisoformat(failure["at"]),
            worker=failure["worker"],
            sentence=sentence(failure),
            traceback=failure["traceback"] if with_evidence else "",
        )
        for number, failure in enumerate(job.failures, start=1)
    ]
    return attempts[::-1]


def _call(job: Job) -> str:
    named = [f"{name}={_json(value)}" for name, value in job.kwargs.items()]
    return f"{job.task_path}({', '.join([*map(_json, job.args), *named])})"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
