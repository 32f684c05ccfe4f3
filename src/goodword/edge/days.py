"""Days as the event log keeps them: whole days since 1970, found once and then remembered until midnight."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from goodword.core.time import from_microseconds, to_microseconds

DAY_US = 86_400_000_000
_EPOCH = date(1970, 1, 1).toordinal()


class Days:
    """The calendar of one time zone.

    >>> shanghai = Days("Asia/Shanghai")
    >>> shanghai.day(16 * 3_600_000_000 - 1), shanghai.day(16 * 3_600_000_000)
    (0, 1)
    """

    __slots__ = ("_day", "_from", "_until", "_zone")

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._from = self._until = self._day = 0

    def day(self, ts_us: int) -> int:
        """Return the day a moment (microseconds since 1970) falls on."""
        if not self._from <= ts_us < self._until:
            today = from_microseconds(ts_us).astimezone(self._zone).date()
            self._from, self._until = self._midnight(today), self._midnight(today + timedelta(days=1))
            self._day = today.toordinal() - _EPOCH
        return self._day

    def _midnight(self, day: date) -> int:
        return to_microseconds(datetime.combine(day, time(), self._zone).astimezone(UTC))


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Tell whether a time zone is known here.

    >>> is_zone("Europe/Berlin"), is_zone("../passwd")
    (True, False)
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
