"""What a detector says of the hours it has read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from .episodes import Episode, chance, episodes
from .series import HOUR, Flags, Floats, Ints, Series, hour_at

WATCHING, LEARNING, GAP = 0, 1, 2
SHOCK, RISE, SHARE, LIMIT = "shock", "rise", "share", "limit"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm of one series: it begins with the hour `at` and lasts to `until` (both the beginning of an hour).

    `since` is the first hour of the rise that it tells of. `seen`, `expected` and the usual range `low` to `high` are
    those of the hour `at`; of a share they are counts of its kind. `rate` is how often a month chance alone would go
    as far in this series, and `p` the same for a single hour (both None while
    learning). `reason` is shock (one hour stands out), rise (several
    together), share (the evidence of a grown share) or limit (a fixed limit was passed while learning).
    """

    series: str
    at: datetime
    until: datetime
    since: datetime
    seen: float
    expected: float
    low: float
    high: float
    score: float
    rate: float | None
    p: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Hour by hour what was seen and expected: arrays (S, T), one row for each of `series`, the first hour `first`.

    `state` is 0 where the hour was judged, 1 while the series is still being learned, 2 where nobody saw.
    """

    series: tuple[Series, ...]
    first: int
    seen: Floats
    totals: Floats
    expected: Floats
    low: Floats
    high: Floats
    score: Floats
    rate: Floats
    span: Ints
    state: NDArray[np.int8]
    forced: Flags
    calm: Flags
    alarm: Flags
    begins: Flags

    def __len__(self) -> int:
        return int(self.seen.shape[1])

    @property
    def hours(self) -> list[datetime]:
        """The beginnings of the hours (UTC)."""
        return [hour_at(self.first + i) for i in range(len(self))]

    def place(self, name: str) -> int:
        """Return the row of a series; raises KeyError for one that is not watched."""
        for row, each in enumerate(self.series):
            if each.name == name:
                return row
        raise KeyError(f"Nothing named {name!r} is watched; there are {[each.name for each in self.series]}.")

    def alarms(self) -> Iterator[Alarm]:
        """Yield the alarms that begin in these hours, the first first."""
        for each in episodes(self.alarm, self.begins):
            yield self.alarm_of(each)

    def alarm_of(self, episode: Episode) -> Alarm:
        """Return an alarm with what was seen and expected."""
        row, column = episode.series, episode.first
        rate, at = float(self.rate[row, column]), hour_at(self.first + column)
        span = int(self.span[row, column])
        return Alarm(
            series=self.series[row].name,
            at=at,
            until=hour_at(self.first + episode.last),
            since=at - (span - 1) * HOUR,
            seen=float(self.seen[row, column]),
            expected=float(self.expected[row, column]),
            low=float(self.low[row, column]),
            high=float(self.high[row, column]),
            score=float(self.score[row, column]),
            rate=None if np.isnan(rate) else rate,
            p=None if np.isnan(rate) else float(chance(rate)),
            reason=self._reason(row, column, span),
        )

    def _reason(self, row: int, column: int, span: int) -> str:
        if self.forced[row, column]:
            return LIMIT
        if self.series[row].is_share:
            return SHARE
        return SHOCK if span == 1 else RISE
