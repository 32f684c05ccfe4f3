"""Several small steps in one pull, each of one request or a few."""

from collections.abc import Callable, Iterable
from datetime import datetime

from .newest_first.versions import version_of
from .protocol import Cursor, Gap, LimitedError, Mention, Pull, PullError, UnreadableError

REMEMBERED = 2_000
LONG = (
    600.0  # seconds; a round that took longer is followed by the next at once, since more has come meanwhile
)


def in_steps(
    step: Callable[[Cursor], Pull], cursor: Cursor, at_most: int, now: Callable[[], datetime]
) -> Pull:
    """Step on from a cursor while the source has more, `at_most` times.

    A fault at the first step raises. One that comes later ends the pull early: what was read counts, the cursor stands
    before the step that failed, and the next pull meets the fault again. So a source that fails now and then still
    gets on. One that asked for a rest meanwhile (`rest`, until when) is not asked again before it is over. What is
    read again and has not changed is left out; the cursor remembers it (`kept`).
    """
    left = float(cursor.get("rest", 0)) - now().timestamp()
    if left > 0:
        raise LimitedError(
            f"The source asked for a rest: it is asked again in {left:.0f} seconds.", retry_after=left
        )
    cursor = {name: value for name, value in cursor.items() if name != "rest"}
    news = News(cursor.get("kept", []))
    mentions: list[Mention] = []
    gaps: list[Gap] = []
    for done in range(at_most):
        try:
            found = step(cursor)
        except PullError as error:
            if not done:
                raise
            cursor = {**cursor, **_rest(error, now())}
            break
        mentions += found.mentions
        gaps += found.gaps
        cursor = found.cursor
        if not found.more or "rest" in cursor:
            break
    fresh = news.of(mentions)
    return Pull(fresh, gaps, {**cursor, "kept": news.kept})


def about_one_item(error: PullError) -> bool:
    """Tell whether a failed request for a single item says nothing of the source as a whole.

    The source answered, and did not ask for a rest: the item may be hidden or broken there. It must not stop the rest.
    """
    return not isinstance(error, LimitedError) and (
        error.answer is not None or isinstance(error, UnreadableError)
    )


def _rest(error: PullError, now: datetime) -> dict[str, float]:
    wait = error.retry_after if isinstance(error, LimitedError) else None
    return {"rest": now.timestamp() + wait} if wait else {}


class News:
    """Tells what is new or changed from what came before, by a short digest of each of the last items.

    >>> news = News([])
    >>> said = Mention(native_id="1", text="good")
    >>> len(news.of([said, said])), len(news.of([said])), len(News(news.kept).of([said]))
    (1, 0, 0)
    """

    def __init__(self, kept: Iterable[str]) -> None:
        """Take what `kept` was before."""
        self._kept = dict(each.split(":", 1) for each in kept if ":" in each)

    def of(self, mentions: Iterable[Mention]) -> list[Mention]:
        """Return what is new or changed; an item that comes twice is taken as it came last."""
        last: dict[str, Mention] = {}
        for mention in mentions:
            last.pop(mention.native_id, None)
            last[mention.native_id] = mention
        return [mention for mention in last.values() if self._is_new(mention)]

    @property
    def kept(self) -> list[str]:
        """What a cursor can hold, the oldest first."""
        return [f"{key}:{version}" for key, version in list(self._kept.items())[-REMEMBERED:]]

    def _is_new(self, mention: Mention) -> bool:
        key, version = version_of(mention.native_id), version_of(repr(mention))
        known = self._kept.pop(key, None)
        self._kept[key] = version
        return known != version
