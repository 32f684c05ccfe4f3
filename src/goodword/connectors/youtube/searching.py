"""Videos found by words: each becomes a mention, and its comments a listing. A bucket of its own pays for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ..checked_json import Object, moment, needed, text
from ..protocol import Author, Kind, Mention
from .api import SOURCE, Api, ApiError, pacific_day

CALLS_A_DAY = 100
_MOST_VIDEOS = 40
_KEPT_IDS = 500


def search(api: Api, words: Sequence[str], memory: dict[str, Any], since: datetime) -> list[Mention]:
    """Ask for videos with the words whose turn it is, if today's bucket allows; return those not seen before.

    `memory` holds the day, its calls, when each was asked and the videos found; it is changed.
    """
    now = api.now()
    day = pacific_day(now)
    if memory.get("day") != day:
        memory.update(day=day, calls=0)
    asked: dict[str, str] = memory.setdefault("asked", {})
    due = [each for each in words if _is_due(asked.get(each), now, len(words))]
    if not due or memory["calls"] >= CALLS_A_DAY:
        return []
    query = min(due, key=lambda each: asked.get(each, ""))
    after = max(since, datetime.fromisoformat(asked[query]) - timedelta(days=1)) if query in asked else since
    memory["calls"] += 1
    try:
        answer = api.call(
            "search",
            {
                "part": "snippet",
                "q": query,
                "type": "video",
                "order": "date",
                "maxResults": 50,
                "publishedAfter": after.strftime("%Y-%m-%dT%H:%M:%SZ"),
            },
        )
    except ApiError:
        memory["calls"] = CALLS_A_DAY
        return []
    asked[query] = now.isoformat()
    return _noted(answer["items"], memory)


def _is_due(asked: str | None, now: datetime, queries: int) -> bool:
    """Spread the calls over the day; ten stay in reserve."""
    pause = timedelta(days=1) * queries / (CALLS_A_DAY - 10)
    return asked is None or now - datetime.fromisoformat(asked) >= pause


def _noted(items: list[Object], memory: dict[str, Any]) -> list[Mention]:
    """Remember the videos that are new, the newest of which are watched, and return them as mentions."""
    watched, known = memory.setdefault("videos", []), memory.setdefault("known", [])
    found = [
        item for item in items if text(item, "id", "videoId") and text(item, "id", "videoId") not in known
    ]
    keys = [text(item, "id", "videoId") for item in found]
    memory["videos"] = [*keys, *watched][:_MOST_VIDEOS]
    memory["known"] = [*keys, *known][:_KEPT_IDS]
    return [_video(item) for item in found]


def _video(item: Object) -> Mention:
    key = needed(item, SOURCE, "id", "videoId")
    return Mention(
        native_id=f"video:{key}",
        title=text(item, "snippet", "title"),
        text=text(item, "snippet", "description") or text(item, "snippet", "title"),
        url=f"https://www.youtube.com/watch?v={key}",
        kind=Kind.ARTICLE,
        source="youtube.com",
        author=Author(
            id=text(item, "snippet", "channelId"),
            name=text(item, "snippet", "channelTitle"),
            url=f"https://www.youtube.com/channel/{text(item, 'snippet', 'channelId')}",
        ),
        published=moment(needed(item, SOURCE, "snippet", "publishedAt"), SOURCE),
        thread=f"video:{key}",
    )
