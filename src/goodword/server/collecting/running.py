"""Reading a source: pull after pull, each kept in one transaction with what it could not see and where it stopped."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from goodword.connectors.protocol import (
    Connector,
    GapReason,
    Mention,
    Pull,
    PullError,
    RefusedError,
    SettingError,
    UnreadableError,
)
from goodword.connectors.wire import Net
from goodword.core.errors import GoodwordError
from goodword.core.ids import content_key
from goodword.server.accounts.facade import system_actor_for
from goodword.server.jobs.facade import progress
from goodword.server.listening.facade import Collected, do_collect
from goodword.server.understanding.facade import do_ask_reading

from .kinds import kinds
from .ledger import fill_gaps, note_lost, note_silence, open_gap
from .models import DayUse, Run, Source
from .secrets import secrets_of
from .ways_out import Metered, way_out

ACTOR = "collecting"
RUN_SECONDS = 240.0
_FIRST_WAIT, _LONGEST_WAIT, _LONGEST_ASKED = 60.0, 3600.0, 86_400.0
_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class OvertakenError(Exception):
    """Another process has read the source further, or somebody paused it; this run ends without a word."""


@dataclass(slots=True)
class Runner:
    """One time a source is read."""

    source: Source
    run: Run
    net: Metered
    clock: Clock
    began: float = field(default_factory=time.monotonic)

    def read_all(self, seconds: float) -> None:
        """Pull until nothing waits any more, or the time is up."""
        connector = self._opened()
        more = True
        while more and time.monotonic() - self.began < seconds:
            pull = connector.pull(dict(self.source.cursor))
            self.keep(pull)
            more = pull.more
            progress(None, gettext_noop("%(rows)s new mentions"), rows=self.run.new)

    def _opened(self) -> Connector:
        spec = kinds().get(self.source.kind)
        if spec is None:
            raise RefusedError(f"The kind of source “{self.source.kind}” is not installed.")
        try:
            return spec.open({**self.source.settings, **secrets_of(self.source)}, self.net)
        except (SettingError, GoodwordError) as error:
            raise RefusedError(str(error)) from error

    def keep(self, pull: Pull) -> None:
        """Commit what a pull found together with where it stopped, or nothing of it."""
        now = self.clock()
        actor = system_actor_for(self.source.brand_id, ACTOR)
        spec = kinds()[self.source.kind]
        with transaction.atomic():
            self._move(pull, now)
            came = do_collect(
                actor,
                self.source.name,
                pull.mentions,
                source_id=self.source.pk,
                source_type=spec.source_type,
                now=now,
            )
            note_lost(self.source, pull.gaps, now)
            if not pull.more:
                fill_gaps(self.source, now)
            self._count(came)
            if came.new or came.changed:
                do_ask_reading(actor)

    def _move(self, pull: Pull, now: datetime) -> None:
        """Take the source's place from the cursor it was read from to the next one."""
        source = self.source
        changes: dict[str, Any] = {"cursor": pull.cursor, "position": source.position + 1}
        if not pull.more:
            changes |= {"last_ok_at": now, "failures": 0, "problem": "", "problem_reason": ""}
        changes["last_item_at"] = newest(source, pull.mentions, now)
        standing = Source.objects.filter(pk=source.pk, position=source.position, state=Source.State.ON)
        if not standing.update(**changes):
            raise OvertakenError
        for name, value in changes.items():
            setattr(source, name, value)

    def _count(self, came: Collected) -> None:
        for name in ("new", "changed", "deleted", "same"):
            setattr(self.run, name, getattr(self.run, name) + getattr(came, name))
        note_use(self.source, self.net.requests - self.run.requests, self.clock().date())
        self.run.requests = self.net.requests
        self.run.seconds = time.monotonic() - self.began
        self.run.save()

    def fail_broken(self, error: Exception) -> None:
        """Fail because of a mistake in a connector, or of what it found: to the source it is one that cannot be read."""
        _log.error("a source broke its connector", exc_info=error)
        self.source.refresh_from_db()  # what a pull that was not kept had changed
        self.run.refresh_from_db()
        self.fail(UnreadableError(f"The connector broke ({type(error).__name__}). Nothing of it was kept."))

    @transaction.atomic
    def fail(self, error: PullError) -> None:
        """Leave the cursor where it is, say why, and come back later; what needs a person waits for one."""
        source, now = self.source, self.clock()
        source.failures += 1
        source.problem_reason, source.problem = error.reason.value, str(error)[:500]
        if error.reason is GapReason.REFUSED:
            source.state = Source.State.ATTENTION
        source.next_run_at = now + wait_after(source, error.retry_after)
        fields = ["failures", "problem_reason", "problem", "state", "next_run_at"]
        if Source.objects.filter(pk=source.pk, state=Source.State.ON).exists():
            source.save(update_fields=fields)
            open_gap(source, error.reason.value, str(error))
        self.run.reason, self.run.problem = source.problem_reason, source.problem
        self._count(Collected())

    def end(self) -> None:
        """Say that the run is over, and when the next one is due."""
        now = self.clock()
        self.run.finished_at, self.run.seconds = now, time.monotonic() - self.began
        self.run.save()
        changes: dict[str, Any] = {"queued_at": None}
        if not self.run.reason:
            more = bool(self.source.cursor.get("more"))
            changes["next_run_at"] = now if more else now + self.source.every
        Source.objects.filter(pk=self.source.pk).update(**changes)


def run_source(
    source_id: int, *, net: Net | None = None, clock: Clock = timezone.now, seconds: float = RUN_SECONDS
) -> Run | None:
    """Read a source that is on, from where it was left; return what came of it, None when it is not to be read."""
    source = Source.objects.filter(pk=source_id).first()
    spec = kinds().get(source.kind) if source else None
    if source is None or source.state != Source.State.ON or (spec is not None and spec.pushed):
        Source.objects.filter(pk=source_id).update(queued_at=None)
        return None
    _end_interrupted(source, clock())
    note_silence(source, clock())
    run = Run.objects.create(source=source, started_at=clock())
    left = None if spec is None or spec.budget is None else budget_left(source, spec.budget, clock().date())
    runner = Runner(source, run, Metered(net or way_out(), left), clock)
    try:
        runner.read_all(seconds)
    except PullError as error:
        runner.fail(error)
    except OvertakenError:
        pass
    except Exception as error:  # whatever a plug-in does: it ends neither the worker nor the back-off
        runner.fail_broken(error)
    runner.end()
    return run


def newest(source: Source, items: Sequence[Mention], now: datetime) -> datetime | None:
    """Return when the newest item of a source was said, these among them; one without a moment was said just now."""
    said = [min(item.published or now, now) for item in items if not item.deleted]
    return max([*said, *filter(None, [source.last_item_at])], default=None)


def wait_after(source: Source, retry_after: float | None) -> timedelta:
    """Return how long to wait after a failure: doubled each time, spread, and never less than the source asked for."""
    ceiling = max(_LONGEST_WAIT, source.every.total_seconds())
    doubled = min(ceiling, _FIRST_WAIT * 2.0 ** min(source.failures - 1, 20))
    spread = int(content_key("wait", source.pk, source.failures)[:8], 16) / 0x1_0000_0000
    asked = min(max(retry_after or 0.0, 0.0), _LONGEST_ASKED)
    return timedelta(seconds=max(asked, doubled * (0.75 + spread / 4)))


def budget_left(source: Source, budget: int, day: date) -> int:
    """Return how many requests of the day's budget are left."""
    used = DayUse.objects.filter(source=source, day=day).values_list("requests", flat=True).first() or 0
    return max(0, budget - used)


def note_use(source: Source, requests: int, day: date) -> None:
    """Add requests to what a source took on a day."""
    if requests and not DayUse.objects.filter(source=source, day=day).update(
        requests=F("requests") + requests
    ):
        DayUse.objects.create(source=source, day=day, requests=requests)


def _end_interrupted(source: Source, now: datetime) -> None:
    """Close the runs that nobody ended: their process was killed, and what they kept stands."""
    Run.objects.filter(source=source, finished_at=None).update(
        finished_at=now, reason=GapReason.PAUSED.value, problem=""
    )
