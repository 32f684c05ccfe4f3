"""The sentence that stands for a group of texts."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .space import Space
from .tokens import read_tokens

Points = NDArray[np.float32]

_ENDS = re.compile(r"(?<=[.!?。！？…])\s*|[\r\n]+")
_ADDED = re.compile(r"^(?:RT\b|@\w+|[\s:：,，.\-]+)+|\s*(?:https?://\S+|#\w+)\s*$")
_SHORTEST, _LONGEST = 12, 160  # of width; a Chinese character is as wide as two letters
_TEXTS = 100  # looked at of each group: those nearest to its centre
_PHRASE = 0.15  # what a phrase of the topic adds to a sentence's cosine


def typical_sentence(
    texts: Sequence[str], cosines: Points, centre: Points, space: Space, phrases: Sequence[str]
) -> str:
    """Return the sentence nearest to the centre that has the topic's phrases, from the texts nearest to it.

    The medoid by cosine; "" if there are no texts.
    """
    order = np.lexsort((np.arange(len(texts)), -cosines))[:_TEXTS]
    sentences = [sentence for number in order for sentence in _sentences(texts[number])]
    fitting = [each for each in sentences if _SHORTEST <= _width(each) <= _LONGEST] or sentences
    if not fitting:
        return ""
    _, found = read_tokens(fitting)
    told = np.array([sum(phrase in each for phrase in phrases) for each in fitting])
    return fitting[int(np.argmax(space.points(found) @ centre + np.float32(_PHRASE) * told))]


def _sentences(text: str) -> list[str]:
    parts = (_ADDED.sub("", part.strip()).strip() for part in _ENDS.split(text))
    return [part for part in parts if part]


def _width(sentence: str) -> int:
    return sum(2 if character >= "\u2e80" else 1 for character in sentence)
