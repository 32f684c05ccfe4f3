"""Questions with their answers and comments, as mentions."""

import html
from collections.abc import Iterator
from datetime import UTC, datetime

from ..checked_json import Object, count, objects, text
from ..html_text import html_text
from ..protocol import Author, Kind, Mention
from .api import SERVICE


def thread_mentions(question: Object, site: str) -> Iterator[Mention]:
    """Yield a question, then its comments, its answers and theirs."""
    key = f"question/{text(question, 'question_id')}"
    title = html.unescape(text(question, "title"))
    yield _mention(question, key, Kind.QUESTION, site, title=title, thread=key)
    yield from _comments(question, key, key, title, site)
    for answer in objects(question.get("answers", []), SERVICE):
        own = f"answer/{text(answer, 'answer_id')}"
        yield _mention(answer, own, Kind.ANSWER, site, title=title, thread=key, reply_to=key)
        yield from _comments(answer, own, key, title, site)


def _comments(post: Object, parent: str, thread: str, title: str, site: str) -> Iterator[Mention]:
    for comment in objects(post.get("comments", []), SERVICE):
        own = f"comment/{text(comment, 'comment_id')}"
        yield _mention(comment, own, Kind.NOTE, site, title=title, thread=thread, reply_to=parent)


def _mention(
    item: Object, key: str, kind: Kind, site: str, *, title: str, thread: str, reply_to: str = ""
) -> Mention:
    body = html_text(text(item, "body") or text(item, "body_markdown"))
    engagement = {
        "score": _score(item),
        "views": count(item, "view_count"),
        "replies": count(item, "answer_count"),
    }
    return Mention(
        native_id=key,
        text=body or title,
        title=title,
        url=text(item, "link"),
        kind=kind,
        source=site,
        author=_author(item),
        published=_when(item, "creation_date"),
        updated=_when(item, "last_edit_date"),
        reply_to=reply_to,
        thread=thread,
        engagement={name: number for name, number in engagement.items() if number},
    )


def _score(item: Object) -> int:
    score = item.get("score")
    return score if isinstance(score, int) and not isinstance(score, bool) else 0


def _author(item: Object) -> Author | None:
    name = html.unescape(text(item, "owner", "display_name"))
    key = text(item, "owner", "user_id") or name
    return Author(id=key, name=name, url=text(item, "owner", "link")) if key else None


def _when(item: Object, field: str) -> datetime | None:
    seconds = count(item, field)
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 2**33 else None
