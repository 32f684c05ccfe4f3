"""Dates that mean something only together with the time of the export: 3小时前, 昨天 12:30, 05-12.

The rule: minutes and hours count back from the time of the export; 今天, 昨天 and 前天 are days of its calendar; a day
and month without a year are the last such day that is not after it; days and weeks ago keep its time of day. Months and
years ago are too vague to be a date and are refused.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta

from .moments import Moment, MomentParser

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a clock without a zone
_BEFORE = re.compile(
    r"(?:发布于|发表于|编辑于|更新于|修改于|回复于|评论于|posted|edited|published)[:：\s]*", re.I
)
_AFTER = re.compile(r"\s*(?:来自|IP\s?属地|更新于|编辑于|·|\|).*$", re.I)
_PLACE = re.compile(r"\s+[\u4e00-\u9fff]{2,9}$")
_CLOCK = (
    r"(?:\s*(?P<half>上午|下午|中午|晚上|凌晨|早上)?\s*(?P<hour>\d{1,2})[:时](?P<minute>\d{2})"
    r"(?:[:分](?P<second>\d{2}))?[分秒]?)?"
)
_AGO = re.compile(
    r"(?P<count>\d{1,4}|an?|半|一|两)\s*个?\s*"
    r"(?P<unit>秒钟?|分钟?|小时|钟头|天|日|周|星期|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)"
    r"\s*(?:前|ago)",
    re.I,
)
_DAY = re.compile(rf"(?P<word>今天|今日|昨天|昨日|前天|today|yesterday)(?:\s*at)?{_CLOCK}", re.I)
_MONTH_DAY = re.compile(rf"(?P<month>\d{{1,2}})[-月](?P<day>\d{{1,2}})[日号]?{_CLOCK}")
_NOW = frozenset({"刚刚", "刚才", "现在", "just now", "now"})
_SECONDS = {
    "秒": 1,
    "s": 1,
    "分": 60,
    "m": 60,
    "小": 3600,
    "钟": 3600,
    "h": 3600,
    "天": 86400,
    "日": 86400,
    "d": 86400,
}
_SECONDS |= {"周": 604800, "星": 604800, "w": 604800}
_WORDS = {"半": 0.5, "一": 1.0, "两": 2.0, "a": 1.0, "an": 1.0}
_BACK = {"今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2}
_PARSER = MomentParser()


def without_frame(value: str) -> list[str]:
    """Return a date without the words platforms put around it; with a last word that may be a place, and without it.

    >>> without_frame("编辑于 05-12 上海"), without_frame("2026-05-12 12:30 来自 iPhone")
    (['05-12 上海', '05-12'], ['2026-05-12 12:30'])
    """
    text = unicodedata.normalize("NFKC", value).strip()
    found = _BEFORE.match(text)
    text = _AFTER.sub("", text[found.end() :] if found else text).strip()
    return list(dict.fromkeys((text, _PLACE.sub("", text))))


def is_relative(value: str) -> bool:
    """Tell whether a value is a date only together with the time of an export.

    >>> is_relative("3小时前"), is_relative("05-12"), is_relative("3个月前"), is_relative("very good")
    (True, True, False, False)
    """
    return len(value) <= 60 and read_relative(value, datetime(2024, 12, 31, 23, 59)) is not None  # noqa: DTZ001


def read_framed(value: str) -> Moment | None:
    """Return a whole date with words around it, None when it is none."""
    for text in without_frame(value):
        found = _PARSER.parse(text) if text != value.strip() else None
        if isinstance(found, Moment):
            return found
    return None


def read_relative(value: str, as_of: datetime) -> datetime | None:
    """Return the moment a text means at the time of an export, both on one clock without a zone; None if it is none.

    >>> at = datetime(2026, 1, 3, 9, 30)
    >>> [read_relative(text, at).isoformat(" ", "minutes") for text in ("3小时前", "昨天 12:30", "12-25", "1-2 08:00")]
    ['2026-01-03 06:30', '2026-01-02 12:30', '2025-12-25 00:00', '2026-01-02 08:00']
    """
    found = (_read(text.lower(), as_of) for text in without_frame(value))
    return next((moment for moment in found if moment is not None), None)


def _read(text: str, as_of: datetime) -> datetime | None:
    if text in _NOW:
        return as_of
    try:
        if found := _AGO.fullmatch(text):
            count = _WORDS.get(found["count"]) or float(found["count"])
            return as_of - timedelta(seconds=count * _SECONDS[found["unit"][0]])
        if found := _DAY.fullmatch(text):
            return _at(found, as_of.date() - timedelta(days=_BACK[found["word"]]))
        if found := _MONTH_DAY.fullmatch(text):
            return _at(found, _last(int(found["month"]), int(found["day"]), as_of.date()))
    except (ValueError, OverflowError):
        return None
    return None


def to_micros(moment: datetime) -> int:
    """Return the microseconds from 1970 on the same clock."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """Return the moment so many microseconds after 1970 on the same clock."""
    return _EPOCH + timedelta(microseconds=micros)


def _at(found: re.Match[str], day: date) -> datetime:
    hour, half = int(found["hour"] or 0), found["half"]
    if half in ("下午", "晚上") and hour < 12:
        hour += 12
    return datetime(day.year, day.month, day.day, hour, int(found["minute"] or 0), int(found["second"] or 0))  # noqa: DTZ001


def _last(month: int, day: int, today: date) -> date:
    """Return the last such day that is not after today (a day's grace: clocks differ)."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today + timedelta(days=1):
            return found
    raise ValueError
