"""YouTube as a source: videos and channels that are named, and videos found by words."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import timedelta

from ..newest_first import Found, Plan, pull_newest_first
from ..protocol import Cursor, Pull
from ..wire import Net
from .api import Api
from .searching import search
from .threads import Threads


class Youtube:
    """Comments, replies and found videos, the newest first."""

    def __init__(
        self,
        net: Net,
        key: str,
        videos: Sequence[str],
        channels: Sequence[str],
        words: Sequence[str],
        days: int,
    ) -> None:
        """Take the key and what to watch; `days` is how far back the first pull looks."""
        self._api = Api(net, key)
        self._videos, self._channels, self._words = videos, channels, words
        self._days = days

    def pull(self, cursor: Cursor) -> Pull:
        """Search when it is time to, then read on in one listing."""
        self._api.calls = 0
        cursor = deepcopy(cursor)
        since = self._api.now() - timedelta(days=self._days)
        found = self._search(cursor)
        listings = [Threads(self._api, "allThreadsRelatedToChannelId", key) for key in self._channels]
        watched = [*self._videos, *cursor.get("search", {}).get("videos", [])]
        listings += [Threads(self._api, "videoId", key) for key in dict.fromkeys(watched)]
        plan = Plan(pages=10, since=since if self._days else None)
        pull = pull_newest_first(listings, cursor, self._api.now(), plan)
        return Pull([*found.mentions, *pull.mentions], [*found.gaps, *pull.gaps], pull.cursor)

    def _search(self, cursor: Cursor) -> Found:
        """Search once. The bucket of searches is its own: that it is empty keeps no comment from being read."""
        if not self._words:
            return Found([])
        since = self._api.now() - timedelta(days=self._days or 3650)
        return search(self._api, self._words, cursor.setdefault("search", {}), since)
