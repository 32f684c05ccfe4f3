"""Texts as code points: every text folded to what reading needs, each character knowing where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .alphabet import DIGIT, IDEOGRAPH, LETTER, SPACE, TABLE_END, tables

# What stands for an address and for somebody's name.
_URL = np.array([ord(each) for each in "xurl"], dtype=np.uint32)
_HANDLE = np.array([ord(each) for each in "xuser"], dtype=np.uint32)
_ENTITIES = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'", "#39;": "'", "nbsp;": " "}
_ENTITY_NAMES = np.array([[ord(c) for c in name.ljust(5, "\0")] for name in _ENTITIES], dtype=np.uint32)
_ENTITY_CODES = np.array([ord(each) for each in _ENTITIES.values()], dtype=np.uint32)
_LONGEST_TEXT = 100_000
_LONGEST_TAG = 200


@dataclass(frozen=True, slots=True)
class Characters:
    """Folded texts, one after the other.

    `codes` (uint32) are the folded characters, `source` (int32) the index of each in its original text,
    `starts` (int64, one more than texts) where each text begins in them.
    """

    codes: NDArray[np.uint32]
    source: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def text(self, number: int) -> str:
        """Return one folded text."""
        part = self.codes[self.starts[number] : self.starts[number + 1]]
        return part.astype("<u4").tobytes().decode("utf-32-le")


def characters(texts: Sequence[str | None]) -> Characters:
    """Fold texts: HTML left out, addresses and @names replaced by one word each, digits by 0, lower case,
    repetition cut to three, traditional characters simplified, spaces single.

    Only the first 100,000 characters of a text are read; `None` is an empty text.

    >>> characters(["SOOOO good!!!!! @Ann https://a.example/1 ２０ 臺灣"]).text(0)
    'sooo good!!! xuser xurl 00 台湾'
    """
    given = [text[:_LONGEST_TEXT] if text else "" for text in texts]
    raw = np.frombuffer("".join(given).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter(map(len, given), dtype=np.int64, count=len(given))
    begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    folded, classes = tables()
    codes, source, starts = _fold(raw, begins, folded, classes, _URL, _HANDLE, _ENTITY_NAMES, _ENTITY_CODES)
    return Characters(codes, source, starts)


def normalize(text: str) -> str:
    """Return a text as it is read and compared: see `characters`.

    >>> normalize("Ｇｒｅａｔ&amp;cheap<br>退款呢？？？？")
    'great&cheap 退款呢???'
    """
    return characters([text]).text(0)


@njit(cache=True, nogil=True)
def class_of(code: int, classes: Any) -> int:
    """Return the class of one code point."""
    if code < TABLE_END:
        return int(classes[code])
    return IDEOGRAPH if code < 0x40000 else 5


@njit(cache=True, nogil=True)
def _fold(  # noqa: C901 - one pass over all characters
    raw: Any, begins: Any, folded: Any, classes: Any, url: Any, handle: Any, names: Any, decoded: Any
) -> tuple[Any, Any, Any]:
    total = len(raw)
    room = 3 * total + 16  # an @name of one letter grows to a word
    codes = np.empty(room, np.uint32)
    source = np.empty(room, np.int32)
    starts = np.empty(len(begins), np.int64)
    out = 0
    for number in range(len(begins) - 1):
        begin, end = begins[number], begins[number + 1]
        starts[number] = out
        first = out
        at = begin
        while at < end:
            code = raw[at]
            step = 1
            if code == 38:  # &
                code, step = _entity(raw, at, end, names, decoded)
            elif code == 60 and _tag_end(raw, at, end) > 0:  # <
                step = _tag_end(raw, at, end)
                code = np.uint32(32)
            elif code == 104 or code == 119 or code == 72 or code == 87:  # h w H W
                length = _address_length(raw, at, end, begin, folded, classes)
                if length > 0:
                    out = _put(codes, source, out, first, url, at - begin)
                    at += length
                    continue
            elif code == 64 or code == 0xFF20:  # @
                length = _handle_length(raw, at, end, begin, folded, classes)
                if length > 0:
                    out = _put(codes, source, out, first, handle, at - begin)
                    at += length
                    continue
            character = folded[code] if code < TABLE_END else code
            if character == 32:
                if out > first and codes[out - 1] != 32:
                    codes[out] = 32
                    source[out] = at - begin
                    out += 1
            elif character != 0 and not (
                out - first >= 3
                and codes[out - 1] == character
                and codes[out - 2] == character
                and codes[out - 3] == character
            ):
                codes[out] = character
                source[out] = at - begin
                out += 1
            at += step
        if out > first and codes[out - 1] == 32:
            out -= 1
    starts[len(begins) - 1] = out
    return codes[:out].copy(), source[:out].copy(), starts


@njit(cache=True, nogil=True)
def _put(codes: Any, source: Any, out: int, first: int, word: Any, place: int) -> int:
    if out > first and codes[out - 1] != 32:
        codes[out] = 32
        source[out] = place
        out += 1
    for character in word:
        codes[out] = character
        source[out] = place
        out += 1
    codes[out] = 32
    source[out] = place
    return out + 1


@njit(cache=True, nogil=True)
def _entity(raw: Any, at: int, end: int, names: Any, decoded: Any) -> tuple[Any, int]:
    for n in range(len(names)):
        size = 5 if names[n, 4] != 0 else (4 if names[n, 3] != 0 else 3)
        if at + size < end:
            same = True
            for k in range(size):
                if raw[at + 1 + k] != names[n, k]:
                    same = False
                    break
            if same:
                return decoded[n], size + 1
    return raw[at], 1


@njit(cache=True, nogil=True)
def _tag_end(raw: Any, at: int, end: int) -> int:
    if at + 1 >= end:
        return 0
    following = raw[at + 1]
    is_name = 97 <= (following | 32) <= 122
    if not (is_name or following == 47 or following == 33):
        return 0
    for k in range(at + 1, min(end, at + _LONGEST_TAG)):
        if raw[k] == 62:
            return k - at + 1
        if raw[k] == 60:
            return 0
    return 0


@njit(cache=True, nogil=True)
def _starts_with(raw: Any, at: int, end: int, a: int, b: int, c: int, d: int) -> bool:
    return (
        at + 4 < end
        and (raw[at] | 32) == a
        and (raw[at + 1] | 32) == b
        and (raw[at + 2] | 32) == c
        and (raw[at + 3] | 32) == (d | 32)
    )


@njit(cache=True, nogil=True)
def _address_length(raw: Any, at: int, end: int, begin: int, folded: Any, classes: Any) -> int:
    if at > begin:
        before = raw[at - 1]
        if before < 128 and class_of(folded[before], classes) in (LETTER, DIGIT):
            return 0
    is_http = _starts_with(raw, at, end, 104, 116, 116, 112)
    if not is_http and not _starts_with(raw, at, end, 119, 119, 119, 46):
        return 0
    if is_http:
        k = at + 4
        if (raw[k] | 32) == 115:
            k += 1
        if not (k + 2 < end and raw[k] == 58 and raw[k + 1] == 47 and raw[k + 2] == 47):
            return 0
    k = at
    while k < end and 32 < raw[k] < 127 and raw[k] != 60 and raw[k] != 34:
        k += 1
    return k - at


@njit(cache=True, nogil=True)
def _handle_length(raw: Any, at: int, end: int, begin: int, folded: Any, classes: Any) -> int:
    if at > begin and raw[at - 1] < 128 and class_of(folded[raw[at - 1]], classes) in (LETTER, DIGIT):
        return 0  # an e-mail address
    k = at + 1
    while k < end and k - at <= 30:
        code = raw[k]
        kind = class_of(folded[code] if code < TABLE_END else code, classes)
        if kind == IDEOGRAPH and k > at + 1 and raw[at + 1] < 128:
            break
        if not (kind in (LETTER, DIGIT, IDEOGRAPH) or code == 95 or code == 45):
            break
        k += 1
    if k == at + 1:
        return 0
    if raw[at + 1] < 128 or (
        k - at <= 13 and (k == end or _is_space(raw[k], folded) or raw[k] in (58, 0xFF1A))
    ):
        return k - at
    return 0


@njit(cache=True, nogil=True)
def _is_space(code: int, folded: Any) -> bool:
    return code < TABLE_END and folded[code] == 32


__all__ = ["SPACE", "Characters", "characters", "class_of", "normalize"]
