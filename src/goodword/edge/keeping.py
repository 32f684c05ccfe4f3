"""What the writer thread does: keep lines in a spool, and begin a new one when the old one has failed or grown old."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from goodword.edge.errors import SpoolProblem
from goodword.edge.spool import Spool

Create = Callable[[Path], Spool]


class Keeper:
    """The current spool of this process; a full or broken one is closed (the drain empties it), and a new one takes over.

    So is one that is `seconds` old, so that nothing of anybody stays in the pages a file has freed: the drain removes it.
    """

    def __init__(
        self,
        folder: Path,
        create: Create = Spool.create,
        *,
        seconds: float = 3600.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._create = create
        self._seconds, self._clock = seconds, clock
        self._old_at = 0.0
        self._spool: Spool | None = None

    def keep(self, lines: Sequence[str]) -> None:
        """Keep the lines on disk; raises SpoolProblem when that cannot be done now."""
        now = self._clock()
        if self._spool is not None and now >= self._old_at:
            self.close()
        is_new = self._spool is None
        try:
            self._append(lines, now)
        except SpoolProblem:
            if is_new:
                raise
            self._append(lines, now)

    def _append(self, lines: Sequence[str], now: float) -> None:
        if self._spool is None:
            self._spool, self._old_at = self._create(self._folder), now + self._seconds
        try:
            self._spool.append(lines)
        except SpoolProblem:
            self.close()
            raise

    def look_for_progress(self) -> None:
        """Let the spool forget what the event log has; may be called from another thread."""
        spool = self._spool
        if spool is not None:
            spool.look_for_progress()

    @property
    def waiting(self) -> int:
        """How many batches of the current spool the event log does not have."""
        spool = self._spool
        return spool.waiting if spool is not None else 0

    def close(self) -> None:
        """Stop writing."""
        if self._spool is not None:
            self._spool.close()
            self._spool = None
