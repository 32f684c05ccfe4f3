"""How often each cause and aspect was given, by the key it was given as: what a merge would move."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from goodword.server.accounts.facade import Actor

from .aspects import unpacked
from .labels import standing
from .queries import access_mentions
from .taxonomy import ASPECT, CAUSE

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The mentions that have a cause or an aspect now, and those of which a person said so."""

    mentions: int = 0
    labels: int = 0

    def __add__(self, other: "TermCounts") -> "TermCounts":
        return TermCounts(self.mentions + other.mentions, self.labels + other.labels)


def access_term_counts(actor: Actor) -> dict[Key, TermCounts]:
    """Return (kind, key) → its counts; keys that were merged into others count apart, unused ones are left out."""
    mentions, labels = _of_mentions(actor), _of_labels(actor)
    return {each: TermCounts(mentions[each], labels[each]) for each in {*mentions, *labels}}


def _of_mentions(actor: Actor) -> Counter[Key]:
    found: Counter[Key] = Counter()
    rows = access_mentions(actor).order_by().values_list("cause", "aspects").annotate(n=Count("pk"))
    for cause, aspects, n in rows:
        for key in _keys(cause, aspects):
            found[key] += n
    return found


def _of_labels(actor: Actor) -> Counter[Key]:
    """Count what people said last of each mention and has not been taken back."""
    last: dict[tuple[int, str], str] = {}
    said = standing(actor.brand_id).filter(task__in=("cause", "aspects"))
    for mention, task, value in said.values_list("mention_id", "task", "value"):
        last[mention, task] = value
    found: Counter[Key] = Counter()
    for (_mention, task), value in last.items():
        found.update(_keys(value, "") if task == "cause" else _keys("", value))
    return found


def _keys(cause: str, aspects: str) -> list[Key]:
    return [*([(CAUSE, cause)] if cause else []), *((ASPECT, key) for key in unpacked(aspects))]
