"""A server read feed by feed, then the replies, then what has vanished."""

from collections.abc import Mapping
from typing import Any

from ..checked_json import Object, count, text
from ..entered import at_least_one, read_settings
from ..marks import start
from ..protocol import (
    Cursor,
    Field,
    Gap,
    GapReason,
    Mention,
    Pull,
    PullError,
    RefusedError,
    SettingError,
    UnreadableError,
)
from ..steps import LONG, about_one_item, in_steps
from ..wire import Net
from .feeds import Feeds
from .pages import order
from .statuses import is_public, listed, replies_to, status_mention
from .streaming import overheard, stream_address

STEPS = 20
REMEMBERED = 500
WAITING = 300
CHECKED = 40


class Mastodon:
    """One server. The cursor holds the place in every feed and what is left of the round.

    `due` feeds come first, then `threads` whose replies are read, then posts to `check`: those that were there an hour
    ago (`recent`, with the number of their replies) and that the round did not meet (`met`) again.
    """

    def __init__(self, net: Net, values: Mapping[str, Any]) -> None:
        """Take the checked settings."""
        self._net, self._address, self._token = net, values["address"], values["token"]
        self._place = self._address.split("//")[1]
        self._headers = {"authorization": f"Bearer {self._token}"} if self._token else {}
        self._feeds = Feeds(net, self._address, self._headers, values["days"])
        self._tags = [tag.lstrip("#＃") for tag in values["tags"]]
        self._names = [f"tag:{tag}" for tag in self._tags] + [f"word:{word}" for word in values["words"]]
        self._replies, self._listen = values["replies"], values["listen"]

    def pull(self, cursor: Cursor) -> Pull:
        """Read a few pages; when the round is over, listen for a while if that is asked for."""
        due = [name for name in cursor.get("due", []) if name in self._names]
        begun = {**cursor, "due": due, "more": True} if cursor.get("more") else self._new_round(cursor)
        pull = in_steps(self._step, begun, STEPS, self._net.now)
        return pull if pull.more or not self._listen else self._listened(pull)

    def _step(self, cursor: Cursor) -> Pull:
        if cursor["due"]:
            found = self._feed(cursor, cursor["due"][0])
        elif cursor.get("threads"):
            found = self._thread(cursor, cursor["threads"][0])
        elif cursor.get("check"):
            found = self._check(cursor, *cursor["check"][0])
        else:
            found = Pull([], [], dict(cursor))
        left = any(found.cursor.get(name) for name in ("due", "threads", "check"))
        after = {**found.cursor, "more": left}
        if not left and self._net.now().timestamp() - cursor["began"] > LONG:
            after = self._new_round(after)
        return Pull(found.mentions, found.gaps, after)

    def _new_round(self, cursor: Cursor) -> Cursor:
        return {**cursor, "due": self._names, "began": self._net.now().timestamp(), "more": True}

    def _feed(self, cursor: Cursor, name: str) -> Pull:
        places, recent = cursor.get("feeds", {}), cursor.get("recent", {}).get(name, {})
        read = self._feeds.read(name, places.get(name, {}))
        statuses = [each for each in read.statuses if is_public(each)]
        counts = {text(each, "id"): count(each, "replies_count") for each in statuses}
        met = _newest({**cursor.get("met", {}), **counts})
        threads, gaps = self._threads(cursor.get("threads", []), statuses, recent)
        after = {
            **cursor,
            "feeds": {**{key: places[key] for key in places if key in self._names}, name: read.place},
            "met": met,
            "threads": threads,
        }
        if read.done:
            floor = start(places.get(name, {}).get("marks", []))
            if len(met) >= REMEMBERED:
                floor = min(met, key=order)
            gone = [[name, key] for key in recent if order(key) > order(floor) and key not in met]
            after |= {
                "due": cursor["due"][1:],
                "met": {},
                "recent": {**cursor.get("recent", {}), name: met},
                "check": [*cursor.get("check", []), *gone][:CHECKED],
            }
        return Pull([status_mention(each, self._place) for each in statuses], [*read.gaps, *gaps], after)

    def _threads(
        self, waiting: list[str], statuses: list[Object], recent: Mapping[str, int]
    ) -> tuple[list[str], list[Gap]]:
        """Return the posts whose replies are to be read: those with more of them than at the last time."""
        if not self._replies:
            return [], []
        more = [
            text(each, "id")
            for each in statuses
            if count(each, "replies_count") > recent.get(text(each, "id"), 0)
        ]
        wanted = list(dict.fromkeys([*waiting, *more]))
        if len(wanted) <= WAITING:
            return wanted, []
        left = len(wanted) - WAITING
        detail = f"Too many posts have replies at once: those of {left} were not read."
        return wanted[:WAITING], [self._gap(GapReason.SKIPPED, detail)]

    def _gap(self, reason: GapReason, detail: str) -> Gap:
        """Return a gap among the replies: it says nothing of any stretch of time."""
        now = self._net.now()
        return Gap(reason=reason, start=now, end=now, detail=detail)

    def _thread(self, cursor: Cursor, key: str) -> Pull:
        """Read the replies to one post; that a server shows none is told once, until it does."""
        after = {**cursor, "threads": cursor["threads"][1:], "refused": False}
        try:
            answer = self._get(f"statuses/{key}/context")
            replies, root = replies_to(answer) if answer is not None else ([], "")
        except RefusedError:
            detail = f"{self._place} shows replies only to those who have a token."
            gaps = [] if cursor.get("refused") else [self._gap(GapReason.REFUSED, detail)]
            return Pull([], gaps, {**after, "threads": [], "refused": True})
        except PullError as error:
            if not about_one_item(error):
                raise
            detail = f"The replies to post {key} could not be read."
            return Pull([], [self._gap(GapReason.SKIPPED, detail)], after)
        found = [status_mention(each, self._place, root or key) for each in replies if is_public(each)]
        return Pull(found, [], after)

    def _check(self, cursor: Cursor, name: str, key: str) -> Pull:
        """Ask for one post that is missing; where the server cannot say whether it is there, the next round asks again."""
        after = {**cursor, "check": cursor["check"][1:]}
        try:
            status = self._get(f"statuses/{key}")
            found = listed([status]) if status is not None else []
        except PullError as error:
            if not about_one_item(error):
                raise
            recent = cursor.get("recent", {})
            return Pull([], [], {**after, "recent": {**recent, name: {**recent.get(name, {}), key: 0}}})
        if status is None:
            return Pull([Mention(native_id=key, deleted=True)], [], after)
        return Pull([status_mention(each, self._place) for each in found if is_public(each)], [], after)

    def _get(self, path: str) -> Any:
        """Return what a server says at a path, None when it says that nothing is there (any more)."""
        try:
            return self._net.get(f"{self._address}/api/v1/{path}", headers=self._headers).json()
        except UnreadableError as error:
            if error.answer is not None and error.answer.status in (404, 410):
                return None
            raise

    def _listened(self, pull: Pull) -> Pull:
        address = pull.cursor.get("stream") or stream_address(self._net, self._address, self._headers)
        found = list(pull.mentions)
        for tag in self._tags:
            found += overheard(self._net, address, tag, self._token, self._place, self._listen)
        return Pull(found, pull.gaps, {**pull.cursor, "stream": address})


def _newest(met: Mapping[str, int]) -> dict[str, int]:
    return {key: met[key] for key in sorted(met, key=order, reverse=True)[:REMEMBERED]}


def open_mastodon(fields: tuple[Field, ...], settings: Mapping[str, Any], net: Net) -> Mastodon:
    """Open the source; raises `SettingError`."""
    values = read_settings(fields, settings, {"days": (1, 365), "listen": (0, 60)})
    at_least_one(values, fields, "tags", "words")
    if values["words"] and not values["token"]:
        raise SettingError(
            "token", "Servers search only for those who show a token: give one, or follow hashtags instead."
        )
    return Mastodon(net, values)
