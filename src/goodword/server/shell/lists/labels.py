"""Names of the closed lists in the language of the page, taken from the glossary."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from goodword.core.glossary import label


def _term(key: str) -> str:
    return label(key, get_language() or "en")


term_label: Any = lazy(_term, str)


def term_labels(closed_list: Iterable[StrEnum]) -> dict[str, Any]:
    """Return the names of a closed list by value, each read in the language of the page that shows it.

    >>> from goodword.core.vocabulary import Sentiment
    >>> [str(name) for name in term_labels(Sentiment).values()]
    ['Favourable', 'Neutral', 'Unfavourable']
    """
    return {each.value: term_label(each.value) for each in closed_list}
