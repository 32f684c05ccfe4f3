"""Which addresses may be fetched: public ones, and those a person has allowed by name."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from ..protocol import RefusedError

_NAT64 = IPv6Network("64:ff9b::/96")
_REFUSED = tuple(
    IPv6Network(net)
    for net in ("64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "::/96", "100::/64", "ff00::/8")
)
_RELAY = IPv4Address("192.88.99.0")
_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_:")
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: where to connect to, and what to ask for there."""

    url: str
    scheme: str
    host: str  # in ASCII, lower case, without brackets
    port: int

    @property
    def secure(self) -> bool:
        """Whether it is encrypted."""
        return self.scheme in ("https", "wss")

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials are meant for."""
        return self.scheme, self.host, self.port

    @property
    def shown(self) -> str:
        """The address as it may be shown and logged: without its query, which may hold a key."""
        return self.url.split("?")[0]


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet.

    An IPv4 address inside an IPv6 one is judged as what it is.

    >>> is_public("93.184.216.34"), is_public("::ffff:127.0.0.1"), is_public("100.64.0.1")
    (True, False, False)
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = _inner(found)
        if inner is None:
            return found.is_global and not any(found in net for net in _REFUSED)
        found = inner
    return found.is_global and not found.is_multicast and int(found) >> 8 != int(_RELAY) >> 8


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def checked(url: str, schemes: Collection[str] = ("http", "https")) -> Target:
    """Return an address that may be tried; raises `RefusedError` for anything but a plain web address."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError):
        raise RefusedError("An address could not be read: write it like https://example.com/feed.") from None
    if parsed.scheme not in schemes or not parsed.host:
        wanted = " or ".join(f"{scheme}://" for scheme in schemes)
        raise RefusedError(f"Only {wanted} addresses are fetched, not {parsed.scheme or 'this'}:.")
    if parsed.userinfo:
        raise RefusedError(
            "An address with a name or password in it is not fetched: give the key as a setting."
        )
    host = parsed.raw_host.decode("ascii").strip("[]").lower()
    port = parsed.port or _PORTS[parsed.scheme]
    if port > 65535 or not set(host) <= _HOST:
        raise RefusedError("An address could not be read: write it like https://example.com/feed.")
    return Target(str(parsed.copy_with(fragment=None)), parsed.scheme, host, port)


def allowed_places(places: Collection[str]) -> frozenset[tuple[str, int]]:
    """Read an allow list of `host:port` entries.

    >>> sorted(allowed_places(["127.0.0.1:8080", "Wiki.example:443", "[::1]:9000"]))
    [('127.0.0.1', 8080), ('::1', 9000), ('wiki.example', 443)]
    """
    found = set()
    for place in places:
        host, _, port = place.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError(f"{place!r} names no host and port: write it like intranet.example:443.")
        found.add((host.strip("[]").lower(), int(port)))
    return frozenset(found)
