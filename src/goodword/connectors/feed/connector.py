"""Reads a feed: what is new and what changed in its window, and whether something fell out of it unseen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from goodword.core.vocabulary import SourceType

from ..conditional import conditions, is_unchanged, validators
from ..net.addresses import checked
from ..place_field import place_of
from ..protocol import (
    Author,
    Cursor,
    Gap,
    GapReason,
    Kind,
    Mention,
    Pull,
    PullError,
    RefusedError,
    SettingError,
)
from ..steps import about_one_item
from ..wire import Answer, Net
from .documents import read_document
from .entries import Document, Entry, sane
from .seen import Seen, Sight

_PAGES = 10  # of one feed in one pull
_LONG = 1000  # characters from which an entry with a title is an article
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


def open_feed(settings: Mapping[str, Any], net: Net) -> "FeedConnector":
    """Open a feed by its address; raises `SettingError` when that is none."""
    address = str(settings.get("address") or "").strip()
    try:
        checked(address)
    except RefusedError as error:
        raise SettingError("address", str(error)) from None
    return FeedConnector(address, net, place_of(settings))


class FeedConnector:
    """A feed shows its last entries only; each pull reads the whole window and tells what is new in it."""

    def __init__(self, address: str, net: Net, place: SourceType | None = None) -> None:
        """Take the address of the feed, and the kind of place it is from."""
        self._address, self._net, self._place = address, net, place

    def pull(self, cursor: Cursor) -> Pull:
        """Return the entries that are new or have changed; nothing when the server says nothing has."""
        now = self._net.now()
        answer = self._net.get(self._address, headers={"Accept": _ACCEPT, **conditions(cursor)})
        if is_unchanged(answer, cursor):
            return Pull([], [], {**cursor, "read": now.isoformat()})
        document = read_document(answer)
        seen = Seen(cursor.get("seen", ()))
        sights = seen.look([_dated(entry, now) for entry in self._reaching_back(document, cursor, seen)], now)
        mentions = [_mention(sight, answer.url, now, self._place) for sight in sights if _is_told(sight)]
        tombstones = _tombstones(document, seen)
        gaps = [*_fallen_out(sights, cursor, now), *_unsaid(sights)]
        mentions.sort(key=lambda mention: mention.published or now)
        return Pull(mentions + tombstones, gaps, _cursor(answer, seen, sights, cursor, now))

    def _reaching_back(self, document: Document, cursor: Cursor, seen: Seen) -> list[Entry]:
        """Return the entries, with those of older pages until one is known: nothing falls out where a feed has pages.

        A page that is gone or broken ends it: what lies behind it has fallen out.
        """
        entries, visited = list(document.entries), {self._address}
        window = set(cursor.get("window", ()))
        while window and not seen.knows(entries, window) and document.older and len(visited) < _PAGES:
            if document.older in visited:
                break
            visited.add(document.older)
            try:
                document = read_document(self._net.get(document.older, headers={"Accept": _ACCEPT}))
            except PullError as error:
                if not (about_one_item(error) or isinstance(error, RefusedError)):
                    raise
                break
            entries += [entry for entry in document.entries if entry not in entries]
        return entries


def _cursor(answer: Answer, seen: Seen, sights: list[Sight], before: Cursor, now: datetime) -> Cursor:
    dates = [sight.known.since for sight in sights]
    return {
        **validators(answer),
        "seen": seen.as_list(),
        "window": [sight.known.native_id for sight in sights] or before.get("window", []),
        "newest": max([*dates, str(before.get("newest", ""))]),
        "read": now.isoformat(),
    }


def _dated(entry: Entry, now: datetime) -> Entry:
    return replace(entry, published=sane(entry.published, now), updated=sane(entry.updated, now))


def _is_told(sight: Sight) -> bool:
    return (sight.new or sight.changed) and bool(sight.entry.title or sight.entry.text)


def _mention(sight: Sight, url: str, now: datetime, place: SourceType | None) -> Mention:
    entry = sight.entry
    published = entry.published or datetime.fromisoformat(sight.known.since)
    updated = entry.updated if entry.updated and entry.updated > published else None
    web = entry.link if entry.link.startswith(("http://", "https://")) else ""
    return Mention(
        native_id=sight.known.native_id,
        text=entry.text,
        title=entry.title,
        url=web,
        kind=Kind.ARTICLE if entry.title and len(entry.text) >= _LONG else Kind.NOTE,
        source_type=place,
        source=(urlsplit(web or url).hostname or "").removeprefix("www."),
        author=_author(entry),
        published=published.astimezone(UTC),
        updated=updated or (now if sight.changed else None),
        language=entry.language[:2].lower() if entry.language[:2].isalpha() else "",
    )


def _author(entry: Entry) -> Author | None:
    name = entry.author[:200]
    url = entry.author_url if entry.author_url.startswith(("http://", "https://")) else ""
    return Author(id=url or name, name=name or url, url=url) if name or url else None


def _tombstones(document: Document, seen: Seen) -> list[Mention]:
    found = []
    for guid in document.deleted:
        known = seen.holds(guid)
        if known is not None:
            seen.forget(known)
            found.append(Mention(native_id=known.native_id, deleted=True))
    return found


def _fallen_out(sights: list[Sight], cursor: Cursor, now: datetime) -> list[Gap]:
    """Tell when none of the entries of the last reading is left: others came and went in between."""
    window = set(cursor.get("window", ()))
    if not window or not sights or any(sight.known.native_id in window for sight in _unpinned(sights)):
        return []
    oldest = min(sight.known.since for sight in sights)
    start = datetime.fromisoformat(str(cursor.get("newest") or cursor["read"]))
    end = max(datetime.fromisoformat(oldest), start)
    detail = (
        f"The feed shows its last {len(sights)} entries, and none of those read before was left among them."
    )
    return [Gap(reason=GapReason.WINDOW, start=start, end=min(end, now), detail=detail)]


def _unpinned(sights: list[Sight]) -> list[Sight]:
    """Return the entries without those kept on top of newer ones; all, where the feed is not the newest first."""
    found, newest = [], ""
    for sight in reversed(sights):
        if sight.known.since >= newest:
            found.append(sight)
            newest = sight.known.since
    return found if 2 * len(found) > len(sights) else sights


def _unsaid(sights: list[Sight]) -> list[Gap]:
    """Tell of new entries that hold no word, of each at its own moment."""
    moments = [
        datetime.fromisoformat(sight.known.since) for sight in sights if sight.new and not _is_told(sight)
    ]
    return [
        Gap(reason=GapReason.SKIPPED, start=at, end=at, detail="An entry without title and text.", missing=1)
        for at in moments
    ]
