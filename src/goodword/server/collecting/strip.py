"""A strip of time with its gaps: what was collected, what is missing, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .words import gap_said

WIDTH = 1000
_LEAST = 4.0  # so that a gap of minutes can be seen
_FILLS = {"open": "unfavourable", "lost": "unfavourable", "filled": "neutral"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """One gap on the strip, `x` and `width` of `WIDTH`."""

    x: float
    width: float
    fill: str
    said: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The time from `start` until `end`, the part of it in which there was a source, and the gaps in it."""

    start: datetime
    end: datetime
    from_x: float
    gaps: list[Stretch]


def strip_of(gaps: Iterable[Any], begun: datetime, now: datetime, days: int = 14) -> Strip:
    """Return the last days of a source: those before it `begun` are blank."""
    start = now - timedelta(days=days)

    def place(moment: datetime) -> float:
        share = (moment - start) / (now - start)
        return round(min(max(share, 0.0), 1.0) * WIDTH, 1)

    stretches = []
    for gap in gaps:
        left, right = place(gap.start), place(gap.end or now)
        if right > 0:
            width = max(right - left, _LEAST)
            stretches.append(Stretch(min(left, WIDTH - width), width, _FILLS[gap.state], gap_said(gap)))
    return Strip(start, now, place(begun), stretches)
