"""Items of a source as rows: what they say made storable, their ids and addresses safe, their moments believable."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from goodword.connectors.protocol import Author, Mention
from goodword.core.ids import content_key
from goodword.core.vocabulary import SourceType

LONGEST_TEXT, LONGEST_TITLE, LONGEST_URL, LONGEST_NAME, LONGEST_SOURCE = 100_000, 500, 1000, 200, 120
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)  # clocks differ; a later moment is not believed
_MOST_COUNTS, _LONGEST_COUNT = 12, 40
_NOBODY = Author(id="")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where items come from: the source's id, its name, what kind of place it is, and when they were collected."""

    source_id: int | None
    name: str
    source_type: SourceType
    now: datetime

    def key(self, native_id: str) -> str:
        """Return what is the same mention whenever it is seen."""
        return content_key("collected", self.name if self.source_id is None else self.source_id, native_id)


def rows_of(mentions: Sequence[Mention], scope: Scope) -> dict[str, dict[str, Any]]:
    """Return items as rows by key; of several with the same id the last counts, and a deletion always."""
    rows: dict[str, dict[str, Any]] = {}
    for item in mentions:
        key = scope.key(item.native_id)
        if not (key in rows and rows[key]["deleted"]):
            rows.pop(key, None)
            rows[key] = _row(item, scope, key)
    return rows


def _row(item: Mention, scope: Scope, key: str) -> dict[str, Any]:
    author = item.author or _NOBODY
    text, title = tidy(item.text, LONGEST_TEXT), tidy(item.title, LONGEST_TITLE)
    if not text:
        text, title = title, ""
    published, is_dated = _moment(item.published, scope.now)
    own = fitted(item.native_id)
    reply_to = fitted(item.reply_to)
    return {
        "key": key,
        "deleted": item.deleted,
        "external_id": own,
        "source_type": (item.source_type or scope.source_type).value,
        "source": tidy(item.source or scope.name, LONGEST_SOURCE),
        "url": safe_url(item.url),
        "title": title,
        "text": text,
        "author": tidy(author.name or author.handle or author.id, LONGEST_NAME),
        "author_id": tidy(author.id, LONGEST_NAME),
        "author_handle": tidy(author.handle, LONGEST_NAME),
        "author_url": safe_url(author.url),
        "author_followers": _count(author.followers),
        "published_at": published,
        "rating": _rating(item.rating),
        "thread_id": fitted(item.thread),
        "reply_to": "" if reply_to == own else reply_to,
        "extra": _extra(item, is_dated=is_dated),
    }


def tidy(text: str, longest: int) -> str:
    r"""Return a text both databases can keep: no NUL, no half of a surrogate pair, not too long.

    >>> tidy(" a\x00b\ud800 ", 10)
    'ab?'
    """
    text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text.strip()[:longest].rstrip()


def fitted(native_id: str) -> str:
    """Return an id as it is kept; one that is too long ends in a digest.

    >>> fitted("t-1"), len(fitted("x" * 999))
    ('t-1', 183)
    """
    kept = tidy(native_id, len(native_id))
    return kept if len(kept) <= LONGEST_NAME else f"{kept[:150]}…{content_key(kept)}"


def safe_url(url: str) -> str:
    """Return a web address, or nothing: what is no web address, or too long to be whole, is not kept.

    >>> safe_url("https://a.example/1"), safe_url("javascript:alert(1)")
    ('https://a.example/1', '')
    """
    url = tidy(url, len(url))
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc and len(url) <= LONGEST_URL else ""


def _moment(published: datetime | None, now: datetime) -> tuple[datetime, bool]:
    """Return when an item was said, and whether the source says so; else it is when it was first seen."""
    if published is None or published.tzinfo is None or not _EARLIEST <= published <= now + _AHEAD:
        return now, False
    return min(published, now), True


def _count(value: int | None) -> int | None:
    return value if isinstance(value, int) and 0 <= value < 2**62 else None


def _rating(value: float | None) -> float | None:
    return float(value) if value is not None and abs(value) < 1e9 else None


def _extra(item: Mention, *, is_dated: bool) -> str:
    found: dict[str, Any] = {"kind": item.kind.value}
    if item.language:
        found["language"] = tidy(item.language, 20)
    if (best := _rating(item.best_rating)) is not None:
        found["best_rating"] = best
    if not is_dated:
        found["dated"] = "first seen"
    counts = list(item.engagement.items())[:_MOST_COUNTS]
    found |= {tidy(str(name), _LONGEST_COUNT): _count(value) for name, value in counts}
    return json.dumps(found, ensure_ascii=False)
