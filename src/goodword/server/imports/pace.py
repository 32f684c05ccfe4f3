"""How fast a run goes, and how long it will take."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """What can be said of a run while it goes on; `fraction` is the share of the whole work (0 to 1)."""

    phase: str
    rows: int
    added: int
    already_there: int
    rejected: int
    fraction: float
    rows_per_second: float
    seconds_left: float | None


@dataclass(slots=True)
class Pace:
    """A clock started when a run is taken up, at a row and at a share of the work.

    >>> pace = Pace(rows=1000, fraction=0.5, clock=iter([0.0, 10.0]).__next__)
    >>> pace.measure(rows=2000, fraction=0.75)
    (100.0, 10.0)
    """

    rows: int
    fraction: float
    clock: Callable[[], float] = time.monotonic
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.clock()

    def measure(self, *, rows: int, fraction: float) -> tuple[float, float | None]:
        """Return rows per second since the start, and the seconds left (None: nothing can be said yet)."""
        elapsed = self.clock() - self.started
        if elapsed <= 0:
            return 0.0, None
        done = fraction - self.fraction
        left = elapsed * (1.0 - fraction) / done if done > 0 else None
        return (rows - self.rows) / elapsed, left
