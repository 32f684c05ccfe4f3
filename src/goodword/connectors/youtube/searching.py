"""Videos found by words: each becomes a mention, and its comments a listing. A bucket of its own pays for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ..checked_json import Object, moment, needed, text
from ..newest_first import Found
from ..protocol import Author, Gap, GapReason, Kind, LimitedError, Mention
from .api import SOURCE, Api, ApiError, QuotaError, pacific_day

CALLS_A_DAY = 100
A_PAGE, MOST_PAGES = 50, 10  # YouTube shows about 500 videos of a search
_OVERLAP = timedelta(days=1)  # videos appear in the search late
_MOST_VIDEOS = 40
_KEPT_IDS = 2_000


def search(api: Api, words: Sequence[str], memory: dict[str, Any], since: datetime) -> Found:
    """Ask for videos with the words whose turn it is, if today's bucket allows; return those not seen before.

    `memory` holds the day, its calls, when each search was asked last (`asked`) and up to when it was read whole
    (`read`), and the videos found; it is changed. A search that is refused is a gap, and holds up nothing else.
    """
    now = api.now()
    day = pacific_day(now)
    if memory.get("day") != day:
        memory.update(day=day, calls=0)
    asked: dict[str, str] = memory.setdefault("asked", {})
    read: dict[str, str] = memory.setdefault("read", {})
    due = [each for each in words if _is_due(asked.get(each), now, len(words))]
    if not due or memory["calls"] >= CALLS_A_DAY:
        return Found([])
    query = min(due, key=lambda each: asked.get(each, ""))
    last = datetime.fromisoformat(read[query]) if query in read else None
    asked[query] = now.isoformat()
    items: dict[str, Object] = {}
    try:
        left_out = _turn_pages(api, memory, query, last, since, items)
    except (LimitedError, ApiError) as error:
        if isinstance(error, QuotaError):
            memory["calls"] = CALLS_A_DAY
        return Found(_noted(items, memory), [_refused(query, error, last, now)])
    read[query] = now.isoformat()
    return Found(_noted(items, memory), left_out)


def _turn_pages(
    api: Api,
    memory: dict[str, Any],
    query: str,
    last: datetime | None,
    since: datetime,
    items: dict[str, Object],
) -> list[Gap]:
    """Add to `items` what a search finds down to what was read the last time; return what it does not show."""
    after = max(since, last - _OVERLAP) if last else since
    params: dict[str, str | int] = {
        "part": "snippet",
        "q": query,
        "type": "video",
        "order": "date",
        "maxResults": A_PAGE,
        "publishedAfter": after.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    until, oldest = last or since, api.now()
    for _ in range(MOST_PAGES):
        if memory["calls"] >= CALLS_A_DAY:
            raise LimitedError("The day's searches are used up.")
        memory["calls"] += 1
        answer = api.call("search", params)
        shown = [item for item in answer["items"] if text(item, "id", "videoId")]
        items |= {text(item, "id", "videoId"): item for item in shown}
        oldest = min([oldest, *map(_published, shown)])
        token = text(answer, "nextPageToken")
        if not shown or oldest < until or (not token and len(items) < A_PAGE * MOST_PAGES):
            return []
        params["pageToken"] = token
    detail = f"The search for “{query}” is read to its {len(items)} newest videos only."
    return [Gap(reason=GapReason.PROVIDER_CAP, start=until, end=oldest, detail=detail)]


def _refused(query: str, error: LimitedError | ApiError, last: datetime | None, now: datetime) -> Gap:
    """Return the gap of a search that was not answered: from when it was read last until now."""
    limited = isinstance(error, LimitedError)
    reason = GapReason.RATE_LIMITED if limited else GapReason.REFUSED
    why = str(error) if limited else f"YouTube refused it ({str(error)[:40]})."
    return Gap(reason=reason, start=last, end=now, detail=f"The search for “{query}”: {why}")


def _is_due(asked: str | None, now: datetime, queries: int) -> bool:
    """Spread the calls over the day; ten stay in reserve."""
    pause = timedelta(days=1) * queries / (CALLS_A_DAY - 10)
    return asked is None or now - datetime.fromisoformat(asked) >= pause


def _noted(items: Mapping[str, Object], memory: dict[str, Any]) -> list[Mention]:
    """Remember the videos that are new, the newest of which are watched, and return them as mentions."""
    watched, known = memory.setdefault("videos", []), memory.setdefault("known", [])
    keys = [key for key in items if key not in known]
    memory["videos"] = [*keys, *watched][:_MOST_VIDEOS]
    memory["known"] = [*keys, *known][:_KEPT_IDS]
    return [_video(items[key]) for key in keys]


def _published(item: Object) -> datetime:
    return moment(needed(item, SOURCE, "snippet", "publishedAt"), SOURCE)


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
        published=_published(item),
        thread=f"video:{key}",
    )
