"""Stack Exchange read by activity, the oldest first: what was asked, answered or edited since."""

from collections.abc import Mapping
from typing import Any

from ..checked_json import count
from ..entered import at_least_one, read_settings
from ..protocol import Cursor, Field, Mention, Pull, UnreadableError
from ..steps import in_steps
from ..wire import Net
from ..words import quoted
from .api import SERVICE, Api, Page, until_midnight
from .threads import thread_mentions

OVERLAP = 6 * 3600  # seconds read again: comments do not count as activity, and the search lags behind
PAGE = 30
CALLS_A_PAGE = 2  # what a word finds, and the threads of it
STEPS = 5
Place = dict[str, int]


class StackExchange:
    """Every word and tag has its own place: the activity (`at`, seconds since 1970) read up to, and a page there.

    Pages are not counted on from one to the next, since a question that becomes active moves to the end and all others
    one up: the next page begins at the last activity seen. Only where a whole page shares one second is `page` turned.
    """

    def __init__(self, api: Api, site: str, words: tuple[str, ...], tags: tuple[str, ...], days: int) -> None:
        """Take the site and what to look for; `days` is how far back to begin."""
        self._api, self._site, self._days = api, site, days
        self._feeds = [f"word:{word}" for word in words] + [f"tag:{tag}" for tag in tags]

    def pull(self, cursor: Cursor) -> Pull:
        """Read a few pages of threads; while the service asks for a rest, raise
        `LimitedError`."""
        now = int(self._api.now().timestamp())
        places = cursor.get("feeds", {})
        begun = {feed: self._begun(places.get(feed), now, bool(cursor.get("more"))) for feed in self._feeds}
        return in_steps(self._step, {**cursor, "feeds": begun, "more": True}, STEPS, self._api.now)

    def _begun(self, place: Place | None, now: int, going_on: bool) -> Place:
        if place is None:
            return {"at": now - self._days * 86400, "page": 1, "until": now}
        if "page" in place or going_on:
            return place
        return {"at": min(place["until"], now) - OVERLAP, "page": 1, "until": now}

    def _step(self, cursor: Cursor) -> Pull:
        feed = next((feed for feed, place in cursor["feeds"].items() if "page" in place), None)
        if feed is None:
            return Pull([], [], {**cursor, "more": False})
        name = cursor.get("filter") or self._api.filter_for_threads()
        place: Place = cursor["feeds"][feed]
        listed, threads = self._threads(feed, place, name)
        mentions = [mention for item in threads.items for mention in _read(item, self._site)]
        feeds = {**cursor["feeds"], feed: _after(listed, place)}
        further = {"filter": name, "feeds": feeds, "more": any("page" in each for each in feeds.values())}
        return Pull(mentions, [], {**further, **self._asked_rest(listed, threads)})

    def _threads(self, feed: str, place: Place, name: str) -> tuple[Page, Page]:
        """Return the page a feed lists, and the whole threads of it."""
        kind, _, wanted = feed.partition(":")
        asked: dict[str, str | int] = {
            "sort": "activity",
            "order": "asc",
            "min": place["at"],
            "page": place["page"],
            "pagesize": PAGE,
        }
        if kind == "tag":
            listed = self._api.get("questions", {**asked, "tagged": wanted, "filter": name})
            return listed, listed
        listed = self._api.get("search/excerpts", {**asked, "q": quoted(wanted)})
        ids = list(dict.fromkeys(count(item, "question_id") for item in listed.items))
        if not all(ids):
            raise UnreadableError(f"{SERVICE} answered with items of another shape.")
        if not ids:
            return listed, listed
        path = f"questions/{';'.join(map(str, ids))}"
        return listed, self._api.get(path, {"filter": name, "pagesize": PAGE})

    def _asked_rest(self, *pages: Page) -> dict[str, float]:
        now = self._api.now()
        if any(page.spent for page in pages):
            return {"rest": until_midnight(now)}
        pause = max(page.pause for page in pages)
        return {"rest": now.timestamp() + pause} if pause else {}


def _read(item: Mapping[str, Any], site: str) -> list[Mention]:
    if not count(dict(item), "question_id"):
        raise UnreadableError(f"{SERVICE} answered with items of another shape.")
    return list(thread_mentions(dict(item), site))


def _after(listed: Page, place: Place) -> Place:
    last = max((count(item, "last_activity_date") for item in listed.items), default=0)
    if not listed.more:
        return {"until": place["until"]}
    if last > place["at"]:
        return {**place, "at": last, "page": 1}
    return {**place, "page": place["page"] + 1}


def open_stack_exchange(fields: tuple[Field, ...], settings: Mapping[str, Any], net: Net) -> StackExchange:
    """Open the source; raises `SettingError`."""
    values = read_settings(fields, settings, {"days": (0, 3650)})
    at_least_one(values, fields, "words", "tags")
    api = Api(net, values["address"], values["site"], values["key"])
    return StackExchange(api, values["site"], values["words"], values["tags"], values["days"])
