"""Texts counted once for all heads: their folded characters, their features, and what the written rules score."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from .characters import Characters, characters
from .features import Features, Shape, count
from .rules import Rules, default

# The rules' tasks that any head looks at as a view of its own, in this order.
_CUES = ("sentiment", "cause", "intent")


@dataclass(frozen=True, slots=True)
class Counted:
    """Texts ready for heads: `scores` are the rules' for each task (float32, n × labels)."""

    characters: Characters
    features: Features
    scores: dict[str, NDArray[np.float32]]

    def __len__(self) -> int:
        return len(self.features)

    def take(self, rows: NDArray[np.int64]) -> "Counted":
        """Return some of the texts for a head (their characters stay behind: ask only for probabilities)."""
        lengths = np.diff(self.characters.starts)[rows]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        folded = Characters(self.characters.codes[:0], self.characters.source[:0], starts)
        return Counted(
            folded, self.features.take(rows), {task: each[rows] for task, each in self.scores.items()}
        )

    @property
    def cues(self) -> NDArray[np.float32]:
        """What the rules score, all tasks side by side, and the length (float32, n × columns)."""
        length = np.minimum(np.diff(self.characters.starts), 1_000).astype(np.float32) / 100
        return np.hstack([*(self.scores[task] for task in _CUES), length[:, None]])


def counted(texts: Sequence[str | None], shape: Shape, rules: Rules | None = None) -> Counted:
    """Fold and count texts, and let rules score them (the shipped ones)."""
    folded = characters(texts)
    return Counted(folded, count(folded, shape), (rules or default()).scores(folded))


def digest_of(rules: Rules) -> str:
    """Return eight hex digits that stand for the content of rules: other phrases, other digits."""
    return blake2b(repr((rules.tasks, rules.rows, rules.negations)).encode(), digest_size=4).hexdigest()
