"""What the written rules make of a text, as probabilities: a starting point where nothing was learned yet."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from goodword.core.vocabulary import Cause

from .exact import exp

Doubles = NDArray[np.float64]

# Only a person may say that a comment is unfair or an attack; rules hint at it.
ONLY_A_PERSON = (Cause.UNFAIR_COMMENT.value, Cause.COMPETITOR_ATTACK.value)
# How many times as likely one point of a rule's score makes a label, and what speaks for “other” from the start.
_POINT = 0.9
_HEAD_START = {"cause": 0.6, "intent": 2.0}
_NEVER = -30.0


def rule_offsets(
    scores: NDArray[np.float32], labels: Sequence[str], classes: Sequence[str], task: str
) -> Doubles:
    """Return the log-odds (float64, n × classes) that rules give to classes, from their scores (n × labels).

    Classes that the rules do not know start at 0; causes that only a person may give are left out.
    """
    known = {label: n for n, label in enumerate(labels)}
    found = np.zeros((len(scores), len(classes)))
    for column, label in enumerate(classes):
        if task == "cause" and label in ONLY_A_PERSON:
            found[:, column] = _NEVER
        elif label in known:
            found[:, column] = _POINT * scores[:, known[label]]
        if label == "other":
            found[:, column] += _HEAD_START[task]
    return found


def aspect_offsets(scores: NDArray[np.float32]) -> Doubles:
    """Return the log-odds (float64, n × 2: no, yes) that an aspect's rules give, from its scores (n)."""
    found = np.zeros((len(scores), 2))
    found[:, 1] = np.where(scores >= 1.0, 1.5 + 0.5 * np.minimum(scores, 3.0), -2.5)
    return found


@njit(cache=True, nogil=True)
def shares(odds: Doubles) -> NDArray[np.float32]:
    """Return the probabilities (float32, n × k) that log-odds stand for."""
    found = np.empty(odds.shape, np.float32)
    for n in range(odds.shape[0]):
        top = odds[n].max()
        total = 0.0
        for c in range(odds.shape[1]):
            total += exp(odds[n, c] - top)
        for c in range(odds.shape[1]):
            found[n, c] = exp(odds[n, c] - top) / total
    return found
