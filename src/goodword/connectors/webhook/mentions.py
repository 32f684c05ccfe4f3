"""A mention in our own shape, as docs/connectors/webhook.md describes it."""

from typing import Any

from goodword.core.vocabulary import SourceType

from ..protocol import Author, Kind, Mention, UnreadableError
from .fields import Object, address, counts, flag, moment, number, text

_KNOWN = frozenset(
    {
        "id",
        "text",
        "title",
        "url",
        "kind",
        "source",
        "source_type",
        "author",
        "published",
        "updated",
        "reply_to",
    }
    | {"thread", "language", "rating", "best_rating", "engagement", "deleted"}
)


def mention(given: Object) -> Mention:
    """Return a mention; raises `UnreadableError` that names what is wrong with it."""
    unknown = given.keys() - _KNOWN
    if unknown:
        raise UnreadableError(
            f"A mention has no field “{sorted(unknown)[0][:40]}”; the fields are {', '.join(sorted(_KNOWN))}."
        )
    native_id = text(given, "id", 300, needed=True)
    if flag(given, "deleted"):
        return Mention(native_id=native_id, deleted=True)
    return Mention(
        native_id=native_id,
        text=text(given, "text", 100_000, needed=not given.get("title") and given.get("rating") is None),
        title=text(given, "title", 1000),
        url=address(given, "url"),
        kind=_one_of(given, "kind", Kind) or Kind.NOTE,
        source=text(given, "source", 255),
        source_type=_one_of(given, "source_type", SourceType),
        author=_author(given.get("author")),
        published=moment(given, "published"),
        updated=moment(given, "updated"),
        reply_to=text(given, "reply_to", 300),
        thread=text(given, "thread", 300),
        language=text(given, "language", 35)[:2].lower(),
        rating=number(given, "rating"),
        best_rating=number(given, "best_rating"),
        engagement=counts(given, "engagement"),
    )


def _one_of(given: Object, name: str, allowed: Any) -> Any:
    value = text(given, name, 40)
    if not value:
        return None
    try:
        return allowed(value)
    except ValueError:
        raise UnreadableError(f"“{name}” is one of {', '.join(allowed)}, not “{value}”.") from None


def _author(given: Any) -> Author | None:
    if given is None or given == "":
        return None
    if isinstance(given, str):
        return Author(id=given[:255], name=given[:255])
    if not isinstance(given, dict):
        raise UnreadableError("“author” has to be a name or an object.")
    name, handle = text(given, "name", 255), text(given, "handle", 255)
    followers = number(given, "followers")
    return Author(
        id=text(given, "id", 255) or handle or name,
        name=name,
        handle=handle,
        url=address(given, "url"),
        followers=None if followers is None else max(0, int(followers)),
    )
