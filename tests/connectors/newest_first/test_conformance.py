"""The conformance kit, over HTTP and through the guarded way out, for each of the five services."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

from goodword.connectors.conformance import Clock, HttpPeer, Item, Kit, Reply, Request, check_spec, scenarios
from goodword.connectors.protocol import Connector
from goodword.connectors.wire import Answer, Net

from . import peers
from .kinds import KINDS, Kind

PAGES = {"youtube": 50, "app_store": 50, "google_business": 50, "trustpilot": 100, "reddit": 100}


class Served(HttpPeer):
    """A fake behind a port; the first part of the path is the host that was meant."""

    def __init__(self, clock: Clock, kind: Kind) -> None:
        super().__init__(clock)
        self.kind, self.fake = kind, kind.fake()

    def native_id(self, item: Item) -> str:
        return f"{self.kind.prefix}i{int(item.id):05}"

    def answer(self, request: Request) -> Reply:
        self.fake.time = self.clock.now
        self.fake.items = [self._as_fake(item) for item in self.items if not item.deleted]
        if hasattr(self.fake, "ghosts"):
            self.fake.ghosts = [self._as_fake(item) for item in self.items if item.deleted]
        _, host, path = request.path.split("/", 2)
        headers = {name.title().replace("Apikey", "apikey"): value for name, value in request.headers.items()}
        sent = None
        if request.body:
            sent = Answer(200, {}, request.body, "").json()
        status, body = self.fake.answer(peers.Request(host, f"/{path}", request.query, headers, sent))
        return Reply.json(body, status)

    def _as_fake(self, item: Item) -> peers.Item:
        changed = item.changed if item.changed != item.at else None
        return peers.Item(f"i{int(item.id):05}", item.at, item.text, changed=changed, place=self.kind.place)


class Rerouted:
    """A way out that asks the peer whatever host is meant."""

    def __init__(self, net: Net, url: str) -> None:
        self._net, self._url = net, url
        self.now = net.now

    def get(
        self, url: str, *, params: Mapping[str, Any] | None = None, headers: Any = None, robots: bool = False
    ) -> Answer:
        return self._net.get(self._there(url), params=params, headers=headers, robots=robots)

    def post(self, url: str, *, json: Any = None, headers: Any = None) -> Answer:
        return self._net.post(self._there(url), json=json, headers=headers)

    def _there(self, url: str) -> str:
        parts = urlsplit(url)
        assert parts.scheme == "https"
        return f"{self._url}/{parts.hostname}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def kit(kind: Kind) -> Kit:
    def opened(peer: Any, net: Net) -> Connector:
        return kind.spec.open(kind.settings, Rerouted(net, peer.url))  # type: ignore[arg-type]

    return Kit(
        peer=lambda clock: Served(clock, kind),
        open=opened,
        page=PAGES[kind.spec.kind],
        cap=kind.cap,
        deletions=kind.tells_deletions,
        skip=frozenset(),
    )


CASES = [(kind, name) for kind in KINDS.values() for name in scenarios(kit(kind))]


@pytest.mark.parametrize(("kind", "name"), CASES, ids=[f"{kind.spec.kind}: {name}" for kind, name in CASES])
def test_nothing_is_lost(kind: Kind, name: str) -> None:
    scenarios(kit(kind))[name]()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_spec_says_everything(kind: Kind) -> None:
    check_spec(kind.spec, kind.settings)
