"""How much a server may send, how long it may take, and how often it is asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NetLimits:
    """Bounds of one request; sizes in bytes, times in seconds."""

    size: int = 10_000_000  # of a body, unpacked
    ratio: int = 200  # how many times its sent size a body may have, past the first megabyte
    message: int = 1_000_000  # of one WebSocket message
    redirects: int = 5
    connect: float = 10.0
    read: float = 20.0  # between two pieces of an answer
    total: float = 60.0  # from the first connection to the last byte


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a host may be asked: requests a second, and how many at once after a rest."""

    per_second: float = 1.0
    burst: int = 5
