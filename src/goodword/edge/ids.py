"""Event ids (UUID version 7) that only ever grow within a process, whatever its clock does."""

import os
import random
import time
from collections.abc import Callable

_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62
_SEQUENCE = 0xFFF


class Ids:
    """Makes ids of one process: 32 hexadecimal digits, each greater than the one before.

    When the clock stands still or goes back, the last millisecond is counted on (RFC 9562, 6.2, method 1);
    the time of an event is told by its `ts_us`, not by its id.

    >>> ids = Ids(clock=lambda: 1_700_000_000_000_000)
    >>> first, second = ids.new(1_700_000_000_000_000), ids.new(1_600_000_000_000_000)
    >>> first < second, first[12], len(first)
    (True, '7', 32)
    """

    __slots__ = ("_bits", "_millisecond", "_sequence", "now")

    def __init__(self, clock: Callable[[], int] | None = None) -> None:
        self.now: Callable[[], int] = clock or _microseconds
        self._bits = random.Random(os.urandom(32)).getrandbits  # noqa: S311 - unique, not secret: tokens are signed
        self._millisecond = 0
        self._sequence = 0

    def new(self, ts_us: int) -> str:
        """Return the next id, for an event of this moment (microseconds since 1970)."""
        millisecond = ts_us // 1000
        if millisecond > self._millisecond:
            self._millisecond = millisecond
            self._sequence = self._bits(11)  # half the range is left for the rest of the millisecond
        elif self._sequence < _SEQUENCE:
            self._sequence += 1
        else:
            self._millisecond += 1
            self._sequence = 0
        value = self._millisecond << 80 | _VERSION | self._sequence << 64 | _VARIANT | self._bits(62)
        return "%032x" % value  # noqa: UP031 - the fastest way, and this is the hot path


def _microseconds() -> int:
    return time.time_ns() // 1000


def is_event_id(value: object) -> bool:
    """Tell whether a value is an id as `Ids` makes them (a page may send one, so that a repeat counts once).

    >>> is_event_id("0190a8b2c3d47e5f8a9b0c1d2e3f4a5b"), is_event_id("me")
    (True, False)
    """
    return (
        isinstance(value, str)
        and len(value) == 32
        and value[12] == "7"
        and value[16] in "89ab"
        and not value.strip("0123456789abcdef")
    )
