"""Texts as PostgreSQL keeps them for searching: every word with its places, within what a tsvector can hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import add

from goodword.text.query.tsquery import GAP
from goodword.text.words import pairs

# A tsvector keeps 255 places of a word and none beyond 16,383. What is left out is marked with `+word`, so that a
# query knows where it cannot rely on places; a word with no place left stands at the very last one, far from all others.
_MOST_PLACES, _LAST_PLACE, _NOWHERE = 255, 16_000, 16_383
_PLACES = [f":{place}" for place in range(_LAST_PLACE + 1)]


def tsvector(title: Sequence[str], text: Sequence[str]) -> str:
    """Return the words of a title (weight A) and of a text (weight D, from `GAP` places behind it).

    Pairs of neighbouring ideographs stand beside them, without a place: what a text has, not where.

    >>> tsvector([], ["lost", "bag"]), tsvector(["oh"], ["行", "李"])
    ('lost:1 bag:2', 'oh:1A 行:102 李:103 行李')
    """
    is_simple = not title and len(text) <= _MOST_PLACES
    placed = map(add, text, _PLACES[1 : len(text) + 1]) if is_simple else _with_limits(title, text)
    return " ".join([*placed, *pairs(title), *pairs(text)])


def _with_limits(title: Sequence[str], text: Sequence[str]) -> Iterable[str]:
    first = len(title) + GAP + 1 if title else 1
    placed = [*((word, place, "A") for place, word in enumerate(title, 1))]
    placed += [(word, place, "") for place, word in enumerate(text, first)]
    kept: Counter[str] = Counter()
    cut: dict[str, None] = {}
    found = []
    for word, place, weight in placed:
        if place <= _LAST_PLACE and kept[word] < _MOST_PLACES:
            kept[word] += 1
            found.append(f"{word}:{place}{weight}")
        else:
            cut[word] = None
    found += [f"{word}:{_NOWHERE}" for word in cut if word not in kept]
    return [*found, *(f"+{word}" for word in cut)]
