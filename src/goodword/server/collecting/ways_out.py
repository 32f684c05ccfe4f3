"""The guarded way out that all sources of this process share, so that no host is asked too often."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from goodword.connectors.net import GuardedNet, NetLimits
from goodword.connectors.net.sockets import system_lookup
from goodword.connectors.protocol import LimitedError
from goodword.connectors.wire import Answer, Net
from goodword.server.environment import variable


@lru_cache(maxsize=1)
def way_out() -> Net:
    """Return the way out: the open internet, and the places GOODWORD_SOURCES_ALLOW names (host:port, …)."""
    return guarded()


def guarded(limits: NetLimits | None = None) -> GuardedNet:
    """Return a fresh way out: names that end in .localhost are this machine, whatever its resolver knows (RFC 6761)."""
    return GuardedNet(allow=allowed_places(), limits=limits, lookup=_look_up)


def _look_up(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"] if host.lower().endswith(".localhost") else system_lookup(host, port)


def allowed_places() -> list[str]:
    """Return the places inside one's own network that sources may be at, as host:port."""
    named = variable("GOODWORD_SOURCES_ALLOW")
    if port := variable("GOODWORD_SAMPLE_PLACES"):
        from goodword.sample.places import allowed

        named = f"{named},{allowed(int(port))}"
    return [each.strip() for each in named.split(",") if each.strip()]


class Metered:
    """A way out that counts its requests and stops at the day's budget."""

    def __init__(self, net: Net, left: int | None) -> None:
        self.net, self.left, self.requests = net, left, 0

    def _take(self) -> None:
        if self.left is not None and self.requests >= self.left:
            raise LimitedError(
                _("The day's budget of requests is used up."), retry_after=seconds_to_midnight(self.now())
            )
        self.requests += 1

    def now(self) -> datetime:
        """Return the time."""
        return self.net.now()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        robots: bool = False,
    ) -> Answer:
        """Fetch an address."""
        self._take()
        return self.net.get(url, params=params, headers=headers, robots=robots)

    def post(self, url: str, *, json: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Send JSON."""
        self._take()
        return self.net.post(url, json=json, headers=headers)

    def resolve(self, host: str, port: int) -> str:
        """Return an address to connect to."""
        self._take()
        return self.net.resolve(host, port)

    def listen(self, url: str) -> AbstractAsyncContextManager[Any]:
        """Open a WebSocket."""
        self._take()
        return self.net.listen(url)


def seconds_to_midnight(now: datetime) -> float:
    """Return how long it is to the next day in UTC.

    >>> from datetime import UTC
    >>> seconds_to_midnight(datetime(2026, 1, 1, 23, 59, tzinfo=UTC))
    60.0
    """
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - now).total_seconds()
