"""ActivityStreams 2.0: notes, articles and questions, alone or in an activity, and the tombstones of deleted ones."""

from collections.abc import Iterator
from typing import Any

from ..html_text import html_text
from ..protocol import Author, Kind, Mention, UnreadableError
from .fields import Object, moment, text

_KINDS = {"Note": Kind.NOTE, "Article": Kind.ARTICLE, "Page": Kind.ARTICLE, "Question": Kind.QUESTION}
_WRAPPED = frozenset({"Create", "Update", "Announce"})
_LISTS = frozenset({"Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"})
TYPES = frozenset({*_KINDS, *_WRAPPED, *_LISTS, "Delete", "Tombstone"})


def activities(given: Object) -> Iterator[Mention]:
    """Yield the mentions of an object, an activity or a collection; raises `UnreadableError` for other types."""
    kind = given.get("type")
    if kind in _LISTS:
        listed = given.get("orderedItems", given.get("items"))
        for one in listed if isinstance(listed, list) else ():
            yield from activities(_object(one))
    elif kind in _WRAPPED:
        inner = _object(given.get("object"))
        if inner.get("type") not in _KINDS:
            raise UnreadableError(
                "An activity has to carry a Note, an Article or a Question, not its address only."
            )
        yield _said(inner)
    elif kind in ("Delete", "Tombstone"):
        gone = given.get("object") if kind == "Delete" else given
        yield Mention(native_id=_id(gone if isinstance(gone, dict) else {"id": gone}), deleted=True)
    elif kind in _KINDS:
        yield _said(given)
    else:
        raise UnreadableError(f"“{str(kind)[:40]}” is no type that is read: send {', '.join(sorted(TYPES))}.")


def _said(given: Object) -> Mention:
    url = given.get("url")
    return Mention(
        native_id=_id(given),
        text=html_text(text(given, "content", 1_000_000)),
        title=html_text(text(given, "name", 10_000) or text(given, "summary", 10_000))[:1000],
        url=url if isinstance(url, str) and url.startswith(("http://", "https://")) else "",
        kind=_KINDS[str(given["type"])],
        author=_author(given.get("attributedTo", given.get("actor"))),
        published=moment(given, "published"),
        updated=moment(given, "updated"),
        reply_to=_reference(given.get("inReplyTo")),
        thread=_reference(given.get("context")),
        language=_language(given),
    )


def _id(given: Object) -> str:
    return text(given, "id", 300, needed=True)


def _author(given: Any) -> Author | None:
    if isinstance(given, list):
        given = given[0] if given else None
    if isinstance(given, str) and given:
        return Author(id=given[:255], url=given if given.startswith(("http://", "https://")) else "")
    if not isinstance(given, dict) or not isinstance(given.get("id"), str):
        return None
    handle = text(given, "preferredUsername", 255)
    return Author(id=given["id"][:255], name=text(given, "name", 255) or handle, handle=handle)


def _reference(given: Any) -> str:
    if isinstance(given, dict):
        given = given.get("id")
    return given[:300] if isinstance(given, str) else ""


def _language(given: Object) -> str:
    named = given.get("contentMap")
    first = next(iter(named), "") if isinstance(named, dict) else ""
    return first[:2].lower() if first[:2].isalpha() else ""


def _object(given: Any) -> Object:
    if not isinstance(given, dict):
        raise UnreadableError("An ActivityStreams object has to be a JSON object.")
    return given
