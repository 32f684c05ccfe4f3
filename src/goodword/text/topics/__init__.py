"""What people talk about: texts in groups, each with its phrases and the sentence in its middle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from goodword.core.errors import InputError

from .clusters import fit_centres, moved, nearest
from .emerging import Emerging, emerging_phrases
from .phrases import name_groups
from .sentences import typical_sentence
from .space import Space, fit_space
from .tokens import read_tokens

__all__ = ["Emerging", "Topic", "Topics", "emerging_phrases", "find_topics"]

NONE = -1
_SAMPLE = 20_000  # texts the topics are found in; the others are assigned
_BATCH = 4096
_LONGEST_TEXT = 2000  # characters that are read of a text
_NEAREST = 0.25  # cosine to its topic that a text must have
_MOST_TOPICS = 30
Numbers = NDArray[np.int64]
Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its distinctive `phrases`, the sentence in its middle, its `size` in texts and `share` of all texts."""

    phrases: tuple[str, ...]
    sentence: str
    size: int
    share: float


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics, the largest first, and the number of each text's topic (int64, -1 for none) in `assignments`."""

    topics: tuple[Topic, ...]
    assignments: Numbers
    space: Space
    centres: Points

    def assign(self, texts: Sequence[str | None]) -> Numbers:
        """Return the number of each text's topic, -1 for none."""
        return self._place(texts)[0]

    def updated(self, texts: Sequence[str | None]) -> "Topics":
        """Return the topics after more texts: sizes, shares and centres move with them, names stay.

        `assignments` are those of the new texts. Where many fit no topic, find topics anew. Source: the step of
        mini-batch k-means (Sculley 2010).
        """
        numbers, points = self._place(texts)
        sizes = np.array([topic.size for topic in self.topics], dtype=np.int64)
        told = sum(topic.size / topic.share for topic in self.topics[:1]) + len(texts)
        centres = moved(self.centres, sizes, points, numbers)
        grown = sizes + np.bincount(numbers[numbers >= 0], minlength=len(sizes))
        topics = tuple(
            replace(topic, size=int(size), share=float(size / told))
            for topic, size in zip(self.topics, grown, strict=True)
        )
        return Topics(topics, numbers, self.space, centres)

    def _place(self, texts: Sequence[str | None]) -> tuple[Numbers, Points]:
        numbers = np.full(len(texts), NONE, dtype=np.int64)
        points = np.zeros((len(texts), self.centres.shape[1]), dtype=np.float32)
        for begin in range(0, len(texts), _BATCH):
            batch = slice(begin, min(begin + _BATCH, len(texts)))
            points[batch] = self.space.points(read_tokens(_cut(texts[batch]))[1])
            numbers[batch] = _near_enough(*nearest(points[batch], self.centres))
        return numbers, points


def find_topics(texts: Sequence[str | None], *, topics: int | None = None, seed: int = 0) -> Topics:
    """Find what texts are about.

    `topics` is how many to look for at most (default: by the number of texts, up to 30); fewer are found where there
    is less to tell apart. Texts that are near none have none. Latent semantic analysis of their words and pairs of
    ideographs, then k-means on directions: see `space` and `clusters`. Memory is bounded: topics are found in a
    sample of 20,000 texts, and no more than 2,000 characters of a text are read.

    >>> texts = ["The battery is empty by noon", "Battery empty after an hour", "快递很慢，等了一周", "快递太慢，等了十天"]
    >>> find_topics(texts, topics=2).assignments.tolist()
    [0, 0, 1, 1]
    """
    if topics is not None and topics < 1:
        raise InputError(f"{topics} topics cannot be found. Give 1 or more.")
    sample = _sample(texts, seed)
    read, found = read_tokens(sample)
    count = topics or _usual_number(len(texts))
    space = fit_space(found, groups=count, seed=seed)
    points = space.points(found)
    told = np.flatnonzero(points.any(axis=1))
    centres = fit_centres(points[told], min(count, len(told)), seed=seed)
    groups, cosines = _groups(points, centres)
    centres, groups = _without_small(centres, groups, max(2, len(sample) // 400) if topics is None else 1)
    names = name_groups(read, found, sample, groups, len(centres))
    sentences = []
    for number, centre in enumerate(centres):
        own = np.flatnonzero(groups == number)
        sentences.append(
            typical_sentence([sample[k] for k in own], cosines[own], centre, space, names[number])
        )
    nameless = Topics((), np.empty(0, np.int64), space, centres)
    return _in_order(nameless, names, sentences, nameless.assign(texts))


def _cut(texts: Sequence[str | None]) -> list[str]:
    return [text[:_LONGEST_TEXT] if text else "" for text in texts]


def _sample(texts: Sequence[str | None], seed: int) -> list[str]:
    if len(texts) <= _SAMPLE:
        return _cut(texts)
    generator = np.random.Generator(np.random.PCG64(seed))
    chosen = np.sort(generator.permutation(len(texts))[:_SAMPLE])
    return _cut([texts[int(number)] for number in chosen])


def _usual_number(texts: int) -> int:
    return max(2, min(_MOST_TOPICS, round(sqrt(texts) / 6)))


def _groups(points: Points, centres: Points) -> tuple[Numbers, NDArray[np.float32]]:
    numbers, cosines = nearest(points, centres)
    return _near_enough(numbers, cosines), cosines


def _near_enough(numbers: Numbers, cosines: NDArray[np.float32]) -> Numbers:
    return np.where(cosines >= _NEAREST, numbers, NONE)


def _without_small(centres: Points, groups: Numbers, smallest: int) -> tuple[Points, Numbers]:
    sizes = np.bincount(groups[groups >= 0], minlength=len(centres))
    kept = np.flatnonzero(sizes >= smallest)
    renumbered = np.full(len(centres) + 1, NONE, dtype=np.int64)  # the last one is for none
    renumbered[kept] = np.arange(len(kept))
    return centres[kept], renumbered[groups]


def _in_order(
    found: Topics, names: list[tuple[str, ...]], sentences: list[str], assignments: Numbers
) -> Topics:
    """Return the topics with their names, the largest first."""
    sizes = np.bincount(assignments[assignments >= 0], minlength=len(names))
    first = [int(np.argmax(assignments == number)) for number in range(len(names))]
    order = np.lexsort((np.array(first), -sizes))
    place = np.full(len(order) + 1, NONE, dtype=np.int64)
    place[order] = np.arange(len(order))
    topics = tuple(
        Topic(names[k], sentences[k], int(sizes[k]), float(sizes[k] / max(len(assignments), 1)))
        for k in order
    )
    return Topics(topics, place[assignments], found.space, found.centres[order])
