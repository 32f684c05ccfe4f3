"""Connections to checked addresses only: the name is looked up once, and that very address is connected to."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from ..protocol import RefusedError, UnavailableError
from .addresses import is_public

Lookup = Callable[[str, int], Sequence[str]]


def system_lookup(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, as the system knows them; IPv4 first."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnavailableError(f"{host} has no address: is its name written correctly?") from None
    return sorted({str(entry[4][0]) for entry in found}, key=lambda address: (":" in address, address))


class Guard:
    """Turns a host into addresses that may be connected to."""

    def __init__(self, allowed: frozenset[tuple[str, int]], lookup: Lookup) -> None:
        """Take the places a person has allowed, and how names are looked up."""
        self._allowed, self._lookup = allowed, lookup

    def is_allowed(self, host: str, port: int) -> bool:
        """Tell whether a person has allowed a place by name."""
        return (host.lower(), port) in self._allowed

    def addresses(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses of a host; raises `RefusedError` unless all are public or the place is allowed."""
        found = self._lookup(host, port)
        if not found:
            raise UnavailableError(f"{host} has no address: is its name written correctly?")
        if not self.is_allowed(host, port) and not all(is_public(address) for address in found):
            place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            raise RefusedError(
                f"{host} is in a private network and is not fetched; an administrator can allow {place}."
            )
        return found


class GuardedBackend(httpcore.NetworkBackend):
    """What httpcore opens connections with; each request has a moment after which nothing is waited for."""

    def __init__(self, guard: Guard) -> None:
        """Take the guard every connection passes."""
        self._guard = guard
        self._system = httpcore.SyncBackend()
        self._until = threading.local()

    def start(self, seconds: float) -> None:
        """Begin a request that may take so many seconds in all."""
        self._until.moment = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Return how long may still be waited."""
        left: float = self._until.moment - time.monotonic()
        if left <= 0:
            raise UnavailableError("The answer took too long.")
        return left if timeout is None else min(left, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host's checked address."""
        for address in self._guard.addresses(host, port):
            try:
                return _TimedStream(self._system.connect_tcp(address, port, self.left(timeout)), self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        raise UnavailableError(f"{host} does not answer on port {port}.")


class _TimedStream(httpcore.NetworkStream):
    """A connection that gives up when its request has had its time, however slowly it drips."""

    def __init__(self, stream: httpcore.NetworkStream, backend: GuardedBackend) -> None:
        self._stream, self._backend = stream, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return _TimedStream(inner, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
