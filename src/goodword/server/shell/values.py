"""Numbers as a person would say them, and exactly."""

from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import get_language

Number = int | float | Decimal

_WESTERN: Final = ((1_000_000_000, "bn"), (1_000_000, "M"), (1_000, "k"))
_CHINESE: Final = ((100_000_000, "亿"), (10_000, "万"))
_SPOKEN_IN_FULL: Final = 10_000


def rounded(value: Number) -> str:
    """Return a number rounded as a person would say it, in the active language.

    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     rounded(12_345), rounded(9_876), rounded(0.4283), rounded(1_999_999)
    ('12.3k', '9,876', '0.43', '2M')
    >>> with override("zh-hans"):
    ...     rounded(12_345)
    '1.23万'
    """
    size = abs(value)
    if size >= _SPOKEN_IN_FULL:
        for step, word in _steps():
            if size >= step:
                return _with_step(float(value) / step, step, word)
    if value == int(value):
        return number_format(int(value), force_grouping=True)
    return number_format(_significant(float(value), 2 if size < 1 else 3), force_grouping=True)


def exact(value: Number) -> str:
    """Return a number with all its digits and separators between thousands.

    >>> exact(1234567.5)
    '1,234,567.5'
    """
    text = format(Decimal(str(value)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return str(number_format(text, force_grouping=True))


def percent(share: Number) -> str:
    """Return a share between 0 and 1 as a person would say it.

    >>> percent(0.6214), percent(0.0421), percent(1)
    ('62%', '4.2%', '100%')
    """
    value = float(share) * 100
    places = 0 if abs(value) >= 10 or value == int(value) else 1
    return f"{number_format(_plain(round(value, places)))}%"


def exact_percent(share: Number) -> str:
    """Return a share between 0 and 1 with two decimals of its per cent.

    >>> exact_percent(0.62141)
    '62.14%'
    """
    return f"{number_format(_plain(round(float(share) * 100, 2)))}%"


def _steps() -> tuple[tuple[int, str], ...]:
    return _CHINESE if (get_language() or "").startswith("zh") else _WESTERN


def _with_step(scaled: float, step: int, word: str) -> str:
    rounded_value = _significant(scaled, 3)
    if step == 1_000 and abs(float(rounded_value)) >= 1_000:
        return _with_step(scaled / 1_000, 1_000_000, "M")
    return f"{number_format(rounded_value)}{word}"


def _significant(value: float, digits: int) -> str:
    """Round to significant digits, but never below the unit: 1234 stays 1234."""
    magnitude = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return _plain(round(value, max(0, digits - magnitude)))


def _plain(value: float) -> str:
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
