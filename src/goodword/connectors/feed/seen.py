"""Which entries of a feed are known: guids lie, so a link and the words count too.

A guid names an entry unless several entries of one reading share it; then, and where it is missing, the link does; where
that names several too, its words do. An entry whose guid is new but whose link is known is the known entry.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from .entries import Entry

LEAST_KEPT = 200


@dataclass(slots=True)
class Known:
    """An entry as it was last read. Guid, link and words are kept as short digests."""

    native_id: str
    guid: str
    link: str
    words: str
    since: str  # its date when it had none, or the date it was first seen with; ISO 8601

    def as_list(self) -> list[str]:
        """Return it as the cursor holds it."""
        return [self.native_id, self.guid, self.link, self.words, self.since]


@dataclass(frozen=True, slots=True)
class Sight:
    """One entry of this reading: what is known of it, and whether it is new or changed."""

    entry: Entry
    known: Known
    new: bool
    changed: bool


class Seen:
    """The entries that were read so far, the latest first; bounded."""

    def __init__(self, stored: Iterable[Any]) -> None:
        """Take what the cursor holds."""
        self._known = [Known(*map(str, one)) for one in stored if isinstance(one, list) and len(one) == 5]

    def look(self, entries: list[Entry], now: datetime) -> list[Sight]:
        """Tell for every entry of a reading what is known of it, and remember them all."""
        guids = Counter(digest(entry.guid) for entry in entries if entry.guid)
        links = Counter(digest(entry.link) for entry in entries if entry.link)
        by_guid = {known.guid: known for known in self._known if known.guid}
        by_link = {known.link: known for known in self._known if known.link}
        by_words = {known.words: known for known in self._known}
        found: dict[str, Sight] = {}
        for entry in entries:
            guid = digest(entry.guid) if guids[digest(entry.guid)] == 1 else ""
            link = digest(entry.link) if links[digest(entry.link)] == 1 else ""
            words = digest(f"{entry.title}\n{entry.text}")
            before = by_guid.get(guid) or by_link.get(link) or (None if guid or link else by_words.get(words))
            native_id = before.native_id if before else _native_id(entry, guid, link, words)
            since = before.since if before else (entry.published or entry.updated or now).isoformat()
            known = Known(native_id, guid, link, words, since)
            found.setdefault(
                native_id, Sight(entry, known, before is None, before is not None and before.words != words)
            )
        self._remember(found, len(entries))
        return list(found.values())

    def knows(self, entries: list[Entry], window: set[str]) -> bool:
        """Tell whether one of the entries is one of those named in `window`."""
        known = [one for one in self._known if one.native_id in window]
        names = {one.guid for one in known} | {one.link for one in known} | {one.words for one in known}
        return any(
            {digest(entry.guid), digest(entry.link), digest(f"{entry.title}\n{entry.text}")} & (names - {""})
            for entry in entries
        )

    def holds(self, guid: str) -> Known | None:
        """Return what is known of a guid."""
        return next((known for known in self._known if known.guid == digest(guid)), None)

    def forget(self, known: Known) -> None:
        """Forget an entry: it was deleted."""
        self._known.remove(known)

    def as_list(self) -> list[list[str]]:
        """Return all as the cursor holds them."""
        return [known.as_list() for known in self._known]

    def _remember(self, found: dict[str, Sight], size: int) -> None:
        older = [known for known in self._known if known.native_id not in found]
        kept = max(LEAST_KEPT, 2 * size) - len(found)
        self._known = [sight.known for sight in found.values()] + older[: max(0, kept)]


def digest(text: str) -> str:
    """Return a short name for a text; empty for the empty one."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:20] if text else ""


def _native_id(entry: Entry, guid: str, link: str, words: str) -> str:
    name = entry.guid if guid else entry.link if link else f"words:{words}"
    return name if len(name) <= 300 else f"long:{digest(name)}"
