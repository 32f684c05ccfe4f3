"""Reads of the accounts that write: how often, how far it reaches, how favourably, and how often the same text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import BigIntegerField, Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from goodword.core.vocabulary import Sentiment
from goodword.server.accounts.facade import Actor, Right
from goodword.server.talkers.facade import access_people

from ..days import number_of
from ..models import Mention
from ..queries import access_mentions

MOST = 100
_AT_ONCE = 500
_GOOD = Sentiment.FAVOURABLE.value
_NO_SIGN = ""
_WHO = ("source", "author_id")  # an id says who wrote at its source only: two forums both have an account 1

Who = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """One account, known by its id at its source, and what it wrote in some days.

    `reach` are its followers; where nobody says how many, `is_estimate` is set and it is the median of the accounts at
    the same place, or None where no account there has followers. `same_text` is how often it posted its most repeated
    text (1: every text once).
    """

    author_id: str
    name: str
    source: str
    mentions: int
    reach: int | None
    is_estimate: bool
    labelled: int
    favourable: int
    same_text: int
    origins: tuple[str, ...]
    first_seen: datetime | None
    person: int | None

    @property
    def favourable_share(self) -> float | None:
        """The share of its labelled mentions that is favourable."""
        return self.favourable / self.labelled if self.labelled else None


@dataclass(frozen=True, slots=True)
class Talking:
    """The accounts of some days in an order, how many there are in all, and how many mentions they wrote."""

    accounts: list[Account]
    total: int
    mentions: int
    unnamed: int


SORTS = ("reach", "mentions", "favourable", "same_text", "newest")


def access_accounts(
    actor: Actor, first: date, last: date, *, sort: str = "reach", origin: str = ""
) -> Talking:
    """Return the accounts that wrote from one local day to another (both included), up to a hundred of them.

    `sort` is one of `SORTS`; `origin` keeps the mentions of one origin. Mentions without an author's id are `unnamed`.
    """
    actor.check(Right.MENTIONS_READ)
    rows = access_mentions(actor).filter(published_day__range=(number_of(first), number_of(last)))
    rows = rows.filter(origin=origin) if origin else rows
    named = rows.exclude(author_id="")
    found = {_who(row): row for row in _grouped(named)}
    same, followers = _same_texts(named), _followers(actor, found)
    estimates = _estimates(followers)
    order = sorted(found, key=lambda key: (*_rank(sort, found[key], same, followers, estimates), key))[:MOST]
    return Talking(
        accounts=_accounts(actor, named, [found[key] for key in order], same, followers, estimates),
        total=len(found),
        mentions=sum(row["n"] for row in found.values()),
        unnamed=rows.filter(author_id="").count(),
    )


def _grouped(named: QuerySet[Mention]) -> Iterable[Any]:
    signed = ~Q(sentiment=_NO_SIGN)
    return named.order_by().values("source", "author_id").annotate(
        n=Count("pk"), followers=Max("author_followers"), good=Count("pk", filter=Q(sentiment=_GOOD)),
        labelled=Count("pk", filter=signed), first=Min("published_at"),
    )  # fmt: skip


def _who(row: dict[str, Any]) -> Who:
    return row["source"], row["author_id"]


def _same_texts(named: QuerySet[Mention]) -> dict[Who, int]:
    """Return for each author who repeats themselves how often they posted their most repeated text."""
    text = Coalesce("copy_of", "pk", output_field=BigIntegerField())
    repeated = named.order_by().values_list(*_WHO, text).annotate(n=Count("pk")).filter(n__gt=1)
    found: dict[Who, int] = {}
    for source, author, _text, n in repeated:
        found[source, author] = max(n, found.get((source, author), 0))
    return found


def _followers(actor: Actor, found: dict[Who, dict[str, Any]]) -> dict[Who, int]:
    """Return how many followers accounts have, as their source says, or else what is known of the person."""
    known = {key: row["followers"] for key, row in found.items() if row["followers"] is not None}
    if not actor.may(Right.PEOPLE_READ):
        return known
    missing = [key for key in found if key not in known]
    ids = list(dict.fromkeys(author for _source, author in missing))
    told: dict[str, int | None] = {}
    for start in range(0, len(ids), _AT_ONCE):
        people = access_people(actor).filter(external_id__in=ids[start : start + _AT_ONCE])
        told |= dict(people.exclude(followers=None).values_list("external_id", "followers"))
    return known | {key: n for key in missing if (n := told.get(key[1])) is not None}


def _estimates(followers: dict[Who, int]) -> dict[str, int]:
    """Return the median followers of the accounts at each place where any are known."""
    by_place: defaultdict[str, list[int]] = defaultdict(list)
    for (source, _author), n in followers.items():
        by_place[source].append(n)
    return {place: round(median(known)) for place, known in by_place.items()}


def _rank(
    sort: str, row: dict[str, Any], same: dict[Who, int], known: dict[Who, int], estimates: dict[str, int]
) -> Any:
    key, n = _who(row), row["n"]
    if sort == "mentions":
        return (-n,)
    if sort == "favourable":
        return (-(row["good"] / row["labelled"]) if row["labelled"] else 1, -row["labelled"])
    if sort == "same_text":
        return (-same.get(key, 1), -n)
    if sort == "newest":
        return (-row["first"].timestamp(),)
    return (key not in known, -known.get(key, estimates.get(row["source"], -1)), -n)


def _accounts(
    actor: Actor, named: QuerySet[Mention], rows: Sequence[dict[str, Any]], same: dict[Who, int],
    followers: dict[Who, int], estimates: dict[str, int],
) -> list[Account]:  # fmt: skip
    ids = [row["author_id"] for row in rows]
    theirs = named.filter(author_id__in=ids)
    names = {
        (source, author): name
        for source, author, name in theirs.exclude(author="").order_by("pk").values_list(*_WHO, "author")
    }
    origins: defaultdict[Who, set[str]] = defaultdict(set)
    for source, author, origin in theirs.order_by().values_list(*_WHO, "origin").distinct():
        origins[source, author].add(origin)
    people = dict(_people(actor, ids))
    return [
        Account(
            author_id=row["author_id"],
            name=names.get(_who(row), row["author_id"]),
            source=row["source"],
            mentions=row["n"],
            reach=followers.get(_who(row), estimates.get(row["source"])),
            is_estimate=_who(row) not in followers,
            labelled=row["labelled"],
            favourable=row["good"],
            same_text=same.get(_who(row), 1),
            origins=tuple(sorted(origins[_who(row)])),
            first_seen=row["first"],
            person=people.get(row["author_id"]),
        )
        for row in rows
    ]


def _people(actor: Actor, keys: Sequence[str]) -> Iterable[tuple[str, int]]:
    if not actor.may(Right.PEOPLE_READ):
        return []
    return access_people(actor).filter(external_id__in=keys).order_by("-pk").values_list("external_id", "pk")
