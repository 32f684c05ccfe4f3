"""What a connector may use of the network and the clock: the guarded way out, never its own."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: 2xx or 304, within the size allowed."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    url: str  # after redirects

    def text(self) -> str:
        """Return the body as text, by the charset of its header, else UTF-8 with replacement."""
        from .decoding import decoded

        return decoded(self)

    def json(self) -> Any:
        """Return the body as JSON; raises `UnreadableError` in one sentence when it is none."""
        from .decoding import parsed

        return parsed(self)


class Net(Protocol):
    """The guarded way out: public addresses only, few redirects, capped sizes and times, polite to every host."""

    def now(self) -> datetime:
        """Return the time (UTC, aware)."""
        ...

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        robots: bool = False,
    ) -> Answer:
        """Fetch an address; 304 is an answer. `robots` asks robots.txt first (pages, not APIs).

        Raises `LimitedError` for 429 (and 503 with Retry-After), `RefusedError` for 401, 403 and addresses that may not
        be fetched, `UnavailableError` for no answer and 5xx, `UnreadableError` for other statuses and what is too large.
        """
        ...

    def post(self, url: str, *, json: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Send JSON to an address, guarded in the same way."""
        ...

    def resolve(self, host: str, port: int) -> str:
        """Return a public IP address of a host to connect to, for protocols other than HTTP; else `RefusedError`."""
        ...

    def listen(self, url: str) -> AbstractAsyncContextManager[AsyncIterator[str]]:
        """Open a WebSocket (wss://…) and yield its text messages, guarded in the same way."""
        ...
