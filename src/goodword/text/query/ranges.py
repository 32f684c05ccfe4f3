"""Numbers, days and their ranges as a query writes them."""

import calendar
import re

from .errors import QueryError
from .fields import Field, Kind, days_of, number_of
from .nodes import Between
from .scanner import cut

_COMPARED = re.compile(r"(>=|<=|>|<)(.*)", re.DOTALL)
_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "＞": ">", "＜": "<", "，": ".", "。": ".", "～": "~"})
_ANY_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_ANY_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?", re.ASCII)


def between(source: str, field: Field, text: str, start: int, end: int) -> Between:
    """Return the range that the value of a field between two places of the query spells."""
    read = number_of if field.kind is Kind.NUMBER else days_of
    if found := _COMPARED.fullmatch(text):
        sign, value = found.groups()
        if ends := read(value):
            return _beyond(field.name, sign, *ends)
    elif text.count("..") == 1 and text != "..":
        low, high = (part.strip() for part in text.split(".."))
        first, last = read(low), read(high)
        if (first or not low) and (last or not high):
            return _range(source, field, (first, last), (low, high), start, end)
    elif ends := read(text):
        return Between(field.name, *ends)
    kind = "bad_number" if field.kind is Kind.NUMBER else "bad_day"
    raise QueryError(kind, start + 1, {"value": text}, _proposal(source, field, text, start, end))


def _beyond(name: str, sign: str, first: float, last: float) -> Between:
    match sign:
        case ">=":
            return Between(name, low=first)
        case ">":
            return Between(name, low=last, beyond_low=True)
        case "<=":
            return Between(name, high=last)
    return Between(name, high=first, below_high=True)


def _range(
    source: str, field: Field, ends: tuple[tuple[float, float] | None, ...], texts: tuple[str, str],
    start: int, end: int,
) -> Between:  # fmt: skip
    low = ends[0][0] if ends[0] else None
    high = ends[1][1] if ends[1] else None
    if low is not None and high is not None and low > high:
        raise QueryError("backwards", start + 1, fix=cut(source, start, end, f"{texts[1]}..{texts[0]}"))
    return Between(field.name, low, high)


def _proposal(source: str, field: Field, text: str, start: int, end: int) -> str:
    """Return the query with what can be recognised in the value; empty when there is nothing."""
    usual = text.translate(_SIGNS).strip()
    found = _COMPARED.match(usual)
    sign = found.group(1) if found else ""
    if sign and usual == sign:  # the number stands after a space
        rest = source[end:].lstrip()
        return source[:start] + sign + rest if rest[:1].isdigit() else ""
    if field.kind is Kind.NUMBER:
        ends = [each.replace(",", ".") for each in _ANY_NUMBER.findall(usual)]
    else:
        ends = [_day(*each) for each in _ANY_DAY.findall(usual)]
    if not ends or len(ends) > 2 or (sign and len(ends) > 1):
        return ""
    return cut(source, start, end, sign + "..".join(ends))


def _day(year: str, month: str, day: str) -> str:
    """Return the nearest day that exists."""
    months = min(max(int(month), 1), 12)
    if not day:
        return f"{year}-{months:02}"
    last = calendar.monthrange(max(int(year), 1), months)[1]
    return f"{year}-{months:02}-{min(max(int(day), 1), last):02}"
