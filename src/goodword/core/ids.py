"""Identifiers: new ones that sort by time, and keys derived from content."""

import os
import time
import uuid
from hashlib import blake2b

_SEPARATOR = b"\x1f"


def new_id() -> uuid.UUID:
    """Return a fresh UUID version 7: unique, and sorted by the millisecond it was made in.

    Source: RFC 9562 (2024), section 5.7.

    >>> new_id().version
    7
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def content_key(*parts: object) -> str:
    """Return a 32-digit hexadecimal key that is the same for the same parts, in this order, on every machine.

    >>> content_key("twitter", 42) == content_key("twitter", "42")
    True
    >>> content_key("ab", "c") == content_key("a", "bc")
    False
    """
    payload = _SEPARATOR.join(str(part).encode("utf-8", "surrogatepass") for part in parts)
    return blake2b(payload, digest_size=16).hexdigest()
