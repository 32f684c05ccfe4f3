"""The detector: many series at once, hour by hour, its whole state savable as JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike

from .calibration import count_rate, share_rate
from .episodes import Alarms
from .report import GAP, LEARNING, WATCHING, Report
from .ring import Ring
from .season import WINDOW, Season, fit
from .series import Flags, Floats, Series, hour_number, hours_of_week
from .special import value_at
from .watching_counts import BAND, SPANS, CountWatch, usual_range
from .watching_shares import CEILING, FEWEST, ShareWatch, Usual, learn

LEARNING_HOURS = 14 * 24
_RING = WINDOW + 24
_VERSION = 1
_FAST, _CALM = 2, 1.5  # on the scales of an hour and of a few hours, a lower score is as usual


def spike_detector(
    series: Iterable[Series], *, alarms_per_month: float = 1.0, zone: str = "UTC", limit: float | None = None
) -> "SpikeDetector":
    """Return a detector of what is unusual in hourly counts and shares.

    `alarms_per_month` is how many false alarms in 30 days are borne over all series together. Hours of the day and
    days of the week are those of `zone`. While a series has been seen for less than 14 days only `limit` counts in
    one hour raise an alarm (None: nothing does). Raises ValueError for a threshold that is not above 0, a zone that
    is not known, and series that have the same name.

    >>> from goodword.forecast import volume
    >>> detector = spike_detector([volume("mentions")], alarms_per_month=1, zone="Asia/Shanghai")
    >>> hour = datetime.fromisoformat("2026-03-02T00:00:00+08:00")
    >>> quiet = detector.read(hour, np.full((1, 24 * 21), 4))
    >>> [alarm.seen for alarm in detector.read(hour.replace(day=23), [[4, 5, 40, 38]]).alarms()]
    [40.0]
    """
    return SpikeDetector(tuple(series), alarms_per_month, zone, limit)


class SpikeDetector:
    """Reads hours in order; what it says does not depend on how many are read at once."""

    def __init__(
        self, series: tuple[Series, ...], alarms_per_month: float, zone: str, limit: float | None
    ) -> None:
        if not 0 < alarms_per_month <= 720:
            raise ValueError(f"False alarms a month must be above 0 and at most 720, not {alarms_per_month}.")
        if len({each.name for each in series}) < len(series):
            raise ValueError("Two series have the same name. Give each a name of its own.")
        try:
            self.zone = ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"There is no time zone {zone!r}. Write one like Europe/Berlin.") from None
        self.series, self.alarms_per_month, self.limit = series, alarms_per_month, limit
        n = len(series)
        self._shares = np.array([each.is_share for each in series], bool)
        self._next: int | None = None
        self._counts = Ring(n, _RING)
        self._totals = Ring(int(self._shares.sum()), _RING)
        self._count_watch = CountWatch.new(n - int(self._shares.sum()))
        self._share_watch = ShareWatch.new(int(self._shares.sum()))
        self._alarms = Alarms.new(n)
        self._learn()

    def read(
        self,
        first: datetime,
        counts: ArrayLike,
        totals: ArrayLike | None = None,
        gaps: ArrayLike | None = None,
    ) -> Report:
        """Read hours in a row, the first beginning at `first`: `counts` (S, T).

        `totals` (S, T) says of how many, for the rows that are shares. `gaps` (T,) or (S, T) is true where nobody saw;
        NaN in `counts` says the same. Hours left out since the last reading are gaps. Raises ValueError for shapes
        that do not fit, negative counts, more hits than totals, and hours that were read before.
        """
        seen, of = self._checked(counts, totals, gaps)
        begin = hour_number(first)
        self._skip_to(begin)
        weekly = hours_of_week(begin, seen.shape[1], self.zone)
        parts = [self._step(seen[:, i], of[:, i], int(weekly[i])) for i in range(seen.shape[1])]
        columns = [np.stack(each, axis=1) for each in zip(*parts, strict=True)] if parts else self._nothing()
        return Report(self.series, begin, seen, of, *columns)

    def _nothing(self) -> list[Any]:
        kinds = (float, float, float, float, float, np.int64, np.int8, bool, bool, bool, bool)
        return [np.zeros((len(self.series), 0), kind) for kind in kinds]

    def _checked(
        self, counts: ArrayLike, totals: ArrayLike | None, gaps: ArrayLike | None
    ) -> tuple[Floats, Floats]:
        seen = np.array(counts, np.float64)
        if seen.ndim != 2 or len(seen) != len(self.series):
            raise ValueError(
                f"The counts must have one row for each of {len(self.series)} series, not {seen.shape}."
            )
        of = np.zeros_like(seen) if totals is None else np.array(totals, np.float64)
        if of.shape != seen.shape:
            raise ValueError(
                f"The totals have the shape {of.shape}, the counts {seen.shape}. They must be the same."
            )
        if totals is None and self._shares.any():
            raise ValueError("A share needs its totals: of how many the counts are.")
        if gaps is not None:
            seen = np.where(np.broadcast_to(np.asarray(gaps, bool), seen.shape), np.nan, seen)
        if (seen < 0).any() or (of < 0).any() or np.isinf(seen).any():
            raise ValueError("Counts cannot be negative or infinite.")
        if (seen[self._shares] > of[self._shares]).any():
            raise ValueError("A share cannot have more hits than there are in all.")
        return seen, of

    def _skip_to(self, begin: int) -> None:
        if self._next is None:
            self._next = begin
        if begin < self._next:
            raise ValueError(
                "These hours were read before. Give those that came after, or begin a new detector."
            )
        nothing = np.full(len(self.series), np.nan)
        for hour in range(max(self._next, begin - _RING), begin):
            self._next = hour
            self._step(nothing, nothing, int(hours_of_week(hour, 1, self.zone)[0]))
        self._next = begin

    def _learn(self) -> None:
        """Learn what is usual from the window that ended with the last whole day."""
        since = 0 if self._next is None else self._next % 24
        window = slice(_RING - WINDOW - since, _RING - since)
        kept, totals = self._counts.values[:, window], self._totals.values[:, window]
        end = (self._next or 0) - since
        weekly = hours_of_week(end - WINDOW, WINDOW, self.zone) if end > WINDOW else np.arange(WINDOW) % 168
        self._season: Season = fit(kept[~self._shares], weekly)
        self._usual: Usual = learn(kept[self._shares], totals)
        enough = (~np.isnan(kept)).sum(1) >= LEARNING_HOURS
        enough[self._shares] &= self._usual.known >= FEWEST
        self._enough: Flags = enough

    def _step(self, counts: Floats, totals: Floats, hour: int) -> tuple[Any, ...]:
        now = self._next or 0
        if now % 24 == 0:
            self._learn()
        seen = ~np.isnan(counts)
        both = zip(self._count_step(counts, hour, seen), self._share_step(counts, totals, seen), strict=True)
        expected, low, high, score, rate, span, calm = (self._joined(*each) for each in both)
        judged = seen & self._enough
        rates = np.where(judged, rate, np.nan)
        forced = seen & ~self._enough & ~self._shares
        forced = forced & (counts >= self.limit) if self.limit is not None else np.zeros(len(seen), bool)
        alarm, begins = self._alarms.step(rates, self.alarms_per_month, forced, calm > 0)
        state = np.where(~seen, GAP, np.where(self._enough, WATCHING, LEARNING)).astype(np.int8)
        self._remember(counts, totals)
        self._next = now + 1
        return (
            expected,
            low,
            high,
            score,
            rates,
            span.astype(np.int64),
            state,
            forced,
            calm > 0,
            alarm,
            begins,
        )

    def _joined(self, of_counts: Floats, of_shares: Floats) -> Floats:
        whole = np.empty(len(self.series))
        whole[~self._shares], whole[self._shares] = of_counts, of_shares
        return whole

    def _count_step(self, counts: Floats, hour: int, seen: Flags) -> tuple[Floats, ...]:
        season, rows = self._season, ~self._shares
        expected = np.maximum(season.expected(hour, ((self._next or 0) % 24 + 0.5) / 24), 1e-3)
        low, high = usual_range(expected, season, hour)
        scores = self._count_watch.step(counts[rows], expected, season, hour, seen[rows])
        best = scores.argmax(0)
        score = np.take_along_axis(scores, best[None], 0)[0]
        calm = (scores[:_FAST].max(0) < _CALM).astype(np.float64)
        span = np.array(SPANS, np.float64)[best]
        return expected, low, high, score, count_rate(score, season.level), span, calm

    def _share_step(self, counts: Floats, totals: Floats, seen: Flags) -> tuple[Floats, ...]:
        usual, rows = self._usual, self._shares
        n = np.where(seen[rows], totals[rows], 0.0)
        expected = usual.share * n
        once = expected * (1 - usual.share)
        variance = once * np.maximum(1 + (n - 1) * usual.alike, 1.0)
        low, high = (
            value_at(end, expected, variance, once * np.abs(1 - 2 * usual.share)) for end in (-BAND, BAND)
        )
        before = self._share_watch.sums
        score = self._share_watch.step(counts[rows], totals[rows], usual, seen[rows])
        calm = ((score <= before) & (score < CEILING)).astype(np.float64)
        rate = share_rate(score, usual.pace)
        span = np.maximum(self._share_watch.hours, 1.0)
        return expected, low, np.minimum(high, n), score, rate, span, calm

    def _remember(self, counts: Floats, totals: Floats) -> None:
        self._counts.append(counts)
        self._totals.append(totals[self._shares])

    def state(self) -> dict[str, Any]:
        """Return everything the detector knows, as data that JSON can hold."""
        return {
            "version": _VERSION,
            "series": [[each.name, each.is_share] for each in self.series],
            "alarms_per_month": self.alarms_per_month,
            "zone": self.zone.key,
            "limit": self.limit,
            "next": self._next,
            "counts": self._counts.state(),
            "totals": self._totals.state(),
            "count_watch": self._count_watch.state(),
            "share_watch": self._share_watch.state(),
            "alarms": self._alarms.state(),
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "SpikeDetector":
        """Return the detector that `state` was taken from; raises ValueError for that of another version."""
        if state.get("version") != _VERSION:
            raise ValueError(
                f"This state is of version {state.get('version')}, not {_VERSION}. Begin a new detector."
            )
        series = tuple(Series(name, is_share) for name, is_share in state["series"])
        self = cls(series, state["alarms_per_month"], state["zone"], state["limit"])
        self._next = state["next"]
        self._counts = Ring.from_state(state["counts"], _RING)
        self._totals = Ring.from_state(state["totals"], _RING)
        self._count_watch = CountWatch.from_state(state["count_watch"])
        self._share_watch = ShareWatch.from_state(state["share_watch"])
        self._alarms = Alarms.from_state(state["alarms"])
        self._learn()
        return self
