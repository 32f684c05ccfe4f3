"""The thread that says a worker is alive, renews its lease and stores its task's progress."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from . import lease
from .current import Run
from .models import Job, Worker

_TICK_SECONDS = 1.0
_SIGN_OF_LIFE = timedelta(seconds=5)

logger = logging.getLogger(__name__)


class Heartbeat(threading.Thread):
    """Works on a connection of its own, so that a task's long transaction does not hide its progress.

    It answers a database that is away by trying again; when the lease ran out meanwhile, the run is told so.
    """

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.worker_id = worker_id
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._held: tuple[Job, Run] | None = None
        self._renewed_at = self._seen_at = datetime.min.replace(tzinfo=timezone.get_default_timezone())

    def hold(self, job: Job, run: Run) -> None:
        """Renew this job's lease from now on."""
        with self._lock:
            self._held, self._renewed_at = (job, run), timezone.now()

    def release(self) -> None:
        """Stop renewing."""
        with self._lock:
            self._held = None

    def stop(self) -> None:
        """End the thread and take the worker off the list of living ones."""
        self._end.set()
        self.join(timeout=10)

    def run(self) -> None:
        """Tick until told to end."""
        try:
            while not self._end.is_set():
                self._tick(timezone.now())
                self._end.wait(self._pause())
            self._safely(self._sign_off)
        finally:
            connection.close()

    def _pause(self) -> float:
        held = self._held
        return _TICK_SECONDS if held is None else min(_TICK_SECONDS, held[0].lease_seconds / 4)

    def _tick(self, now: datetime) -> None:
        if now - self._seen_at >= _SIGN_OF_LIFE and self._safely(self._sign, now):
            self._seen_at = now
        with self._lock:
            held = self._held
        if held is not None:
            self._safely(self._keep, *held, now)
            job, run = held
            run.lost = run.lost or now - self._renewed_at > timedelta(seconds=job.lease_seconds)

    def _keep(self, job: Job, run: Run, now: datetime) -> None:
        if run.unsaved:
            run.unsaved = False
            lease.report(job, run.fraction, run.text, run.values)
        if now - self._renewed_at < timedelta(seconds=job.lease_seconds / 3):
            return
        if lease.renew(job, now=now):
            self._renewed_at = now
        elif self._held is not None and self._held[0] is job:
            run.lost = True

    def _sign(self, now: datetime) -> None:
        identity = {"host": socket.gethostname()[:200], "pid": os.getpid(), "seen_at": now}
        Worker.objects.update_or_create(id=self.worker_id, defaults=identity)

    def _sign_off(self) -> None:
        Worker.objects.filter(id=self.worker_id).delete()

    def _safely(self, step: Callable[..., None], *args: Any) -> bool:
        """Take a step; a database that does not answer is tried again at the next tick."""
        try:
            step(*args)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The heartbeat of worker %s did not reach the database: %s", self.worker_id, error)
            connection.close()
            return False
        except Exception:
            logger.exception("The heartbeat of worker %s missed a beat", self.worker_id)
            return False
        return True
