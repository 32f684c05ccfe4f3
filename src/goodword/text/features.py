"""What is counted in a text: words, word pairs, pieces of words, runs of ideographs, marks and emoji.

One pass over the folded characters finds every feature of both languages. A feature is its 32-bit hash; which
characters it covers can be asked for, so that a label can show the words that carried it.
"""

from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .alphabet import DIGIT, IDEOGRAPH, LETTER, SPACE, tables
from .characters import Characters, class_of

# The two families a text's features fall into; each is weighed for itself.
WHOLE, PIECES = 0, 1
# What a hash begins with, so that a word and a piece of the same letters are two features.
_WORD, _PAIR, _PIECE, _RUN, _NEGATED = range(5)
_SEEDS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1], dtype=np.uint32)
_NEGATORS = (
    "not",
    "no",
    "never",
    "without",
    "cannot",
    "nothing",
    "none",
    "nobody",
    "hardly",
    "nor",
    "neither",
)
_REACH = 4  # words after a negation that it still turns round
_APOSTROPHE, _T = 0x27, 0x74
_SENTENCE_ENDS = (0x21, 0x2E, 0x3B, 0x3F)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which features are counted.

    `words` in a row at most; `shortest_piece` to `longest_piece` characters of a word (its edges count as one);
    `runs` of ideographs and the marks between them at most.
    """

    words: int = 2
    shortest_piece: int = 3
    longest_piece: int = 5
    runs: int = 3

    @property
    def flat(self) -> NDArray[np.int64]:
        """The shape as kernels take it."""
        return np.array(astuple(self), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Features:
    """The different features of texts: of text i, those from `starts[i]` to `starts[i + 1]`.

    `hashes` uint32, `counts` (uint16) how often each is in its text, `families` uint8, `starts` int64.
    """

    hashes: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    families: NDArray[np.uint8]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: NDArray[np.int64]) -> "Features":
        """Return the features of some of the texts, in the order asked for."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        at = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        return Features(self.hashes[at], self.counts[at], self.families[at], starts)


def count(texts: Characters, shape: Shape) -> Features:
    """Count the features of folded texts.

    >>> from goodword.text.characters import characters
    >>> found = count(characters(["good good", ""]), Shape(words=1, longest_piece=0))
    >>> found.counts.tolist(), found.starts.tolist()
    ([2], [0, 1, 1])
    """
    _, classes = tables()
    return Features(*_count(texts.codes, texts.starts, classes, shape.flat, _SEEDS, _negators()))


def places(texts: Characters, shape: Shape) -> NDArray[np.uint32]:
    """Return every feature of one folded text with its place: rows of hash, begin, end (in `codes`), family."""
    _, classes = tables()
    out = np.empty((room_for(len(texts.codes), shape.flat), 4), np.uint32)
    found = _find(texts.codes, classes, shape.flat, _SEEDS, _negators(), out)
    return out[:found]


@lru_cache(maxsize=1)
def _negators() -> NDArray[np.uint32]:
    spelled = [np.array([ord(each) for each in word], dtype=np.uint32) for word in _NEGATORS]
    return np.array([_word_hash(codes, 0, len(codes), _SEEDS) for codes in spelled], dtype=np.uint32)


@njit(cache=True, nogil=True, inline="always")
def _mix(state: Any, value: Any) -> Any:
    state = np.uint32(state ^ np.uint32(value))
    state = np.uint32(state * np.uint32(0x9E3779B1))
    return np.uint32(state ^ (state >> np.uint32(15)))


@njit(cache=True, nogil=True, inline="always")
def _finish(state: Any) -> Any:
    state = np.uint32(state * np.uint32(0x85EBCA6B))
    state = np.uint32(state ^ (state >> np.uint32(13)))
    state = np.uint32(state * np.uint32(0xC2B2AE35))
    return np.uint32(state ^ (state >> np.uint32(16)))


@njit(cache=True, nogil=True, inline="always")
def _put(out: Any, found: int, state: Any, begin: int, end: int, family: int) -> int:
    out[found, 0] = state
    out[found, 1] = begin
    out[found, 2] = end
    out[found, 3] = family
    return found + 1


@njit(cache=True, nogil=True)
def _word_hash(codes: Any, begin: int, end: int, seeds: Any) -> Any:
    state = seeds[_WORD]
    for k in range(begin, end):
        state = _mix(state, codes[k])
    return _finish(state)


@njit(cache=True, nogil=True)
def room_for(length: int, shape: Any) -> int:
    """Return how many features a text of so many characters has at most."""
    return int((length + 2) * (shape[3] + 2 * (shape[2] - shape[1] + 2) + 4) + 16)


@njit(cache=True, nogil=True)
def _word_end(codes: Any, begin: int, classes: Any) -> int:
    """Return where the word or mark that begins here ends; an apostrophe between letters is part of a word."""
    at = begin
    while at < len(codes):
        kind = class_of(codes[at], classes)
        inside = at > begin and codes[at] == _APOSTROPHE and at + 1 < len(codes)
        if not (kind in (LETTER, DIGIT) or (inside and class_of(codes[at + 1], classes) == LETTER)):
            break
        at += 1
    return max(at, begin + 1)


@njit(cache=True, nogil=True)
def _run_end(codes: Any, begin: int, classes: Any) -> int:
    """Return where the run of ideographs and the marks after them ends."""
    at = begin
    while at < len(codes) and class_of(codes[at], classes) not in (SPACE, LETTER, DIGIT):
        at += 1
    return at


@njit(cache=True, nogil=True)
def _find_run(codes: Any, begin: int, end: int, longest: int, seeds: Any, out: Any, found: int) -> int:
    for first in range(begin, end):
        state = seeds[_RUN]
        for last in range(first, min(end, first + longest)):
            state = _mix(state, codes[last])
            found = _put(out, found, _finish(state), first, last + 1, WHOLE)
    return found


@njit(cache=True, nogil=True)
def _find_pieces(codes: Any, begin: int, end: int, shape: Any, seeds: Any, out: Any, found: int) -> int:
    size = end - begin
    for first in range(-1, size):
        state = seeds[_PIECE]
        for length in range(1, shape[2] + 1):
            place = first + length - 1
            if place > size:
                break
            state = _mix(state, codes[begin + place] if 0 <= place < size else np.uint32(0x20))
            if length >= shape[1]:
                last = begin + min(place + 1, size)
                found = _put(out, found, _finish(state), begin + max(first, 0), last, PIECES)
    return found


@njit(cache=True, nogil=True)
def _turns(codes: Any, begin: int, end: int, word: Any, negators: Any) -> bool:
    if end - begin > 2 and codes[end - 2] == _APOSTROPHE and codes[end - 1] == _T:
        return True
    for each in negators:  # noqa: SIM110 - a generator would not compile
        if each == word:
            return True
    return False


@njit(cache=True, nogil=True)
def _find(codes: Any, classes: Any, shape: Any, seeds: Any, negators: Any, out: Any) -> int:
    """Write every feature of one folded text as a row (hash, begin, end, family) of `out`; return how many."""
    found = 0
    at = 0
    previous, previous_begin = np.uint32(0), -1
    turned = 0
    while at < len(codes):
        begin = at
        kind = class_of(codes[at], classes)
        if kind == SPACE:
            at += 1
        elif kind == IDEOGRAPH:
            at = _run_end(codes, begin, classes)
            found = _find_run(codes, begin, at, shape[3], seeds, out, found)
            previous_begin, turned = -1, 0
        else:
            at = _word_end(codes, begin, classes)
            word = _word_hash(codes, begin, at, seeds)
            found = _put(out, found, word, begin, at, WHOLE)
            if shape[0] > 1 and previous_begin >= 0:
                pair = _finish(_mix(_mix(seeds[_PAIR], previous), word))
                found = _put(out, found, pair, previous_begin, at, WHOLE)
            if turned > 0:
                found = _put(out, found, _finish(_mix(seeds[_NEGATED], word)), begin, at, WHOLE)
                turned -= 1
            previous, previous_begin = word, begin
            if kind in (LETTER, DIGIT):
                found = _find_pieces(codes, begin, at, shape, seeds, out, found)
                if _turns(codes, begin, at, word, negators):
                    turned = _REACH
            elif codes[begin] in _SENTENCE_ENDS:
                turned = 0
    return found


@njit(cache=True, nogil=True)
def _count(codes: Any, starts: Any, classes: Any, shape: Any, seeds: Any, negators: Any) -> Any:
    texts = len(starts) - 1
    longest = 0
    for n in range(texts):
        longest = max(longest, starts[n + 1] - starts[n])
    out = np.empty((room_for(longest, shape), 4), np.uint32)
    slots = np.empty(1, np.int64)
    hashes = np.empty(256 * texts + 16, np.uint32)
    counts = np.empty(len(hashes), np.uint16)
    families = np.empty(len(hashes), np.uint8)
    begins = np.zeros(texts + 1, np.int64)
    used = 0
    for n in range(texts):
        found = _find(codes[starts[n] : starts[n + 1]], classes, shape, seeds, negators, out)
        size = 64
        while size < 2 * found:
            size *= 2
        if size > len(slots):
            slots = np.empty(size, np.int64)
        slots[:size] = -1
        if used + found > len(hashes):
            more = 2 * (used + found)
            hashes, counts, families = _grown(hashes, more), _grown(counts, more), _grown(families, more)
        for k in range(found):
            slot = np.int64(out[k, 0]) & (size - 1)
            while slots[slot] >= 0 and hashes[slots[slot]] != out[k, 0]:
                slot = (slot + 1) & (size - 1)
            if slots[slot] < 0:
                slots[slot] = used
                hashes[used], counts[used], families[used] = out[k, 0], 1, out[k, 3]
                used += 1
            elif counts[slots[slot]] < 65_535:
                counts[slots[slot]] += 1
        begins[n + 1] = used
    return hashes[:used].copy(), counts[:used].copy(), families[:used].copy(), begins


@njit(cache=True, nogil=True)
def _grown(array: Any, size: int) -> Any:
    bigger = np.empty(size, array.dtype)
    bigger[: len(array)] = array
    return bigger
