"""Where one listing was left: how far it is known, which entries are remembered, which walk is under way."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from .listing import Entry, Known

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def millis(moment: datetime) -> int:
    """Return a moment as whole milliseconds since 1970."""
    return (moment - _EPOCH) // _MILLISECOND


def moment(value: int | None) -> datetime | None:
    """Return the moment of milliseconds since 1970."""
    return None if value is None else _EPOCH + value * _MILLISECOND


@dataclass(slots=True)
class Walk:
    """One way down a listing: the page to go on with, the newest and oldest met, where to stop and what to pass over."""

    token: str | None = None
    top: int | None = None
    low: int | None = None
    until: int | None = None
    floor: int | None = None
    restarts: int = 0

    def meet(self, at: int, now: int) -> None:
        """Note an entry; a date in the future does not count, or it would hide all that comes before it."""
        at = min(at, now)
        self.top = at if self.top is None else max(self.top, at)
        self.low = at if self.low is None else min(self.low, at)


@dataclass(slots=True)
class Place:
    """The state of one listing; moments are milliseconds since 1970.

    Everything up to `mark` was read. `seen` remembers entries (when, version, in which walk): the newest ones, so that
    what stands around the mark is neither lost nor read twice. `turn` is the round it was last read in, `start` how far
    back the first walk looked.
    """

    mark: int | None = None
    start: int | None = None
    turn: int = 0
    number: int = 0
    seen: dict[str, list[Any]] = field(default_factory=dict)
    walk: Walk | None = None
    own: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Place":
        """Return the state a cursor holds; the cursor itself stays as it is."""
        walk = data.get("walk")
        return cls(
            mark=data.get("mark"),
            start=data.get("start"),
            turn=data.get("turn", 0),
            number=data.get("number", 0),
            seen={key: list(value) for key, value in data.get("seen", {}).items()},
            walk=Walk(**walk) if walk else None,
            own=deepcopy(data.get("own", {})),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        walk = self.walk and {name: getattr(self.walk, name) for name in Walk.__slots__}
        return {
            "mark": self.mark,
            "start": self.start,
            "turn": self.turn,
            "number": self.number,
            "seen": self.seen,
            "walk": walk,
            "own": self.own,
        }

    def begin(self, overlap: timedelta, since: datetime | None, remembered: int) -> Walk:
        """Return the walk under way, or a new one: the first down to `since`, later ones to a little before the mark.

        The overlap ends with what is remembered, else its entries would be read again and again.
        """
        if self.walk is None:
            self.number += 1
            if self.mark is None:
                self.start = None if since is None else millis(since)
                self.walk = Walk(until=self.start, floor=self.start)
            else:
                full = len(self.seen) >= remembered
                oldest = min(value[0] for value in self.seen.values()) if full else None
                until = min(self.mark, _latest(self.mark - overlap // _MILLISECOND, self.start, oldest) or 0)
                self.walk = Walk(until=until, floor=_latest(self.start, oldest))
        return self.walk

    def known(self, entry: Entry) -> Known | None:
        """Return what is remembered of an entry."""
        value = self.seen.get(entry.id)
        return None if value is None else Known(moment(value[0]) or _EARLIEST, value[1])

    def remember(self, entry: Entry) -> None:
        """Remember an entry as it is now."""
        self.seen[entry.id] = [millis(entry.at), entry.version, self.number]

    def missing(self, walk: Walk) -> list[str]:
        """Return the remembered entries a whole walk passed by without meeting them, the newest first."""
        if walk.low is None:
            return []
        low = _latest(walk.low, walk.until) or walk.low
        there = [
            (value[0], key) for key, value in self.seen.items() if value[2] != self.number and value[0] > low
        ]
        return [key for _, key in sorted(there, reverse=True)]

    def forget(self, remembered: int) -> None:
        """Keep the newest entries in memory, no more than so many; while a walk is under way, also those from before it.

        Those are what the walk comes to last, and reading them again would help nobody.
        """
        if len(self.seen) <= remembered:
            return
        kept = {key for key, value in self.seen.items() if self.walk and value[2] != self.number}
        newest = sorted(
            (pair for pair in self.seen.items() if pair[0] not in kept), key=lambda pair: -pair[1][0]
        )
        kept.update(key for key, _ in newest[:remembered])
        self.seen = {key: value for key, value in self.seen.items() if key in kept}


def _latest(*values: int | None) -> int | None:
    return max((value for value in values if value is not None), default=None)
