"""The rules that ship, made from their lexicons."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from goodword.core.vocabulary import Cause, Intent, Origin, Sentiment

from .lexicon import SAME, Row, Rules
from .phrases import split
from .sources import LANGUAGES, groups_of

# Phrases that stand for nothing: they keep shorter ones within them from counting.
_ONLY_LOOKS = "only_looks"
_LABELS = {
    "sentiment": tuple(Sentiment),
    "cause": tuple(Cause),
    "intent": tuple(Intent),
    "origin": (Origin.EMPLOYEE, Origin.PAID, Origin.BRAND),
}


@lru_cache(maxsize=1)
def default() -> Rules:
    """Return the rules that ship: sentiment, cause, intent, origin and aspect, in English and Chinese."""
    rows = {task: [*_rows(task)] for task in (*_LABELS, "aspect")}
    return Rules.from_rows(rows, labels=_LABELS, negations=[*_rows("negation")])


def _rows(task: str) -> Iterator[Row]:
    for language in LANGUAGES:
        for label, groups in groups_of(task, language).items():
            for group in groups:
                yield from _group_rows(
                    label, {"negated": SAME, **group} if task == "aspect" else group, language
                )


def _group_rows(label: str, group: dict[str, Any], language: str) -> Iterator[Row]:
    weight, negated = group.get("weight", 1.0), group.get("negated")
    positive: str | None = label
    if group.get("when") == "negated":
        positive, negated = None, label
    if label == _ONLY_LOOKS:
        positive = negated = None
    for phrase, share in _phrases(group, language):
        yield Row(phrase, positive, weight * share, negated)


def _phrases(group: dict[str, Any], language: str) -> Iterator[tuple[str, float]]:
    """Yield the phrases of a group, or with `of` those of another list with the weights they have there."""
    if "of" not in group:
        yield from ((phrase, 1.0) for phrase in split(group["phrases"]))
        return
    task, label = group["of"].split(".")
    for other in groups_of(task, language)[label]:
        if "when" not in other:
            yield from ((phrase, other.get("weight", 1.0)) for phrase in split(other["phrases"]))
