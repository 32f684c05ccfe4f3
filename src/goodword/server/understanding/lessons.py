"""What the team has taught: labels as the model learns from them, and those kept apart to judge it by.

Mentions that somebody was asked about by chance are split by a fixed hash of their key: two thirds are gold. A gold
mention never teaches, nor does a copy of it, so that every version is judged by texts it has not seen.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from goodword.core.ids import content_key
from goodword.server.accounts.facade import Actor
from goodword.server.listening.facade import (
    ASPECT,
    CAUSE,
    Taxonomy,
    Told,
    access_told,
    access_told_by_files,
    taxonomy,
    unpacked,
)

from .models import Learning

MOST_FROM_FILES = 20_000
FEWEST_GOLD, FEWEST = 30, 30
_FEWEST_BESIDE_GOLD = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer to one task, as a model may learn or be judged by it."""

    task: str
    text: str
    label: str
    label_id: int


@dataclass(frozen=True, slots=True)
class Lessons:
    """A brand's facts by task: `gold` judges, `rest` teaches; `causes` and `cues` are the brand's words now."""

    gold: Mapping[str, Sequence[Fact]]
    rest: Mapping[str, Sequence[Fact]]
    causes: tuple[str, ...]
    cues: Mapping[str, tuple[str, ...]]

    @property
    def words(self) -> str:
        """The brand's causes and aspects as a key: another key, other words."""
        return content_key(self.causes, sorted(self.cues.items()))

    @property
    def teachable(self) -> list[str]:
        """The tasks with enough labels to learn from and to judge what was learned."""
        return [task for task, facts in self.rest.items() if self._is_enough(task, facts)]

    def _is_enough(self, task: str, facts: Sequence[Fact]) -> bool:
        fewest = _FEWEST_BESIDE_GOLD if self.has_gold(task) else FEWEST
        return len(facts) >= fewest and len({fact.label for fact in facts}) > 1

    def has_gold(self, task: str) -> bool:
        """Whether there are enough gold labels of a task to judge by."""
        return len(self.gold.get(task, ())) >= FEWEST_GOLD

    def until(self, last: Mapping[str, int]) -> list[Fact]:
        """Return what teaches the tasks named, each up to a label's id."""
        return [
            fact for task in sorted(last) for fact in self.rest.get(task, ()) if fact.label_id <= last[task]
        ]

    def last(self, task: str) -> int:
        """Return the id of the newest label that teaches a task."""
        return max((fact.label_id for fact in self.rest.get(task, ())), default=0)


def is_gold(key: str) -> bool:
    """Whether a mention drawn by chance judges models instead of teaching them.

    >>> sum(is_gold(str(number)) for number in range(3000)) // 100
    20
    """
    return int(content_key("gold", key)[:8], 16) % 3 < 2


def access_lessons(actor: Actor) -> Lessons:
    """Return what the actor's brand has taught so far."""
    own = taxonomy(actor)
    told = access_told(actor)
    if Learning.objects.filter(brand_id=actor.brand_id, labels_from_files=True).exists():
        known = {(each.mention_id, each.task) for each in told}
        by_files = access_told_by_files(actor, MOST_FROM_FILES)
        told = [each for each in by_files if (each.mention_id, each.task) not in known] + told
    return _Sorter(own).sorted(_readable(told))


def _readable(told: Sequence[Told]) -> list[Told]:
    """Leave out the sentiment of texts in a language that no model reads it in: nothing learns from it or is judged."""
    texts = [each.text for each in told if each.task == "sentiment"]
    if not texts:
        return list(told)
    from goodword.text import sentiment_is_read  # compiled code: only where it is needed

    is_read = iter(sentiment_is_read(texts))
    return [each for each in told if each.task != "sentiment" or next(is_read)]


@dataclass(slots=True)
class _Sorter:
    """Sorts what was told into facts by task, in the words that hold now."""

    own: Taxonomy
    gold: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    rest: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))

    def sorted(self, told: Sequence[Told]) -> Lessons:
        apart = {each.original for each in told if each.is_random and is_gold(each.key)}
        for each in told:
            judges = each.is_random and is_gold(each.key)
            if not judges and each.original in apart:
                continue
            place = self.gold if judges else self.rest
            for fact in self._facts(each):
                place[fact.task].append(fact)
        return Lessons(dict(self.gold), dict(self.rest), *words_of(self.own))

    def _facts(self, told: Told) -> Iterable[Fact]:
        if told.task == "aspects":
            yield from self._aspects(told)
        elif told.task == "cause":
            key = self.own.current(CAUSE, told.value)
            term = self.own.find(CAUSE, key)
            if term and term.is_offered and not term.only_a_person:
                yield Fact("cause", told.text, key, told.label_id)
        elif told.task in ("sentiment", "intent"):
            yield Fact(told.task, told.text, told.value, told.label_id)

    def _aspects(self, told: Told) -> Iterable[Fact]:
        """Say yes or no to every aspect that was on offer when the label was given."""
        given = {self.own.current(ASPECT, key) for key in unpacked(told.value)}
        for term in self.own.aspects:
            if term.key in given or _was_there(term.since, told.at):
                yield Fact(
                    f"aspect:{term.key}", told.text, "yes" if term.key in given else "no", told.label_id
                )


def words_of(own: Taxonomy) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Return the causes on offer, and each aspect with what rules find it by: its cue words, or its names as they are."""
    from goodword.text.rules import literal

    names = {
        term.key: tuple(filter(None, map(literal, (term.name_en, term.name_zh)))) for term in own.aspects
    }
    cues = {term.key: term.cues or (() if term.shipped else names[term.key]) for term in own.aspects}
    return tuple(term.key for term in own.causes), cues


def _was_there(since: datetime | None, at: datetime) -> bool:
    return since is None or since <= at
