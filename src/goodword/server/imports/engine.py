"""Run an import: piece by piece, each in one transaction with how far it has come.

Whatever happens between two pieces, a power cut included, the run stands where its last piece ended, and
taking it up again gives what an undisturbed run gives: the position, the counters and the length of the
reject report are stored in the transaction that adds the rows, and a row's key keeps it from being added
twice in any case.

A strict run reads the whole file first and adds nothing if a single row cannot be used; only then does it
add. One long transaction would do the same at the price of locking everybody else out of SQLite for as long
as it lasts, and of losing everything when it is interrupted.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.connectors.files import Occurrences, Reason, Reject
from goodword.core.errors import ConflictError
from goodword.events import EventError
from goodword.server.accounts.facade import Actor
from goodword.server.audit.facade import record
from goodword.server.bulk import Added
from goodword.server.bulk.sqlite import for_a_long_import

from . import report
from .failures import is_foreseen, sentence
from .kinds import kind_of, rows_in_words, would_add_events
from .models import ImportRun
from .options import Options
from .pace import Pace, Progress
from .reading import Chunk, Reading, open_reading
from .told import told

OnProgress = Callable[[Progress], None]
State = ImportRun.State
CHECKED = 0.3  # the share of a strict run's work that is reading the file for the first time
_NOTHING = Reason("", "")
_log = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818 - it is a decision, not an error
    """Somebody asked the run to stop."""


class OvertakenError(ConflictError):
    """Another process does the same run; this one leaves it alone."""

    def __init__(self) -> None:
        super().__init__(_("Another process is importing this file already. Wait for it to finish."))


@dataclass(slots=True)
class Engine:
    """One attempt at a run."""

    run: ImportRun
    actor: Actor
    reading: Reading
    on_progress: OnProgress
    pace: Pace
    tried: Occurrences = field(default_factory=Occurrences)

    def check_all(self) -> None:
        """Read the whole file and note every row that cannot be used; InputError when there is one."""
        rejected = size = 0
        for chunk in self.reading.chunks():
            rejected += len(chunk.rejects)
            size = report.append(self.run.pk, size, chunk.rejects)
            self._save(progress=chunk.progress * CHECKED, rejected=rejected, report_bytes=size)
            self._tell("checking", chunk.rows_end)
        if rejected:
            raise told(
                lambda: (
                    _(
                        "%(rows)s cannot be used, so nothing was imported. "
                        "Correct them (see the report), or import without strict."
                    )
                    % {"rows": rows_in_words(rejected)}
                )
            )
        self._save(checked=True)

    def add_all(self) -> None:
        """Add everything after the row the run stands at."""
        for chunk in self.reading.chunks(after=self.run.position):
            if self.run.dry_run:
                self._try(chunk)
            else:
                with transaction.atomic():
                    self._move(chunk, *self._add(chunk.table))
            self._tell("importing", chunk.rows_end)

    def _try(self, chunk: Chunk) -> None:
        """Do everything, then take it back; rows equal to one earlier in the file count as there."""
        again = self.tried.count(self.reading.kind.hashes(chunk.table)) > 0
        table = chunk.table.filter(pa.array(~again))
        if self.run.kind == "events":
            wrong: list[Reject] = []
            added = would_add_events(self.actor, table)
        else:
            with transaction.atomic():
                wrong, added = self._add(table)
                transaction.set_rollback(True)
        with transaction.atomic():
            self._move(chunk, wrong, added + Added(0, int(again.sum())))

    def _add(self, table: pa.Table) -> tuple[list[Reject], Added]:
        """Add rows; those that the event log refuses become rejects."""
        wrong: list[Reject] = []
        while True:
            try:
                return wrong, self.reading.kind.add(self.actor, table, self.reading.options, self.run.pk)
            except EventError as error:
                if error.row is None or self.run.strict:
                    raise
                wrong.append(Reject(_line(table, error.row), error.column, str(error), ""))
                table = table.filter(pa.array(np.arange(table.num_rows) != error.row - 1))

    def _move(self, chunk: Chunk, wrong: list[Reject], added: Added) -> None:
        """Store where the run stands now; refuse when another process has moved it."""
        run = self.run
        rejects = [*chunk.rejects, *wrong]
        done = CHECKED + chunk.progress * (1 - CHECKED) if run.strict else chunk.progress
        rate, left = self.pace.measure(rows=chunk.rows_end, fraction=done)
        changes = {
            "position": chunk.rows_end,
            "progress": done,
            "added": run.added + added.added,
            "already_there": run.already_there + added.already_there,
            "rejected": run.rejected + len(rejects),
            "rows_per_second": rate,
            "seconds_left": left,
            "touched_at": timezone.now(),
        }
        moved = ImportRun.objects.filter(
            pk=run.pk, position=run.position, state=State.RUNNING, cancel_requested=False
        ).update(**changes)
        if not moved:
            asked = ImportRun.objects.filter(pk=run.pk, cancel_requested=True).exists()
            raise Cancelled if asked else OvertakenError
        # The row is ours until the transaction ends, and with it the report.
        size = report.append(run.pk, run.report_bytes, rejects)
        ImportRun.objects.filter(pk=run.pk).update(report_bytes=size)
        for name, value in (changes | {"report_bytes": size}).items():
            setattr(run, name, value)

    def _save(self, **changes: Any) -> None:
        ImportRun.objects.filter(pk=self.run.pk).update(touched_at=timezone.now(), **changes)
        for name, value in changes.items():
            setattr(self.run, name, value)

    def _tell(self, phase: str, rows: int) -> None:
        run = self.run
        rate, left = self.pace.measure(rows=rows, fraction=run.progress)
        self.on_progress(
            Progress(phase, rows, run.added, run.already_there, run.rejected, run.progress, rate, left)
        )


def _line(table: pa.Table, row: int) -> int:
    return int(table.column("line")[row - 1].as_py())


def run_import(run_id: int, actor: Actor, *, on_progress: OnProgress = lambda _state: None) -> ImportRun:
    """Do a run, or go on with it; return it done, failed or stopped, with the sentence that says why.

    Errors a person can put right end in the run's `problem`. What the machinery around it raises (a lost
    lease, an interrupt from the keyboard) is raised again, the run standing where its last piece ended.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.state == State.DONE:
        return run
    with _outcome(run, actor), for_a_long_import():
        actor.check(kind_of(run.kind).right)
        reading = open_run(run, actor)
        _begin(run)
        engine = Engine(run, actor, reading, on_progress, Pace(rows=run.position, fraction=run.progress))
        if run.strict and not run.checked:
            engine.check_all()
        engine.add_all()
        _end(run, State.DONE, progress=1.0)
        _record(run, actor)
    return run


def open_run(run: ImportRun, actor: Actor) -> Reading:
    """Return the reading of a run's file; InputError when the file is gone or another one by now."""
    path = Path(run.path)
    if not path.is_file():
        raise told(lambda: _("%(file)s is not there any more. Import it again.") % {"file": run.file_name})
    options = Options.from_json(run.options)
    reading = open_reading(
        path,
        kind_of(run.kind),
        options,
        zone=actor.time_zone,
        currency=actor.currency,
        name=run.file_name,
    )
    if reading.source.fingerprint != run.fingerprint:
        raise told(
            lambda: (
                _("%(file)s has changed since the import began. Import it as a new file.")
                % {"file": run.file_name}
            )
        )
    return reading


def _begin(run: ImportRun) -> None:
    now = timezone.now()
    run.state, run.problem_en, run.problem_zh, run.cancel_requested = State.RUNNING, "", "", False
    run.started_at, run.touched_at, run.finished_at = run.started_at or now, now, None
    run.save(
        update_fields=[
            "state", "problem_en", "problem_zh", "cancel_requested", "started_at", "touched_at", "finished_at",
        ]
    )  # fmt: skip


@contextmanager
def _outcome(run: ImportRun, actor: Actor) -> Iterator[None]:
    """Turn whatever ends an attempt early into a state and a sentence."""
    try:
        yield
    except Cancelled:
        _end(run, State.CANCELLED)
    except KeyboardInterrupt:
        _end(run, State.CANCELLED)
        raise
    except OvertakenError:
        raise
    except Exception as error:
        problem = sentence(error)
        if problem is None:
            raise
        if not is_foreseen(error):
            _log.warning("import %s stopped", run.pk, exc_info=error)
        _fail(run, actor, problem)


def _fail(run: ImportRun, actor: Actor, problem: Reason) -> None:
    """Store that a run failed; where not even that can be stored, the run can be taken up all the same."""
    try:
        _end(run, State.FAILED, problem)
        _record(run, actor)
    except (DatabaseError, OSError) as error:
        _log.warning("import %s failed and could not say so: %s", run.pk, error)
        run.state, run.problem_en, run.problem_zh = State.FAILED, problem.en, problem.zh


def _end(run: ImportRun, state: str, problem: Reason = _NOTHING, **more: Any) -> None:
    changes = {
        "state": state,
        "problem_en": problem.en,
        "problem_zh": problem.zh,
        "finished_at": timezone.now(),
        "seconds_left": None,
        "cancel_requested": False,
        **more,
    }
    ImportRun.objects.filter(pk=run.pk).update(**changes)
    for name, value in changes.items():
        setattr(run, name, value)


def _record(run: ImportRun, actor: Actor) -> None:
    after = {
        "kind": run.kind,
        "state": run.state,
        "rows": run.position,
        "added": run.added,
        "already_there": run.already_there,
        "rejected": run.rejected,
        "dry_run": run.dry_run,
        "problem": run.problem,
    }
    record(actor, "import.finish", run, after=after)
