"""The words of a text that carried a label, as places in the text as it was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .alphabet import DIGIT, LETTER, SPACE, tables
from .characters import Characters, characters, class_of
from .features import PIECES, places
from .head import Head
from .rules import Hit

_AT_MOST = 6
_STRONG = 0.25  # of the strongest word's share: less is not shown
_Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, from character `start` to before `end`, and its share (0 to 1) of what spoke for the label."""

    start: int
    end: int
    weight: float


def spans(text: str, head: Head | None, label: str, hits: Sequence[Hit] = ()) -> list[Span]:
    """Return the parts of a text that spoke for a label, the strongest first, at most six.

    What a head weighs is spread over the characters of each feature; phrases that rules found add theirs.
    """
    folded = characters([text])
    if len(folded.codes) == 0:
        return []
    support = np.zeros(len(folded.codes))
    while head is not None:
        support += _support(folded, head, label)
        head = head.base if head.base is not None and head.base.classes == head.classes else None
    for hit in hits:
        if hit.label == label:
            inside = np.flatnonzero((folded.source >= hit.start) & (folded.source < hit.end))
            support[inside] += hit.weight / max(len(inside), 1)
    return _strongest(folded, support)


def _support(folded: Characters, head: Head, label: str) -> _Doubles:
    """Return what a head adds to a label's score, less the mean of the others', by character."""
    if label not in head.classes:
        return np.zeros(len(folded.codes))
    found = places(folded, head.shape)
    columns = head.vocabulary.columns_of(found[:, 0])
    found, columns = found[columns >= 0], columns[columns >= 0]
    if len(found) == 0:
        return np.zeros(len(folded.codes))
    rarity = head.vocabulary.rarity[columns]
    return _spread(found, _worth(head, label, columns), rarity, len(folded.codes))  # type: ignore[no-any-return]


def _worth(head: Head, label: str, columns: NDArray[np.int64]) -> tuple[_Doubles, _Doubles]:
    """Return what the two values of some features are worth to a label against the mean of the others."""
    margins = head.rare.shape[1]
    joined = head.calibration.weights[:, :-1] / head.calibration.scale
    chosen = head.classes.index(label)
    others = np.delete(joined, chosen, 0).mean(0)
    toward = joined[chosen] - others
    rare = (head.rare[columns] * toward[:margins]).sum(1)
    if head.plain.size == 0:
        return rare, np.zeros(len(rare))
    return rare, (head.plain[columns] * toward[margins : margins + head.plain.shape[1]]).sum(1)


@njit(cache=True, nogil=True)
def _spread(found: Any, worth: Any, rarity: Any, length: int) -> Any:
    rare, plain = worth
    squares, numbers = np.zeros(2), np.zeros(2)
    for n in range(len(found)):
        squares[found[n, 3]] += rarity[n] ** 2
        numbers[found[n, 3]] += 1.0
    squares[PIECES] = max(squares[PIECES], squares[0])
    numbers[PIECES] = max(numbers[PIECES], numbers[0])
    support = np.zeros(length)
    for n in range(len(found)):
        family = found[n, 3]
        value = rare[n] * rarity[n] / np.sqrt(squares[family]) + plain[n] / np.sqrt(numbers[family])
        begin, end = found[n, 1], found[n, 2]
        for k in range(begin, end):
            support[k] += value / (end - begin)
    return support


def _strongest(folded: Characters, support: _Doubles) -> list[Span]:
    words = _words(folded)
    if not words:
        return []
    sums = np.concatenate([[0.0], np.cumsum(support)])
    shares = np.array([sums[end] - sums[begin] for begin, end in words])
    top, total = shares.max(), shares[shares > 0].sum()
    if top <= 0:
        return []
    kept = [n for n in range(len(words)) if shares[n] >= _STRONG * top]
    joined = _joined(folded, [words[n] for n in kept], [float(shares[n]) for n in kept])
    joined.sort(key=lambda each: (-each[2], each[0]))
    return [
        Span(int(folded.source[begin]), int(folded.source[end - 1]) + 1, round(share / float(total), 4))
        for begin, end, share in joined[:_AT_MOST]
    ]


def _words(folded: Characters) -> list[tuple[int, int]]:
    """Return the words of a text, and each ideograph and mark for itself; not what stands for addresses and names."""
    kinds = [class_of(code, tables()[1]) for code in folded.codes.tolist()]
    found, at = [], 0
    while at < len(kinds):
        end = at + 1
        if kinds[at] in (LETTER, DIGIT):
            while end < len(kinds) and (kinds[end] in (LETTER, DIGIT) or folded.codes[end] == 0x27):
                end += 1
        stands_for_another = end - at > 1 and folded.source[at] == folded.source[end - 1]
        if kinds[at] != SPACE and not stands_for_another:
            found.append((at, end))
        at = end
    return found


def _joined(
    folded: Characters, words: list[tuple[int, int]], shares: list[float]
) -> list[tuple[int, int, float]]:
    """Join words that stand next to each other."""
    found: list[tuple[int, int, float]] = []
    for (begin, end), share in zip(words, shares, strict=True):
        gap = folded.codes[found[-1][1] : begin] if found else None
        if gap is not None and (len(gap) == 0 or (len(gap) == 1 and gap[0] == 0x20)):
            found[-1] = (found[-1][0], end, found[-1][2] + share)
        else:
            found.append((begin, end, share))
    return found
