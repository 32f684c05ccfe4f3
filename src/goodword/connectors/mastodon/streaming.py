"""The stream of a hashtag: new posts, edits and deletions as they happen."""

import json
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlencode

from ..checked_json import an_object, text
from ..hearing import hear
from ..protocol import Mention, PullError
from ..wire import Net
from .statuses import SERVICE, is_public, listed, status_mention

MOST = 500


def stream_address(net: Net, address: str, headers: Mapping[str, str]) -> str:
    """Return where a server streams from: many use a host of its own and say so."""
    own = address.replace("http", "ws", 1)
    try:
        whole = an_object(net.get(f"{address}/api/v2/instance", headers=headers).json(), SERVICE)
    except PullError:
        return own
    told = text(whole, "configuration", "urls", "streaming")
    return told.rstrip("/") if told.startswith(("wss://", own)) else own


def overheard(net: Net, address: str, tag: str, token: str, place: str, seconds: float) -> list[Mention]:
    """Return what the stream of a hashtag says within some seconds; an event that cannot be read is passed over.

    The stream comes on top of what is asked for, so that it cannot be opened is no fault.
    """
    query = {"stream": "hashtag", "tag": tag} | ({"access_token": token} if token else {})
    found: list[Mention] = []

    def take(message: str) -> bool:
        mention = _event(message, place)
        if mention is not None:
            found.append(mention)
        return len(found) < MOST

    with suppress(PullError):
        hear(net, f"{address}/api/v1/streaming?{urlencode(query)}", take, seconds=seconds, quiet=seconds)
    return found


def _event(message: str, place: str) -> Mention | None:
    try:
        event = an_object(json.loads(message), SERVICE)
        name, payload = event.get("event"), event.get("payload")
        if name == "delete":
            return Mention(native_id=str(payload), deleted=True)
        if name not in ("update", "status.update"):
            return None
        status = listed([json.loads(payload) if isinstance(payload, str) else payload])[0]
    except (ValueError, RecursionError, PullError):
        return None
    return status_mention(status, place) if is_public(status) else None
