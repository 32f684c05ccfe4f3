"""Hacker News read through Algolia's search by date, one stretch of time after the other."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..entered import read_settings
from ..protocol import Cursor, Field, Gap, GapReason, Pull, SettingError
from ..steps import LONG, in_steps
from ..wire import Net
from ..words import quoted
from .hits import Hits, read_hits

SEARCH = "https://hn.algolia.com/api/v1/search_by_date"
CAP = 1000  # hits the service hands out for one question
OVERLAP = (
    3 * 3600
)  # seconds read again: an item may be edited for two hours, and is indexed late now and then
STEPS = 10  # questions in one pull


class HackerNews:
    """Every word has its own place in time, so that a new word starts from the beginning and no other does.

    A word's place is the stretch being asked for (`from`, `to`) and the end of the walk (`until`); a walk that is done
    leaves `until` only, and the next starts `OVERLAP` before it (gaps up to there were `told`). All are seconds since
    1970, ends excluded.
    """

    def __init__(self, net: Net, words: tuple[str, ...], tags: str, days: int, search: str) -> None:
        """Take the words to look for, Algolia's tags of the kinds wanted, how far back to begin, and whom to ask."""
        self._net, self._words, self._tags, self._days, self._search = net, words, tags, days, search

    def pull(self, cursor: Cursor) -> Pull:
        """Ask for a few stretches of time, the oldest first."""
        now = int(self._net.now().timestamp()) + 1
        places = cursor.get("words", {})
        begun = {word: self._begun(places.get(word), now, bool(cursor.get("more"))) for word in self._words}
        return in_steps(self._step, {**cursor, "words": begun, "more": True}, STEPS, self._net.now)

    def _begun(self, place: dict[str, int] | None, now: int, going_on: bool) -> dict[str, int]:
        if place is None:
            start, told = now - self._days * 86400, 0
        elif "from" in place or going_on:
            return place
        else:
            start, told = min(place["until"], now) - OVERLAP, place["until"]
        return {"from": start, "to": now, "until": now, "told": told}

    def _step(self, cursor: Cursor) -> Pull:
        places: dict[str, dict[str, int]] = cursor["words"]
        word = next((word for word, place in places.items() if "from" in place), None)
        if word is None:
            return Pull([], [], {"words": places, "more": False})
        place = places[word]
        start, end = place["from"], place["to"]
        hits = self._ask(word, start, end)
        if hits.total >= CAP and end - start > 1:
            further = {**place, "to": (start + end) // 2}
            return Pull([], [], self._with(places, word, further))
        further = {**place, "from": end, "to": min(place["until"], end + 2 * (end - start))}
        if end >= place["until"]:
            further = self._ended(place)
        gaps = _gaps(hits, word, start, end) if end > place["told"] else []
        return Pull(hits.mentions, gaps, self._with(places, word, further))

    def _ended(self, place: dict[str, int]) -> dict[str, int]:
        """Return the place after the last stretch; a walk that took long goes on to the present."""
        end, now = place["until"], int(self._net.now().timestamp()) + 1
        if now - end > LONG:
            return {**place, "from": end, "to": now, "until": now}
        return {"until": end}

    def _with(self, places: dict[str, dict[str, int]], word: str, place: dict[str, int]) -> Cursor:
        after = {**places, word: place}
        return {"words": after, "more": any("from" in each for each in after.values())}

    def _ask(self, word: str, start: int, end: int) -> Hits:
        answer = self._net.get(
            self._search,
            params={
                "query": quoted(word),
                "tags": self._tags,
                "numericFilters": f"created_at_i>={start},created_at_i<{end}",
                "hitsPerPage": CAP,
                "page": 0,
                "advancedSyntax": "true",
                "typoTolerance": "false",
                "restrictSearchableAttributes": "title,url,story_text,comment_text",  # not the author's name
                "attributesToHighlight": "",
            },
        )
        return read_hits(answer.json())


def _gaps(hits: Hits, word: str, start: int, end: int) -> list[Gap]:
    when = {"start": datetime.fromtimestamp(start, UTC), "end": datetime.fromtimestamp(end, UTC)}
    gaps = []
    if hits.total > hits.shown:
        detail = (
            f"{hits.total:,} items with “{word}” in one second, and the search shows {hits.shown:,} at most."
        )
        gaps.append(
            Gap(reason=GapReason.PROVIDER_CAP, **when, detail=detail, missing=hits.total - hits.shown)
        )
    if hits.broken:
        detail = f"{hits.broken} items came without an id or a date."
        gaps.append(Gap(reason=GapReason.SKIPPED, **when, detail=detail, missing=hits.broken))
    return gaps


def open_hacker_news(fields: tuple[Field, ...], settings: Mapping[str, Any], net: Net) -> HackerNews:
    """Open the source; raises `SettingError`."""
    values = read_settings(fields, settings, {"days": (0, 3650)})
    kinds = [tag for tag, name in (("story", "stories"), ("comment", "comments")) if values[name]]
    if not kinds:
        raise SettingError("stories", "Neither stories nor comments are read: switch one of them on.")
    return HackerNews(net, values["words"], f"({','.join(kinds)})", values["days"], values["address"])
