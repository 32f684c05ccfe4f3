"""HTML as plain text: what a reader sees, nothing that runs, of bounded size, in time that grows with its length only."""

import re
from collections.abc import Collection, Iterator
from html import unescape

MOST_HTML = 1_000_000  # characters that are read
MOST_TEXT = 100_000  # characters that are kept
UNSEEN = frozenset({"svg", "template"})
_RAW = frozenset({"iframe", "noscript", "script", "style", "textarea"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt"}
    | {
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
    }
    | {"hr", "html", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody"}
    | {"td", "tfoot", "th", "thead", "title", "tr", "ul", "video"}
)
_TAG = r"""<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*+)(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+(?:>|\Z)"""
_TOKEN = re.compile(
    rf"<!--.*?(?:--!?>|\Z)|<!\[CDATA\[(?P<text>.*?)(?:\]\]>|\Z)|{_TAG}|<[!?/][^>]*+(?:>|\Z)", re.DOTALL
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_LONG_NUMBER = re.compile(r"&#\d{9,}+;?")


def html_text(html: str, *, most: int = MOST_TEXT) -> str:
    """Return what a reader sees of a piece of HTML, one block a line; a link is its text.

    Never fails, whatever is given; at most `most` characters.

    >>> html_text("<p>Battery&nbsp;died.</p><script>x()</script><p>See <a href='/a'>the <b>thread</b></a></p>")
    'Battery died.\\nSee the thread'
    """
    return "\n".join(html_blocks(html, most=most))[:most].rstrip()


def html_blocks(html: str, *, unseen: Collection[str] = UNSEEN, most: int = MOST_TEXT) -> list[str]:
    """Return the blocks of text of a piece of HTML in their order: paragraphs, headings, cells, items of lists.

    What is inside an `unseen` element is left out.

    >>> html_blocks("<h1>Reviews</h1><ul><li>Good<li>Bad</ul>")
    ['Reviews', 'Good', 'Bad']
    """
    blocks: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []  # the unseen elements that are open
    for tag, end, text in _tokens(html[:MOST_HTML]):
        if not tag and not inside and most > 0:
            pieces.append(text[:most])
            most -= len(text)
        if tag in _BLOCKS:
            _end(pieces, blocks)
        if tag in unseen and not end:
            inside.append(tag)
        elif end and tag in inside:
            del inside[inside.index(tag) :]
    _end(pieces, blocks)
    return blocks


def plain(text: str) -> str:
    """Return a text without control characters and with single blanks, on one line.

    >>> plain(" a\\x00 \\n b ")
    'a b'
    """
    return _BLANKS.sub(" ", _CONTROLS.sub("", text)).strip()


def _end(pieces: list[str], blocks: list[str]) -> None:
    block = plain("".join(pieces))
    pieces.clear()
    if block:
        blocks.append(block)


def _tokens(html: str) -> Iterator[tuple[str, bool, str]]:
    """Yield (tag in lower case, whether it ends, "") for a tag, ("", False, text) for a text."""
    at = 0
    while (found := _TOKEN.search(html, at)) is not None:
        if found.start() > at:
            yield "", False, _unescaped(html[at : found.start()])
        at = found.end()
        if found["text"]:
            yield "", False, found["text"]
        tag = (found["tag"] or "").lower()
        if tag and found["end"]:
            yield tag, True, ""
        elif tag:
            yield tag, False, ""
            at = _past(html, at, tag) if tag in _RAW else at
    if at < len(html):
        yield "", False, _unescaped(html[at:])


def _past(html: str, at: int, tag: str) -> int:
    """Return where the content of a script or the like ends."""
    found = re.compile(f"</{tag}(?=[\\s/>])", re.IGNORECASE).search(html, at)
    return found.start() if found else len(html)


def _unescaped(text: str) -> str:
    return unescape(_LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text
