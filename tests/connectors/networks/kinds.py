"""Each kind with its platform, so that one set of tests can ask the same of all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from goodword.connectors.discourse import SPEC as DISCOURSE
from goodword.connectors.hacker_news import SPEC as HACKER_NEWS
from goodword.connectors.mastodon import SPEC as MASTODON
from goodword.connectors.protocol import Connector, ConnectorSpec
from goodword.connectors.stack_exchange import SPEC as STACK_EXCHANGE

from .peer import Item, Peer
from .peers import Discourse, Fediverse, HackerNews, StackExchange


@dataclass(frozen=True)
class Kind:
    """A kind of source, its settings, its platform, and how far back late, edited and deleted items are found."""

    spec: ConnectorSpec
    settings: Mapping[str, Any]
    peer: Callable[[], Peer]
    native: Callable[[Peer, Item], str]
    overlap: timedelta
    tells_deletions: bool = False
    address: str = "{}"

    def connector(self, peer: Peer) -> Connector:
        settings = {**self.settings, "address": self.address.format(peer.address)}
        return self.spec.open(settings, peer.net())

    def expected(self, peer: Peer) -> dict[str, str]:
        return {self.native(peer, item): item.text for item in peer.shown()}


def _plain(_peer: Peer, item: Item) -> str:
    return str(item.id)


def _named(peer: Peer, item: Item) -> str:
    assert isinstance(peer, Fediverse)
    return peer.name(item)


FEDIVERSE = {"tags": ["#lumen"], "days": 30}
SEARCH = {"words": ["lumen"], "token": "t0ken", "days": 30}
HOUR = timedelta(hours=1)
KINDS = {
    "hacker_news": Kind(
        HACKER_NEWS, {"words": ["Lumen"]}, HackerNews, _plain, 3 * HOUR, address="{}/api/v1/search_by_date"
    ),
    "stack_exchange": Kind(
        STACK_EXCHANGE, {"words": ["lumen"], "site": "stackoverflow"}, StackExchange,
        lambda _peer, item: f"question/{item.id}", 6 * HOUR,
    ),
    "stack_exchange_tag": Kind(
        STACK_EXCHANGE, {"tags": "lumen", "site": "stackoverflow", "key": "k3y"}, StackExchange,
        lambda _peer, item: f"question/{item.id}", 6 * HOUR,
    ),
    "discourse": Kind(DISCOURSE, {}, Discourse, _plain, 3 * HOUR, tells_deletions=True),
    "discourse_old": Kind(
        DISCOURSE, {"words": "lumen"}, lambda: Discourse(old=True), _plain, 3 * HOUR, tells_deletions=True
    ),
    "mastodon": Kind(MASTODON, FEDIVERSE, Fediverse, _named, HOUR, tells_deletions=True),
    "gotosocial": Kind(
        MASTODON, FEDIVERSE, lambda: Fediverse(letters=True), _named, HOUR, tells_deletions=True
    ),
    "mastodon_search": Kind(MASTODON, SEARCH, Fediverse, _named, HOUR, tells_deletions=True),
}  # fmt: skip
