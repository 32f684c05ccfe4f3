"""Asking for what has changed since (RFC 9110, section 13): the cursor keeps what the server said of its last answer."""

from .protocol import Cursor, UnreadableError
from .wire import Answer


def conditions(cursor: Cursor) -> dict[str, str]:
    """Return the headers that ask for an answer only if it has changed.

    >>> conditions({"etag": '"7"', "modified": ""}), conditions({})
    ({'If-None-Match': '"7"'}, {})
    """
    given = {"If-None-Match": cursor.get("etag"), "If-Modified-Since": cursor.get("modified")}
    return {name: str(value) for name, value in given.items() if value}


def is_unchanged(answer: Answer, cursor: Cursor) -> bool:
    """Tell whether nothing has changed; raises `UnreadableError` when that is said to one who has read nothing."""
    if answer.status == 304 and not conditions(cursor):
        shown = answer.url.split("?")[0]
        raise UnreadableError(f"{shown} says that nothing has changed (status 304), and was never read.")
    return answer.status == 304


def validators(answer: Answer) -> dict[str, str]:
    """Return what a cursor keeps of an answer, to ask again."""
    return {
        "etag": answer.headers.get("etag", "")[:500],
        "modified": answer.headers.get("last-modified", "")[:100],
    }
