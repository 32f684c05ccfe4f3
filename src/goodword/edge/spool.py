"""The spool: where an edge process keeps events until they are in the event log.

One SQLite file per process (WAL, synchronous=FULL: an fdatasync per commit), written by that process alone; beside it
`.lock`, held while the process lives, and `.drained`, the last batch the log has acknowledged. A row is a batch:
the events of one group commit as lines of JSON, so that a commit costs one insert however many events it carries.
"""

import fcntl
import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from goodword.edge.errors import SpoolProblem
from goodword.edge.ids import Ids

SPOOL, LOCK, DRAINED = ".spool", ".lock", ".drained"
_PAGE = 16_384  # a group commit of a busy moment is one or two of them


class Spool:
    """A spool being written: one thread appends, `drained` may be set from another."""

    def __init__(self, path: Path, max_bytes: int) -> None:
        self.path = path
        self.drained = 0
        self._last = self._forgotten = 0
        self._lock = _hold(path.with_suffix(LOCK))
        self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._file.execute(f"PRAGMA page_size = {_PAGE}")
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = FULL")
            self._file.execute(f"PRAGMA max_page_count = {max(16, max_bytes // _PAGE)}")
            self._file.execute("CREATE TABLE batches (seq INTEGER PRIMARY KEY, lines BLOB NOT NULL)")
            _sync_folder(path.parent)
        except BaseException:
            self.remove()
            raise

    @classmethod
    def create(cls, folder: Path, *, max_bytes: int = 1 << 30, folder_bytes: int = 8 << 30) -> "Spool":
        """Begin a new spool in a folder; raises SpoolProblem if the disk does not take it.

        It holds up to `max_bytes`, and all spools of the folder together up to `folder_bytes`: a drain that stands still
        must not fill the disk.
        """
        ids = Ids()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if (held := _held_in(folder)) + max_bytes > folder_bytes:
                raise SpoolProblem(
                    f"{held >> 20} MB of events in {folder} wait for the event log, and no more are kept. "
                    "See why the drain does not run."
                )
            return cls(folder / f"{ids.new(ids.now())}{SPOOL}", max_bytes)
        except (OSError, sqlite3.Error) as error:
            raise SpoolProblem(
                f"No spool can be made in {folder} ({error}). Free some space there."
            ) from error

    def append(self, lines: Sequence[str]) -> int:
        """Keep events, and forget those the log has; returns the number of the batch once it is on disk.

        Raises SpoolProblem when the disk does not take it; then nothing of the batch is kept.
        """
        data = "\n".join(lines).encode()
        drained = self.drained
        try:
            if drained > self._forgotten:
                self._file.execute("BEGIN IMMEDIATE")
                self._file.execute("DELETE FROM batches WHERE seq <= ?", [drained])
                self._insert(data)
                self._file.execute("COMMIT")
                self._forgotten = drained
            else:
                self._insert(data)
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
            raise SpoolProblem(
                f"The spool cannot be written ({error}). Free some space on its disk."
            ) from error
        self._last += 1
        return self._last

    def look_for_progress(self) -> None:
        """Read how far the log has come."""
        self.drained = read_drained(self.path)

    @property
    def waiting(self) -> int:
        """How many batches the log has not acknowledged."""
        return self._last - self.drained

    def close(self) -> None:
        """Stop writing; the drain sees to the rest."""
        self._file.close()
        os.close(self._lock)

    def remove(self) -> None:
        """Take away a spool that never held anything."""
        self._file.close()
        remove_files(self.path)
        os.close(self._lock)

    def _insert(self, data: bytes) -> None:
        self._file.execute("INSERT INTO batches VALUES (?, ?)", (self._last + 1, data))


def read_drained(path: Path) -> int:
    """Return the last batch of a spool that the log has acknowledged, 0 when in doubt: the log counts once."""
    try:
        return int(path.with_suffix(DRAINED).read_text("ascii"))
    except (OSError, ValueError):
        return 0


def _held_in(folder: Path) -> int:
    """Return how many bytes the spools of a folder take."""
    held = 0
    for path in folder.glob(f"*{SPOOL}*"):
        with suppress(FileNotFoundError):  # the drain has just removed it
            held += path.stat().st_size
    return held


def remove_files(path: Path) -> None:
    """Remove a spool whose events are all in the log; dying half-way leaves nothing that could be lost."""
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        name.unlink(missing_ok=True)
    for suffix in (DRAINED, LOCK):
        path.with_suffix(suffix).unlink(missing_ok=True)


def _hold(path: Path) -> int:
    """Make a lock file that is held from the moment it has its name."""
    waiting = path.with_suffix(".locking")
    handle = os.open(waiting, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    waiting.rename(path)
    return handle


def take_over(path: Path) -> int | None:
    """Return the lock of a spool whose process is gone (close it when done), None while it lives."""
    handle = os.open(path.with_suffix(LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
