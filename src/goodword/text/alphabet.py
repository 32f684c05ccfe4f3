"""What each character is read as: its folded form and its class, as flat tables that kernels index."""

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Classes of characters. Words are runs of LETTER and DIGIT; every IDEOGRAPH stands for itself.
SPACE, LETTER, DIGIT, IDEOGRAPH, MARK, SYMBOL = range(6)

# Characters from here on are not in the tables: rare ideographs up to 0x3FFFF, private use and nothing after.
TABLE_END = 0x20000
_IGNORED = frozenset({0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF})
NO_SPACES = (
    (0x2E80, 0x2FFF), (0x3005, 0x3007), (0x3040, 0x312F), (0x3131, 0x318E), (0x31A0, 0x31FF),
    (0x3400, 0x9FFF), (0xA000, 0xA4CF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF),
)  # fmt: skip
# Where characters differ from their neighbours in case, kind or compatibility; the rest are blocks of one kind.
_VARIED = (
    (0, 0x2E7F),
    (0x3000, 0x33FF),
    (0xA4D0, 0xABFF),
    (0xD7B0, 0xFFFF),
    (0x1D400, 0x1D7FF),
    (0x1F100, 0x1F1FF),
)
_APOSTROPHES = {0x2018: 0x27, 0x2019: 0x27, 0x02BC: 0x27, 0x60: 0x27, 0xB4: 0x27}

Codes = NDArray[np.uint32]
Classes = NDArray[np.uint8]


@lru_cache(maxsize=1)
def tables() -> tuple[Codes, Classes]:
    """Return the folded form (uint32; 0 where a character is left out) and the class (uint8) of each code point.

    Folding is compatibility normalisation where it yields one character (NFKC: full-width letters become the
    usual ones), lower case, digits as `0`, traditional Chinese characters as simplified ones.
    """
    folded = np.arange(TABLE_END, dtype=np.uint32)
    classes = np.full(TABLE_END, SYMBOL, dtype=np.uint8)
    for first, last in NO_SPACES:
        classes[first : last + 1] = IDEOGRAPH
    for first, last in _VARIED:
        for code in range(first, last + 1):
            folded[code], classes[code] = _folded(code), _class(code)
    _simplify(folded)
    of_folded = classes[np.minimum(folded, TABLE_END - 1)]
    folded[of_folded == SPACE] = 0x20
    folded[of_folded == DIGIT] = ord("0")
    folded[[*_IGNORED]] = 0
    return folded, classes


def _folded(code: int) -> int:
    if 0xD800 <= code < 0xE000:  # half of a broken pair
        return 0x20
    character = chr(_APOSTROPHES.get(code, code))
    compatible = unicodedata.normalize("NFKC", character)
    return ord((compatible if len(compatible) == 1 else character).lower()[0])


def _simplify(folded: Codes) -> None:
    from opencc import OpenCC

    ideographs = [*range(0x3400, 0xA000), *range(0xF900, 0xFB00)]
    converted = OpenCC("t2s").convert("\n".join(chr(folded[code]) for code in ideographs)).split("\n")
    for code, each in zip(ideographs, converted, strict=True):
        if len(each) == 1 and ord(each) < TABLE_END:
            folded[code] = ord(each)


def _class(code: int) -> int:
    if any(first <= code <= last for first, last in NO_SPACES):
        return IDEOGRAPH
    kind = unicodedata.category(chr(code))
    if kind in ("Zs", "Zl", "Zp", "Cc", "Cs"):
        return SPACE
    if kind[0] == "L" or kind[0] == "M":
        return LETTER
    if kind[0] == "N":
        return DIGIT
    return SYMBOL if kind in ("So", "Sk", "Co", "Cn") else MARK
