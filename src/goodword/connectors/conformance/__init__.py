"""Prove that a connector loses nothing, doubles nothing and hides nothing: one kit for every kind of source.

Say how the source speaks (a `Peer`), how the connector is opened, and what the source lets one see; run the scenarios:

    KIT = Kit(peer=FakeForum, open=lambda peer, net: SPEC.open({"address": peer.url}, net), page=20)

    @pytest.mark.parametrize("name", scenarios(KIT))
    def test_nothing_is_lost(name):
        scenarios(KIT)[name]()

Needs nothing but the standard library and Goodword; `check_connector(KIT)` runs them all without pytest.
"""

from .clock import Clock
from .faults import Fault
from .http_peer import HttpPeer, Reply, Request
from .keeping import ConformanceError, Kept, drain
from .kit import Kit
from .peer import Item, Peer
from .scenarios import check_connector, scenarios
from .specs import check_spec

__all__ = [
    "Clock",
    "ConformanceError",
    "Fault",
    "HttpPeer",
    "Item",
    "Kept",
    "Kit",
    "Peer",
    "Reply",
    "Request",
    "check_connector",
    "check_spec",
    "drain",
    "scenarios",
]
