"""One page of a hashtag or a search, and where that feed stands afterwards."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from ..checked_json import Object, moment, text
from ..marks import Mark, begun, marked, start
from ..protocol import Gap, GapReason
from ..wire import Net
from ..words import quoted
from .pages import linked, newest, order
from .statuses import SERVICE, listed, searched

OVERLAP = 3600.0  # seconds read again: posts of other servers arrive late, and some are edited or deleted
PAGE = 40
Place = dict[str, Any]


class Read(NamedTuple):
    """The posts of a page, what could not be seen, and the feed's place; `done` when its round is over."""

    statuses: list[Object]
    gaps: list[Gap]
    place: Place
    done: bool


class Feeds:
    """The feeds of one server: `tag:…` and `word:…`.

    A place holds `marks` and, within a round, where it is: the very first round and every search go backwards from the
    newest (`below`, `offset`), a hashtag then goes forwards without gaps (`at`).
    """

    def __init__(self, net: Net, address: str, headers: Mapping[str, str], days: int) -> None:
        """Take the server's address and what to send along; `days` is how far back to begin."""
        self._net, self._address, self._headers, self._days = net, address, headers, days

    def read(self, feed: str, place: Place) -> Read:
        """Read the next page of a feed."""
        kind, _, wanted = feed.partition(":")
        if kind == "word":
            return self._search(wanted, place)
        return self._forwards(wanted, place) if place.get("marks") else self._backwards(wanted, place)

    def _forwards(self, tag: str, place: Place) -> Read:
        at = place.get("at") or start(place["marks"])
        answer = self._net.get(
            f"{self._address}/api/v1/timelines/tag/{quote(tag, safe='')}",
            params={"min_id": at, "limit": PAGE},
            headers=self._headers,
        )
        statuses = listed(answer.json())
        above = [text(each, "id") for each in statuses if order(text(each, "id")) > order(at)]
        if not above:
            return Read([], [], {"marks": self._marked(place, at, "")}, True)
        further = linked(answer, "prev", "min_id") or newest(above)
        return Read(statuses, [], {**place, "at": newest([further, newest(above)])}, False)

    def _backwards(self, tag: str, place: Place) -> Read:
        below, top = place.get("below", ""), place.get("top", "")
        answer = self._net.get(
            f"{self._address}/api/v1/timelines/tag/{quote(tag, safe='')}",
            params={"limit": PAGE} | ({"max_id": below} if below else {}),
            headers=self._headers,
        )
        statuses = listed(answer.json())
        recent, keys = self._since(statuses), [text(each, "id") for each in statuses]
        top, old = newest([top, *keys]), newest([place.get("old", ""), *self._before_overlap(statuses)])
        lowest = min(keys, key=order, default="")
        if not keys or len(recent) < len(keys) or (below and order(lowest) >= order(below)):
            return Read(recent, [], {"marks": self._marked(place, top, old)}, True)
        below = linked(answer, "next", "max_id") or lowest
        return Read(recent, [], {"below": below, "top": top, "old": old}, False)

    def _search(self, word: str, place: Place) -> Read:
        offset, top, lowest = place.get("offset", 0), place.get("top", ""), place.get("lowest", "")
        answer = self._net.get(
            f"{self._address}/api/v2/search",
            params={
                "q": quoted(word),
                "type": "statuses",
                "limit": PAGE,
                "offset": offset,
                "resolve": "false",
            },
            headers=self._headers,
        )
        statuses = searched(answer.json())
        keys, floor = [text(each, "id") for each in statuses], start(place.get("marks", []))
        low, top = min(keys, key=order, default=""), newest([top, *keys])
        old = newest([place.get("old", ""), *self._before_overlap(statuses)])
        above = statuses if floor else self._since(statuses)
        wanted = [each for each in above if order(text(each, "id")) >= order(floor)]
        ended = not keys or len(wanted) < len(keys)
        stuck = not ended and bool(lowest) and order(low) >= order(lowest)
        if ended or stuck:
            gaps = [self._capped(word, statuses, place)] if stuck and len(keys) >= PAGE else []
            return Read(wanted, gaps, {"marks": self._marked(place, top, old)}, True)
        further = {"offset": offset + len(keys), "top": top, "old": old, "lowest": low}
        return Read(wanted, [], {**place, **further}, False)

    def _since(self, statuses: list[Object]) -> list[Object]:
        since = self._net.now() - timedelta(days=self._days)
        return [each for each in statuses if moment(text(each, "created_at"), SERVICE) >= since]

    def _before_overlap(self, statuses: list[Object]) -> list[str]:
        until = self._net.now() - timedelta(seconds=OVERLAP)
        return [text(each, "id") for each in statuses if moment(text(each, "created_at"), SERVICE) < until]

    def _marked(self, place: Place, top: str, old: str) -> list[Mark]:
        now = self._net.now().timestamp()
        marks = begun(place.get("marks", []), now, old, OVERLAP)
        return marked(marks, now, newest([top, str(marks[-1][1])]), OVERLAP) if marks else []

    def _capped(self, word: str, statuses: list[Object], place: Place) -> Gap:
        marks = place.get("marks", [])
        begun = self._net.now() - timedelta(days=self._days)
        left = datetime.fromtimestamp(float(marks[-1][0]), begun.tzinfo) if marks else begun
        oldest = min(moment(text(each, "created_at"), SERVICE) for each in statuses)
        detail = f"The search for “{word}” shows its newest posts only."
        return Gap(reason=GapReason.PROVIDER_CAP, start=min(left, oldest), end=oldest, detail=detail)
