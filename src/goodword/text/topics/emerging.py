"""What people have begun to talk about: phrases far commoner in recent texts than before."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, log, sqrt

import numpy as np

from .phrases import Written, whole_phrases
from .tokens import read_tokens

_LONGEST_TEXT = 2000
_PRIOR = 100.0  # texts' worth of prior belief that nothing has changed
_FALSE = 0.1  # of the phrases told, so many at most are chance


@dataclass(frozen=True, slots=True)
class Emerging:
    """A phrase with how many `recent` and `before` texts have it, and the log-odds ratio in standard errors (`z`)."""

    phrase: str
    recent: int
    before: int
    z: float


def emerging_phrases(
    recent: Sequence[str | None], before: Sequence[str | None], *, most: int = 20, fewest: int = 5
) -> list[Emerging]:
    """Return the phrases that are in clearly more of the recent texts, the clearest first.

    Log-odds ratio with a Dirichlet prior from both samples (Monroe, Colaresi and Quinn 2008, "Fightin' words",
    equations 15, 16 and 22); of those told, one in ten at most is chance (Benjamini and Hochberg 1995). A phrase
    must be in `fewest` recent texts. 2,000 characters of a text are read.
    """
    texts = [text[:_LONGEST_TEXT] if text else "" for text in (*recent, *before)]
    read, found = read_tokens(texts)
    phrases = whole_phrases(found)
    period = (np.arange(len(texts)) >= len(recent)).astype(np.int64)
    spread = phrases.spread(period, 2)
    common = np.flatnonzero(spread[:, 0] >= fewest)
    scores = {
        int(n): _log_odds(int(spread[n, 0]), int(spread[n, 1]), len(recent), len(before)) for n in common
    }
    written = Written(phrases, read, found, texts)
    told: dict[str, Emerging] = {}
    for number in _beyond_chance(scores):
        phrase = written.surface(number, period, 0)
        folded = phrase.casefold()
        if not any(folded in each or each in folded for each in told):
            told[folded] = Emerging(phrase, int(spread[number, 0]), int(spread[number, 1]), scores[number])
    return list(told.values())[:most]


def _beyond_chance(scores: dict[int, float]) -> list[int]:
    """Return the phrases whose scores are clear, the clearest first."""
    ranked = sorted(scores, key=lambda number: (-scores[number], number))
    clear = 0
    for rank, number in enumerate(ranked, start=1):
        if erfc(scores[number] / sqrt(2)) / 2 <= _FALSE * rank / len(ranked):
            clear = rank
    return ranked[:clear]


def _log_odds(new: int, old: int, recent: int, before: int) -> float:
    """Return the log-odds ratio in standard errors of being in a recent text and in an older one.

    >>> round(_log_odds(30, 30, 100, 100), 6), _log_odds(30, 3, 100, 100) > 3
    (0.0, True)
    """
    prior = _PRIOR * (new + old) / (recent + before)
    ones = new + prior, old + prior
    others = recent - new + _PRIOR - prior, before - old + _PRIOR - prior
    if min(*ones, *others) <= 0:
        return 0.0
    return (log(ones[0] / others[0]) - log(ones[1] / others[1])) / sqrt(1 / ones[0] + 1 / ones[1])
