"""What the Jetstream says, event by event."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..checked_json import Object, an_object, text
from ..protocol import Author, Kind, Mention, UnreadableError

SERVICE = "The Jetstream"
POSTS = "app.bsky.feed.post"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: when (microseconds since 1970), whose, and what happened.

    `operation` is create, update or delete of the post `uri` (with its `record`).
    """

    at: int
    did: str
    operation: str = ""
    uri: str = ""
    record: Object | None = None


def read_event(message: str) -> Event:
    """Read a message; raises `UnreadableError` for one that is no event. Events of other kinds have no operation."""
    try:
        event = an_object(json.loads(message), SERVICE)
    except (ValueError, RecursionError):
        raise UnreadableError(f"{SERVICE} sent a message that is not JSON.") from None
    at, did = event.get("time_us"), text(event, "did")
    if not isinstance(at, int) or isinstance(at, bool) or not 0 < at < 10**17:
        raise UnreadableError(f"{SERVICE} sent an event without its time.")
    commit = event.get("commit")
    if not isinstance(commit, dict) or text(commit, "collection") != POSTS or not text(commit, "rkey"):
        return Event(at, did)
    record = commit.get("record")
    return Event(
        at,
        did,
        text(commit, "operation"),
        f"at://{did}/{POSTS}/{text(commit, 'rkey')}",
        record if isinstance(record, dict) else None,
    )


def post_mention(event: Event) -> Mention:
    """Return a written or changed post as a mention."""
    record, seen = event.record or {}, moment_of(event.at)
    languages = record.get("langs")
    language = languages[0] if isinstance(languages, list) and languages else ""
    rkey = event.uri.rpartition("/")[2]
    return Mention(
        native_id=event.uri,
        text=text(record, "text"),
        title=text(record, "embed", "external", "title"),
        url=f"https://bsky.app/profile/{event.did}/post/{rkey}",
        kind=Kind.NOTE,
        source="bsky.app",
        author=Author(id=event.did, url=f"https://bsky.app/profile/{event.did}"),
        published=_written(record, seen),
        updated=seen if event.operation == "update" else None,
        reply_to=text(record, "reply", "parent", "uri"),
        thread=text(record, "reply", "root", "uri") or event.uri,
        language=language[:2].lower() if isinstance(language, str) else "",
    )


def moment_of(microseconds: int) -> datetime:
    """Return the moment of microseconds since 1970."""
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)


def _written(record: dict[str, Any], seen: datetime) -> datetime:
    """Return when a post says it was written, unless it says it was in the future."""
    try:
        written = datetime.fromisoformat(text(record, "createdAt"))
        return min(written.astimezone(UTC) if written.tzinfo else written.replace(tzinfo=UTC), seen)
    except (ValueError, OverflowError):
        return seen
