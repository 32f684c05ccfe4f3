"""Names for groups of texts: phrases that are common in a group, rare elsewhere, and whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ..characters import Characters
from ..exact import log
from .tokens import FREE, FUNCTION, IDEOGRAM, NEVER, WORD, Tokens, common_pairs, pair_hash

_LENGTHS = {WORD: (1, 3), IDEOGRAM: (2, 4)}  # tokens of a phrase
_LONGEST = 5  # one more, to see what phrases are parts of
_PART = 0.6  # of a phrase's occurrences within one longer run: then it is a part of that
_TORN = 0.35  # of a phrase's occurrences where it hangs together with its neighbours more than in itself
_COHESION = {WORD: 3.0, IDEOGRAM: 12.0}  # times as often as its parts would meet by chance
_FEWEST = 2  # texts of a group
_SURFACES = 60  # occurrences looked at to see how a phrase is written
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs of some number of tokens.

    By position in the tokens, `number` says which run begins there (-1 if none); by number, `counts` how often there
    is one and `first` where the first is.
    """

    number: Ints
    counts: Ints
    first: Ints


@dataclass(frozen=True, slots=True)
class Phrases:
    """Where phrases stand: occurrence by occurrence, `numbers` (of the phrase), `texts`, `begins`, `ends` (tokens)."""

    numbers: Ints
    texts: Ints
    begins: Ints
    ends: Ints

    def lengths(self, found: Tokens) -> Ints:
        """Return by phrase how many words it has; two ideographs are one."""
        lengths = np.zeros(int(self.numbers.max(initial=-1)) + 1, dtype=np.int64)
        lengths[self.numbers] = self.ends - self.begins - (found.kinds[self.begins] == IDEOGRAM)
        return lengths

    def spread(self, groups: Ints, count: int) -> Ints:
        """Return in how many texts of each group a phrase is (phrases × groups); `groups` by text, -1 for none."""
        size = int(self.numbers.max(initial=-1)) + 1
        pairs = np.unique(self.numbers * (int(self.texts.max(initial=0)) + 1) + self.texts)
        number, text = np.divmod(pairs, int(self.texts.max(initial=0)) + 1)
        group = groups[text]
        cells = number[group >= 0] * count + group[group >= 0]
        return np.bincount(cells, minlength=size * count).reshape(size, count).astype(np.int64)


def whole_phrases(found: Tokens) -> Phrases:
    """Find the phrases that read like words: their parts meet far more often than by chance, no function word is at
    an end, and most of the time they are not part of the same longer run."""
    runs = [_numbered(found.hashes, found.roles != NEVER)]
    for length in range(2, _LONGEST + 1):
        runs.append(_longer(found, runs[-1], length))
    owner = np.repeat(np.arange(len(found.starts) - 1), np.diff(found.starts))
    parts, known = [], 0
    for length in range(1, _LONGEST):
        own = runs[length - 1]
        good = _is_whole(found, runs, length)
        renumbered = np.cumsum(good) - 1 + known
        begins = np.flatnonzero(own.number >= 0)
        begins = begins[good[own.number[begins]]]
        parts.append((renumbered[own.number[begins]], owner[begins], begins, begins + length))
        known += int(good.sum())
    return Phrases(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _numbered(hashes: NDArray[np.uint64], there: NDArray[np.bool_]) -> Runs:
    places = np.flatnonzero(there)
    _, first, inverse, counts = np.unique(
        hashes[places], return_index=True, return_inverse=True, return_counts=True
    )
    number = np.full(len(hashes), -1, dtype=np.int64)
    number[places] = inverse
    return Runs(number, counts, places[first])


def _longer(found: Tokens, shorter: Runs, length: int) -> Runs:
    """Return the runs that are a shorter one and the token behind it."""
    size = len(found.hashes)
    last = np.minimum(np.arange(size) + length - 1, size - 1)
    fitting = np.where(found.kinds == WORD, FREE, FUNCTION)  # function words part English phrases
    there = (
        (shorter.number >= 0) & found.joined[last] & (found.roles[last] <= fitting) & (found.roles <= fitting)
    )
    there[size - length + 1 :] = False
    return _numbered(pair_hash(shorter.number.astype(np.uint64), found.hashes[last]), there)


def _is_whole(found: Tokens, runs: list[Runs], length: int) -> NDArray[np.bool_]:
    """Return by number of the run whether it is a phrase."""
    own = runs[length - 1]
    first, last = own.first, own.first + length - 1
    kind = found.kinds[first]
    shortest = np.where(kind == WORD, _LENGTHS[WORD][0], _LENGTHS[IDEOGRAM][0])
    longest = np.where(kind == WORD, _LENGTHS[WORD][1], _LENGTHS[IDEOGRAM][1])
    good = (length >= shortest) & (length <= longest) & (own.counts >= _FEWEST)
    good &= (found.roles[first] != FUNCTION) & (found.roles[last] != FUNCTION)
    good &= _widest(own, runs[length]) <= _PART * own.counts
    for begin, end in ((first, first + 1), (last - 1, last)):
        if length > 1:
            good &= ~np.isin(pair_hash(found.hashes[begin], found.hashes[end]), common_pairs())
    if length > 1:
        good &= ~_is_torn(own, length, _links(found, runs))
    needed = np.where(kind == WORD, _COHESION[WORD], _COHESION[IDEOGRAM])
    total = len(found.hashes)
    for split in range(1, length):
        left, right = runs[split - 1], runs[length - split - 1]
        chance = left.counts[left.number[first]] * right.counts[right.number[first + split]] / total
        good &= own.counts >= needed * chance
    return good


def _links(found: Tokens, runs: list[Runs]) -> NDArray[np.float64]:
    """Return by position how many times as often as by chance a token and the one before it meet; 0 at a break."""
    single, pair = runs[0], runs[1]
    links = np.zeros(len(found.hashes) + 1)
    begins = np.flatnonzero(pair.number >= 0)
    apart = single.counts[single.number[begins]] * single.counts[single.number[begins + 1]]
    links[begins + 1] = pair.counts[pair.number[begins]] * len(found.hashes) / apart
    return links


def _is_torn(own: Runs, length: int, links: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return by run whether it mostly hangs together with its neighbours more than in itself."""
    begins = np.flatnonzero(own.number >= 0)
    within = np.min([links[begins + step] for step in range(1, length)], axis=0)
    around = np.maximum(links[begins], links[begins + length])
    torn = np.bincount(own.number[begins], around > within, minlength=len(own.counts))
    return np.asarray(torn > _TORN * own.counts)


def _widest(own: Runs, longer: Runs) -> Ints:
    """Return how often the commonest run one token longer, to the left or the right, holds each run."""
    widest = np.zeros(len(own.counts), dtype=np.int64)
    for shift in (0, 1):
        places = np.flatnonzero(own.number >= 0)
        places = places[places >= shift]
        around = longer.number[places - shift]
        inside = around >= 0
        np.maximum.at(widest, own.number[places[inside]], longer.counts[around[inside]])
    return widest


def name_groups(
    read: Characters, found: Tokens, originals: Sequence[str], groups: Ints, count: int, *, most: int = 6
) -> list[tuple[str, ...]]:
    """Return the phrases of each of `count` groups, the most telling first; `groups` by text, -1 for none.

    Scored like c-TF-IDF (Grootendorst 2022, "BERTopic", equation 2) by the share of the group's texts that have the
    phrase, times the logarithm of how much commoner it is there than elsewhere; a word more adds half.
    """
    phrases = whole_phrases(found)
    spread = phrases.spread(groups, count)
    sizes = np.bincount(groups[groups >= 0], minlength=count)
    scores = _telling(spread, sizes, phrases.lengths(found))
    surfaces = Written(phrases, read, found, originals)
    names = []
    for group in range(count):
        ranked = np.lexsort((np.arange(len(scores)), -scores[:, group]))[: 4 * most]
        telling = [int(n) for n in ranked if spread[n, group] >= _FEWEST and scores[n, group] > 0]
        names.append(_different([surfaces.surface(n, groups, group) for n in telling], most))
    return names


class Written:
    """How phrases are written where they occur."""

    def __init__(self, phrases: Phrases, read: Characters, found: Tokens, originals: Sequence[str]) -> None:
        self._phrases, self._read, self._found, self._originals = phrases, read, found, originals
        self._order = np.argsort(phrases.numbers, kind="stable")
        numbers = np.arange(int(phrases.numbers.max(initial=-1)) + 2)
        self._bounds = np.searchsorted(phrases.numbers[self._order], numbers)

    def surface(self, number: int, groups: Ints, group: int) -> str:
        """Return how a phrase is mostly written in the texts of a group."""
        places = self._order[self._bounds[number] : self._bounds[number + 1]]
        places = places[groups[self._phrases.texts[places]] == group]
        seen = Counter(self._at(int(place)) for place in places[:_SURFACES])
        return max(sorted(seen), key=seen.__getitem__)

    def _at(self, place: int) -> str:
        begin = self._found.begins[self._phrases.begins[place]]
        last = self._found.ends[self._phrases.ends[place] - 1] - 1
        text = self._originals[int(self._phrases.texts[place])]
        return text[self._read.source[begin] : self._read.source[last] + 1]


@njit(cache=True, nogil=True)
def _telling(spread: Any, sizes: Any, lengths: Any) -> Any:
    scores = np.zeros(spread.shape, np.float64)
    total = sizes.sum()
    for n in range(len(spread)):
        everywhere = spread[n].sum()
        for group in range(len(sizes)):
            inside = spread[n, group] / max(sizes[group], 1)
            outside = (everywhere - spread[n, group] + 1) / max(total - sizes[group], 1)
            if inside > outside:
                scores[n, group] = inside * log(inside / outside) * (1 + lengths[n]) / 2
    return scores


def _different(written: Sequence[str], most: int) -> tuple[str, ...]:
    """Leave out what is part of a phrase before it, or holds one."""
    kept: list[str] = []
    for phrase in written:
        folded = phrase.casefold()
        if not any(folded in each.casefold() or each.casefold() in folded for each in kept):
            kept.append(phrase)
        if len(kept) == most:
            break
    return tuple(kept)
