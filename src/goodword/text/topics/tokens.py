"""Texts as words and ideographs: what topics are made of."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ..alphabet import DIGIT, IDEOGRAPH, LETTER, SPACE, tables
from ..characters import Characters, characters, class_of
from ..function_words import CHINESE_COMMON, CHINESE_EDGES, CHINESE_PARTICLES, ENGLISH_COMMON, FUNCTION_WORDS

WORD, IDEOGRAM = 0, 1
# What a token may not do: say anything (numbers, names of people and addresses), begin or end a phrase (function
# words), stand in a phrase at all (Chinese particles).
FREE, FUNCTION, NEVER = 0, 1, 2
_SEED = 0xCBF29CE484222325
_HYPHEN, _APOSTROPHE = 0x2D, 0x27
Hashes = NDArray[np.uint64]


class Tokens(NamedTuple):
    """The words and single ideographs of texts, one text after the other.

    `hashes` uint64; `begins`, `ends` int64 in the folded codes; `kinds` uint8 (`WORD`, `IDEOGRAM`); `roles` uint8
    (`FREE`, `FUNCTION`, `NEVER`); `joined` bool: nothing but a space or hyphen since the token before, which is of
    the same kind; `starts` int64, one more than texts: where each text begins in them.
    """

    hashes: Hashes
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    roles: NDArray[np.uint8]
    joined: NDArray[np.bool_]
    starts: NDArray[np.int64]


def tokens(read: Characters) -> Tokens:
    """Cut folded texts into tokens."""
    _, classes = tables()
    return Tokens(*_cut(read.codes, read.starts, classes, *_roles()))


def hash_of(word: str) -> int:
    """Return the hash of a folded word, as in `Tokens.hashes`."""
    return int(_hash(np.array([ord(each) for each in word], np.uint32)))


@lru_cache(maxsize=1)
def common_pairs() -> Hashes:
    """Return, in order, the hashes of two ideographs that say nothing of a topic."""
    pairs = [tuple(hash_of(each) for each in word) for word in CHINESE_COMMON.split()]
    return np.unique(np.array([int(pair_hash(np.uint64(a), np.uint64(b))) for a, b in pairs], np.uint64))


@lru_cache(maxsize=1)
def _roles() -> tuple[Hashes, NDArray[np.uint8]]:
    european = " ".join(FUNCTION_WORDS[language] for language in ("en", "es", "fr", "de")).split()
    roles = {hash_of(word): FUNCTION for word in (*european, *ENGLISH_COMMON.split(), *CHINESE_EDGES)}
    roles |= {
        hash_of(word): NEVER
        for word in ("xurl", "xuser", "rt", "http", "https", "www", "com", "cn", *CHINESE_PARTICLES)
    }
    ordered = sorted(roles)
    return np.array(ordered, np.uint64), np.array([roles[each] for each in ordered], np.uint8)


@njit(cache=True, nogil=True)
def _hash(codes: Any) -> Any:
    key = np.uint64(_SEED)
    for code in codes:
        key = (key ^ np.uint64(code)) * np.uint64(0x100000001B3)
    return key ^ (key >> np.uint64(32))


@njit(cache=True, nogil=True)
def pair_hash(one: Any, other: Any) -> Any:
    """Return the hash of two tokens, or of a phrase and the token after it."""
    key = (one * np.uint64(0x9E3779B97F4A7C15)) ^ other
    key = (key ^ (key >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    return key ^ (key >> np.uint64(29))


@njit(cache=True, nogil=True)
def _cut(
    codes: Any, starts: Any, classes: Any, known: Any, roles: Any
) -> tuple[Any, Any, Any, Any, Any, Any, Any]:
    size = len(codes)
    hashes, begins, ends = np.empty(size, np.uint64), np.empty(size, np.int64), np.empty(size, np.int64)
    kinds, found_roles, joined = np.empty(size, np.uint8), np.empty(size, np.uint8), np.empty(size, np.bool_)
    first = np.zeros(len(starts), np.int64)
    out = 0
    for number in range(len(starts) - 1):
        at, end = starts[number], starts[number + 1]
        is_broken = True
        while at < end:
            kind = class_of(codes[at], classes)
            if kind == SPACE or codes[at] == _HYPHEN:
                at += 1
                continue
            if kind not in (LETTER, DIGIT, IDEOGRAPH):
                at += 1
                is_broken = True
                continue
            begin = at
            at = at + 1 if kind == IDEOGRAPH else _word_end(codes, at, end, classes)
            stop = at
            if kind != IDEOGRAPH:
                at = _ending(codes, stop, end, classes)
            own = IDEOGRAM if kind == IDEOGRAPH else WORD
            hashes[out] = _hash(codes[begin:stop])
            begins[out], ends[out], kinds[out] = begin, stop, own
            place = np.searchsorted(known, hashes[out])
            found_roles[out] = FREE
            if place < len(known) and known[place] == hashes[out]:
                found_roles[out] = roles[place]
            if own == WORD and _says_nothing(codes, begin, stop):
                found_roles[out] = NEVER
            joined[out] = (
                not is_broken and kinds[out - 1] == own and (own == WORD or begins[out] == ends[out - 1])
            )
            is_broken = False
            out += 1
        first[number + 1] = out
    return (
        hashes[:out].copy(), begins[:out].copy(), ends[:out].copy(), kinds[:out].copy(),
        found_roles[:out].copy(), joined[:out].copy(), first,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _word_end(codes: Any, at: int, end: int, classes: Any) -> int:
    while at < end:
        kind = class_of(codes[at], classes)
        if kind != LETTER and kind != DIGIT:
            break
        at += 1
    return at


@njit(cache=True, nogil=True)
def _says_nothing(codes: Any, begin: int, end: int) -> bool:
    """Whether a word is a single letter, a number, or the number of a flight or an order."""
    digits = 0
    for k in range(begin, end):
        digits += codes[k] == 48
    return end - begin < 2 or digits == end - begin or digits > 2


@njit(cache=True, nogil=True)
def _ending(codes: Any, at: int, end: int, classes: Any) -> int:
    """Return where the 's, 't or 've behind a word ends."""
    if at < end and codes[at] == _APOSTROPHE:
        behind = _word_end(codes, at + 1, end, classes)
        if at + 1 < behind <= at + 3:
            return behind
    return at


def read_tokens(texts: Sequence[str | None]) -> tuple[Characters, Tokens]:
    """Fold texts and cut them."""
    read = characters(texts)
    return read, tokens(read)
