"""The window of the simulation: its days, its rhythm and its time zone."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt

from goodword.core.errors import InputError
from goodword.core.time import to_microseconds

from . import planted

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
_STEP = HOUR // 4
_WEEKDAYS = np.array([1.0, 1.0, 1.02, 1.0, 0.95, 1.15, 1.25])
_HOURS = (
    np.array([3, 1, 1, 1, 1, 2, 4, 8, 10, 11, 11, 12, 14, 12, 10, 10, 11, 12, 14, 18, 21, 20, 14, 7]) * 1.0
)


@dataclass(frozen=True)
class Window:
    """The days simulated, in the brand's time zone; times are int64 microseconds since 1970 UTC.

    `midnights` (days + 1): when each local day starts, and the end. `weights` (days): relative traffic of
    a day.
    """

    first: date
    last: date
    months: int
    zone: str
    midnights: Int64
    weights: Float64

    @property
    def start(self) -> int:
        """The first microsecond."""
        return int(self.midnights[0])

    @property
    def end(self) -> int:
        """The first microsecond after the window."""
        return int(self.midnights[-1])

    @property
    def days(self) -> int:
        """How many local days."""
        return len(self.weights)

    def day_at(self, fraction: float) -> int:
        """Return the index of the day this far into the window, never its last week."""
        return max(0, min(int(fraction * self.days), self.days - 7))

    def times(self, generator: np.random.Generator, n: int, weights: Float64 | None = None) -> Int64:
        """Return `n` random moments in the weekly and daily rhythm; `weights` per day replaces the weekly."""
        by_day = self.weights if weights is None else weights
        day = generator.choice(self.days, n, p=by_day / by_day.sum())
        hour = generator.choice(24, n, p=_HOURS / _HOURS.sum())
        moment = self.midnights[day] + hour * HOUR + generator.integers(0, HOUR, n)
        return np.asarray(np.minimum(moment, self.end - 1), dtype=np.int64)

    def local_days(self, moments: Int64) -> npt.NDArray[np.int32]:
        """Return the local calendar day (days since 1970) of each moment of the window."""
        base = self.start
        steps = range(base, self.end + DAY, _STEP)
        zone = ZoneInfo(self.zone)
        offsets = np.array([_offset(step, zone) for step in steps], dtype=np.int64)
        index = (moments - base) // _STEP
        return ((moments + offsets[index]) // DAY).astype(np.int32)


def _offset(moment: int, zone: ZoneInfo) -> int:
    offset = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment)).astimezone(zone).utcoffset()
    return 0 if offset is None else offset // timedelta(microseconds=1)


def window(end_day: date, months: int, zone: str) -> Window:
    """Return the window that ends with `end_day` and is `months` calendar months long.

    >>> w = window(date(2026, 6, 30), 6, "Asia/Shanghai")
    >>> w.first, w.days
    (datetime.date(2025, 12, 31), 182)
    """
    try:
        tz = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise InputError(f"{zone!r} is not a time zone. Use a name such as Asia/Shanghai.") from None
    month = end_day.year * 12 + end_day.month - 1 - months
    length = monthrange(month // 12, month % 12 + 1)[1]
    first = date(month // 12, month % 12 + 1, min(end_day.day, length)) + timedelta(days=1)
    days = [first + timedelta(days=i) for i in range((end_day - first).days + 2)]
    midnights = np.array([to_microseconds(datetime(d.year, d.month, d.day, tzinfo=tz)) for d in days])
    number = np.arange(len(days) - 1)
    weekday = _WEEKDAYS[(first.weekday() + number) % 7]
    return Window(
        first, end_day, months, zone, midnights, weekday * (1 + planted.GROWTH_PER_WEEK) ** (number / 7)
    )
