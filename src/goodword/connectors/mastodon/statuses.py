"""A server's posts, as mentions. Servers differ in what they leave out, so only id, content and date are relied on."""

from typing import Any

from ..checked_json import Object, an_object, count, moment, objects, text
from ..html_text import html_text
from ..protocol import Author, Kind, Mention, UnreadableError

SERVICE = "The server"
_PUBLIC = ("public", "unlisted", "")


def listed(answer: Any) -> list[Object]:
    """Return a list of posts; raises `UnreadableError` when it is something else."""
    statuses = objects(answer, SERVICE)
    if not all(_is_status(each) for each in statuses):
        raise UnreadableError(f"{SERVICE} answered with posts of another shape.")
    return statuses


def searched(answer: Any) -> list[Object]:
    """Return the posts a search found."""
    return listed(an_object(answer, SERVICE).get("statuses"))


def replies_to(answer: Any) -> tuple[list[Object], str]:
    """Return the replies of a context, and the id of the first post of the conversation (empty: the post itself)."""
    whole = an_object(answer, SERVICE)
    before = listed(whole.get("ancestors"))
    return listed(whole.get("descendants")), text(before[0], "id") if before else ""


def is_public(status: Object) -> bool:
    """Tell whether a post was written for everybody and is no boost of another."""
    return text(status, "visibility") in _PUBLIC and not status.get("reblog")


def status_mention(status: Object, place: str, thread: str = "") -> Mention:
    """Return a post as a mention; `place` is the server's name, `thread` the first post's id if it is known."""
    key, parent, edited = text(status, "id"), text(status, "in_reply_to_id"), text(status, "edited_at")
    engagement = {
        "likes": count(status, "favourites_count"),
        "shares": count(status, "reblogs_count"),
        "replies": count(status, "replies_count"),
    }
    return Mention(
        native_id=key,
        text=html_text(text(status, "content")),
        title=text(status, "spoiler_text"),
        url=text(status, "url") or text(status, "uri"),
        kind=Kind.NOTE,
        source=place,
        author=_author(status),
        published=moment(text(status, "created_at"), SERVICE),
        updated=moment(edited, SERVICE) if edited else None,
        reply_to=parent,
        thread=thread or ("" if parent else key),
        language=text(status, "language")[:2].lower(),
        engagement={name: number for name, number in engagement.items() if number},
    )


def _is_status(each: Object) -> bool:
    return bool(text(each, "id") and text(each, "created_at") and isinstance(each.get("content"), str))


def _author(status: Object) -> Author | None:
    key, handle = text(status, "account", "id"), text(status, "account", "acct")
    if not key:
        return None
    followers = count(status, "account", "followers_count")
    return Author(
        id=key,
        name=text(status, "account", "display_name") or handle,
        handle=handle,
        url=text(status, "account", "url"),
        followers=followers if "followers_count" in status["account"] else None,
    )
