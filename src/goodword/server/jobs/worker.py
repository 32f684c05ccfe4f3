"""The process that works the queue."""

import logging
import os
import socket
import threading
import time
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from goodword.core.ids import new_id

from . import lease, runner
from .current import OnProgress, Run
from .firing import fire_due
from .heartbeat import Heartbeat
from .interrupt import Interrupter
from .models import Job
from .queries import workers_alive
from .runner import Clock, Verdict

__all__ = ["run_pending", "run_worker", "workers_alive"]

POLL_SECONDS = 0.4
_RECLAIM_EVERY = timedelta(seconds=2)
_SCHEDULE_EVERY = timedelta(seconds=1)
_AWAY_SECONDS = 1.0

logger = logging.getLogger(__name__)


def run_worker(
    *,
    burst: bool = False,
    stop_event: threading.Event | None = None,
    worker_id: str | None = None,
    grace_seconds: float = 20.0,
) -> int:
    """Work the queue until asked to stop, or with `burst` until nothing is due; returns the jobs it ran.

    SIGTERM and SIGINT stop it: the task that runs may finish within `grace_seconds`, else it is interrupted
    and its job given back; a second signal interrupts at once. Call it from the main thread of its process;
    elsewhere only `stop_event` stops it, between two jobs.
    """
    interrupter = Interrupter(stop_event, grace_seconds)
    with interrupter.installed():
        worker = _Worker(worker_id or _fresh_id(), interrupter)
        worker.heartbeat.start()
        try:
            worker.work(burst=burst, stop_event=stop_event)
        finally:
            worker.heartbeat.stop()
            connection.close()
    return worker.ran


class _Worker:
    def __init__(self, worker_id: str, interrupter: Interrupter) -> None:
        self.id = worker_id
        self.interrupter = interrupter
        self.heartbeat = Heartbeat(worker_id)
        self.ran = 0
        self._reclaim_at = self._schedule_at = timezone.now()

    def work(self, *, burst: bool, stop_event: threading.Event | None) -> None:
        """Take one step after the other; nothing that goes wrong in one keeps the next from being taken."""
        pause = time.sleep if stop_event is None else stop_event.wait
        while not self.interrupter.stopping:
            try:
                if self._step(timezone.now()):
                    continue
                if burst:
                    return
                pause(POLL_SECONDS)
            except (DatabaseError, InterfaceError) as error:
                logger.warning("Worker %s waits for the database: %s", self.id, error)
                connection.close()
                pause(_AWAY_SECONDS)
            except Exception:
                logger.exception("Worker %s could not take a step and goes on with the next", self.id)
                pause(_AWAY_SECONDS)

    def _step(self, now: datetime) -> bool:
        """Do what is due besides the jobs, then claim and run one; False when there was none."""
        _refresh_connection()
        if now >= self._reclaim_at:
            lease.reclaim(now=now)
            self._reclaim_at = now + _RECLAIM_EVERY
        if now >= self._schedule_at:
            fire_due(now)
            self._schedule_at = now + _SCHEDULE_EVERY
        job = lease.claim(self.id, now=now)
        if job is None:
            return False
        self._run(job)
        self.ran += 1
        return True

    def _run(self, job: Job) -> None:
        inside = runner.new_run(job)
        self.heartbeat.hold(job, inside)
        try:
            verdict = runner.run(job, inside, limit=self.interrupter.around_task)
            self._record(job, verdict, inside)
        finally:
            self.heartbeat.release()

    def _record(self, job: Job, verdict: Verdict, inside: Run) -> None:
        """Record the verdict; while the database is away, try as long as the lease can be ours."""
        give_up_at = timezone.now() + timedelta(seconds=job.lease_seconds)
        while True:
            try:
                if not runner.record(job, verdict, inside, now=timezone.now()):
                    logger.warning("Job %s was taken over by another worker; this result is not used", job.pk)
                return
            except (DatabaseError, InterfaceError):
                connection.close()
                if timezone.now() >= give_up_at:
                    raise
                time.sleep(_AWAY_SECONDS)


def run_pending(
    *,
    job_id: int | None = None,
    limit: int | None = None,
    clock: Clock = timezone.now,
    on_progress: OnProgress | None = None,
    keep_alive: bool = False,
) -> int:
    """Run what is due, or only the job `job_id`, in this very thread; returns the jobs it ran.

    For tests, and with `keep_alive` for commands that wait for a job: a second thread then renews the lease and
    stores the progress, so that no worker beside it takes the job over.
    """
    worker_id, ran = _fresh_id(), 0
    heartbeat = Heartbeat(worker_id) if keep_alive else None
    if heartbeat:
        heartbeat.start()
    try:
        while limit is None or ran < limit:
            job = lease.claim(worker_id, now=clock(), only=job_id)
            if job is None:
                break
            _run_here(job, clock, on_progress, heartbeat)
            ran += 1
    finally:
        if heartbeat:
            heartbeat.stop()
    return ran


def _run_here(job: Job, clock: Clock, on_progress: OnProgress | None, heartbeat: Heartbeat | None) -> None:
    inside = runner.new_run(job, on_progress)
    if heartbeat:
        heartbeat.hold(job, inside)
    verdict = runner.run(job, inside, clock=clock)
    runner.record(job, verdict, inside, now=clock())
    if heartbeat:
        heartbeat.release()


def _refresh_connection() -> None:
    """Drop a connection that is too old or broken; one without a longest age (SQLite) is kept, as no request ends it."""
    if connection.settings_dict["CONN_MAX_AGE"] or connection.errors_occurred:
        close_old_connections()


def _fresh_id() -> str:
    return f"{socket.gethostname()[:20]}-{os.getpid()}-{new_id().hex[-12:]}"
