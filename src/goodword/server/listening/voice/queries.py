"""Reads of the share of voice: who is named in the mentions of some days, as a whole, by place, by topic, over time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from goodword.core.vocabulary import Origin, Stimulus
from goodword.server.accounts.facade import Actor, Right, access_own_brand

from ..memory.held import Mask
from ..models import TopicMember
from ..query_problems import UnreadableQueryError
from ..saved.found import Found, Mentions
from ..saved.models import SavedQuery
from ..saved.queries import access_saved_queries
from .shares import MOST, ShareEstimate, shares

SPLITS = ("source_type", "source", "topic")
_MOST_PARTS = 12
_FEWEST = 5  # namings below which a share over time says nothing


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody who may be named: `key` is brand or q and the number of a query, `source` what is asked for."""

    key: str
    label: str
    source: str
    colour: int
    version: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """One name with how many mentions name it, its share of all namings, and all that name it, split in two ways.

    `origins` are by who wrote them, `stimuli` by whether the brand prompted them: each sums to all.
    """

    name: Name
    count: int
    share: ShareEstimate
    origins: Mapping[str, int]
    stimuli: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One place or topic: the mentions there that name anybody, and each name's share, in the order of the voices."""

    value: str
    mentions: int
    shares: list[ShareEstimate]


@dataclass(frozen=True, slots=True)
class ShareOfVoice:
    """Who is named from one local day to another, both included.

    `mentions` name at least one, `namings` is how many times anybody is named (the denominator of the shares: a
    mention that names two counts for both), `several` how many mentions name more than one. Unless `everybody` counts,
    only what consumers wrote does; unless not `folded`, near copies count as one. `unreadable` are queries that can no
    longer be read.
    """

    first: date
    last: date
    folded: bool
    everybody: bool
    voices: list[Voice]
    mentions: int
    namings: int
    several: int
    unreadable: list[str] = field(default_factory=list)

    @property
    def own(self) -> Voice | None:
        """The brand's own voice."""
        return next((voice for voice in self.voices if voice.name.is_own), None)

    @property
    def competitors(self) -> list[Voice]:
        """The competitors' voices."""
        return [voice for voice in self.voices if not voice.name.is_own]


def access_names(actor: Actor) -> list[Name]:
    """Return who is compared: the brand (its saved queries, or else its keywords), and every competitor's query."""
    actor.check(Right.MENTIONS_READ)
    saved = list(access_saved_queries(actor).order_by("pk"))
    own = [query for query in saved if query.kind == SavedQuery.Kind.BRAND]
    brand = access_own_brand(actor)
    if own:
        asked = " OR ".join(f"({query.source})" for query in own)
        names = [
            Name(
                "brand", brand.name, asked, own[0].colour, own[0].version if len(own) == 1 else 0, is_own=True
            )
        ]
    else:
        asked = " OR ".join(_phrase(word) for word in [brand.name, *brand.keywords] if _phrase(word))
        names = [Name("brand", brand.name, asked, 1, 0, is_own=True)]
    rivals = [query for query in saved if query.kind == SavedQuery.Kind.COMPETITOR]
    return names + [
        Name(f"q{query.pk}", query.name, query.source, query.colour, query.version, is_own=False)
        for query in rivals[: MOST - 1]
    ]


def access_share_of_voice(
    actor: Actor, first: date, last: date, *, folded: bool = True, everybody: bool = False
) -> ShareOfVoice:
    """Return how much is said of the brand and of each competitor from one local day to another, both included."""
    return Voices(actor, first, last, folded=folded, everybody=everybody).whole


class Voices:
    """The mentions of some days by whom they name, counted as a whole and by part as often as asked."""

    def __init__(
        self, actor: Actor, first: date, last: date, *, folded: bool = True, everybody: bool = False
    ) -> None:
        self.actor, self.first, self.last = actor, first, last
        self.folded, self.everybody = folded, everybody
        self.unreadable: list[str] = []
        self._all = Mentions(actor)
        inside = self._all.between(first, last)
        self.names: list[Name] = []
        self._of_anybody: list[Found] = []
        self._masks: list[Mask] = []
        for name in access_names(actor):
            try:
                found = self._all.found(name.source).within(inside)
            except UnreadableQueryError:
                self.unreadable.append(name.label)
                continue
            self.names.append(name)
            self._of_anybody.append(self._counted(found))
            only = found if everybody else found.within(self._all.consumers)
            self._masks.append(self._counted(only).mask)

    def _counted(self, found: Found) -> Found:
        return found.folded() if self.folded else found

    @property
    def whole(self) -> ShareOfVoice:
        """All of it."""
        estimates = shares(self._masks) if self._masks else []
        named = self._named
        return ShareOfVoice(
            first=self.first,
            last=self.last,
            folded=self.folded,
            everybody=self.everybody,
            voices=[
                Voice(
                    name,
                    estimate.count,
                    estimate,
                    _by("origin", Origin, found),
                    _by("stimulus", Stimulus, found),
                )
                for name, estimate, found in zip(self.names, estimates, self._of_anybody, strict=True)
            ],
            mentions=int((named > 0).sum()),
            namings=int(named.sum()),
            several=int((named > 1).sum()),
            unreadable=self.unreadable,
        )

    @property
    def _named(self) -> Any:
        """How many names each mention has."""
        return sum(
            (mask.astype(np.int64) for mask in self._masks), np.zeros(len(self._all.held), dtype=np.int64)
        )

    def part(self, split: str, value: str) -> list[ShareEstimate]:
        """Return each name's share among the mentions with one value of a split."""
        return shares([mask & self._where(split, value) for mask in self._masks])

    def parts(self, split: str) -> list[Part]:
        """Return the values of a split, those with most namings first."""
        named = Found(self._all, self._named > 0)
        counted = self._topics(named) if split == "topic" else named.by(split)
        commonest = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_PARTS]
        return [Part(value, n, self.part(split, value)) for value, n in commonest]

    def _where(self, split: str, value: str) -> Mask:
        if split != "topic":
            return self._all.of(split, value)
        members = TopicMember.objects.filter(topic_id=value or 0, topic__brand_id=self.actor.brand_id)
        return self._all.held.mask_of(_ids(members.values_list("mention_id", flat=True)))

    def _topics(self, named: Found) -> Counter[str]:
        rows = TopicMember.objects.filter(topic__brand_id=self.actor.brand_id).values_list(
            "mention_id", "topic_id"
        )
        wanted = set(named.ids.tolist())
        return Counter(str(topic) for mention, topic in rows if mention in wanted)

    def over_time(self, starts: list[date]) -> list[list[ShareEstimate | None]]:
        """Return each name's share in each stretch; None where too little is said for a share.

        `starts` are the first days of the stretches; the last one ends with the last day.
        """
        edges = [*starts, self.last + timedelta(days=1)]
        columns = []
        for since, before in pairwise(edges):
            inside = self._all.between(since, before - timedelta(days=1))
            estimates = shares([mask & inside for mask in self._masks])
            enough = bool(estimates) and estimates[0].n >= _FEWEST
            columns.append(estimates if enough else [None] * len(self.names))
        return [[column[place] for column in columns] for place in range(len(self.names))]

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last day on which anybody is named."""
        return Found(self._all, self._named > 0).span


def _by(split: str, kinds: type[Origin] | type[Stimulus], found: Found) -> dict[str, int]:
    counted = found.by(split)
    return {each.value: counted[each.value] for each in kinds}


def _ids(found: Iterable[int]) -> Any:
    return np.fromiter(found, dtype=np.int64)


def _phrase(word: str) -> str:
    """Return a keyword as a query has it: a phrase, without the sign that would end it."""
    bare = " ".join(word.replace('"', " ").split())
    return f'"{bare}"' if any(character.isalnum() for character in bare) else ""
