"""The platforms as the conformance kit wants them."""

import gzip
import json
from datetime import datetime, timedelta

from goodword.connectors.conformance import Clock, HttpPeer, Item, Kit, Reply, Request

from .kinds import Kind
from .peer import Peer
from .peer import Request as Asked


class Adapted(HttpPeer):
    """A platform whose clock and port are the kit's."""

    def __init__(self, clock: Clock, kind: Kind) -> None:
        super().__init__(clock)
        self.kind, self.inner = kind, kind.peer()

    def start(self) -> None:
        super().start()
        self.inner.port = int(self.place.rpartition(":")[2])

    def add(
        self, count: int = 1, *, at: datetime | None = None, step: timedelta = timedelta(seconds=1)
    ) -> list[Item]:
        added = []
        for _ in range(count):
            self.clock.now += step
            self.inner.time = self.clock.now
            (own,) = self.inner.add(ago=self.clock.now - (at or self.clock.now))
            name = self.kind.native(self.inner, own)
            added.append(Item(name, own.text, own.at, own.at, more={"own": own}))
        self.items += added
        return added

    def edit(self, item: Item) -> None:
        super().edit(item)
        self.inner.time = self.clock.now
        self.inner.edit(item.more["own"], item.text)

    def delete(self, item: Item) -> None:
        super().delete(item)
        item.more["own"].gone = True

    def answer(self, request: Request) -> Reply:
        self.inner.time = self.clock.now
        status, body, *more = self.inner.answer(Asked(request.path, request.query, request.headers))
        headers = {"Content-Type": "application/json", **(more[0] if more else {})}
        content = json.dumps(body).encode()
        if self.inner.zipped:
            content, headers["Content-Encoding"] = gzip.compress(content), "gzip"
        return Reply(content, status, headers)


def kit_of(kind: Kind) -> Kit:
    """Return what the conformance kit needs to know."""
    settings = {**kind.settings}

    def opened(peer: Peer, net: object) -> object:
        return kind.spec.open({**settings, "address": kind.address.format(peer.url)}, net)

    return Kit(
        peer=lambda clock: Adapted(clock, kind),
        open=opened,  # type: ignore[arg-type]
        page=20,
        deletions=kind.tells_deletions,
        late_by=kind.overlap * 0.8,
    )
