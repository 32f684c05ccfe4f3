"""One date or time, in any of the ways people and programs write it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_DAY_US = 86_400_000_000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_NUMERIC = re.compile(r"(\d{1,4})\s?([-/.年])\s?(\d{1,2})\s?([-/.月])\s?(\d{1,4})\s?[日号]?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z?)")
_EPOCH = re.compile(r"\d{9,19}(?:\.\d+)?")
_NAMED = (
    re.compile(_WEEKDAY + _MONTH + r"[\s-]*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(?P<year>\d{4})\b", re.I),
    re.compile(
        _WEEKDAY
        + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?"
        + _MONTH
        + r",?[\s-]*(?P<year>\d{4})\b",
        re.I,
    ),
)
_UNIX_STYLE = re.compile(
    _WEEKDAY + _MONTH + r"\s+(?P<day>\d{1,2})\s+(?P<time>[\d:]+)(?P<zone>.*?)\s+(?P<year>\d{4})", re.I
)
_TIME = re.compile(
    r"(?:T|,|\s|星期.|周.|at\b)*"
    r"(?:(?P<half>上午|下午|中午|晚上|凌晨|早上)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{2})?"
    r"(?:[:分](?:(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?秒?)?)?\s*(?P<noon>[ap]\.?m\.?)?)?"
    r"\s*(?P<zone>.*)",
    re.I,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?(?:\s*\([\w\s]+\))?", re.I)
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "ut": 0,
    "est": -300,
    "edt": -240,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
}
_EPOCH_UNITS = ((1e11, 1_000_000), (1e14, 1_000), (1e17, 1))


class Moment(NamedTuple):
    """Microseconds since 1970: of UTC when `zoned`, else of a clock whose zone is not written."""

    micros: int
    zoned: bool


class Unreadable(NamedTuple):
    """A value that is no moment; `code` is `not_moment` or `ambiguous_date`."""

    code: str


NOT_A_MOMENT = Unreadable("not_moment")
AMBIGUOUS = Unreadable("ambiguous_date")
_CACHE_SIZE = 100_000
_T = TypeVar("_T")


@dataclass(slots=True)
class MomentParser:
    """Reads moments one by one; `order` (`dmy`, `mdy` or None) settles 03/04/2026.

    >>> MomentParser().parse("2020年9月3日 下午2:05") == MomentParser("mdy").parse("9/3/2020 14:05")
    True
    >>> MomentParser().parse("03/04/2026")
    Unreadable(code='ambiguous_date')
    """

    order: str | None = None
    _days: dict[str, int | Unreadable] = field(default_factory=dict)
    _times: dict[str, Moment | Unreadable] = field(default_factory=dict)

    def parse(self, value: str) -> Moment | Unreadable:
        """Return the moment a text says, or why it cannot be read."""
        text = value.strip()
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text)
        if _EPOCH.fullmatch(text) and not _COMPACT.fullmatch(text):
            return _from_epoch(text)
        if compact := _COMPACT.fullmatch(text):
            return self._from_compact(compact)
        if unix := _UNIX_STYLE.fullmatch(text):
            text = f"{unix['month']} {unix['day']} {unix['year']} {unix['time']}{unix['zone']}"
        for pattern in (_NUMERIC, *_NAMED):
            if found := pattern.match(text):
                return self._combine(found.group(), text[found.end() :])
        return NOT_A_MOMENT

    def _combine(self, day: str, time: str) -> Moment | Unreadable:
        days = _cached(self._days, day, self._day)
        if isinstance(days, Unreadable):
            return days
        clock = _cached(self._times, time, _time_of_day) if time else Moment(0, False)
        if isinstance(clock, Unreadable):
            return clock
        return Moment(days * _DAY_US + clock.micros, clock.zoned)

    def _day(self, text: str) -> int | Unreadable:
        if numeric := _NUMERIC.fullmatch(text):
            first, separator, second, _, third = numeric.groups()
            if len(first) == 4 or separator == "年":
                return _day_number(int(first), int(second), int(third))
            if len(first) > 2 or len(third) not in (2, 4):
                return NOT_A_MOMENT
            return self._day_by_order(int(first), int(second), _full_year(third), separator)
        for pattern in _NAMED:
            if named := pattern.fullmatch(text):
                month = _MONTHS.index(named["month"].lower()) + 1
                return _day_number(int(named["year"]), month, int(named["day"]))
        return NOT_A_MOMENT

    def _day_by_order(self, first: int, second: int, year: int, separator: str) -> int | Unreadable:
        order = "dmy" if separator == "." else self.order
        if order is None:
            if first <= 12 and second <= 12 and first != second:
                return AMBIGUOUS
            order = "dmy" if first > 12 else "mdy"
        day, month = (first, second) if order == "dmy" else (second, first)
        return _day_number(year, month, day)

    def _from_compact(self, found: re.Match[str]) -> Moment | Unreadable:
        year, month, day, hour, minute, second, zulu = found.groups()
        days = _day_number(int(year), int(month), int(day))
        if isinstance(days, Unreadable):
            return days
        clock = _clock(int(hour or 0), int(minute or 0), int(second or 0), 0)
        return clock if isinstance(clock, Unreadable) else Moment(days * _DAY_US + clock.micros, bool(zulu))


def _cached(cache: dict[str, _T], key: str, make: Callable[[str], _T]) -> _T:
    value = cache.get(key)
    if value is None:
        if len(cache) >= _CACHE_SIZE:
            cache.clear()
        value = cache[key] = make(key)
    return value


def order_evidence(value: str) -> str | None:
    """Return which order of day and month a date proves (`dmy`, `mdy`), `either` when it could be both, else None.

    >>> order_evidence("25/03/2026"), order_evidence("03/04/2026"), order_evidence("2026-03-04")
    ('dmy', 'either', None)
    """
    found = _NUMERIC.match(value.strip())
    if not found or len(found[1]) > 2 or found[2] not in "-/" or not found[5]:
        return None
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return "dmy"
    if second > 12 >= first:
        return "mdy"
    return "either" if first != second and max(first, second) <= 12 else None


def read_tail(text: str) -> Moment | Unreadable:
    """Return what follows the seconds of an ISO time: a fraction, a zone or both; `micros` is what to add.

    >>> read_tail(".25 -0800")
    Moment(micros=28800250000, zoned=True)
    """
    found = re.fullmatch(r"(?:[.,](\d{1,9}))?\s*(.*)", text)
    if not found:
        return NOT_A_MOMENT
    zone = _offset(found[2])
    if isinstance(zone, Unreadable):
        return zone
    return Moment(_fraction(found[1]) - (zone or 0) * 60_000_000, zone is not None)


def _time_of_day(text: str) -> Moment | Unreadable:
    found = _TIME.fullmatch(text)
    if not found:
        return NOT_A_MOMENT
    hour = int(found["hour"] or 0)
    afternoon = (found["noon"] or "").lower().startswith("p") or found["half"] in ("下午", "晚上", "中午")
    if found["noon"] or found["half"]:
        if hour > 12 and found["noon"]:
            return NOT_A_MOMENT
        late_noon = found["half"] == "中午" and hour >= 10
        hour = hour % 12 + 12 if afternoon and hour < 12 and not late_noon else hour
        hour = 0 if hour == 12 and not afternoon else hour
    clock = _clock(hour, int(found["minute"] or 0), int(found["second"] or 0), _fraction(found["fraction"]))
    zone = _offset(found["zone"])
    if isinstance(clock, Unreadable) or isinstance(zone, Unreadable):
        return NOT_A_MOMENT
    return Moment(clock.micros - (zone or 0) * 60_000_000, zone is not None)


def _clock(hour: int, minute: int, second: int, micros: int) -> Moment | Unreadable:
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return NOT_A_MOMENT
    return Moment(((hour * 60 + minute) * 60 + second) * 1_000_000 + micros, False)


def _offset(text: str) -> int | Unreadable | None:
    """Return the minutes east of UTC a zone says; None when there is none."""
    name = text.strip().lower()
    if not name:
        return None
    if name in _ZONES:
        return _ZONES[name]
    found = _OFFSET.fullmatch(name)
    if not found or int(found[2]) > 14:
        return NOT_A_MOMENT
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return -minutes if found[1] == "-" else minutes


def _fraction(digits: str | None) -> int:
    return int(digits[:6].ljust(6, "0")) if digits else 0


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _day_number(year: int, month: int, day: int) -> int | Unreadable:
    if not 1900 <= year <= 2200:
        return NOT_A_MOMENT
    try:
        return date(year, month, day).toordinal() - _EPOCH_DAY
    except ValueError:
        return NOT_A_MOMENT


def _from_epoch(text: str) -> Moment | Unreadable:
    """Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size."""
    whole, _, rest = text.partition(".")
    count = int(whole)
    for bound, unit in _EPOCH_UNITS:
        if count < bound:
            return Moment(count * unit + (_fraction(rest) * unit // 1_000_000 if rest else 0), True)
    return Moment(count // 1000, True)
