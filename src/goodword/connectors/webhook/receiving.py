"""What was sent to a source: checked, parsed, and returned as if it had been pulled."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ..protocol import Mention, Pull, UnreadableError
from .activities import TYPES, activities
from .mentions import mention
from .signature import verify

MOST_BYTES = 1_000_000
MOST_MENTIONS = 1000


def receive(body: bytes, headers: Mapping[str, str], secret: str | Sequence[str], now: datetime) -> Pull:
    """Return the mentions of one event; its id is `cursor["event"]`: an event that comes twice has the same.

    `secret` may be several while one is replaced by the next. Raises `RefusedError` when the signature is missing,
    wrong or old, and `UnreadableError` when the body is not as described; then nothing of it counts.
    """
    if len(body) > MOST_BYTES:
        raise UnreadableError(f"It holds more than {MOST_BYTES // 1_000_000} MB: send it in several events.")
    event = verify(body, headers, [secret] if isinstance(secret, str) else secret, now)
    return Pull(parse(body), [], {"event": event})


def parse(body: bytes) -> list[Mention]:
    """Return the mentions of a body: one or many, in our shape or as ActivityStreams 2.0."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableError("It is not JSON in UTF-8.") from None
    if isinstance(given, dict) and set(given) == {"mentions"}:
        given = given["mentions"]
    listed = given if isinstance(given, list) else [given]
    found = [each for one in listed[: MOST_MENTIONS + 1] for each in _read(one)]
    if not found:
        raise UnreadableError("It holds no mention.")
    if len(found) > MOST_MENTIONS:
        raise UnreadableError(f"It holds more than {MOST_MENTIONS} mentions: send them in several events.")
    return found


def _read(given: Any) -> list[Mention]:
    if not isinstance(given, dict):
        raise UnreadableError("A mention has to be a JSON object.")
    try:
        return (
            list(activities(given)) if "@context" in given or given.get("type") in TYPES else [mention(given)]
        )
    except (RecursionError, TypeError):
        raise UnreadableError("A mention is nested too deeply, or not as described.") from None
