"""Each format of a feed passes the fault matrix; what falls out of the window is a gap."""

from dataclasses import replace

import pytest

from goodword.connectors.conformance import Kit, check_spec, scenarios
from goodword.connectors.feed import SPEC

from .peers import WINDOW, AtomPeer, JsonPeer, PagedPeer, RssPeer

KITS = {
    peer.__name__: Kit(
        peer=peer,
        open=lambda peer, net: SPEC.open({"address": f"{peer.url}/feed"}, net),
        page=WINDOW,
        cap=WINDOW,
        history=False,
        deletions=peer is AtomPeer,
    )
    for peer in (RssPeer, AtomPeer, JsonPeer)
}
KITS["PagedPeer"] = replace(KITS["JsonPeer"], peer=PagedPeer, cap=None, backlog=8)


@pytest.mark.parametrize(
    ("peer", "name"), [(peer, name) for peer, kit in KITS.items() for name in scenarios(kit)]
)
def test_nothing_is_lost(peer, name):
    scenarios(KITS[peer])[name]()


def test_the_spec_is_complete():
    check_spec(SPEC, {"address": "https://blog.example/feed.xml"})
