"""Marks stretches of a text: the words somebody searched for, and what a label was read from."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from goodword.text.query import Phrase, marks

from .search import marked_words

words_to_mark = marked_words
_SNIPPET = 220
_BEFORE = 60
_MOST_MARKS = 1_000  # of a very long text only the first ones are marked


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text from `start` to `end` that says something: which kind of evidence, and of what."""

    start: int
    end: int
    kind: str
    title: Any = ""


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return a text as HTML with the words marked; everything else is escaped. A word ending in * may go on.

    >>> marked("Lost <my> bag", ["lost", "bag"])
    '<mark>Lost</mark> &lt;my&gt; <mark>bag</mark>'
    >>> marked("luggage", ["lugg*"])
    '<mark>luggage</mark>'
    >>> marked("我的行李丢了", ["行 李"])
    '我的<mark>行李</mark>丢了'
    """
    return layered(text, (), words)


def layered(text: str, stretches: Sequence[Stretch], words: Sequence[str]) -> SafeString:
    """Return a text as HTML with the searched words and every stretch marked, also where they overlap.

    >>> layered("lost bag", [Stretch(5, 8, "cause", "Delivery")], ["bag"])
    'lost <mark><span class="evidence of-cause" title="Delivery">bag</span></mark>'
    """
    every = [*stretches, *(Stretch(start, end, "") for start, end in _found(text, words))]
    return format_html_join("", "{}", ((_piece(part, covering),) for part, covering in _pieces(text, every)))


def _pieces(text: str, stretches: Sequence[Stretch]) -> Iterator[tuple[str, list[Stretch]]]:
    """Yield the text cut wherever a stretch begins or ends, each piece with the stretches it is part of."""
    begins: defaultdict[int, list[Stretch]] = defaultdict(list)
    for each in stretches:
        begins[each.start].append(each)
    cuts = sorted({0, len(text), *begins, *(each.end for each in stretches)})
    covering: list[Stretch] = []
    for start, end in pairwise(cuts):
        covering = [each for each in (*covering, *begins[start]) if each.end > start]
        yield text[start:end], covering


def _piece(text: str, covering: Sequence[Stretch]) -> SafeString:
    """Return a piece of text inside one element for each kind of stretch it is part of."""
    inside = conditional_escape(text)
    titles: dict[str, list[str]] = {}
    for each in covering:
        titles.setdefault(each.kind, []).append(str(each.title))
    for kind in sorted(titles, reverse=True):
        if kind:
            said = ", ".join(dict.fromkeys(titles[kind]))
            inside = format_html('<span class="evidence of-{}" title="{}">{}</span>', kind, said, inside)
    return format_html("<mark>{}</mark>", inside) if "" in titles else inside


def snippet(text: str, words: Sequence[str]) -> SafeString:
    """Return the beginning of a text, or what stands around the first searched word, with the words marked.

    >>> snippet("x " * 200 + "lost bag", ["lost"])[:3]
    '… x'
    """
    line = " ".join(text[:20_000].split())
    found = next(iter(_found(line, words)), None)
    begin = 0
    if found and found[1] > _SNIPPET:
        begin = max(0, found[0] - _BEFORE)
        begin = line.find(" ", begin, found[0]) + 1 or begin
    part = line[begin : begin + _SNIPPET]
    cut = marked(part, words)
    before, after = "… " if begin else "", "…" if begin + _SNIPPET < len(line) else ""
    return format_html("{}{}{}", before, cut, after)


def _found(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the words stand, whatever way they are typed, apart from each other; of very many the first."""
    phrases = [Phrase(tuple(each.removesuffix("*").split()), each.endswith("*")) for each in words]
    return marks(text, phrases)[:_MOST_MARKS] if phrases else []
