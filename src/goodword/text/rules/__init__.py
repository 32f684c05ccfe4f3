"""Hand-written rules in two languages: phrases that tell cause, intent, origin, aspect and sentiment.

Names are loaded when they are first used: what aspects there are is told without compiling anything.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .files import default
    from .lexicon import Hit, Lexicon, Row, Rules
    from .phrases import is_phrase, literal
    from .sources import aspect_names, neutral_sentences, plain_opinions

_HOMES = {
    "Hit": "lexicon",
    "Lexicon": "lexicon",
    "Row": "lexicon",
    "Rules": "lexicon",
    "aspect_names": "sources",
    "default": "files",
    "is_phrase": "phrases",
    "literal": "phrases",
    "neutral_sentences": "sources",
    "plain_opinions": "sources",
}

__all__ = [
    "Hit",
    "Lexicon",
    "Row",
    "Rules",
    "aspect_names",
    "default",
    "is_phrase",
    "literal",
    "neutral_sentences",
    "plain_opinions",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"goodword.text.rules has no {name}.")
    return getattr(import_module(f"{__name__}.{home}"), name)
