"""The words a source is read for, found in texts of any language."""

import re
import unicodedata
from collections.abc import Iterable

_UNSPACED = (
    "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\U00020000-\U0003134f"  # written without spaces
)
_BEFORE = rf"(?<![^\W{_UNSPACED}])"
_AFTER = rf"(?![^\W{_UNSPACED}])"


class Words:
    """Words and phrases to look for; case and width of signs do not matter.

    A word in an alphabet is found as a whole word, also between Chinese characters; a Chinese one anywhere.

    >>> words = Words(["Lumen", "小米手机"])
    >>> words.found("买了LUMEN的课"), words.found("illumination, lumens"), words.found("我的小米手机坏了")
    (True, False, True)
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words; without any, every text is wanted."""
        parts = [_pattern(_folded(word)) for word in words if word.strip()]
        self._wanted = re.compile("|".join(parts)) if parts else None

    def found(self, *texts: str) -> bool:
        """Tell whether one of the words is in one of the texts."""
        return self._wanted is None or any(self._wanted.search(_folded(text)) for text in texts if text)


def quoted(word: str) -> str:
    """Return a word as searches want it: a phrase of several in quotation marks.

    >>> quoted("lumen"), quoted('Lumen "School"')
    ('lumen', '"Lumen School"')
    """
    plain = " ".join(word.replace('"', " ").split())
    return f'"{plain}"' if " " in plain else plain


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pattern(word: str) -> str:
    inner = r"\s+".join(re.escape(part) for part in word.split())
    before = _BEFORE if re.match(rf"[^\W{_UNSPACED}]", word.strip()) else ""
    after = _AFTER if re.search(rf"[^\W{_UNSPACED}]$", word.strip()) else ""
    return f"{before}{inner}{after}"
