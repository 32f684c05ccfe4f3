"""What is watched: how many there are in each hour, or which part of them is of one kind."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

HOUR = timedelta(hours=1)
HOURS_A_MONTH = 720  # a month is 30 days wherever a rate is stated


@dataclass(frozen=True, slots=True)
class Series:
    """One thing that is watched: `is_share` where it is a part of all, else a count."""

    name: str
    is_share: bool = False


def volume(name: str) -> Series:
    """Return a series of counts per hour.

    >>> volume("mentions")
    Series(name='mentions', is_share=False)
    """
    return Series(name)


def share(name: str) -> Series:
    """Return a series of shares: so many of so many in each hour.

    >>> share("unfavourable").is_share
    True
    """
    return Series(name, is_share=True)


def hour_number(moment: datetime) -> int:
    """Return the whole hours since 1970 at a moment that knows its zone.

    >>> hour_number(datetime(1970, 1, 2, 0, 30, tzinfo=UTC))
    24
    """
    return int(moment.timestamp() // 3600)


def hour_at(number: int) -> datetime:
    """Return the beginning of an hour (UTC).

    >>> hour_at(24)
    datetime.datetime(1970, 1, 2, 0, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromtimestamp(number * 3600, UTC)


def hours_of_week(first: int, n: int, zone: ZoneInfo) -> Ints:
    """Return for hours in a row which hour of the local week each is, 0 (Monday, midnight) to 167, int64 (n,).

    >>> hours_of_week(0, 3, ZoneInfo("Asia/Shanghai"))  # Thursday, eight in the morning
    array([80, 81, 82])
    """
    local = [hour_at(first + i).astimezone(zone) for i in range(n)]
    return np.array([each.weekday() * 24 + each.hour for each in local], np.int64)
