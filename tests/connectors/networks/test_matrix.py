"""The fault matrix: whatever comes, changes, goes or breaks, nothing is lost and nothing doubled."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodword.connectors.protocol import (
    PullError,
    UnavailableError,
    UnreadableError,
)

from .kinds import HOUR, KINDS, Kind
from .peer import FAULTS, Peer, served
from .store import Store, drain, drain_stubbornly

MINUTE = timedelta(minutes=1)


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param


@pytest.fixture
def peer(kind: Kind) -> Iterator[Peer]:
    with served(kind.peer()) as platform:
        yield platform


def test_first_and_idle(kind: Kind, peer: Peer) -> None:
    peer.spread(30)
    store, connector = Store(), kind.connector(peer)
    drain(connector, store)
    assert store.texts() == kind.expected(peer)
    again = connector.pull(store.cursor)
    assert (again.mentions, again.gaps, again.more) == ([], [], False)
    assert not store.gaps


def test_nothing_at_all_then_something(kind: Kind, peer: Peer) -> None:
    store, connector = Store(), kind.connector(peer)
    drain(connector, store)
    assert not store.mentions
    assert not store.gaps
    peer.time += HOUR
    peer.add()
    drain(connector, store)
    assert store.texts() == kind.expected(peer)


def test_ten_times_the_backlog(kind: Kind, peer: Peer) -> None:
    peer.spread(60)
    store, connector = Store(), kind.connector(peer)
    drain(connector, store)
    peer.time += timedelta(days=2)
    peer.spread(600)
    assert drain(connector, store) > 0
    assert store.texts() == kind.expected(peer)
    assert max(store.came.values()) == 1
    assert not store.gaps


def test_ties_and_late_items(kind: Kind, peer: Peer) -> None:
    peer.add(120)
    late = peer.add(3, hidden=True)
    store, connector = Store(), kind.connector(peer)
    drain(connector, store)
    peer.add(40)  # the very same second
    drain(connector, store)
    for _ in range(4):
        peer.time += kind.overlap / 5
        peer.add(2)
        drain(connector, store)
    for item in late:
        item.hidden = False  # it took its time
    peer.time += timedelta(days=3)  # and nobody read for days
    peer.add(2)
    drain(connector, store)
    assert store.texts() == kind.expected(peer)
    assert max(store.came.values()) == 1
    assert not store.gaps


def test_an_edit_comes_again(kind: Kind, peer: Peer) -> None:
    items = peer.spread(60)
    store, connector = Store(), kind.connector(peer)
    drain(connector, store)
    peer.time += MINUTE * 10
    peer.edit(items[-9], "Lumen：改了，其实还不错")
    drain(connector, store)
    assert store.mentions[kind.native(peer, items[-9])].text == "Lumen：改了，其实还不错"
    assert sum(store.came.values()) == 61


def test_a_deletion_leaves_a_tombstone(kind: Kind, peer: Peer) -> None:
    items = peer.spread(60)
    store, connector = Store(), kind.connector(peer)
    drain(connector, store)
    peer.time += MINUTE
    peer.add(60)
    drain(connector, store)
    gone = [peer.items[-1], peer.items[-30]]
    for item in gone:
        item.gone = True
    peer.time += MINUTE
    drain(connector, store)
    drain(connector, store)
    assert store.deleted() == ({kind.native(peer, item) for item in gone} if kind.tells_deletions else set())
    assert len(items) == 60


@pytest.mark.parametrize("fault", ["schema", "list", "404", "503"])  # the others are the conformance kit's
def test_a_fault_raises_and_moves_nothing(kind: Kind, peer: Peer, fault: str) -> None:
    peer.spread(30)
    store, connector = Store(), kind.connector(peer)
    drain(connector, store)
    peer.time += HOUR
    peer.add(5)
    before = json.dumps(store.cursor)
    peer.faults = [fault] * 3
    with pytest.raises(PullError) as caught:
        kind.connector(peer).pull(store.cursor)
    assert isinstance(caught.value, UnavailableError if fault == "503" else UnreadableError)
    assert json.dumps(store.cursor) == before
    assert not any(secret in str(caught.value) for secret in ("t0ken", "k3y"))
    peer.faults = []
    drain(connector, store)
    assert store.texts() == kind.expected(peer)
    assert max(store.came.values()) == 1


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_course_of_events(kind: Kind, data: st.DataObject) -> None:
    """Items come, change and wait between pulls, requests fail, pulls are lost: in the end all is there once."""
    with served(kind.peer()) as peer:
        store = Store()
        peer.spread(data.draw(st.integers(0, 150)))
        steps = st.sampled_from(["add", "tie", "late", "edit", "wait", "pull", "fault", "crash"])
        for step in data.draw(st.lists(steps, max_size=10)):
            if step == "add":
                peer.spread(data.draw(st.integers(1, 90)), timedelta(seconds=1))
            elif step == "tie":
                peer.add(data.draw(st.integers(1, 50)))
            elif step == "late":
                peer.add(2, ago=data.draw(st.integers(1, 50)) * MINUTE)
            elif step == "edit" and peer.items and seconds_ago(peer) < 1800:
                peer.edit(peer.items[-1], f"Lumen edited at {peer.time}")
            elif step == "wait":
                peer.time += MINUTE * data.draw(st.integers(1, 400))
            elif step == "fault":
                peer.faults = data.draw(st.lists(st.sampled_from(["", *FAULTS]), max_size=6))
            elif step in ("pull", "crash"):
                crashes = iter([step == "crash", *[False] * 600])
                drain_stubbornly(kind.connector(peer), store, crashes.__next__, peer.wait)
        peer.faults = []
        peer.time += MINUTE
        drain_stubbornly(kind.connector(peer), store, wait=peer.wait)
        assert store.texts() == kind.expected(peer)
        assert not store.deleted()
        assert not store.gaps


def seconds_ago(peer: Peer) -> float:
    return (peer.time - peer.items[-1].at).total_seconds()
