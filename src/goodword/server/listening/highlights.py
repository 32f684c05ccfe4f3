"""Marks the words somebody searched for in a text, and cuts the text around the first of them."""

import re
from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from .search import parse

_SNIPPET = 220
_BEFORE = 60
_IDEOGRAPH = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def words_to_mark(query: str) -> list[str]:
    """Return the words and phrases a search asks for, without the excluded ones.

    >>> words_to_mark('lost "my bag" -refund lugg*')
    ['lost', 'my bag', 'lugg*']
    """
    return [" ".join(term.words) + ("*" if term.prefix else "") for term in parse(query) if not term.excluded]


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return a text as HTML with the words marked; everything else is escaped. A word ending in * may go on.

    >>> marked("Lost <my> bag", ["lost", "bag"])
    '<mark>Lost</mark> &lt;my&gt; <mark>bag</mark>'
    >>> marked("luggage", ["lugg*"])
    '<mark>luggage</mark>'
    >>> marked("我的行李丢了", ["行 李"])
    '我的<mark>行李</mark>丢了'
    """
    pattern = _pattern(words)
    if pattern is None:
        return conditional_escape(text)
    pieces, end = [], 0
    for found in pattern.finditer(text):
        pieces += [("", text[end : found.start()]), ("mark", found.group())]
        end = found.end()
    pieces.append(("", text[end:]))
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if kind else part,) for kind, part in pieces)
    )


def snippet(text: str, words: Sequence[str]) -> SafeString:
    """Return the beginning of a text, or what stands around the first searched word, with the words marked.

    >>> snippet("x " * 200 + "lost bag", ["lost"])[:3]
    '… x'
    """
    line = " ".join(text[:20_000].split())
    pattern = _pattern(words)
    found = pattern.search(line) if pattern else None
    begin = 0
    if found and found.end() > _SNIPPET:
        begin = max(0, found.start() - _BEFORE)
        begin = line.find(" ", begin, found.start()) + 1 or begin
    part = line[begin : begin + _SNIPPET]
    cut = marked(part, words)
    before, after = "… " if begin else "", "…" if begin + _SNIPPET < len(line) else ""
    return format_html("{}{}{}", before, cut, after)


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    alternatives = [
        _alternative(phrase) for phrase in sorted(words, key=len, reverse=True) if phrase.strip("* ")
    ]
    return re.compile("|".join(alternatives), re.IGNORECASE) if alternatives else None


def _alternative(phrase: str) -> str:
    """Words of letters match whole words with anything between them; ideographs match where they stand."""
    ending = r"\w*" if phrase.endswith("*") else r"\b"
    parts = phrase.removesuffix("*").split()
    if all(_IDEOGRAPH.search(part) for part in parts):
        return r"\W*".join(re.escape(part) for part in parts)
    return r"\b" + r"\W+".join(re.escape(part) for part in parts) + ending
