"""Group commit: requests that arrive together share one commit, and are answered when it is on disk.

Everything but the commit itself happens in the event loop, so nothing needs a lock: `add` collects lines; when the
writer thread is free it gets all of them; when it says that they are on disk, the one future they share is resolved.
"""

import asyncio
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Thread

Keep = Callable[[Sequence[str]], object]


class Outcome(asyncio.Future[bool]):
    """Whether a batch is on disk. Many wait for it: one who is cancelled must not cancel the others."""

    def cancel(self, msg: object = None) -> bool:
        """Refuse; the request that asked ends when the outcome is known."""
        return False


_Batch = tuple[list[str], Outcome]


class GroupCommit:
    """Keeps lines through `keep`, in a thread of its own.

    `recorded`, `lost` and `unconfirmed` count events: on disk; refused by the disk or by a full queue (`limit`
    lines wait at most); answered before the disk did, because it took longer than `patience` seconds.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, keep: Keep, *, limit: int = 20_000, patience: float = 2.0
    ) -> None:
        self.recorded = self.lost = self.unconfirmed = self.commits = 0
        self.problem = ""
        self.stalled = False
        self._loop = loop
        self._keep = keep
        self._limit = limit
        self._patience = patience
        self._lines: list[str] = []
        self._outcome = Outcome(loop=loop)
        self._in_flight: Outcome | None = None
        self._asked = False
        self._batches: SimpleQueue[_Batch | None] = SimpleQueue()
        self._thread = Thread(target=self._write, name="spool", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many lines wait for the next commit."""
        return len(self._lines)

    def add(self, line: str) -> Outcome | None:
        """Take a line; the future tells whether it is on disk. None: do not wait, it is lost or may take long."""
        if len(self._lines) >= self._limit:
            self.lost += 1
            return None
        self._lines.append(line)
        if not self._asked:
            self._asked = True
            self._loop.call_soon(self._hand_over)
        if self.stalled:
            self.unconfirmed += 1
            return None
        return self._outcome

    async def close(self) -> None:
        """Keep what has come in, then stop; gives up when the disk does not answer."""
        end = self._loop.time() + self._patience
        while self._asked and self._loop.time() < end:
            await asyncio.sleep(0.005)
        self._batches.put(None)
        await asyncio.to_thread(self._thread.join, self._patience)

    def _hand_over(self) -> None:
        lines, outcome = self._lines, self._outcome
        self._lines, self._outcome = [], Outcome(loop=self._loop)
        self._in_flight = outcome
        timer = self._loop.call_later(self._patience, self._lose_patience, len(lines))
        outcome.add_done_callback(lambda _: timer.cancel())
        self._batches.put((lines, outcome))

    def _write(self) -> None:
        while (batch := self._batches.get()) is not None:
            problem = ""
            try:
                self._keep(batch[0])
            except Exception as error:  # whatever it is, visitors go on to where they were going
                problem = str(error) or type(error).__name__
            try:
                self._loop.call_soon_threadsafe(self._settle, batch, problem)
            except RuntimeError:  # the loop is closed: nobody waits for the answer any more
                return

    def _settle(self, batch: _Batch, problem: str) -> None:
        lines, outcome = batch
        self.commits += 1
        self.problem, self.stalled, self._in_flight = problem, False, None
        if problem:
            self.lost += len(lines)
        else:
            self.recorded += len(lines)
        if not outcome.done():
            outcome.set_result(not problem)
        if self._lines:
            self._hand_over()
        else:
            self._asked = False

    def _lose_patience(self, lines: int) -> None:
        """The disk does not answer: let go all who wait, and let nobody wait until it does."""
        self.stalled = True
        self.unconfirmed += lines + len(self._lines)
        for outcome in (self._in_flight, self._outcome):
            if outcome is not None and not outcome.done():
                outcome.set_result(False)
        self._outcome = Outcome(loop=self._loop)
