"""The words of a text as they are indexed and searched: one definition for every index and for matching in memory.

A word is a run of letters, digits and marks. Every ideograph (Chinese, Japanese, Korean) and every emoji is a word of
its own, so that a Chinese word of two characters is found as a phrase of two words, and no segmenter can be wrong.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from .alphabet import NO_SPACES

LONGEST_TEXT = 100_000
_LONGEST_WORD = 100
_RARE_IDEOGRAPHS = (0x20000, 0x40000)


def words(text: str) -> str:
    """Return the words of a text, one space between them.

    Upper and lower case are the same (Unicode case folding), so are full-width and usual letters (NFKC, character by
    character) and traditional and simplified Chinese characters (OpenCC, one for one). Only the first 100,000
    characters of a text and the first 100 of a word count.

    >>> words("Lost my luggage!"), words("行李ＡＢＣ 👍🏽"), words("臺灣")
    ('lost my luggage', '行 李 abc 👍', '台 湾')
    """
    read = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).translate(_READ_AS)
    found = read.split()
    if len(read) > _LONGEST_WORD and max(map(len, found), default=0) > _LONGEST_WORD:
        found = [word[:_LONGEST_WORD] for word in found]
    return " ".join(found)


def placed_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a text with where it begins and ends in it.

    >>> list(placed_words("Ａ台灣!"))
    [('a', 0, 1), ('台', 1, 2), ('湾', 2, 3)]
    """
    run, begin = "", 0
    for place, character in enumerate(text[:LONGEST_TEXT]):
        read = _READ_AS[ord(character)]
        if read[:1] != " ":
            begin = begin if run else place
            run += read
            continue
        if run:
            yield _composed(run), begin, place
            run = ""
        for word in read.split():
            yield word, place, place + 1
    if run:
        yield _composed(run), begin, min(len(text), LONGEST_TEXT)


@lru_cache(maxsize=100_000)
def joins(word: str) -> bool:
    """Return whether a word is an ideograph that an index may hold joined with a neighbour (see `pairs`)."""
    return len(word) == 1 and word < "\U00010000" and is_ideograph(word)


def pairs(read: Sequence[str]) -> list[str]:
    """Return the pairs of neighbouring ideographs among words: what most Chinese words are found by.

    >>> pairs(["我", "的", "iphone", "手", "机"])
    ['我的', '手机']
    """
    return [one + other for one, other in pairwise(read) if joins(one) and joins(other)]


def is_ideograph(character: str) -> bool:
    """Return whether a character belongs to a script that writes no spaces.

    >>> is_ideograph("行"), is_ideograph("a")
    (True, False)
    """
    code = ord(character)
    if code < NO_SPACES[0][0]:
        return False
    return _RARE_IDEOGRAPHS[0] <= code < _RARE_IDEOGRAPHS[1] or any(a <= code <= b for a, b in NO_SPACES)


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", word)[:_LONGEST_WORD]


class _ReadAs(dict[int, str]):
    """What each character is read as, filled as characters are met: letters, a word between spaces, or a space."""

    def __missing__(self, code: int) -> str:
        usual = unicodedata.normalize("NFKC", chr(code))
        folded = unicodedata.normalize("NFC", usual.casefold())
        self[code] = " " if usual[:1] == " " else "".join(map(_read, folded))  # an accent alone is a sign
        return self[code]


def _read(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cf" or "\ufe00" <= character <= "\ufe0f":  # joiners, soft hyphens, choices of an emoji's look
        return ""
    if is_ideograph(character):
        return f" {_simplified(character)} " if kind[0] in "LNM" else " "
    if kind == "So":
        return f" {character} "
    return character if kind[0] in "LNM" else " "


def _simplified(character: str) -> str:
    simple = _converter().convert(character)
    return simple if len(simple) == 1 else character


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


_READ_AS = _ReadAs()
