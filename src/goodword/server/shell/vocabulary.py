"""The glossary's words in the language of the request."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from goodword.core.glossary import label


def is_chinese() -> bool:
    """Whether the page is in Chinese.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     is_chinese()
    True
    """
    return (get_language() or "").startswith("zh")


def word(key: str) -> str:
    """Return the glossary's name of a key in the active language."""
    return label(key, get_language() or "en")


lazy_word = lazy(word, str)
