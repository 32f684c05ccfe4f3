"""What a scenario needs to know of a kind of source, and the world it runs in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from ..net import GuardedNet, NetLimits, Rate
from ..protocol import Connector
from ..wire import Net
from .clock import Clock
from .faults import Fault
from .keeping import ConformanceError, Kept, drain
from .peer import Item, Peer


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A kind of source under test: how its peer is made, how it is opened, and what the source lets one see."""

    peer: Callable[[Clock], Peer]
    open: Callable[[Peer, Net], Connector]
    page: int  # how many items the source hands out at once
    backlog: int = 10  # how many pages wait after a long rest
    cap: int | None = None  # the source hands out no more than so many; what is lost must be a gap
    history: bool = True  # what was there before the first run is handed out whole
    edits: bool = True  # changed items come again
    deletions: bool = False  # deleted items are told
    late_by: timedelta | None = timedelta(
        hours=1
    )  # an item this much older than the newest is still found; None: never
    every: timedelta = timedelta(minutes=15)  # the time between two runs
    most_pulls: int = 200  # a run with more never ends
    faults: tuple[Fault, ...] = tuple(Fault)
    skip: frozenset[str] = field(default_factory=frozenset)  # scenarios the source knows no such thing as


class World:
    """One peer, what has been kept of it, and the way to it."""

    def __init__(self, kit: Kit, peer: Peer, net: GuardedNet) -> None:
        """Begin with nothing kept."""
        self.kit, self.peer, self.net = kit, peer, net
        self.kept = Kept()
        self._before: frozenset[str] | None = None  # the items that were there before the first run

    def connector(self) -> Connector:
        """Open the connector as after a start: it knows nothing but its settings."""
        return self.kit.open(self.peer, self.net)

    def run(self, *, killed: bool = False) -> int:
        """Let the time between two runs pass and read everything; return how many pulls it took."""
        self.peer.clock.now += self.kit.every
        if self._before is None:
            self._before = frozenset(item.id for item in self.peer.items)
        return drain(self.connector, self.kept, most=self.kit.most_pulls, killed=killed)

    def check(self) -> None:
        """See that every item is kept once, or lies in a gap that says so."""
        expected = {self.peer.native_id(item): item for item in self.peer.items}
        kept = self.kept.mentions
        doubled = kept.keys() - expected.keys()
        if doubled:
            raise ConformanceError(
                f"{len(doubled)} mentions the source never had, or doubled: {sorted(doubled)[:5]}."
            )
        lost = [item for key, item in expected.items() if key not in kept and not self._excused(item)]
        if lost:
            ids = [item.id for item in lost[:5]]
            raise ConformanceError(f"{len(lost)} of {len(expected)} items lost without a gap, such as {ids}.")

    def _excused(self, item: Item) -> bool:
        if item.deleted or (not self.kit.history and item.id in (self._before or ())):
            return True
        return self.kit.cap is not None and any(
            (gap.start is None or gap.start <= item.at) and (gap.end is None or item.at <= gap.end)
            for gap in self.kept.gaps
        )


@contextmanager
def world(kit: Kit) -> Iterator[World]:
    """Start a peer and open the guarded way to it alone, on a clock that does not wait."""
    clock = Clock()
    with (
        kit.peer(clock) as peer,
        GuardedNet(
            allow=[peer.place] if peer.place else [],
            rate=Rate(1000, 1000),
            limits=NetLimits(connect=5, read=5, total=10),
            clock=clock,
            sleep=clock.sleep,
        ) as net,
    ):
        yield World(kit, peer, net)
