"""Which posts were kept lately, in a few characters each, so that their deletion is noticed."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import blake2b

REMEMBERED = 5_000


class Seen:
    """The last posts kept, a short digest of each.

    >>> seen = Seen([])
    >>> seen.add("at://did:plc:a/app.bsky.feed.post/1")
    >>> seen.has("at://did:plc:a/app.bsky.feed.post/1"), seen.has("at://did:plc:a/app.bsky.feed.post/2")
    (True, False)
    """

    def __init__(self, kept: Iterable[str]) -> None:
        """Take what `kept` returned before."""
        self._kept = dict.fromkeys(kept)

    def add(self, uri: str) -> None:
        """Remember a post; the oldest is forgotten when there are too many."""
        self._kept.pop(_short(uri), None)
        self._kept[_short(uri)] = None
        if len(self._kept) > REMEMBERED:
            del self._kept[next(iter(self._kept))]

    def has(self, uri: str) -> bool:
        """Tell whether a post is remembered."""
        return _short(uri) in self._kept

    def forget(self, uri: str) -> None:
        """Forget a post."""
        self._kept.pop(_short(uri), None)

    @property
    def kept(self) -> list[str]:
        """What a cursor can hold."""
        return list(self._kept)


def _short(uri: str) -> str:
    return urlsafe_b64encode(blake2b(uri.encode("utf-8", "surrogatepass"), digest_size=6).digest()).decode()
