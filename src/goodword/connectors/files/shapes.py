"""What a value looks like, whatever its column is called."""

import re

from .moments import Moment, MomentParser

EMPTY_WORDS = frozenset(
    {"", "null", "nan", "none", "n/a", "#n/a", "\\n", "<na>", "nil", "na", "not rated", "-", "--"}
)
_INTEGER = re.compile(r"[+-]?\d{1,3}(?:[,\s]\d{3})+|[+-]?\d+")
_PLAIN = r"(?:\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)"
_NUMBER = re.compile(rf"[+-]?[$€£¥￥]?\s?{_PLAIN}(?:[eE][+-]?\d+)?\s?[%€元]?")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.I)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.I)
_DATE_START = re.compile(
    r"\d{1,4}[-/.年]|[A-Za-z]{3,9}\.?,?\s+\d|\d{1,2}\s+[A-Za-z]{3}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", re.I
)
_PARSER = MomentParser("dmy")
_OTHER_PARSER = MomentParser("mdy")


def is_empty(value: str) -> bool:
    """Tell whether a value says that there is none.

    >>> is_empty(" NaN "), is_empty("0")
    (True, False)
    """
    return value.strip().lower() in EMPTY_WORDS


def is_integer(value: str) -> bool:
    """Tell whether a value is a whole number, with or without thousands separators."""
    return _INTEGER.fullmatch(value.strip()) is not None


def is_number(value: str) -> bool:
    """Tell whether a value is a number, an amount of money or a percentage."""
    return _NUMBER.fullmatch(value.strip()) is not None


def is_url(value: str) -> bool:
    """Tell whether a value is a web address."""
    return _URL.fullmatch(value.strip()) is not None


def is_email(value: str) -> bool:
    """Tell whether a value is an e-mail address."""
    return _EMAIL.fullmatch(value.strip()) is not None


def is_moment(value: str, *, epoch: bool = True) -> bool:
    """Tell whether a value is a date or time; a bare count of seconds passes only with `epoch`.

    >>> is_moment("Sep 03, 2020"), is_moment("1424801752"), is_moment("1424801752", epoch=False)
    (True, True, False)
    """
    text = value.strip()
    if len(text) > 60 or not (_DATE_START.match(text) or (epoch and text[:9].isdigit())):
        return False
    return isinstance(_PARSER.parse(text), Moment) or isinstance(_OTHER_PARSER.parse(text), Moment)


def shape(value: str) -> str:
    """Return the one word that says most about a value: empty, number, moment, url, email or text.

    >>> [shape(value) for value in ("", "3,5", "2020-09-03", "www.example.org", "well done")]
    ['empty', 'number', 'moment', 'url', 'text']
    """
    if is_empty(value):
        return "empty"
    if is_number(value):
        return "number"
    if is_moment(value, epoch=False):
        return "moment"
    if is_url(value):
        return "url"
    return "email" if is_email(value) else "text"
