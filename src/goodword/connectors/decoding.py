"""The body of an answer as text and as JSON."""

import json
from typing import TYPE_CHECKING, Any

from .protocol import UnreadableError

if TYPE_CHECKING:
    from .wire import Answer


def decoded(answer: "Answer") -> str:
    """Return the body as text, by the charset of its header, else UTF-8; what cannot be read is replaced."""
    _kind, _, rest = answer.headers.get("content-type", "").partition("charset=")
    charset = rest.split(";")[0].strip(" \"'") or "utf-8"
    try:
        return answer.body.decode(charset, errors="replace")
    except LookupError:
        return answer.body.decode("utf-8", errors="replace")


def parsed(answer: "Answer") -> Any:
    """Return the body as JSON."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise UnreadableError(f"{answer.url.split('?')[0]} did not answer with JSON.") from None
