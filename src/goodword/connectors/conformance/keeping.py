"""What the platform does with a connector: pull, keep everything in one step with the cursor, pull again."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from ..protocol import Connector, Cursor, Gap, Mention, Pull


class ConformanceError(AssertionError):
    """A connector breaks the protocol; the message says where."""


@dataclass(slots=True)
class Kept:
    """Everything kept of a source: mentions by native id, gaps, and the cursor."""

    mentions: dict[str, Mention] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    cursor: Cursor = field(default_factory=dict)

    def keep(self, pull: Pull) -> None:
        """Keep one pull: a mention that is known is changed, a tombstone takes what was said."""
        for mention in pull.mentions:
            if not mention.native_id:
                raise ConformanceError("A mention has no native_id.")
            if mention.deleted and (mention.text or mention.title):
                raise ConformanceError(f"The tombstone of {mention.native_id} still says something.")
            for moment in (mention.published, mention.updated):
                if moment is not None and moment.tzinfo is None:
                    raise ConformanceError(f"A date of {mention.native_id} has no zone.")
            self.mentions[mention.native_id] = mention
        for gap in pull.gaps:
            if any(moment is not None and moment.tzinfo is None for moment in (gap.start, gap.end)):
                raise ConformanceError(f"A date of a gap has no zone: {gap.detail}")
        self.gaps.extend(pull.gaps)
        self.cursor = as_stored(pull.cursor)


def as_stored(cursor: Cursor) -> Cursor:
    """Return a cursor as it comes back from a database; raises when JSON cannot hold it."""
    try:
        stored: Cursor = json.loads(json.dumps(cursor, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise ConformanceError(f"The cursor is not JSON: {error}.") from None
    if stored != cursor:
        raise ConformanceError(
            "The cursor comes back from JSON as something else (tuples, keys that are numbers?)."
        )
    return stored


def pull_once(connector: Connector, cursor: Cursor) -> Pull:
    """Pull, and see that the cursor given was left alone."""
    given = copy.deepcopy(cursor)
    pull = connector.pull(given)
    if given != cursor:
        raise ConformanceError("The connector changed the cursor it was given; it has to return a new one.")
    return pull


def drain(opened: Callable[[], Connector], kept: Kept, *, most: int = 200, killed: bool = False) -> int:
    """Pull and keep until the source has no more waiting; return how many pulls it took.

    With `killed`, every pull is lost once before it is kept, and its connector with it, as after kill -9.
    """
    connector = opened()
    for count in range(1, most + 1):
        if killed:
            pull_once(connector, kept.cursor)
            connector = opened()
        pull = pull_once(connector, kept.cursor)
        kept.keep(pull)
        if not pull.more:
            return count
    raise ConformanceError(f"The connector still asks for more after {most} pulls.")
