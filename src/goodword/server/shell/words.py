"""The glossary's words in the language of the request."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from goodword.core.glossary import label


def word(key: str) -> str:
    """Return the glossary's name of a key in the active language."""
    return label(key, get_language() or "en")


lazy_word = lazy(word, str)
