"""Everything the home page needs, read once."""

from dataclasses import dataclass
from datetime import datetime

from goodword.server.accounts.facade import Actor, Right
from goodword.server.listening.facade import (
    DayOfMentions,
    access_authors,
    access_days_of_mentions,
    access_mention_total,
    access_unexplained,
)
from goodword.server.studies.facade import access_answer_total
from goodword.server.talkers.facade import access_network_size
from goodword.server.tracking.facade import DayOfEvents, access_days_of_events

from .spans import Span, last_days

WEEKS = 26


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A brand's counts over half a year, and the spans its numbers are about."""

    brand: str
    now: datetime
    half_year: Span
    month: Span
    week: Span
    mentions: list[DayOfMentions]
    mention_total: int
    unexplained: int
    authors: int
    people: int
    ties: int
    events: list[DayOfEvents]
    answers: int

    def mentions_in(
        self, span: Span, *, sentiment: str = "", origin: str = "consumer", source_type: str = ""
    ) -> int:
        """Return how many mentions of a span have an origin and, where given, a sentiment and a kind of source."""
        return sum(
            row.count
            for row in self.mentions
            if row.day in span
            and row.origin == origin
            and sentiment in ("", row.sentiment)
            and source_type in ("", row.source_type)
        )

    def labelled_in(self, span: Span) -> int:
        """Return how many consumer mentions of a span have a sentiment."""
        return sum(
            row.count
            for row in self.mentions
            if row.day in span and row.origin == "consumer" and row.sentiment
        )

    def net_favourable(self, span: Span) -> float | None:
        """Return favourable less unfavourable as a share of the labelled; None when nothing is labelled."""
        labelled = self.labelled_in(span)
        if not labelled:
            return None
        good = self.mentions_in(span, sentiment="favourable")
        return (good - self.mentions_in(span, sentiment="unfavourable")) / labelled

    def events_in(self, span: Span, kind: str, *, recommended: bool = False) -> int:
        """Return how many events of a kind a span has; `recommended` counts those that came through a share."""
        return sum(
            row.count
            for row in self.events
            if row.day in span and row.kind == kind and (row.channel or not recommended)
        )


def access_snapshot(actor: Actor, now: datetime) -> Snapshot:
    """Read a brand's counts, each part only as far as the actor's role goes."""
    half_year, month, week = (last_days(now, actor.time_zone, days) for days in (WEEKS * 7, 28, 7))
    people, ties = access_network_size(actor) if actor.may(Right.PEOPLE_READ) else (0, 0)
    return Snapshot(
        brand=actor.brand_slug,
        now=now,
        half_year=half_year,
        month=month,
        week=week,
        mentions=access_days_of_mentions(actor, half_year.first, half_year.last),
        mention_total=access_mention_total(actor),
        unexplained=access_unexplained(actor, month.first),
        authors=access_authors(actor, month.first),
        people=people,
        ties=ties,
        events=access_days_of_events(actor, half_year.first, half_year.last),
        answers=access_answer_total(actor) if actor.may(Right.SURVEYS_READ) else 0,
    )
