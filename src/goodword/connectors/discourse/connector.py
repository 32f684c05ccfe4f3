"""Discourse read backwards, from the newest post to what was read before."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ..checked_json import Object, count, moment, text
from ..entered import read_settings
from ..marks import begun, marked, start
from ..protocol import Cursor, Field, Mention, Pull, PullError, SettingError
from ..steps import LONG, about_one_item, in_steps
from ..wire import Net
from ..words import Words
from .posts import SERVICE, listed, numbers, post_mention

OVERLAP = 3 * 3600  # seconds read again, for edits, deletions and posts that appeared late
STEPS = 10
RANGE = 50  # ids: older versions show those of one such range, however few of them are public
REMEMBERED = 1000
CHECKED = 50


class Discourse:
    """One forum. The cursor keeps the walk: `below` which id to go on, `top` it began at, `old` the
    newest id before the overlap, `floor` where it ends.

    `recent` are the ids of posts read since the floor; one that a whole walk did not meet again is asked for by
    itself (`check`), and becomes a tombstone when it is gone.
    """

    def __init__(self, net: Net, address: str, words: Words, headers: Mapping[str, str], days: int) -> None:
        """Take the forum's address and the words posts are kept for; `days` is how far back to begin."""
        self._net, self._address, self._words, self._headers = net, address, words, headers
        self._days = days

    def pull(self, cursor: Cursor) -> Pull:
        """Walk down a few pages."""
        return in_steps(self._step, {**cursor, "more": True}, STEPS, self._net.now)

    def _step(self, cursor: Cursor) -> Pull:
        if cursor.get("check"):
            return self._check(cursor)
        floor = int(start(cursor.get("marks", [])) or 0)
        walk = cursor.get("walk") or self._new_walk(floor)
        params = {"before": walk["below"]} if walk["below"] else None
        posts = listed(
            self._net.get(f"{self._address}/posts.json", params=params, headers=self._headers).json()
        )
        ids = [count(post, "id") for post in posts]
        fresh = [post for post in posts if self._wanted(post, walk["floor"])]
        mentions = self._mentions(fresh, posts)
        walk = {
            **walk,
            "top": max([walk["top"], *ids]),
            "old": max([walk["old"], *(count(post, "id") for post in posts if self._is_old(post))]),
            "below": _further(walk["below"], ids),
            "met": [*walk["met"], *(int(mention.native_id) for mention in mentions)][:REMEMBERED],
        }
        if self._ends(walk, posts, len(fresh)):
            return Pull(mentions, [], self._finished(cursor, walk))
        return Pull(mentions, [], {**cursor, "walk": walk, "more": True})

    def _new_walk(self, floor: int) -> dict[str, Any]:
        began = self._net.now().timestamp()
        return {"below": 0, "top": 0, "old": 0, "floor": floor, "met": [], "began": began}

    def _wanted(self, post: Object, floor: int) -> bool:
        if floor:
            return count(post, "id") >= floor
        since = self._net.now() - timedelta(days=self._days)
        return moment(text(post, "created_at"), SERVICE) >= since

    def _is_old(self, post: Object) -> bool:
        return moment(text(post, "created_at"), SERVICE) < self._net.now() - timedelta(seconds=OVERLAP)

    def _mentions(self, fresh: list[Object], posts: list[Object]) -> list[Mention]:
        known = numbers(posts)
        found = [post_mention(post, self._address, known) for post in fresh]
        return [mention for mention in found if self._words.found(mention.title, mention.text)]

    def _ends(self, walk: dict[str, Any], posts: list[Object], fresh: int) -> bool:
        if walk["below"] <= walk["floor"]:
            return True
        return not walk["floor"] and (fresh < len(posts) or not posts)

    def _finished(self, cursor: Cursor, walk: dict[str, Any]) -> Cursor:
        """Close a walk: remember where it began, and ask after posts that were there the last time."""
        met = set(walk["met"])
        low = min(met) if len(met) >= REMEMBERED else walk["floor"]
        missing = [key for key in cursor.get("recent", []) if key >= low and key not in met]
        now = self._net.now().timestamp()
        marks = begun(cursor.get("marks", []), now, walk["old"], OVERLAP)
        if marks:
            marks = marked(marks, now, max(walk["top"], walk["floor"]), OVERLAP)
        check = missing[:CHECKED]
        more = bool(check) or now - walk["began"] > LONG
        return {"marks": marks, "recent": sorted(met), "check": check, "more": more}

    def _check(self, cursor: Cursor) -> Pull:
        """Ask for one post that is missing: only what the forum says is not there becomes a tombstone.

        Where it cannot say so, the post is missed again by the next walk.
        """
        key, left = cursor["check"][0], cursor["check"][1:]
        after = {**cursor, "check": left, "more": bool(left)}
        try:
            self._net.get(f"{self._address}/posts/{key}.json", headers=self._headers).json()
        except PullError as error:
            if not about_one_item(error):
                raise
            if error.answer is not None and error.answer.status in (404, 410):
                return Pull([Mention(native_id=str(key), deleted=True)], [], after)
            return Pull([], [], {**after, "recent": sorted([*cursor["recent"], key])})
        return Pull([], [], after)


def _further(below: int, ids: list[int]) -> int:
    """Return the id to go on below; a page without new ids stands for one range of them."""
    lowest = min(ids, default=below)
    return lowest if lowest < below or not below else max(below - RANGE, 0)


def open_discourse(fields: tuple[Field, ...], settings: Mapping[str, Any], net: Net) -> Discourse:
    """Open the source; raises `SettingError`."""
    values = read_settings(fields, settings, {"days": (0, 3650)})
    if values["key"] and not values["user"]:
        raise SettingError("user", "The key needs its user: write the name it was made for, or system.")
    headers = {"accept": "application/json"}
    if values["key"]:
        headers |= {"Api-Key": values["key"], "Api-Username": values["user"]}
    return Discourse(net, values["address"], Words(values["words"]), headers, values["days"])
