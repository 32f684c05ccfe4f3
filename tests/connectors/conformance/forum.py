"""A small forum with a log of changes, a connector that reads it well, and some that do not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from goodword.connectors.conformance import HttpPeer, Reply, Request
from goodword.connectors.protocol import Cursor, Gap, GapReason, Mention, Pull, PullError, UnreadableError
from goodword.connectors.wire import Net

PAGE = 10


class Forum(HttpPeer):
    """GET /changes?since=N: what changed, ten at a time, oldest first; GET /newest: the ten newest."""

    def answer(self, request: Request) -> Reply:
        numbered = [{**_post(item), "seq": seq} for seq, item in enumerate(self._log(), 1)]
        if request.path == "/newest":
            return Reply.json({"posts": numbered[::-1][:PAGE]})
        since = int(request.query.get("since", "0"))
        return Reply.json({"posts": [post for post in numbered if post["seq"] > since][:PAGE]})

    def _log(self) -> list[Any]:
        """Items in the order of their last change; ties in the order they came."""
        known: list[Any] = getattr(self, "_known", [])
        for item in self.items:
            state = (item.id, item.changed)
            if not any((one.id, changed) == state for one, changed in known):
                known.append((item, item.changed))
        self._known = known
        return [item for item, _changed in known]


def _post(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "body": "" if item.deleted else item.text,
        "at": item.at.isoformat(),
        "deleted": item.deleted,
    }


class Good:
    """Reads the log of changes from where it left off."""

    def __init__(self, url: str, net: Net) -> None:
        self.url, self.net = url, net

    def pull(self, cursor: Cursor) -> Pull:
        since = int(cursor.get("since", 0))
        posts = self.posts("/changes", since)
        further = posts[-1]["seq"] if posts else since
        return Pull([_mention(post) for post in posts], [], {"since": further, "more": len(posts) == PAGE})

    def posts(self, path: str, since: int) -> list[dict[str, Any]]:
        answer = self.net.get(self.url + path, params={"since": since}).json()
        try:
            return list(answer["posts"])
        except (KeyError, TypeError):
            raise UnreadableError("The forum answered with something else.") from None


def _mention(post: dict[str, Any]) -> Mention:
    when = datetime.fromisoformat(post["at"])
    return Mention(native_id=post["id"], text=post["body"], published=when, deleted=post["deleted"])


class FirstPageOnly(Good):
    def pull(self, cursor: Cursor) -> Pull:
        posts = self.posts("/newest", 0)
        return Pull([_mention(post) for post in posts], [], {})


class NewerThanTheNewest(Good):
    """Goes by dates: loses ties and late items."""

    def pull(self, cursor: Cursor) -> Pull:
        pull = super().pull(cursor)
        newest = cursor.get("newest", "")
        mentions = [one for one in pull.mentions if one.published.isoformat() > newest]
        dates = [newest, *(one.published.isoformat() for one in pull.mentions)]
        return Pull(mentions, [], {**pull.cursor, "newest": max(dates)})


class StopsAfterThreePages(Good):
    def pull(self, cursor: Cursor) -> Pull:
        pages = int(cursor.get("pages", 0)) + 1
        pull = super().pull(cursor)
        if pages < 3 or not pull.more:
            return pull._replace(cursor={**pull.cursor, "pages": pages if pull.more else 0})
        return pull._replace(cursor={"since": 10**9})


class MovesBeforeItIsKept(Good):
    """Remembers in the connector's place what belongs in the cursor."""

    seen = 0

    def pull(self, cursor: Cursor) -> Pull:
        pull = super().pull({"since": type(self).seen} if cursor else {})
        type(self).seen = pull.cursor["since"]
        return pull


class SwallowsFailures(Good):
    def pull(self, cursor: Cursor) -> Pull:
        try:
            return super().pull(cursor)
        except PullError:
            return Pull([], [], cursor)


class CallsEverythingAnOutage(Good):
    def pull(self, cursor: Cursor) -> Pull:
        try:
            return super().pull(cursor)
        except PullError as error:
            raise PullError(str(error)) from None


class NewIdsEveryTime(Good):
    counted = 0

    def pull(self, cursor: Cursor) -> Pull:
        pull = super().pull({})
        type(self).counted += 1
        mentions = [
            Mention(native_id=f"{one.native_id}/{self.counted}", text=one.text) for one in pull.mentions
        ]
        return pull._replace(mentions=mentions, cursor={})


class NeverEnds(Good):
    def pull(self, cursor: Cursor) -> Pull:
        return super().pull(cursor)._replace(cursor={"more": True})


class KeepsATuple(Good):
    def pull(self, cursor: Cursor) -> Pull:
        return super().pull({})._replace(cursor={"since": (1, 2)})


class ChangesWhatItWasGiven(Good):
    def pull(self, cursor: Cursor) -> Pull:
        pull = super().pull(cursor)
        cursor.update(pull.cursor)
        return pull._replace(cursor=cursor)


class TombstonesSpeak(Good):
    def pull(self, cursor: Cursor) -> Pull:
        pull = super().pull(cursor)
        said = [Mention(native_id=one.native_id, text="said", deleted=one.deleted) for one in pull.mentions]
        return pull._replace(mentions=said)


class GapsWithoutAZone(Good):
    def pull(self, cursor: Cursor) -> Pull:
        pull = super().pull(cursor)
        naive = Gap(reason=GapReason.SKIPPED, start=datetime(2026, 3, 1))  # noqa: DTZ001 - what is wrong with it
        return pull._replace(gaps=[naive] if pull.mentions and not cursor else [])


BROKEN: list[Callable[[str, Net], Good]] = [
    FirstPageOnly, NewerThanTheNewest, StopsAfterThreePages, MovesBeforeItIsKept, SwallowsFailures,
    CallsEverythingAnOutage, NewIdsEveryTime, NeverEnds, KeepsATuple, ChangesWhatItWasGiven, TombstonesSpeak,
    GapsWithoutAZone,
]  # fmt: skip
