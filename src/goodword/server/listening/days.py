"""A mention's local day as it is kept: the number of days since 1970."""

from datetime import date

_EPOCH = date(1970, 1, 1).toordinal()


def day_of(number: int) -> date:
    """Return the day of a number of days since 1970.

    >>> day_of(20_500)
    datetime.date(2026, 2, 16)
    """
    return date.fromordinal(number + _EPOCH)


def number_of(day: date) -> int:
    """Return the number of a day.

    >>> number_of(date(2026, 2, 16))
    20500
    """
    return day.toordinal() - _EPOCH
