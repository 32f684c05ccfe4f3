"""What is compared to find copies: the pieces of a text, without what is added when it is passed on."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .alphabet import DIGIT, IDEOGRAPH, LETTER, TABLE_END, tables
from .characters import characters, class_of

SHORTEST = 8  # letters; shorter texts are copies only if they are the same
SHORT = 64  # letters; of texts up to here, the letters are kept too
MOST = 256  # pieces kept of a text: those with the smallest hashes, a fair sample of a longer one
_LATIN, _HAN = 5, 2  # characters of a piece
_SEED = 0xCBF29CE484222325
_LONGEST_TAG = 32


class Shingles(NamedTuple):
    """The pieces of texts, one text after the other.

    `pieces` (uint32) are their hashes, in order and different within a text, none for a text that is too short;
    `starts` (int64, one more than texts) where each text begins in them; `letters` (uint32) and `letter_starts`
    (int64) are what the short texts consist of; `keys` (uint64) are the same for texts that say the same;
    `digests` (uint32, texts × permutations) are their MinHash signatures.
    """

    pieces: NDArray[np.uint32]
    starts: NDArray[np.int64]
    letters: NDArray[np.uint32]
    letter_starts: NDArray[np.int64]
    keys: NDArray[np.uint64]
    digests: NDArray[np.uint32]


def shingles(texts: Sequence[str | None], permutations: int = 128) -> Shingles:
    """Cut texts into pieces: five letters in a row, two Han characters in a row; no spaces, marks or emoji.

    Left out are addresses, names, a leading `RT` and hashtags at both ends: what is added when a text is passed
    on. The digest is MinHash (Broder 1997) over all pieces, with multiplicative permutations of 32-bit hashes.
    """
    given = [text or "" for text in texts]
    read = characters(given)
    raw = np.frombuffer("".join(given).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    begins = np.concatenate((np.zeros(1, np.int64), np.cumsum([len(text) for text in given], dtype=np.int64)))
    multipliers, offsets = _permutations(permutations)
    folded, classes = tables()
    arrays = (read.codes, read.source, read.starts, raw, begins, folded, classes, multipliers, offsets)
    return Shingles(*_cut(*arrays))


def _permutations(count: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    draw = np.random.Generator(np.random.PCG64(20_250_101)).integers(0, 2**32, (2, count), dtype=np.uint64)
    return (draw[0] | 1).astype(np.uint32), draw[1].astype(np.uint32)


@njit(cache=True, nogil=True)
def _mix(key: Any, code: Any) -> Any:
    key = (key ^ np.uint64(code)) * np.uint64(0x9E3779B97F4A7C15)
    return key ^ (key >> np.uint64(29))


@njit(cache=True, nogil=True)
def _cut(
    codes: Any,
    source: Any,
    starts: Any,
    raw: Any,
    begins: Any,
    folded: Any,
    classes: Any,
    multipliers: Any,
    offsets: Any,
) -> tuple[Any, Any, Any, Any, Any, Any]:
    """Return the fields of `Shingles`."""
    count = len(starts) - 1
    longest = 0
    for number in range(count):
        longest = max(longest, starts[number + 1] - starts[number])
    kept, tagged = np.empty(longest, np.uint32), np.empty(longest, np.bool_)
    pieces = np.empty(len(codes), np.uint32)
    letters = np.empty(len(codes), np.uint32)
    piece_starts, letter_starts = np.zeros(count + 1, np.int64), np.zeros(count + 1, np.int64)
    keys = np.empty(count, np.uint64)
    digests = np.full((count, len(multipliers)), 0xFFFFFFFF, np.uint32)
    out = written = 0
    for number in range(count):
        text = raw[begins[number] : begins[number + 1]]
        span = slice(starts[number], starts[number + 1])
        size = _keep(codes[span], source[span], text, classes, kept, tagged)
        first, last = _trim(tagged, size)
        if last - first < SHORTEST:
            keys[number] = _same(text, folded)
        else:
            key = np.uint64(_SEED)
            for k in range(first, last):
                key = _mix(key, kept[k])
            keys[number] = key
            found = _pieces(kept[first:last], classes, pieces[out:])
            _digest(pieces[out : out + found], multipliers, offsets, digests[number])
            out += _different(pieces[out : out + found])
            if last - first <= SHORT:
                letters[written : written + last - first] = kept[first:last]
                written += last - first
        piece_starts[number + 1], letter_starts[number + 1] = out, written
    return pieces[:out].copy(), piece_starts, letters[:written].copy(), letter_starts, keys, digests


@njit(cache=True, nogil=True)
def _keep(codes: Any, source: Any, text: Any, classes: Any, kept: Any, tagged: Any) -> int:
    """Write the letters, digits and ideographs of a text and whether each is in a hashtag; return how many."""
    size, at, tag_end = 0, 0, 0
    while at < len(codes):
        kind = class_of(codes[at], classes)
        if kind not in (LETTER, DIGIT, IDEOGRAPH):
            if codes[at] == 35 and at >= tag_end:
                tag_end = _tag_end(codes, at, classes)
            at += 1
            continue
        end = at + 1
        if kind == LETTER:
            while end < len(codes) and class_of(codes[end], classes) == LETTER:
                end += 1
            if _is_added(codes, at, end, size):
                at = end
                continue
        while at < end:
            kept[size] = _digit(text[source[at]], codes[at]) if kind == DIGIT else codes[at]
            tagged[size] = at < tag_end
            size += 1
            at += 1
    return size


@njit(cache=True, nogil=True)
def _tag_end(codes: Any, at: int, classes: Any) -> int:
    """Return where the hashtag that begins here ends: at the next space, or at a second # (as in #话题#)."""
    end = at + 1
    while end < len(codes) and end - at < _LONGEST_TAG and codes[end] != 32:
        if codes[end] == 35:
            return end + 1 if class_of(codes[end - 1], classes) == IDEOGRAPH else end
        end += 1
    is_long = end < len(codes) and codes[end] != 32
    return (
        at if is_long or class_of(codes[at + 1 if at + 1 < len(codes) else at], classes) == IDEOGRAPH else end
    )


@njit(cache=True, nogil=True)
def _is_added(codes: Any, at: int, end: int, size: int) -> bool:
    """Whether a word stands for an address or a name, or is the RT in front."""
    length = end - at
    if length == 2:
        is_first = size == 0 and codes[at] == 114 and codes[at + 1] == 116
        return is_first and end + 1 < len(codes) and codes[end + 1] == 120
    if length < 4 or codes[at] != 120 or codes[at + 1] != 117:
        return False
    is_address = length == 4 and codes[at + 2] == 114 and codes[at + 3] == 108
    return is_address or (
        length == 5 and codes[at + 2] == 115 and codes[at + 3] == 101 and codes[at + 4] == 114
    )


@njit(cache=True, nogil=True)
def _digit(original: int, code: int) -> int:
    if 48 <= original <= 57:
        return original
    return original - 0xFF10 + 48 if 0xFF10 <= original <= 0xFF19 else code


@njit(cache=True, nogil=True)
def _trim(tagged: Any, size: int) -> tuple[int, int]:
    """Return what is left between the hashtags at both ends; everything, if that is too short."""
    first, last = 0, size
    while first < last and tagged[first]:
        first += 1
    while last > first and tagged[last - 1]:
        last -= 1
    return (first, last) if last - first >= SHORTEST else (0, size)


@njit(cache=True, nogil=True)
def _same(text: Any, folded: Any) -> Any:
    """Return the key of a short text: all its characters but spaces, in lower case."""
    key = np.uint64(~np.uint64(_SEED))
    for code in text:
        same = folded[code] if code < TABLE_END else code
        if same == 48:
            same = _digit(code, code)
        if same != 32 and same != 0:
            key = _mix(key, same)
    return key


@njit(cache=True, nogil=True)
def _pieces(kept: Any, classes: Any, out: Any) -> int:
    """Write the hash of the piece that begins at each character; a run's last ones are inside others."""
    found, at, size = 0, 0, len(kept)
    while at < size:
        is_han = class_of(kept[at], classes) == IDEOGRAPH
        end = at + 1
        while end < size and (class_of(kept[end], classes) == IDEOGRAPH) == is_han:
            end += 1
        length = _HAN if is_han else _LATIN
        for begin in range(at, max(at + 1, end - length + 1)):
            key = np.uint64(_SEED)
            for k in range(begin, min(end, begin + length)):
                key = _mix(key, kept[k])
            out[found] = np.uint32(key >> np.uint64(32))
            found += 1
        at = end
    return found


@njit(cache=True, nogil=True)
def _digest(pieces: Any, multipliers: Any, offsets: Any, out: Any) -> None:
    for piece in pieces:
        for k in range(len(multipliers)):
            out[k] = min(out[k], np.uint32((piece ^ offsets[k]) * multipliers[k]))


@njit(cache=True, nogil=True)
def _different(pieces: Any) -> int:
    """Sort hashes, take out repeated ones, and return how many are kept."""
    pieces.sort()
    size = min(1, len(pieces))
    for k in range(1, len(pieces)):
        if pieces[k] != pieces[size - 1]:
            pieces[size] = pieces[k]
            size += 1
    return min(size, MOST)
