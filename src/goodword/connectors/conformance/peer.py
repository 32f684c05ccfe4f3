"""A stand-in for a source: it holds items, and fails when it is told to."""

from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from .clock import Clock
from .faults import Fault


@dataclass(slots=True)
class Item:
    """Something somebody said at the peer."""

    id: str
    text: str
    at: datetime
    changed: datetime
    deleted: bool = False
    more: dict[str, Any] = field(default_factory=dict)  # whatever a peer needs besides


class Peer(ABC):
    """A source on this machine. Speak its protocol over `items` (in the order they arrived); `HttpPeer` helps with HTTP."""

    url: str = ""
    place: str = ""  # host:port, for the guard's allow list

    def __init__(self, clock: Clock) -> None:
        """Hold nothing yet."""
        self.clock = clock
        self.items: list[Item] = []
        self._faults: deque[Fault | None] = deque()

    def add(
        self, count: int = 1, *, at: datetime | None = None, step: timedelta = timedelta(seconds=1)
    ) -> list[Item]:
        """Let items arrive: one a `step` from now on, or all with the date `at`; the clock moves along."""
        added = []
        for _ in range(count):
            self.clock.now += step
            number = len(self.items) + 1
            when = at or self.clock.now
            added.append(Item(str(number), f"Item {number} says a word.", when, when))
            self.items.append(added[-1])
        return added

    def edit(self, item: Item) -> None:
        """Change what an item says."""
        self.clock.now += timedelta(seconds=1)
        item.text, item.changed = f"{item.text} Edited.", self.clock.now

    def delete(self, item: Item) -> None:
        """Delete an item."""
        self.clock.now += timedelta(seconds=1)
        item.deleted, item.changed = True, self.clock.now

    def fail_next(self, fault: Fault, *, after: int = 0) -> None:
        """Fail one answer: the next, or the one after so many."""
        self._faults.extend([*[None] * after, fault])

    def next_fault(self) -> Fault | None:
        """Return how the answer at hand has to fail; each request asks once."""
        return self._faults.popleft() if self._faults else None

    def heal(self) -> None:
        """Forget the failures that have not happened."""
        self._faults.clear()

    def native_id(self, item: Item) -> str:
        """Return the id the connector gives an item."""
        return item.id

    @abstractmethod
    def start(self) -> None:
        """Begin to answer; sets `url` and `place`."""

    @abstractmethod
    def stop(self) -> None:
        """Stop answering."""

    def __enter__(self) -> Self:
        """Use it in a `with` statement."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop answering."""
        self.stop()
