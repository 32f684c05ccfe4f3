"""Mentions counted for other pages: a few rows, whatever the number of mentions."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from goodword.server.accounts.facade import Actor, Right

from .models import Mention

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class DayOfMentions:
    """Mentions of one local day that share origin, sentiment and kind of source."""

    day: date
    origin: str
    sentiment: str
    source_type: str
    count: int


def access_days_of_mentions(actor: Actor, first: date, last: date) -> list[DayOfMentions]:
    """Return the mentions of a span of local days, both ends included, counted by what the home page compares."""
    actor.check(Right.MENTIONS_READ)
    rows = (
        Mention.objects.filter(
            brand_id=actor.brand_id, published_day__gte=_number(first), published_day__lte=_number(last)
        )
        .values_list("published_day", "origin", "sentiment", "source_type")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [DayOfMentions(date.fromordinal(row[0] + _EPOCH_ORDINAL), *row[1:]) for row in rows]


def access_mention_total(actor: Actor) -> int:
    """Return how many mentions the brand has, of any origin."""
    actor.check(Right.MENTIONS_READ)
    return Mention.objects.filter(brand_id=actor.brand_id).count()


def access_unexplained(actor: Actor, first: date) -> int:
    """Return how many unfavourable consumer mentions since a local day have no known cause."""
    actor.check(Right.MENTIONS_READ)
    return Mention.objects.filter(
        brand_id=actor.brand_id,
        published_day__gte=_number(first),
        origin="consumer",
        sentiment="unfavourable",
        cause="",
    ).count()


def access_authors(actor: Actor, first: date) -> int:
    """Return how many different consumers, known by an id at their source, wrote since a local day."""
    actor.check(Right.MENTIONS_READ)
    return (
        Mention.objects.filter(brand_id=actor.brand_id, published_day__gte=_number(first), origin="consumer")
        .exclude(author_id="")
        .aggregate(authors=Count("author_id", distinct=True))["authors"]
        or 0
    )


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH_ORDINAL
