"""What a new version reads by that the old one did not: the words that gained most weight on what it learned last."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .lessons import Fact

if TYPE_CHECKING:
    from goodword.text import Reader

_LOOKED_AT = 200
_KEPT = 12
_LONGEST = 40


def learned_features(task: str, facts: Sequence[Fact], old: "Reader", new: "Reader") -> list[list[Any]]:
    """Return [label, words, gained weight] of what carries the labels learned last, the largest gain first."""
    gained: dict[tuple[str, str], float] = defaultdict(float)
    knows = not task.startswith("aspect:") or task.removeprefix("aspect:") in old.aspects
    for fact in sorted(facts, key=lambda each: each.label_id)[-_LOOKED_AT:]:
        if fact.label == "no":
            continue
        for span in new.evidence(fact.text, task, fact.label):
            gained[fact.label, _words(fact.text, span)] += span.weight
        for span in old.evidence(fact.text, task, fact.label) if knows else ():
            gained[fact.label, _words(fact.text, span)] -= span.weight
    best = sorted(gained.items(), key=lambda each: (-each[1], each[0]))[:_KEPT]
    return [[label, words, round(weight, 3)] for (label, words), weight in best if weight > 0]


def _words(text: str, span: Any) -> str:
    return " ".join(text[span.start : span.end].split()).lower()[:_LONGEST]
