"""The drain: from the spools into the event log, each event once, whenever and however it is killed.

A batch leaves its spool only after the log has given its receipt; an event that is handed over twice has the same id,
and the log counts it once. So every step may be repeated, and none needs to be undone.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from goodword.core.errors import GoodwordError
from goodword.edge.lines import MACHINE, read_lines
from goodword.edge.spool import DRAINED, LOCK, SPOOL, read_drained, remove_files, take_over
from goodword.events import EventError, EventLog

_MANY_BYTES = 16 << 20  # of lines in memory at a time
DAMAGED = "damaged"
_SELECT = "SELECT seq, lines FROM batches WHERE seq > ? ORDER BY seq"


class Flag(Protocol):
    """Says when to stop; `threading.Event` is one."""

    def is_set(self) -> bool: ...
    def wait(self, seconds: float, /) -> object: ...


@dataclass(slots=True)
class Drained:
    """What one round did: events new to the log, events it had, lines it refused, spools set aside, what went wrong."""

    added: int = 0
    already_there: int = 0
    refused: int = 0
    damaged: int = 0
    problems: list[str] = field(default_factory=list)


def log_folders(events: Path, machines: Path) -> Callable[[str, bool], EventLog]:
    """Return where a brand's events go: people's into `events/<brand>`, machines' into `machines/<brand>`."""
    return lambda tenant, machine: EventLog.open((machines if machine else events) / tenant)


class Drain:
    """Empties the spools of a folder; one drain runs at a time, more would only do the same work twice."""

    def __init__(self, folder: Path, log_for: Callable[[str, bool], EventLog]) -> None:
        self._folder = folder
        self._log_for = log_for

    def run(
        self, stop: Flag, *, seconds: float = 0.5, report: Callable[[Drained], None] | None = None
    ) -> None:
        """Empty the spools again and again until `stop` is set, then once more."""
        while True:
            last = stop.is_set()
            drained = self.run_once()
            if report is not None:
                report(drained)
            if last:
                return
            stop.wait(seconds)

    def run_once(self) -> Drained:
        """Move everything the spools hold now into the log."""
        done = Drained()
        for path in sorted(self._folder.glob(f"*{SPOOL}")):
            try:
                self._empty(path, done)
            except sqlite3.DatabaseError as error:
                if _is_passing(error):
                    done.problems.append(f"{path.name}: {error}")
                else:
                    self._salvage(path, str(error), done)
            except (OSError, GoodwordError) as error:
                done.problems.append(str(error))
        self._sweep()
        return done

    def _empty(self, path: Path, done: Drained) -> None:
        handle = take_over(path)
        try:
            mode = "ro" if handle is None else "rw"
            with closing(sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, timeout=5)) as spool:
                self._move(path, spool, done)
            if handle is not None:
                remove_files(path)
        finally:
            if handle is not None:
                os.close(handle)

    def _move(self, path: Path, spool: sqlite3.Connection, done: Drained) -> None:
        """Move what there is now; what comes in meanwhile waits for the next round, so that appends stay large."""
        if spool.execute("SELECT 1 FROM sqlite_master WHERE name = 'batches'").fetchone() is None:
            return  # just being made
        position, more = read_drained(path), True
        while more:
            parts, size, more = [], 0, False
            for seq, lines in spool.execute(_SELECT, [position]):
                parts.append(lines)
                position, size = seq, size + len(lines)
                if size > _MANY_BYTES:
                    more = True
                    break
            if parts:
                self._append(b"\n".join(parts), done)
                _write_drained(path, position)

    def _append(self, lines: bytes, done: Drained) -> None:
        table, refused = read_lines(lines)
        for tenant in pc.unique(table.column("tenant")).to_pylist():
            own = table.filter(pc.equal(table.column("tenant"), tenant))
            machine = pc.equal(own.column("source"), MACHINE)
            for part, is_machine in ((own.filter(machine), True), (own.filter(pc.invert(machine)), False)):
                if part.num_rows:
                    refused += self._append_part(part, tenant, is_machine, done)
        if refused:
            done.refused += len(refused)
            with (self._folder / "refused.ndjson").open("ab") as file:
                file.write(b"\n".join(refused) + b"\n")

    def _append_part(self, part: pa.Table, tenant: str, machine: bool, done: Drained) -> list[bytes]:
        """Append; a row the log refuses must not hold up the others, so it is returned."""
        refused: list[bytes] = []
        while part.num_rows:
            try:
                receipt = self._log_for(tenant, machine).append(part)
            except EventError as error:
                if error.row is None:
                    raise
                bad = error.row - 1
                refused.append(str(part.slice(bad, 1).to_pylist()[0]).encode())
                part = pa.concat_tables([part.slice(0, bad), part.slice(bad + 1)])
            else:
                done.added += receipt.added
                done.already_there += receipt.already_there
                break
        return refused

    def _salvage(self, path: Path, problem: str, done: Drained) -> None:
        """Take what can still be read out of a damaged spool, and set the file aside for whoever wants to look."""
        handle = take_over(path)
        if handle is None:
            done.problems.append(f"{path.name} is damaged ({problem}), but still being written.")
            return
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=5)) as spool:
                for order in ("ASC", "DESC"):  # from both ends, up to the damaged page
                    self._append_readable(spool, order, done)
            aside = self._folder / DAMAGED
            aside.mkdir(exist_ok=True)
            for file in self._folder.glob(f"{path.stem}.*"):
                if file.suffix != LOCK:
                    file.rename(aside / file.name)
            path.with_suffix(LOCK).unlink(missing_ok=True)
            done.damaged += 1
            done.problems.append(
                f"{path.name} was damaged ({problem}); what could be read is in the log, the rest in {aside}."
            )
        finally:
            os.close(handle)

    def _append_readable(self, spool: sqlite3.Connection, order: str, done: Drained) -> None:
        parts: list[bytes] = []
        try:
            for (lines,) in spool.execute(f"SELECT lines FROM batches ORDER BY seq {order}"):  # noqa: S608
                parts.append(lines)
        except sqlite3.DatabaseError:
            pass  # the damaged page: what was read before it counts
        if parts:
            self._append(b"\n".join(parts), done)

    def _sweep(self) -> None:
        """Remove what a drain that died while removing a spool has left."""
        for lock in self._folder.glob(f"*{LOCK}"):
            path = lock.with_suffix(SPOOL)
            if not path.exists() and (handle := take_over(path)) is not None:
                if not path.exists():
                    remove_files(path)
                os.close(handle)


def _is_passing(error: sqlite3.DatabaseError) -> bool:
    """Whether it is worth trying again: locked, busy, no room. What is malformed stays so."""
    return isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error)


def _write_drained(path: Path, position: int) -> None:
    waiting = path.with_suffix(".draining")
    waiting.write_text(str(position), "ascii")
    waiting.replace(path.with_suffix(DRAINED))
