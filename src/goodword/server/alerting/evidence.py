"""What made an alert: the texts with their copies folded, the likely cause, the words, the places, the people."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet

from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import CAUSE as CAUSES
from goodword.server.listening.facade import Copies, Mention, copies_said, reading_text, taxonomy
from goodword.server.shell.navigation import brand_url
from goodword.server.shell.values import percent

from .counting import mentions_of, of_series
from .models import Alert
from .sight import HOUR

_TEXTS, _SOURCES, _WORDS = 8, 5, 12
_FOLDED = 20_000  # mentions whose copies are folded
_READ = 400  # texts that words are looked for in
_FEW, _MOST_OF = 3, 0.5  # accounts that wrote half of it or more are worth a word
_FEWEST = 6


@dataclass(frozen=True, slots=True)
class Text:
    """One text that made the alert, with what was copied of it in a line."""

    mention: Mention
    url: str
    copies: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what made the alert: how many, its share, and its share in the four weeks before."""

    name: str
    n: int
    share: float
    usual: float | None = None


class Evidence:
    """Everything an alert's page shows beside its chart."""

    def __init__(self, actor: Actor, alert: Alert) -> None:
        self.actor, self.alert = actor, alert
        all_of = mentions_of(actor, alert.query, alert.since, alert.until + HOUR)
        self._mentions: QuerySet[Mention] = of_series(all_of, actor, alert.series).order_by()

    @cached_property
    def total(self) -> int:
        """How many mentions made it."""
        return self._mentions.count()

    @cached_property
    def originals(self) -> int:
        """How many of them say something of their own."""
        return self._mentions.filter(copy_of=None).count()

    @cached_property
    def texts(self) -> list[Text]:
        """The texts, the most copied first, then the newest; copies are folded into the first that said it."""
        fields = ("pk", "copy_of", "author_id", "author", "published_at")
        groups: dict[int, list[Any]] = {}
        for row in self._mentions.order_by("published_at", "pk").values_list(*fields)[:_FOLDED]:
            groups.setdefault(row[1] or row[0], []).append(row)
        most = sorted(groups.values(), key=lambda rows: (len(rows), rows[0][4]), reverse=True)[:_TEXTS]
        found = Mention.objects.in_bulk([rows[0][0] for rows in most])
        return [
            Text(
                found[rows[0][0]],
                self._mention_url(rows[0][0]),
                copies_said(_copies(rows)) if len(rows) > 1 else "",
            )
            for rows in most
        ]

    def _mention_url(self, pk: int) -> str:
        return brand_url("mention-detail", self.actor.brand_slug, pk=str(pk))

    @cached_property
    def causes(self) -> list[Part]:
        """Why people are unfavourable, the cause that grew most first; each with its share before."""
        own = taxonomy(self.actor)
        now, before = self._causes(self._mentions), self._causes(self._before)
        whole, whole_before = sum(now.values()), sum(before.values())
        parts = [
            Part(own.name(CAUSES, key), n, n / whole, before[key] / whole_before if whole_before else None)
            for key, n in now.items()
            if key
        ]
        return sorted(parts, key=lambda part: (part.usual or 0) - part.share)[:_SOURCES]

    @property
    def likely_cause(self) -> Part | None:
        """The cause that most grew, if it did."""
        grown = [part for part in self.causes if part.n >= 3 and part.share > (part.usual or 0.0)]
        return grown[0] if grown else None

    def _causes(self, mentions: "QuerySet[Mention]") -> Counter[str]:
        own, found = taxonomy(self.actor), Counter[str]()
        for stored, n in (
            mentions.filter(sentiment="unfavourable").values_list("cause").annotate(n=Count("pk"))
        ):
            found[own.current(CAUSES, stored) if stored else ""] += n
        return found

    @property
    def _before(self) -> "QuerySet[Mention]":
        since = self.alert.since
        return mentions_of(self.actor, self.alert.query, since - timedelta(days=28), since).order_by()

    @cached_property
    def words(self) -> list[str]:
        """The words that come up in these texts and did not before."""
        from goodword.text import emerging_phrases  # compiled code: only where it is needed

        recent, before = self._texts(self._mentions), self._texts(self._before)
        return (
            [each.phrase for each in emerging_phrases(recent, before, most=_WORDS, fewest=3)]
            if before
            else []
        )

    def _texts(self, mentions: "QuerySet[Mention]") -> list[str]:
        newest = mentions.filter(copy_of=None).order_by("-published_at", "-pk").values_list("title", "text")
        return [reading_text(title, text) for title, text in newest[:_READ]]

    @cached_property
    def sources(self) -> list[Part]:
        """Where it was said, the most first."""
        found = self._mentions.values_list("source").annotate(n=Count("pk")).order_by("-n", "source")
        return [Part(source, n, n / self.total) for source, n in found[:_SOURCES]]

    @cached_property
    def few(self) -> dict[str, Any] | None:
        """How few accounts wrote how much of it, where that is worth a word: possibly a campaign."""
        named = self._mentions.exclude(Q(author_id="") & Q(author=""))
        found = Counter[tuple[str, str]]()
        for source, author_id, author, n in named.values_list("source", "author_id", "author").annotate(
            n=Count("pk")
        ):
            found[source, author_id or author] += n
        whole = sum(found.values())
        top = [n for _author, n in found.most_common(_FEW)]
        if whole < _FEWEST or sum(top) < _MOST_OF * whole or len(found) <= len(top) / 2:
            return None
        return {"accounts": len(top), "share": percent(sum(top) / whole)}

    @property
    def list_url(self) -> str:
        """The explorer with these mentions."""
        from urllib.parse import urlencode
        from zoneinfo import ZoneInfo

        zone, alert = ZoneInfo(self.actor.time_zone), self.alert
        filters = {
            "origin": "consumer",
            "stimulus": "organic",
            "since": alert.since.astimezone(zone).date().isoformat(),
            "until": alert.until.astimezone(zone).date().isoformat(),
        }
        if alert.query:
            filters["q"] = alert.query
        if alert.series != "volume":
            filters |= {"sentiment": "unfavourable"}
        return f"{brand_url('mention-list', self.actor.brand_slug)}?{urlencode(filters)}"


def _copies(rows: list[Any]) -> Copies:
    """Return what was copied of the first of some mentions, while the alert went on."""
    accounts = {author_id or author for _pk, _copy, author_id, author, _at in rows} - {""}
    return Copies(len(rows) - 1, len(accounts), rows[0][4], rows[-1][4])
