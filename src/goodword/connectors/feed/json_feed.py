"""JSON Feed 1.0 and 1.1."""

import json
from datetime import UTC, datetime
from typing import Any

from ..html_text import html_text, plain
from ..protocol import UnreadableError
from .entries import Document, Entry


def read_json_feed(text: str, shown: str) -> Document:
    """Return what a JSON feed holds; raises `UnreadableError` when it is none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError(f"{shown} is neither XML nor whole JSON.") from None
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        raise UnreadableError(f"{shown} is JSON, but not a JSON Feed.")
    items = feed.get("items")
    if not isinstance(items, list):
        raise UnreadableError(f"{shown} is a JSON Feed without items.")
    language = _text(feed, "language")
    entries = [_entry(item, feed, language) for item in items if isinstance(item, dict)]
    return Document(title=plain(_text(feed, "title")), entries=entries, older=_text(feed, "next_url"))


def _entry(item: dict[str, Any], feed: dict[str, Any], language: str) -> Entry:
    author = _author(item) or _author(feed)
    body = _text(item, "content_html")
    return Entry(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=html_text(_text(item, "title")),
        text=html_text(body) if body else _text(item, "content_text") or html_text(_text(item, "summary")),
        author=plain(_text(author, "name")),
        author_url=_text(author, "url"),
        language=_text(item, "language") or language,
        published=_moment(_text(item, "date_published")),
        updated=_moment(_text(item, "date_modified")),
    )


def _author(of: dict[str, Any]) -> dict[str, Any]:
    authors = of.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else of.get("author")
    return first if isinstance(first, dict) else {}


def _text(of: dict[str, Any], name: str) -> str:
    value = of.get(name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
