"""Visitors without addresses: a hash that means something for one day and one brand, and nothing afterwards.

The address of a visitor is never written anywhere. Its hash is keyed with a salt that all processes share, that is made
for one UTC day and replaced, then forgotten, when the day is over.
"""

import fcntl
import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from goodword.edge.hygiene import Headers

VISITOR, ONCE = "visitor:", "once:"
"""How the person_id of somebody unknown begins: a visitor's name for a day, or an event nobody can be told from."""
_SALT_BYTES = 32


class Visitors:
    """Names visitors for a day; the salt lies in `folder/salt`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "salt"
        self._day = -1
        self._keyed = blake2b()

    def name(self, address: str, agent: str, tenant: str, day: int) -> str:
        """Return 16 hexadecimal digits, the same for the same address, browser and brand on this day only."""
        if day > self._day:
            self._day, salt = self._salt(day)
            self._keyed = blake2b(key=salt, digest_size=8)
        keyed = self._keyed.copy()
        keyed.update(f"{tenant}\n{address}\n{agent}".encode("utf-8", "surrogatepass"))
        return keyed.hexdigest()

    def forget(self, day: int) -> None:
        """Forget the salt of every day before this one, also when nobody comes any more."""
        if -1 < self._day < day:
            self.name("", "", "", day)

    def _salt(self, day: int) -> tuple[int, bytes]:
        """Return the salt all processes use, made now if its day is over; a clock going back changes nothing."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                kept = os.pread(handle, 100, 0)
                kept_day = int.from_bytes(kept[:8], "big") if len(kept) == 8 + _SALT_BYTES else -1
                if kept_day >= day:
                    return kept_day, kept[8:]
                salt = os.urandom(_SALT_BYTES)
                os.pwrite(handle, day.to_bytes(8, "big") + salt, 0)
                return day, salt
            finally:
                os.close(handle)
        return day, os.urandom(_SALT_BYTES)  # no room for the file: this process has its own for the day


def wants_privacy(headers: Headers) -> bool:
    """Tell whether the visitor asks not to be followed (Do Not Track, Global Privacy Control).

    >>> wants_privacy({"sec-gpc": "1"}), wants_privacy({"dnt": "0"})
    (True, False)
    """
    return headers.get("dnt") == "1" or headers.get("sec-gpc") == "1"


def address_of(client: str, headers: Headers, proxies: int) -> str:
    """Return the visitor's address: the peer's, or with trusted `proxies` in front what the outermost of them saw.

    >>> address_of("10.0.0.1:4711", {"x-forwarded-for": "6.6.6.6, 203.0.113.9"}, 1)
    '203.0.113.9'
    """
    if proxies:
        seen = (headers.get("x-forwarded-for") or "").split(",")
        if len(seen) >= proxies and seen[-proxies].strip():
            return seen[-proxies].strip()[:64]
    return client.rpartition(":")[0]
