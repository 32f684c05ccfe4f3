"""RSS 0.9x, 1.0 and 2.0, and Atom, through feedparser: it knows their thousand dialects."""

import io
import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]

from ..html_text import html_text, plain
from ..protocol import UnreadableError
from .entries import Document, Entry

_DELETED = re.compile(r"""<(?:[\w.-]+:)?deleted-entry\s[^>]*?\bref\s*=\s*(?:"([^"]+)"|'([^']+)')""")
_ADDRESS = re.compile(r"[^\s<>()@]{1,64}@[^\s<>()@]{1,255}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_xml_feed(text: str, url: str, shown: str) -> Document:
    """Return what a feed in XML holds, however broken it is; raises `UnreadableError` when it is none.

    feedparser is given bytes in memory, never an address: it must not fetch anything itself.
    """
    try:
        found = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception:  # whatever its parsers do with what nobody foresaw
        raise UnreadableError(f"{shown} cannot be read as a feed.") from None
    if not found.get("version") or not (found.get("feed") or found.get("entries")):
        raise UnreadableError(f"{shown} is not a feed of a known version.")
    feed = found.get("feed", {})
    language = _text(feed, "language")
    site = urljoin(url, _text(feed, "link"))
    return Document(
        title=html_text(_text(feed, "title")),
        entries=[_entry(entry, site, language) for entry in found.get("entries", ())],
        older=_older(feed, url),
        deleted=[unescape(one or other) for one, other in _DELETED.findall(text)],
    )


def _older(feed: Any, url: str) -> str:
    links = [link for link in feed.get("links") or () if isinstance(link, dict)]
    found = [_text(link, "href") for link in links if link.get("rel") in ("next", "prev-archive")]
    try:
        return urljoin(url, found[0]) if found and found[0] else ""
    except ValueError:
        return ""


def _entry(entry: Any, site: str, language: str) -> Entry:
    author = entry.get("author_detail") or {}
    return Entry(
        guid=_text(entry, "id").strip(),
        link=_link(entry, site),
        title=html_text(_text(entry, "title")),
        text=_body(entry),
        author=_name(_text(entry, "author") or _text(author, "name")),
        author_url=_text(author, "href"),
        language=language,
        published=_moment(entry.get("published_parsed") or entry.get("created_parsed")),
        updated=_moment(entry.get("updated_parsed")) if "updated_parsed" in entry else None,
    )


def _name(author: str) -> str:
    """Return the name in `ann@example.com (Ann Li)` and `Ann Li <ann@example.com>`; an e-mail address is no name.

    >>> _name("ann@example.com (Ann Li)"), _name("ann@example.com")
    ('Ann Li', '')
    """
    return plain(_ADDRESS.sub(" ", author)).strip(" ()<>,;")


def _link(entry: Any, site: str) -> str:
    link = _text(entry, "link").strip()
    if link == _text(entry, "id").strip() and "://" not in link:
        link = ""  # a guid that is no address, taken for one by default
    enclosures = entry.get("enclosures") or []
    if not link and enclosures and isinstance(enclosures[0], dict):
        link = _text(enclosures[0], "href").strip()
    try:
        return urljoin(site, link) if link else ""
    except ValueError:
        return ""


def _body(entry: Any) -> str:
    """Return the longest of what an entry says of itself: its content, else its summary."""
    contents = [
        html_text(_text(part, "value")) for part in entry.get("content") or () if isinstance(part, dict)
    ]
    return max([*contents, html_text(_text(entry, "summary"))], key=len)


def _text(of: Any, name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""


def _moment(parsed: Any) -> datetime | None:
    try:
        return _EPOCH + timedelta(seconds=timegm(parsed))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
