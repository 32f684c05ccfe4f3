"""Mentions counted by hour, in one grouped query, as the detector reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, Count, Func, QuerySet
from numpy.typing import NDArray

from goodword.core.vocabulary import Origin, Sentiment, Stimulus
from goodword.forecast import Series, share, volume
from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import CAUSE as CAUSES
from goodword.server.listening.facade import Mention, access_mentions, matching, taxonomy

from .models import CAUSE, UNFAVOURABLE, VOLUME, AlertRule
from .sight import HOUR, access_sight, unseen_hours

_FEWEST_OF_A_CAUSE = 3

Floats = NDArray[np.float64]


class HourNumber(Func):
    """The whole hours from 1970 to a moment."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write it for SQLite."""
        return self.as_sql(
            compiler,
            connection,
            template="CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) / 3600",
            **context,
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write it for PostgreSQL."""
        template = "CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 3600) AS BIGINT)"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True, slots=True)
class Hours:
    """Counts of series hour by hour from `first` on: arrays (S, T); `gaps` (T,) where nobody saw everything."""

    series: tuple[Series, ...]
    first: datetime
    counts: Floats
    totals: Floats
    copies: Floats
    gaps: NDArray[np.bool_]


def mentions_of(actor: Actor, query: str, first: datetime, end: datetime) -> "QuerySet[Mention]":
    """Return what consumers said of themselves, published in [first, end), as far as it fits a rule's query.

    What the brand prompted by a reward is left out: a programme that is launched is no alarm. UnreadableQueryError for
    the query.
    """
    of_themselves = access_mentions(actor).filter(
        origin=Origin.CONSUMER.value, stimulus=Stimulus.ORGANIC.value
    )
    in_time = of_themselves.filter(published_at__gte=first, published_at__lt=end)
    return in_time.filter(matching(actor.brand_id, query)) if query else in_time


def of_series(mentions: "QuerySet[Mention]", actor: Actor, series: str) -> "QuerySet[Mention]":
    """Return those of some mentions that a series counts."""
    kind, _colon, key = series.partition(":")
    if kind == UNFAVOURABLE:
        return mentions.filter(sentiment=Sentiment.UNFAVOURABLE.value)
    if kind == CAUSE:
        return mentions.filter(cause__in=taxonomy(actor).keys(CAUSES, key))
    return mentions


def access_hours(actor: Actor, rule: AlertRule, first: datetime, end: datetime) -> Hours:
    """Return the hours of a rule's series in [first, end), both whole hours."""
    start, n = _number(first), int((end - first) / HOUR)
    sight = access_sight(actor, first, end)
    rows = (
        mentions_of(actor, rule.query, first, end)
        .exclude(source_id__in=list(sight.paused))
        .order_by()
        .annotate(hour=HourNumber("published_at"))
        .values_list("hour", "sentiment", "cause")
        .annotate(n=Count("pk"), copies=Count("copy_of"))
    )
    own = taxonomy(actor)
    tally = _Tally(n)
    for hour, sentiment, stored, count, copies in rows:
        keys = _keys(rule, sentiment, own.current(CAUSES, stored) if stored else "")
        tally.add(int(hour) - start, keys, count, copies, labelled=bool(sentiment))
    return tally.hours(rule, first, unseen_hours(actor, sight, first))


def _keys(rule: AlertRule, sentiment: str, cause: str) -> list[str]:
    keys = [VOLUME] if rule.volume else []
    if rule.unfavourable and sentiment == Sentiment.UNFAVOURABLE.value:
        keys.append(UNFAVOURABLE)
    if rule.causes and cause and sentiment:
        keys.append(f"{CAUSE}:{cause}")
    return keys


class _Tally:
    """Adds rows up."""

    def __init__(self, n: int) -> None:
        self._n = n
        self._counts: dict[str, Floats] = {}
        self._copies: dict[str, Floats] = {}
        self._labelled = np.zeros(n)

    def add(self, place: int, keys: Iterable[str], count: int, copies: int, *, labelled: bool) -> None:
        """Count one row."""
        for key in keys:
            self._counts.setdefault(key, np.zeros(self._n))[place] += count
            self._copies.setdefault(key, np.zeros(self._n))[place] += copies
        if labelled:
            self._labelled[place] += count

    def hours(self, rule: AlertRule, first: datetime, gaps: NDArray[np.bool_]) -> Hours:
        """Return what was counted; causes that hardly anybody names are not watched."""
        keys = [VOLUME] if rule.volume else []
        keys += [UNFAVOURABLE] if rule.unfavourable else []
        keys += sorted(
            key
            for key, row in self._counts.items()
            if key.startswith(CAUSE) and row.sum() >= _FEWEST_OF_A_CAUSE
        )
        nothing = np.zeros(self._n)

        def rows(found: dict[str, Floats]) -> Floats:
            return np.array([found.get(key, nothing) for key in keys]).reshape(len(keys), self._n)

        totals = np.array([nothing if key == VOLUME else self._labelled for key in keys])
        series = tuple(volume(key) if key == VOLUME else share(key) for key in keys)
        return Hours(
            series, first, rows(self._counts), totals.reshape(len(keys), self._n), rows(self._copies), gaps
        )


def _number(moment: datetime) -> int:
    return int(moment.timestamp() // 3600)
