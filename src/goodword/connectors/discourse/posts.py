"""A forum's posts, as mentions."""

from collections.abc import Mapping
from typing import Any

from ..checked_json import Object, an_object, count, moment, needed, objects, text
from ..html_text import html_text
from ..protocol import Author, Kind, Mention, UnreadableError

SERVICE = "The forum"


def listed(answer: Any) -> list[Object]:
    """Return the posts of /posts.json; raises `UnreadableError` when it is something else."""
    posts = objects(an_object(answer, SERVICE).get("latest_posts"), SERVICE)
    if not all(count(post, "id") and text(post, "created_at") for post in posts):
        raise UnreadableError(f"{SERVICE} answered with posts of another shape.")
    return posts


def numbers(posts: list[Object]) -> dict[tuple[str, str], str]:
    """Return the ids of posts by topic and number, which is how answers refer to them."""
    return {(text(post, "topic_id"), text(post, "post_number")): text(post, "id") for post in posts}


def post_mention(post: Object, address: str, known: Mapping[tuple[str, str], str]) -> Mention:
    """Return a post as a mention."""
    key, topic, number = needed(post, SERVICE, "id"), text(post, "topic_id"), text(post, "post_number")
    title = text(post, "topic_title")
    created = moment(needed(post, SERVICE, "created_at"), SERVICE)
    changed = text(post, "updated_at") if count(post, "version") > 1 else ""
    slug = text(post, "topic_slug") or "-"
    engagement = {"replies": count(post, "reply_count"), "views": count(post, "reads"), "likes": _likes(post)}
    return Mention(
        native_id=key,
        text=html_text(text(post, "cooked")) or text(post, "raw") or title,
        title=title,
        url=f"{address}/t/{slug}/{topic}/{number or 1}",
        kind=Kind.ARTICLE if number == "1" else Kind.NOTE,
        source=address.split("//")[-1].split("/")[0],
        author=_author(post, address),
        published=created,
        updated=moment(changed, SERVICE) if changed else None,
        reply_to=known.get((topic, text(post, "reply_to_post_number")), ""),
        thread=f"topic/{topic}" if topic else "",
        engagement={name: number for name, number in engagement.items() if number},
    )


def _likes(post: Object) -> int:
    actions = post.get("actions_summary")
    likes = (each for each in actions if isinstance(each, dict)) if isinstance(actions, list) else ()
    return sum(count(each, "count") for each in likes if each.get("id") == 2)


def _author(post: Object, address: str) -> Author | None:
    handle = text(post, "username")
    if not handle:
        return None
    key = text(post, "user_id") or handle
    return Author(id=key, name=text(post, "name") or handle, handle=handle, url=f"{address}/u/{handle}")
