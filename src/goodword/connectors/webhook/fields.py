"""Values of an event, checked one by one; what is wrong is named."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..protocol import UnreadableError

Object = Mapping[str, Any]


def text(of: Object, name: str, most: int, *, needed: bool = False) -> str:
    """Return a text of at most so many characters; a number is taken as text."""
    value = of.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if value is None or value == "":
        if needed:
            raise UnreadableError(f"A mention has no “{name}”.")
        return ""
    if not isinstance(value, str):
        raise UnreadableError(f"“{name}” has to be text.")
    if len(value) > most:
        raise UnreadableError(f"“{name}” has {len(value)} characters; {most} are allowed.")
    return value.replace("\x00", "")


def address(of: Object, name: str) -> str:
    """Return a web address, or nothing."""
    value = text(of, name, 2000)
    if value and not value.lower().startswith(("http://", "https://")):
        raise UnreadableError(f"“{name}” has to be an address that begins with https:// or http://.")
    return value


def moment(of: Object, name: str) -> datetime | None:
    """Return an ISO 8601 moment in UTC; one without a zone is refused."""
    value = text(of, name, 40)
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UnreadableError(
        f"“{name}” has to be a date with a zone such as 2026-03-01T08:00:00Z, not “{value}”."
    )


def number(of: Object, name: str) -> float | None:
    """Return a finite number, or None."""
    value = of.get(name)
    if value is None:
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or abs(value) > 1e9
        or not math.isfinite(value)
    ):
        raise UnreadableError(f"“{name}” has to be a number.")
    return float(value)


def flag(of: Object, name: str) -> bool:
    """Return true or false; missing is false."""
    value = of.get(name, False)
    if not isinstance(value, bool):
        raise UnreadableError(f"“{name}” has to be true or false.")
    return value


def counts(of: Object, name: str) -> dict[str, int]:
    """Return names with whole numbers, such as likes and shares."""
    value = of.get(name) or {}
    if not isinstance(value, dict) or len(value) > 20:
        raise UnreadableError(f"“{name}” has to be an object of at most 20 numbers.")
    for key, count in value.items():
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count < 2**53 or len(key) > 40:
            raise UnreadableError(f"“{name}.{key[:40]}” has to be a whole number.")
    return value
