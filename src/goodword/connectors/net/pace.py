"""Politeness: every host is asked at a rate it can bear, and left alone as long as it asks for."""

import math
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from .limits import Rate


class Pace:
    """A token bucket for each host; `take` waits until the host may be asked again."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        sleep: Callable[[float], object],
        rate: Rate,
        rates: Mapping[str, Rate],
    ) -> None:
        """Take the rate for every host, and others by host name."""
        self._clock, self._sleep = clock, sleep
        self._rate, self._rates = rate, dict(rates)
        self._buckets: dict[str, tuple[float, float]] = {}  # tokens, when
        self._lock = threading.Lock()

    def take(self, host: str) -> None:
        """Wait for a turn at a host."""
        wait = self._reserve(host)
        if wait > 0:
            self._sleep(wait)

    def slow_down(self, host: str, seconds: float) -> None:
        """Ask a host at most once in so many seconds from now on (robots.txt: Crawl-delay), at most a minute."""
        known = self._rates.get(host, self._rate)
        slow = 1 / min(max(seconds, 0.001), 60.0)
        if slow < known.per_second:
            self._rates[host] = Rate(slow, 1)

    def _reserve(self, host: str) -> float:
        rate = self._rates.get(host, self._rate)
        with self._lock:
            now = self._clock().timestamp()
            tokens, when = self._buckets.get(host, (float(rate.burst), now))
            tokens = min(rate.burst, tokens + max(0.0, now - when) * rate.per_second) - 1
            self._buckets[host] = tokens, now
        return max(0.0, -tokens / rate.per_second)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds a Retry-After header asks for: a number or a date; None when it says nothing readable.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    text = (value or "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
        seconds = ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now) / timedelta(seconds=1)
    return min(max(seconds, 0.0), 31 * 86400.0) if math.isfinite(seconds) else None
