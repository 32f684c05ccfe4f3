"""Posts and comments of Reddit as mentions, and the listings they are in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..checked_json import Object, an_object, count, needed, objects, text
from ..newest_first import Entry, Found, Known, Page, version_of
from ..protocol import Author, Kind, Mention, UnreadableError
from .access import SOURCE, Access

PAGE_SIZE = 100
CAP = 1_000
_NEARLY = 900  # of the thousand, some are left out of the answer
_DELETED = ("[deleted]", "[removed]", "[ Removed by Reddit ]")


@dataclass(slots=True)
class Things:
    """A listing of posts (`t3`) or comments (`t1`): the newest thousand, whatever there is before."""

    access: Access
    path: str
    query: str = ""

    @property
    def name(self) -> str:
        """What it is called in the cursor."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def page(self, token: str | None, own: dict[str, Any]) -> Page:
        """Read a hundred things."""
        params: dict[str, str | int] = {"limit": PAGE_SIZE}
        if self.query:
            params |= {"q": self.query, "sort": "new", "type": "link"}
        own["listed"] = int(own.get("listed", 0)) if token else 0
        if token:
            params |= {"after": token, "count": own["listed"]}
        data = self.access.listing(self.path, params)
        things = objects(data.get("children"), SOURCE)
        own["listed"] += len(things)
        after = text(data, "after") or None
        return Page(
            [_entry(each) for each in things], after, capped=own["listed"] >= _NEARLY and after is None
        )

    def tired(self) -> bool:
        """A listing is read in one go: the name of a page is that of a post, which may be deleted."""
        return False

    def gone(self, ids: list[str]) -> Collection[str]:
        """Return the things Reddit says are deleted or removed."""
        data = self.access.listing("api/info", {"id": ",".join(ids)})
        there = {
            needed(_data(each), SOURCE, "name"): _data(each) for each in objects(data.get("children"), SOURCE)
        }
        return [key for key in ids if key in there and _is_deleted(there[key])]


def _entry(thing: Object) -> Entry:
    data = _data(thing)
    key, at = needed(data, SOURCE, "name"), _moment(data, "created_utc")
    deleted = _is_deleted(data)
    version = version_of(deleted, text(data, "title"), text(data, "selftext"), text(data, "body"))

    def read(_known: Known | None) -> Found:
        if deleted:
            return Found([Mention(native_id=key, deleted=True)])
        return Found([_comment(data, key, at) if key.startswith("t1_") else _post(data, key, at)])

    return Entry(key, at, version, read)


def _data(thing: Object) -> Object:
    return an_object(thing.get("data"), SOURCE)


def _post(data: Object, key: str, at: datetime) -> Mention:
    outside = "" if data.get("is_self") is True else text(data, "url")
    return Mention(
        native_id=key,
        title=text(data, "title"),
        text=text(data, "selftext") or (f"{text(data, 'title')} {outside}".strip()),
        url=f"https://www.reddit.com{text(data, 'permalink')}",
        source=f"r/{text(data, 'subreddit')}",
        author=_author(data),
        published=at,
        updated=_edited(data),
        thread=key,
        engagement={"likes": max(count(data, "score"), 0), "replies": count(data, "num_comments")},
    )


def _comment(data: Object, key: str, at: datetime) -> Mention:
    return Mention(
        native_id=key,
        text=text(data, "body"),
        url=f"https://www.reddit.com{text(data, 'permalink')}",
        kind=Kind.NOTE,
        source=f"r/{text(data, 'subreddit')}",
        author=_author(data),
        published=at,
        updated=_edited(data),
        reply_to=text(data, "parent_id"),
        thread=text(data, "link_id"),
        engagement={"likes": max(count(data, "score"), 0)},
    )


def _author(data: Object) -> Author | None:
    name = text(data, "author")
    if not name or name in _DELETED:
        return None
    return Author(
        id=text(data, "author_fullname") or name,
        name=name,
        handle=f"u/{name}",
        url=f"https://www.reddit.com/user/{name}",
    )


def _is_deleted(data: Object) -> bool:
    said = text(data, "body") or text(data, "selftext")
    return said.strip() in _DELETED or bool(text(data, "removed_by_category"))


def _edited(data: Object) -> datetime | None:
    return _moment(data, "edited") if text(data, "edited") else None


def _moment(data: Object, name: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(needed(data, SOURCE, name)), UTC)
    except (ValueError, OverflowError, OSError):
        raise UnreadableError(f"{SOURCE} gave a date that is none.") from None
