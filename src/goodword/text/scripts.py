"""Which script each letter belongs to, and which languages are written in it."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .alphabet import IDEOGRAPH, LETTER, TABLE_END, tables

NO_SCRIPT, LATIN, HAN, KANA = range(4)

# name: first and last character of its blocks; the languages, the commonest first.
_SCRIPTS: dict[str, tuple[tuple[tuple[int, int], ...], tuple[str, ...]]] = {
    "latin": (((0x41, 0x24F), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xFF21, 0xFF5A)), ("en",)),
    "han": (((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF)), ("zh",)),
    "kana": (((0x3041, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F)), ("ja",)),
    "hangul": (((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7AF)), ("ko",)),
    "cyrillic": (((0x400, 0x52F),), ("ru", "uk", "bg", "sr", "be", "mk", "kk", "ky", "mn", "tg", "tt", "ba", "cv", "os", "kv")),
    "arabic": (((0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)), ("ar", "fa", "ur", "ps", "sd", "ug", "ku")),
    "devanagari": (((0x900, 0x97F),), ("hi", "mr", "ne", "sa")),
    "bengali": (((0x980, 0x9FF),), ("bn", "as")),
    "hebrew": (((0x590, 0x5FF),), ("he", "yi")),
    "greek": (((0x370, 0x3FF), (0x1F00, 0x1FFF)), ("el",)),
    "armenian": (((0x530, 0x58F),), ("hy",)),
    "georgian": (((0x10A0, 0x10FF), (0x1C90, 0x1CBF)), ("ka",)),
    "gurmukhi": (((0xA00, 0xA7F),), ("pa",)),
    "gujarati": (((0xA80, 0xAFF),), ("gu",)),
    "oriya": (((0xB00, 0xB7F),), ("or",)),
    "tamil": (((0xB80, 0xBFF),), ("ta",)),
    "telugu": (((0xC00, 0xC7F),), ("te",)),
    "kannada": (((0xC80, 0xCFF),), ("kn",)),
    "malayalam": (((0xD00, 0xD7F),), ("ml",)),
    "sinhala": (((0xD80, 0xDFF),), ("si",)),
    "thai": (((0xE00, 0xE7F),), ("th",)),
    "lao": (((0xE80, 0xEFF),), ("lo",)),
    "tibetan": (((0xF00, 0xFFF),), ("bo",)),
    "burmese": (((0x1000, 0x109F),), ("my",)),
    "ethiopic": (((0x1200, 0x139F),), ("am", "ti")),
    "khmer": (((0x1780, 0x17FF),), ("km",)),
}  # fmt: skip

# By the number of the script; none has no language.
LANGUAGES: tuple[tuple[str, ...], ...] = ((), *(languages for _, languages in _SCRIPTS.values()))


@lru_cache(maxsize=1)
def scripts() -> NDArray[np.uint8]:
    """Return the script of each code point below `TABLE_END` (uint8; 0 for what is no letter)."""
    table = np.zeros(TABLE_END, dtype=np.uint8)
    for number, (blocks, _) in enumerate(_SCRIPTS.values(), start=1):
        for first, last in blocks:
            table[first : last + 1] = number
    _, classes = tables()
    table[(classes != LETTER) & (classes != IDEOGRAPH)] = NO_SCRIPT
    return table
