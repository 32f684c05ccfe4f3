"""What a diagnosis is about: which days, which source, which product."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from goodword.core.errors import InputError

from ..spans import Span

SWITCH = (7, 30, 90)
USUAL_DAYS = 30
ALL = "all"
_MOST_DAYS = 3660
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Scope:
    """The last so many days (None: all there is) of a source, a kind of source, a product; "" is any."""

    days: int | None = USUAL_DAYS
    source: str = ""
    source_type: str = ""
    product: str = ""

    @property
    def query(self) -> str:
        """The scope as the query of an address."""
        days = ALL if self.days is None else str(self.days)
        return urlencode({"days": days} | self.narrowing)

    @property
    def narrowing(self) -> dict[str, str]:
        """What narrows it beside the days, by the names an address has for it."""
        named = {"source": self.source, "source_type": self.source_type, "product": self.product}
        return {name: value for name, value in named.items() if value}

    def over(self, days: int | None) -> "Scope":
        """Return the same over other days."""
        return replace(self, days=days)


def scope_of(given: Mapping[str, str]) -> Scope:
    """Read a scope from an address; InputError says what is wrong with it.

    >>> scope_of({"days": "7", "source": "forum.example"}).query
    'days=7&source=forum.example'
    >>> scope_of({}).days, scope_of({"days": "all"}).days
    (30, None)
    """
    texts = {name: _clean(given.get(name, "")) for name in ("source", "source_type", "product")}
    return Scope(_days(given.get("days", "")), **texts)


def _days(text: str) -> int | None:
    if not text:
        return USUAL_DAYS
    if text == ALL:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= _MOST_DAYS):
        said = {"given": _clean(text)[:40], "most": _MOST_DAYS}
        raise InputError(_("“%(given)s” is no number of days. Give one from 1 to %(most)d, or all.") % said)
    return int(text)


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[:_LONGEST]


def exact_day(value: date) -> str:
    """Return a day with its year: a document is read in other years, too.

    >>> exact_day(date(2026, 3, 1))
    '1 Mar 2026'
    """
    return date_format(value, pgettext("date format", "j M Y"))


def span_text(span: Span | None) -> str:
    """Return days as a person reads them, with their years; all time where there are none."""
    if span is None:
        return _("All time")
    if span.first == span.last:
        return exact_day(span.first)
    return _("%(first)s to %(last)s") % {"first": exact_day(span.first), "last": exact_day(span.last)}


def days_until(last: date, days: int) -> Span:
    """Return so many days that end with one.

    >>> days_until(date(2026, 3, 7), 7).first
    datetime.date(2026, 3, 1)
    """
    return Span(last - timedelta(days=days - 1), last)
