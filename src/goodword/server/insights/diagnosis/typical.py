"""What is said in some texts more than in others, and which of the texts say it most typically."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_THEMES = 5
_FEWEST = 5  # texts that a theme must have
_TIMES = 3  # as large a share of the texts as of the others
_READ = 2_000  # characters of a text
_FITS = (40, 240)  # of width: what can be read at a glance and still says something
_UNFIT, _UNSURE = 0.25, 0.4  # what an awkward length, and a model that is not sure at all, take off a cosine
_WIDE = "\u2e80"
Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Theme:
    """A phrase that some texts have clearly more often than others: how many have it, and their places."""

    phrase: str
    size: int
    places: tuple[int, ...]


def themes(texts: Sequence[str], others: Sequence[str]) -> list[Theme]:
    """Return what is said in texts clearly more than in others, in the texts' own words, the clearest first."""
    if len(texts) < _FEWEST or not others:
        return []
    from goodword.text import emerging_phrases  # compiled code: only where it is needed

    told = emerging_phrases(texts, others, most=4 * MOST_THEMES, fewest=_FEWEST)
    often = [
        each for each in told if each.recent * (len(others) + 1) >= _TIMES * (each.before + 1) * len(texts)
    ]
    folded = [text.casefold() for text in texts]
    return [
        Theme(
            each.phrase,
            each.recent,
            tuple(n for n, text in enumerate(folded) if each.phrase.casefold() in text),
        )
        for each in (often or told)[:MOST_THEMES]
    ]


def typical(texts: Sequence[str], sure: Sequence[float], found: Sequence[Theme], most: int) -> list[int]:
    """Return the places of the most typical texts: one for each theme, then the next of all; none said twice.

    The medoid by cosine: the text nearest to the middle of those that share its theme. `sure` says how sure each
    text's label is (0 to 1): a doubtful one is no good example, nor is one too short or too long to be quoted.
    """
    if not texts:
        return []
    points = _points(texts)
    fit = np.array([_unfit(text) for text in texts]) + _UNSURE * (1 - np.array(sure, dtype=np.float64))
    everything = np.arange(len(texts))
    groups = [np.array(theme.places, dtype=np.int64) for theme in found] or [everything]
    ranked = [_ranked(points, fit, own) for own in groups if len(own)]
    ranked.append(_ranked(points, fit, everything))
    chosen: list[int] = []
    said: set[str] = set()
    turns = [1] * (len(ranked) - 1) + [most]
    for places, turn in zip(ranked, turns, strict=True):
        fresh = (place for place in places if _words(texts[place]) not in said)
        for _turn, place in zip(range(min(turn, most - len(chosen))), fresh, strict=False):
            said.add(_words(texts[place]))
            chosen.append(place)
    return chosen


def _points(texts: Sequence[str]) -> Points:
    """Return texts as directions (float32, texts × dimensions)."""
    from goodword.text.topics.space import fit_space  # compiled code: only where it is needed
    from goodword.text.topics.tokens import read_tokens

    found = read_tokens([text[:_READ] for text in texts])[1]
    return fit_space(found, groups=1, seed=0).points(found)


def _ranked(points: Points, fit: NDArray[np.float64], own: NDArray[np.int64]) -> list[int]:
    """Return some places by how near their texts are to the middle of all of them."""
    middle = points[own].sum(axis=0)
    near = points[own] @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
    order: list[int] = own[np.lexsort((own, -np.round(near - fit[own], 5)))].tolist()
    return order


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def width(text: str) -> int:
    """Return how wide a text is; a Chinese character is as wide as two letters.

    >>> width("太慢了!")
    7
    """
    return sum(2 if letter >= _WIDE else 1 for letter in text)


def _unfit(text: str) -> float:
    shortest, longest = _FITS
    return 0.0 if shortest <= width(text) <= longest else _UNFIT
