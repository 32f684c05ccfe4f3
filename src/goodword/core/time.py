"""Time as the platform keeps it: whole microseconds since 1970 in UTC, and a local day beside them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(moment: datetime) -> int:
    """Return a zoned moment as int64 microseconds since 1970-01-01 UTC, exactly.

    >>> to_microseconds(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC))
    1000005
    """
    if moment.tzinfo is None:
        raise ValueError("The moment has no time zone. Give one, for example datetime(…, tzinfo=UTC).")
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(ts_us: int) -> datetime:
    """Return the UTC moment of int64 microseconds since 1970.

    >>> from_microseconds(1000005)
    datetime.datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=datetime.timezone.utc)
    """
    return _EPOCH + ts_us * _MICROSECOND


def local_day(moment: datetime, zone: str) -> date:
    """Return the calendar day a moment falls on in a time zone.

    >>> local_day(datetime(2026, 1, 1, 20, tzinfo=UTC), "Asia/Shanghai")
    datetime.date(2026, 1, 2)
    """
    return moment.astimezone(ZoneInfo(zone)).date()
