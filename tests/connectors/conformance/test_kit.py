"""The kit passes a connector that keeps the protocol, and catches each way of breaking it."""

import pytest

from goodword.connectors.conformance import ConformanceError, Kit, check_connector, scenarios

from . import forum


def kit(connector) -> Kit:
    return Kit(
        peer=forum.Forum,
        open=lambda peer, net: connector(peer.url, net),
        page=forum.PAGE,
        edits=True,
        deletions=True,
    )


def run_all(tested: Kit) -> None:
    for run in scenarios(tested).values():
        run()


@pytest.mark.parametrize("name", scenarios(kit(forum.Good)))
def test_a_good_connector_passes(name):
    scenarios(kit(forum.Good))[name]()


@pytest.mark.parametrize("connector", forum.BROKEN, ids=lambda connector: connector.__name__)
def test_each_way_of_breaking_the_protocol_is_caught(connector):
    with pytest.raises(ConformanceError):
        run_all(kit(connector))


def test_all_that_fails_is_said_at_once():
    with pytest.raises(ConformanceError) as said:
        check_connector(kit(forum.SwallowsFailures))
    assert "limited at once" in str(said.value)
    assert "html at once" in str(said.value)


def test_a_source_that_caps_needs_a_gap():
    """What a source does not hand out is excused by a gap that covers it, not by silence."""
    capped = Kit(
        peer=forum.Forum,
        open=lambda peer, net: forum.StopsAfterThreePages(peer.url, net),
        page=forum.PAGE,
        cap=30,
    )
    with pytest.raises(ConformanceError, match="lost without a gap"):
        scenarios(capped)["a long backlog at the beginning"]()
