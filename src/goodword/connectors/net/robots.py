"""What a site asks robots to leave alone (RFC 9309), read once an hour."""

from collections.abc import Callable
from datetime import datetime, timedelta

from protego import Protego

from ..protocol import LimitedError, PullError, RefusedError, UnavailableError
from ..wire import Answer
from .addresses import Target

_KEPT = timedelta(hours=1)
_READ = 512_000  # bytes of a robots.txt that count


class Robots:
    """The rules of every site asked so far."""

    def __init__(self, fetch: Callable[[str], Answer], agent: str, clock: Callable[[], datetime]) -> None:
        """Take how a robots.txt is fetched, and the name rules are looked up by."""
        self._fetch, self._agent, self._clock = fetch, agent, clock
        self._known: dict[tuple[str, str, int], tuple[datetime, Protego]] = {}

    def check(self, target: Target) -> float | None:
        """Return the delay a site asks for, in seconds; raises `RefusedError` when it asks not to be read there.

        No robots.txt (4xx) allows everything; one that cannot be had (5xx, no answer) raises `UnavailableError`.
        """
        rules = self._rules(target)
        if not rules.can_fetch(target.url, self._agent):
            raise RefusedError(f"{target.host} asks robots not to read {target.shown} (robots.txt).")
        delay = rules.crawl_delay(self._agent)
        return None if delay is None else float(delay)

    def _rules(self, target: Target) -> Protego:
        known = self._known.get(target.origin)
        if known is not None and self._clock() - known[0] < _KEPT:
            return known[1]
        rules = Protego.parse(self._text(target))
        self._known[target.origin] = self._clock(), rules
        return rules

    def _text(self, target: Target) -> str:
        host = f"[{target.host}]" if ":" in target.host else target.host
        try:
            return (
                self._fetch(f"{target.scheme}://{host}:{target.port}/robots.txt")
                .body[:_READ]
                .decode("utf-8", "replace")
            )
        except LimitedError:
            raise
        except PullError as error:
            if error.answer is not None and 400 <= error.answer.status < 500:
                return ""
            raise UnavailableError(
                f"{target.host} could not say what robots may read: {error}", retry_after=error.retry_after
            ) from None
