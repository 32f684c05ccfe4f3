"""What Algolia says of Hacker News, as mentions."""

import html
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..checked_json import Object, an_object, count, objects, text
from ..html_text import html_text
from ..protocol import Author, Kind, Mention, UnreadableError

SERVICE = "The search of Hacker News"
SITE = "https://news.ycombinator.com"


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer to one question: the mentions, how many items there are and were shown, how many were unusable."""

    mentions: list[Mention]
    total: int
    shown: int
    broken: int


def read_hits(answer: Any) -> Hits:
    """Read an answer; raises `UnreadableError` when it is not what the service documents."""
    whole = an_object(answer, SERVICE)
    total = whole.get("nbHits")
    if not isinstance(total, int) or isinstance(total, bool):
        raise UnreadableError(f"{SERVICE} answered without the number of hits.")
    hits = objects(whole.get("hits"), SERVICE)
    mentions = [mention for hit in hits if (mention := _mention(hit)) is not None]
    if hits and not mentions:
        raise UnreadableError(f"{SERVICE} answered with items of another shape.")
    return Hits(mentions, total, len(hits), len(hits) - len(mentions))


def _mention(hit: Object) -> Mention | None:
    key, when = text(hit, "objectID"), count(hit, "created_at_i")
    if not key or not when:
        return None
    comment, name = "comment_text" in hit and hit["comment_text"] is not None, text(hit, "author")
    body = html_text(text(hit, "comment_text") if comment else text(hit, "story_text"))
    title = html.unescape(text(hit, "story_title") if comment else text(hit, "title"))
    engagement = {"points": count(hit, "points"), "replies": count(hit, "num_comments")}
    return Mention(
        native_id=key,
        text=body or title,
        title=title,
        url=f"{SITE}/item?id={key}",
        kind=Kind.NOTE if comment else Kind.ARTICLE,
        source="news.ycombinator.com",
        author=Author(id=name, name=name, handle=name, url=f"{SITE}/user?id={name}") if name else None,
        published=datetime.fromtimestamp(when, UTC),
        reply_to=text(hit, "parent_id") if comment else "",
        thread=text(hit, "story_id") or key,
        engagement={name: number for name, number in engagement.items() if number},
    )
