"""How many requests a caller may send in a minute, told in headers."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponseBase

from .problems import Problem, ProblemKind

WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Window:
    """What is left of a caller's minute.

    >>> Window(limit=10, used=4, reset=30).remaining
    6
    """

    limit: int
    used: int
    reset: int

    @property
    def remaining(self) -> int:
        """How many more requests this window takes."""
        return max(0, self.limit - self.used)

    @property
    def headers(self) -> dict[str, str]:
        """The headers that tell a caller where it stands; the reset is in seconds from now."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }

    def mark(self, response: HttpResponseBase) -> None:
        """Tell the caller on a response."""
        for name, value in self.headers.items():
            response[name] = value

    def check(self) -> None:
        """Refuse a caller whose minute is used up."""
        if self.used > self.limit:
            raise Problem(ProblemKind.TOO_MANY, headers={**self.headers, "Retry-After": str(self.reset)})


def take(caller: str) -> Window:
    """Count a request of a caller; return the window it falls in."""
    return _count(f"api:{caller}", settings.API_REQUESTS_PER_MINUTE)


def take_bad_token(address: str) -> None:
    """Count a request with a bad token; refuse an address that keeps trying. Good tokens go on."""
    _count(f"api:bad:{address}", settings.API_BAD_TOKENS_PER_MINUTE).check()


def _count(name: str, limit: int) -> Window:
    window, elapsed = divmod(int(time.time()), WINDOW_SECONDS)
    key = f"{name}:{window}"
    cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
    try:
        used = cache.incr(key)
    except ValueError:  # the cache dropped it between the two calls to make room
        used = 1
    return Window(limit, used, WINDOW_SECONDS - elapsed)
