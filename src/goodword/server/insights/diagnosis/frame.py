"""The mentions of a scope: its days, the days before them, and whether those can be compared."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from goodword.core.time import local_day
from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import Mention, access_mentions

from ..spans import Span
from .products import PRODUCT_FIELDS
from .scope import Scope, days_until

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Frame:
    """The days of a scope (None: no mention has a day) and those before (None: not collected, so not comparable)."""

    scope: Scope
    narrowed: "QuerySet[Mention]"
    span: Span | None
    before: Span | None

    @property
    def mentions(self) -> "QuerySet[Mention]":
        """The mentions of the days; over all time those without a day, too."""
        if self.scope.days is None:
            return self.narrowed
        return self.narrowed.filter(**within(self.span)) if self.span else self.narrowed.none()


def within(span: Span) -> dict[str, Any]:
    """Return the condition that a mention lies in some local days."""
    return {"published_day__gte": number_of(span.first), "published_day__lte": number_of(span.last)}


def access_frame(actor: Actor, scope: Scope) -> Frame:
    """Return the days a scope is about: they end with the last full day of which there are mentions."""
    narrowed = _narrowed(actor, scope)
    today = number_of(local_day(timezone.now(), actor.time_zone))
    ends = narrowed.filter(published_day__lt=today).aggregate(
        first=Min("published_day"), last=Max("published_day")
    )
    if ends["last"] is None:
        ends = narrowed.filter(published_day=today).aggregate(
            first=Min("published_day"), last=Max("published_day")
        )
    if ends["last"] is None:
        return Frame(scope, narrowed, None, None)
    first, last = day_of(ends["first"]), day_of(ends["last"])
    if scope.days is None:
        return Frame(scope, narrowed, Span(first, last), None)
    span = days_until(last, scope.days)
    before = span.before()
    return Frame(scope, narrowed, span, before if first <= before.first else None)


def _narrowed(actor: Actor, scope: Scope) -> "QuerySet[Mention]":
    found = access_mentions(actor)
    if scope.source:
        found = found.filter(source=scope.source)
    if scope.source_type:
        found = found.filter(source_type=scope.source_type)
    if scope.product:
        fields = [Q(**{f"extra__{field}": scope.product}) for field in PRODUCT_FIELDS]
        found = found.filter(reduce(or_, fields))
    return found


def number_of(day: date) -> int:
    """Return a local day as mentions keep it: the days since 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """Return the local day that a mention keeps.

    >>> day_of(20_500)
    datetime.date(2026, 2, 16)
    """
    return date.fromordinal(number + _EPOCH)
