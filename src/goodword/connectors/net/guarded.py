"""The guarded way out for everything that is pulled."""

import ssl
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import cache
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin

import httpcore
import httpx

from goodword import __version__

from ..protocol import RefusedError, UnavailableError, UnreadableError
from ..wire import Answer
from .addresses import Target, allowed_places, checked
from .limits import NetLimits, Rate
from .pace import Pace
from .robots import Robots
from .sockets import Guard, GuardedBackend, Lookup, system_lookup
from .statuses import refusal
from .unpack import ENCODINGS, read_body

AGENT = f"Goodword/{__version__} (self-hosted word-of-mouth listening)"
_MOVED = (301, 302, 303, 307, 308)
_HARMLESS = ("accept", "accept-language", "if-none-match", "if-modified-since")


class GuardedNet:
    """`wire.Net` over httpcore and websockets: see that protocol for what each method promises.

    Public addresses only, unless `allow` names the place as `host:port`. A host is looked up once and that very
    address is connected to, so a name that changes its mind gains nothing. No cookies, no proxies of the environment.
    `requests` counts what was sent. Clock, sleep and look-up can be replaced in tests.
    """

    def __init__(
        self,
        *,
        allow: Collection[str] = (),
        rate: Rate = Rate(),  # noqa: B008 - immutable
        rates: Mapping[str, Rate] | None = None,
        limits: NetLimits | None = None,
        agent: str = AGENT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], object] = time.sleep,
        lookup: Lookup = system_lookup,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Open the way out; nothing is sent yet."""
        self.requests = 0
        self._clock, self._agent = clock, agent
        self._limits = limits or NetLimits()
        self._pace = Pace(clock, sleep, rate, rates or {})
        self._guard = Guard(allowed_places(allow), lookup)
        self._backend = GuardedBackend(self._guard)
        self._ssl = ssl_context or _trusted()
        self._pool = httpcore.ConnectionPool(
            ssl_context=self._ssl, network_backend=self._backend, max_connections=10, keepalive_expiry=15
        )
        self._robots = Robots(self.get, agent.split("/")[0], clock)

    def __enter__(self) -> Self:
        """Use it in a `with` statement."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what is open."""
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def now(self) -> datetime:
        """Return the time (UTC, aware)."""
        return self._clock()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        robots: bool = False,
    ) -> Answer:
        """Fetch an address, following a few redirects; keys are not carried to another site."""
        target = checked(_with(url, params))
        sent = dict(headers or {})
        for _ in range(self._limits.redirects + 1):
            if robots:
                self._ask_robots(target)
            answer = self._send("GET", target, sent, None)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return self._checked(answer)
            further = self._moved(target, answer.headers["location"])
            if further.origin != target.origin:
                sent = {name: value for name, value in sent.items() if name.lower() in _HARMLESS}
            target = further
        raise UnreadableError(
            f"{checked(url).shown} leads on and on: more than {self._limits.redirects} redirects."
        )

    def post(self, url: str, *, json: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Send JSON; a redirect is not followed, since what is sent may be meant for one place only."""
        request = httpx.Request("POST", "http://body.invalid", json=json)
        typed = {"content-type": "application/json", **(headers or {})}
        return self._checked(self._send("POST", checked(url), typed, request.content))

    def resolve(self, host: str, port: int) -> str:
        """Return a public IP address of a host to connect to."""
        return self._guard.addresses(host, port)[0]

    def listen(self, url: str) -> AbstractAsyncContextManager[AsyncIterator[str]]:
        """Open a WebSocket and yield its text messages."""
        from .listening import listening

        target = checked(url, ("ws", "wss"))
        self.requests += 1
        return listening(target, self._guard, self._pace, self._limits, self._agent, self._ssl, self._clock)

    def _moved(self, target: Target, location: str) -> Target:
        """Return where an answer leads; places allowed by name are for those who ask there, not for who points there."""
        further = checked(urljoin(target.url, location))
        if target.secure and not further.secure:
            raise RefusedError(
                f"{target.shown} leads to an address that is not encrypted: it is not followed."
            )
        inside = self._guard.is_allowed(further.host, further.port)
        if inside and not self._guard.is_allowed(target.host, target.port):
            raise RefusedError(f"{target.shown} leads into a private network: it is not followed.")
        return further

    def _ask_robots(self, target: Target) -> None:
        delay = self._robots.check(target)
        if delay is not None:
            self._pace.slow_down(target.host, delay)

    def _checked(self, answer: Answer) -> Answer:
        error = refusal(answer, self._clock())
        if error is not None:
            raise error
        return answer

    def _send(self, method: str, target: Target, headers: Mapping[str, str], content: bytes | None) -> Answer:
        request = httpx.Request(
            method,
            target.url,
            headers=self._headers(headers),
            content=content,
        )
        self._pace.take(target.host)
        self.requests += 1
        self._backend.start(self._limits.total)
        try:
            return self._exchange(request, target, content)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise UnavailableError(f"{target.host} gave no answer: {_why(error)}.") from None

    def _headers(self, given: Mapping[str, str]) -> dict[str, str]:
        named = {name.lower(): value for name, value in given.items()}
        return {"user-agent": self._agent, "accept": "*/*", **named, "accept-encoding": ENCODINGS}

    def _exchange(self, request: httpx.Request, target: Target, content: bytes | None) -> Answer:
        limits = self._limits
        times = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        url = request.url
        with self._pool.stream(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=content,
            extensions={"timeout": times},
        ) as response:
            fields = httpx.Headers(response.headers)
            encoding = fields.get("content-encoding", "")
            body = read_body(response.iter_stream(), encoding, limits, target.shown)
        return Answer(response.status, dict(fields.items()), body, target.url)


@cache
def _trusted() -> ssl.SSLContext:
    """Return what certificates are checked with; reading the authorities takes a while, so once is enough."""
    return httpx.create_ssl_context()


def _with(url: str, params: Mapping[str, str | int] | None) -> str:
    if not params:
        return url
    try:
        return str(httpx.URL(url).copy_merge_params(params))
    except (httpx.InvalidURL, ValueError):
        return url  # refused when it is checked


def _why(error: Exception) -> str:
    if isinstance(error, httpcore.TimeoutException | TimeoutError):
        return "it took too long"
    if isinstance(error, ssl.SSLError) or "CERTIFICATE" in str(error):
        return "its certificate is not valid for this name"
    return "the connection broke off"
