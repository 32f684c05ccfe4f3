"""The shipped sentences, and posts made of one, two or three of them."""

import re
from collections.abc import Callable
from csv import QUOTE_NONE, DictReader
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from . import planted

_CLOSED: Final = re.compile(r"[.!?。！？~～…:：)）]$")
_PERSONAL: Final = re.compile(
    r"\b(I|I'm|I've|I'd|I'll|my|me|we|our|us|he|she|iam|im)\b|我|俺|偶|同学|同事|朋友", re.IGNORECASE
)
_LONG: Final = {"en": 120, "zh": 55}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: what it says of the thing reviewed, why if unfavourable (or empty), where it is from."""

    text: str
    sentiment: str
    cause: str
    source: str


Fits = Callable[[Sentence], bool]


@dataclass(frozen=True, slots=True)
class Post:
    """A text made of sentences that agree, with their sentiment, cause (or empty) and sources."""

    text: str
    sentiment: str
    cause: str
    sources: tuple[str, ...]


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    """Return the shipped sentences of a language, `en` or `zh`.

    >>> sorted({s.sentiment for s in sentences("en")})
    ['favourable', 'neutral', 'unfavourable']
    """
    lines = files("goodword.sample.texts").joinpath(f"{language}.tsv").read_text("utf-8").splitlines()
    rows = DictReader(lines, delimiter="\t", quoting=QUOTE_NONE)
    return tuple(Sentence(r["text"], r["sentiment"], r["cause"], r["source"]) for r in rows)


def impersonal(sentence: Sentence) -> bool:
    """Return whether a sentence could be a brand's own words: nobody speaks of themselves in it."""
    return not _PERSONAL.search(sentence.text)


@dataclass
class Writer:
    """Writes posts of a language; new sentences first, the same post twice only when nothing is left."""

    language: str
    generator: np.random.Generator
    written: set[str] = field(default_factory=set)
    decks: dict[tuple[str, str], list[Sentence]] = field(default_factory=dict)
    _fresh: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._fresh = {sentence.text for sentence in sentences(self.language)}

    def write(
        self,
        sentiment: str,
        *,
        length: int | None = None,
        cause: str | None = None,
        fits: Fits | None = None,
    ) -> Post:
        """Return a post: its sentiment, at most how many sentences, about what, of which sentences."""
        for _ in range(12):
            post = self._compose(sentiment, length, cause, fits)
            if post.text not in self.written:
                break
        self.written.add(post.text)
        return post

    def title(self, post: Post) -> str | None:
        """Return a short sentence that agrees with a post and is not in it, or nothing."""
        limit = 34 if self.language == "en" else 20
        for _ in range(4):
            text = self._draw(
                post.sentiment, "title", lambda s: len(s.text) <= limit and s.cause in ("", post.cause)
            ).text
            if text not in post.text:
                return text.rstrip(".。~～ ")
        return None

    def _compose(self, sentiment: str, length: int | None, cause: str | None, fits: Fits | None) -> Post:
        first = self._draw(
            sentiment, cause or "", lambda s: (cause is None or s.cause == cause) and _fit(s, fits)
        )
        wanted = length or self._length(first)
        chosen = [first]
        while len(chosen) < wanted:
            more = self._draw(sentiment, "", _agreeing(chosen, fits))
            if more in chosen or sum(len(s.text) for s in chosen) > _LONG[self.language]:
                break
            chosen.append(more)
        self._fresh.difference_update(s.text for s in chosen)
        return Post(
            self._join([s.text for s in chosen]),
            sentiment,
            next((s.cause for s in chosen if s.cause), ""),
            tuple(sorted({s.source for s in chosen})),
        )

    def _length(self, first: Sentence) -> int:
        """Return how many sentences: one while the sentence is new or if it is long, else two or three."""
        draw = self.generator.random()
        if len(first.text) > _LONG[self.language] or (first.text in self._fresh and draw < 0.6):
            return 1
        return 2 if draw < 0.8 else 3

    def _draw(self, sentiment: str, name: str, fits: Fits) -> Sentence:
        """Return the next fitting sentence of a shuffled deck, which is shuffled anew when it runs out."""
        deck = self.decks.setdefault((sentiment, name), [])
        for i in range(len(deck) - 1, -1, -1):
            if fits(deck[i]):
                return deck.pop(i)
        whole = [s for s in sentences(self.language) if s.sentiment == sentiment]
        deck[:] = [whole[i] for i in self.generator.permutation(len(whole))]
        return next(deck.pop(i) for i in range(len(deck) - 1, -1, -1) if fits(deck[i]))

    def _join(self, texts: list[str]) -> str:
        full, gap = (".", " ") if self.language == "en" else ("。", "")
        ended = [text if _CLOSED.search(text) else text.rstrip(",，、;；") + full for text in texts[:-1]]
        return gap.join([*ended, texts[-1]])


def _fit(sentence: Sentence, fits: Fits | None) -> bool:
    return fits is None or fits(sentence)


def _agreeing(chosen: list[Sentence], fits: Fits | None) -> Fits:
    """Return the test of what may stand beside the chosen: no other cause than theirs."""
    known = {s.cause for s in chosen if s.cause}
    return lambda s: (not known or s.cause in ("", *known)) and _fit(s, fits)


def mix(language: str) -> tuple[float, float, float]:
    """Return the planted shares of favourable, neutral and unfavourable posts of a language."""
    return planted.SENTIMENT_MIX[language]
