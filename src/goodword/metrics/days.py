"""Weeks and months of local days (days since 1970), in whole-number arithmetic that every engine does alike."""

from typing import Any

_DAYS_A_WEEK = 7
_ERA = 146_097  # days of four hundred years
_FIRST = 719_468  # from 1 March of year 0 to 1 January 1970


def week_of(day: Any) -> Any:
    """Return the Monday of a day's week, for a number or a column; day 0 was a Thursday.

    >>> week_of(0), week_of(4)
    (-3, 4)
    """
    return day - (day + 3) % _DAYS_A_WEEK


def month_of(day: Any) -> Any:
    """Return the first day of a day's month, for a number or a column from year 0 on.

    Source: Hinnant (2013), chrono-compatible low-level date algorithms, civil_from_days.

    >>> month_of(0), month_of(30), month_of(31), month_of(59)
    (0, 0, 31, 59)
    """
    of_era = (day + _FIRST) % _ERA
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    return day - (of_year - (153 * month + 2) // 5)
