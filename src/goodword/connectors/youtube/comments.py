"""A comment thread of YouTube as mentions."""

from datetime import datetime
from typing import Any

from ..checked_json import Object, an_object, count, moment, needed, objects, text
from ..newest_first import Entry, Found, Known, version_of
from ..protocol import Author, Gap, GapReason, Mention
from .api import SOURCE, Api, ApiError

_A_PAGE, _MOST_REPLIES = 100, 1_000
_TOO_MANY = "!"


def thread_entry(api: Api, thread: Object, place: str) -> Entry:
    """Return a thread as an entry of a listing; its replies are asked for when it is read."""
    key = needed(thread, SOURCE, "id")
    snippet = an_object(thread.get("snippet"), SOURCE)
    top = an_object(snippet.get("topLevelComment"), SOURCE)
    replies = _some_replies(thread)
    total = count(snippet, "totalReplyCount")
    version = version_of(_stamp(top), total, sorted(map(_stamp, replies))) + (
        _TOO_MANY if total > _MOST_REPLIES else ""
    )

    def read(known: Known | None) -> Found:
        first = comment(top, place, total)
        if first.native_id != key:
            first = comment({**top, "id": key}, place, total)
        answers = replies if len(replies) >= total else _all_replies(api, key)
        told = known is not None and known.version.endswith(_TOO_MANY)
        gaps = [_unread(top, total, len(answers))] if total > _MOST_REPLIES and not told else []
        return Found([first, *(comment(each, place, thread=key) for each in answers)], gaps)

    return Entry(key, published(top), version, read)


def comment(item: Object, place: str, replies: int = 0, thread: str = "") -> Mention:
    """Return a comment; `thread` is the one it answers in."""
    key = needed(item, SOURCE, "id")
    said = an_object(item.get("snippet"), SOURCE)
    video = text(said, "videoId") or place
    first, last = (
        published(item),
        moment(text(said, "updatedAt") or needed(said, SOURCE, "publishedAt"), SOURCE),
    )
    engagement: dict[str, int] = {"likes": count(said, "likeCount")}
    if not thread:
        engagement["replies"] = replies
    return Mention(
        native_id=key,
        text=text(said, "textDisplay") or text(said, "textOriginal"),
        url=f"https://www.youtube.com/watch?v={video}&lc={key}" if video else "",
        source="youtube.com",
        author=Author(
            id=text(said, "authorChannelId", "value") or text(said, "authorDisplayName"),
            name=text(said, "authorDisplayName").removeprefix("@"),
            handle=text(said, "authorDisplayName") if text(said, "authorDisplayName").startswith("@") else "",
            url=text(said, "authorChannelUrl"),
        ),
        published=first,
        updated=last if last > first else None,
        reply_to=thread or (f"video:{video}" if video else ""),
        thread=f"video:{video}" if video else thread or key,
        engagement=engagement,
    )


def published(item: Object) -> datetime:
    """Return when a comment was written."""
    return moment(needed(item, SOURCE, "snippet", "publishedAt"), SOURCE)


def _stamp(item: Object) -> tuple[str, ...]:
    return text(item, "id"), text(item, "snippet", "updatedAt"), text(item, "snippet", "textDisplay")


def _some_replies(thread: Object) -> list[Object]:
    there: Any = thread.get("replies") or {}
    return objects(an_object(there, SOURCE).get("comments") or [], SOURCE)


def _all_replies(api: Api, key: str) -> list[Object]:
    """Ask for the replies of a thread, so many at most; none when the thread is gone meanwhile."""
    found: list[Object] = []
    params: dict[str, str | int] = {
        "part": "snippet",
        "parentId": key,
        "maxResults": _A_PAGE,
        "textFormat": "plainText",
    }
    while len(found) < _MOST_REPLIES:
        try:
            answer = api.call("comments", params)
        except ApiError:
            break
        found += answer["items"]
        token = text(answer, "nextPageToken")
        if not token or not answer["items"]:
            break
        params["pageToken"] = token
    return found


def _unread(top: Object, total: int, read: int) -> Gap:
    """Return the gap of a thread with more replies than are read, at the time of the thread."""
    detail = f"A comment has {total} replies; {read} of them are read."
    at = published(top)
    return Gap(reason=GapReason.SKIPPED, start=at, end=at, detail=detail, missing=max(total - read, 0))
