"""How much more labels would help: a curve through what fewer of them did."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

NEXT_GAIN = 0.01  # of the macro-F1
SHARES = (0.25, 0.5)  # what is learned from besides all labels and none
_HEAD_START = 100.0  # what the shipped model knows already, in labels
_FARTHEST = 20_000

Points = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many more labels until the next hundredth of macro-F1, about; None when none is in sight or known.

    `code` is `likely`, `flat` (more labels of this kind no longer help), `far` or `unknown` (too few points).
    """

    code: str
    labels: int | None = None


def outlook(points: Points) -> Outlook:
    """Return what a learning curve promises; `points` are (labels learned from, macro-F1 on the gold set).

    The curve is a − b/√(n + 100), the usual shape of learning, fitted by least squares; it is a guess from a few
    points, good for planning an afternoon and no more.

    >>> outlook([(0, 0.60), (100, 0.65), (200, 0.67), (400, 0.69)])
    Outlook(code='likely', labels=180)
    >>> outlook([(0, 0.7), (100, 0.7), (400, 0.69)]).code
    'flat'
    """
    if len({n for n, _score in points}) < 3:
        return Outlook("unknown")
    labels = np.array([n for n, _score in points], dtype=np.float64)
    scores = np.array([score for _n, score in points], dtype=np.float64)
    x = 1 / np.sqrt(labels + _HEAD_START)
    slope, _top = np.polyfit(x, scores, 1)
    if slope >= 0:
        return Outlook("flat")
    now = labels.max()
    needed = 1 / np.sqrt(now + _HEAD_START) + NEXT_GAIN / slope
    if needed <= 0:
        return Outlook("flat")
    more = 1 / needed**2 - _HEAD_START - now
    if more > _FARTHEST:
        return Outlook("far")
    return Outlook("likely", max(10, ceil(more / 10) * 10))
