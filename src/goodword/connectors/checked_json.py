"""Answers of others, taken apart with care: what is not as documented is an `UnreadableError`, never a guess."""

from datetime import UTC, datetime
from typing import Any

from .protocol import UnreadableError

Object = dict[str, Any]


def an_object(value: Any, source: str) -> Object:
    """Return a JSON object.

    >>> an_object([], "The shop")
    Traceback (most recent call last):
    goodword.connectors.protocol.UnreadableError: The shop answered with something other than it documents.
    """
    if not isinstance(value, dict):
        raise other(source)
    return value


def objects(value: Any, source: str) -> list[Object]:
    """Return a list of JSON objects."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise other(source)
    return value


def text(value: Object, *path: str) -> str:
    """Return the text at a path of keys; empty where there is none. A number is given as text.

    >>> text({"author": {"name": "Li"}}, "author", "name"), text({}, "author", "name")
    ('Li', '')
    """
    found: Any = value
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return str(found)


def needed(value: Object, source: str, *path: str) -> str:
    """Return the text at a path of keys, which must be there."""
    found = text(value, *path)
    if not found:
        raise other(source)
    return found


def count(value: Object, *path: str) -> int:
    """Return the whole number at a path of keys, 0 where there is none."""
    found = text(value, *path)
    return int(found) if found.isascii() and found.isdigit() and len(found) < 16 else 0


def moment(value: str, source: str) -> datetime:
    """Return an ISO 8601 moment; one without a zone is UTC."""
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableError(f"{source} gave a date that is none: “{value[:40]}”.") from None


def other(source: str) -> UnreadableError:
    """Return the error for an answer of another shape."""
    return UnreadableError(f"{source} answered with something other than it documents.")
