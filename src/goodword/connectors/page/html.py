"""A web page: its title, its language, the blocks of its main text, and what it says of itself for machines."""

import json
import re
from dataclasses import dataclass
from typing import Any

from ..charset import header_charset, text_of
from ..html_text import UNSEEN, html_blocks, html_text
from ..protocol import UnreadableError
from ..wire import Answer

_FURNITURE = frozenset({"aside", "button", "dialog", "footer", "form", "nav", "select"})
_META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,2000})", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html[^>]{0,500}\blang\s*=\s*["']?([a-zA-Z]{2})\b""", re.IGNORECASE)
_DATA = re.compile(r"""<script[^>]{0,300}application/ld\+json[^>]{0,300}>""", re.IGNORECASE)
_OPENS, _CLOSES = (
    re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE),
    re.compile(r"</(?:html|body)\s*>", re.IGNORECASE),
)
_LEAST = 24  # a letter counts one, a Chinese character three: shorter blocks are buttons and labels
_MOST_BLOCKS = 500


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says."""

    title: str
    language: str
    blocks: list[str]
    data: list[Any]  # JSON-LD, as it stands there


def read_page(answer: Answer) -> Page:
    """Return what a page says; raises `UnreadableError` when it is no web page or holds no text."""
    shown = answer.url.split("?")[0]
    kind = answer.headers.get("content-type", "text/html").split(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml", "text/plain", ""):
        raise UnreadableError(f"{shown} is not a web page, but {kind[:60]}.")
    meta = _META.search(answer.body[:4096])
    declared = header_charset(answer.headers.get("content-type", "")) or (meta[1].decode() if meta else "")
    html = text_of(answer.body, declared)
    if _OPENS.search(html[:5000]) and not _CLOSES.search(html[-5000:]):
        raise UnreadableError(f"{shown} breaks off in the middle.")
    title, language = _TITLE.search(html), _LANGUAGE.search(html[:5000])
    page = Page(
        title=html_text(title[1])[:500] if title else "",
        language=language[1].lower() if language else "",
        blocks=_main_blocks(html),
        data=_machine_readable(html),
    )
    if not page.blocks and not page.data:
        raise UnreadableError(f"{shown} holds no text: perhaps a script fills it in, which is not run.")
    return page


def weight(text: str) -> int:
    """Return how much a text says: a Chinese character weighs as much as three letters."""
    return sum(3 if "\u3040" <= sign <= "\u9fff" else 1 for sign in text)


def _main_blocks(html: str) -> list[str]:
    main = _inside(html, "main") or _inside(html, "article")
    unseen = UNSEEN | _FURNITURE
    blocks = (
        html_blocks(main, unseen=unseen) if main else html_blocks(html, unseen=unseen | {"header", "head"})
    )
    if not blocks:  # an element that never ends swallowed everything
        blocks = html_blocks(html, unseen=UNSEEN | {"head"})
    told = [block for block in dict.fromkeys(blocks) if weight(block) >= _LEAST]
    return told[:_MOST_BLOCKS]


def _inside(html: str, tag: str) -> str:
    """Return what is inside the one element of a kind; nothing when there are several."""
    starts = [found.start() for found in re.finditer(f"<{tag}[\\s>]", html, re.IGNORECASE)]
    end = html.lower().rfind(f"</{tag}")
    return html[starts[0] : end] if len(starts) == 1 and end > starts[0] else ""


def _machine_readable(html: str) -> list[Any]:
    found = []
    for start in list(_DATA.finditer(html))[:50]:
        end = html.find("</script", start.end())
        if end < 0:
            break
        try:
            found.append(json.loads(html[start.end() : end].strip().strip(";")))
        except (ValueError, RecursionError):
            continue  # a slip of the site's; the page is read without it
    return found
