"""Numbers as a person would say them, and exactly."""

from decimal import Decimal
from math import floor, log10
from typing import Final

from .vocabulary import is_chinese

Number = int | float | Decimal

_WESTERN: Final = ((1_000_000_000, "bn"), (1_000_000, "M"), (1_000, "k"))
_CHINESE: Final = ((100_000_000, "亿"), (10_000, "万"))
_SPOKEN_IN_FULL: Final = 10_000


def rounded(value: Number) -> str:
    """Return a number rounded as a person would say it, in the active language.

    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     rounded(12_345), rounded(9_876), rounded(0.4283), rounded(1_999_999)
    ('12.3k', '9,876', '0.428', '2M')
    >>> with override("zh-hans"):
    ...     rounded(12_345)
    '1.23万'
    """
    if abs(float(value)) < _SPOKEN_IN_FULL:
        return f"{int(value):,}" if value == int(value) else _significant(float(value), 3)
    spoken = [(_significant(float(value) / step, 3), word) for step, word in _steps()]
    return next(f"{number}{word}" for number, word in spoken if abs(float(number.replace(",", ""))) >= 1)


def exact(value: Number) -> str:
    """Return a number with all its digits and separators between thousands.

    >>> exact(1234567.5)
    '1,234,567.5'
    """
    return _plain(value)


def percent(share: Number) -> str:
    """Return a share between 0 and 1 as a person would say it.

    >>> percent(0.6214), percent(0.0421), percent(1)
    ('62%', '4.2%', '100%')
    """
    return f"{_significant(float(share) * 100, 2)}%"


def exact_percent(share: Number) -> str:
    """Return a share between 0 and 1 with two decimals of its per cent.

    >>> exact_percent(0.62141)
    '62.14%'
    """
    return f"{_plain(round(float(share) * 100, 2))}%"


def _steps() -> tuple[tuple[int, str], ...]:
    return _CHINESE if is_chinese() else _WESTERN


def _significant(value: float, digits: int) -> str:
    """Round to significant digits, but never above the unit: 1234 stays 1234."""
    if not value:
        return "0"
    places = digits - 1 - floor(log10(abs(value)))
    return _plain(round(value, max(0, places)))


def _plain(value: Number) -> str:
    """Write a number with commas between thousands (both languages of the console do) and no idle zeros."""
    text = format(Decimal(str(value)), ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
