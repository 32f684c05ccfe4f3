"""Bluesky: the conformance kit, a line that keeps breaking, a window that is too short."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from goodword.connectors.bluesky import SPEC, connector
from goodword.connectors.conformance import Clock, Kit, check_spec, scenarios
from goodword.connectors.protocol import Connector, GapReason, SettingError, UnavailableError, UnreadableError

from .jetstream import DID, POSTS, Jetstream
from .peer import local_net
from .store import Store, drain

SETTINGS = {"words": ["word"]}
KIT = Kit(
    peer=Jetstream,
    open=lambda peer, net: SPEC.open({**SETTINGS, "address": peer.url}, net),
    page=20,
    deletions=True,
)


@pytest.mark.parametrize("name", scenarios(KIT))
def test_scenario(name: str) -> None:
    scenarios(KIT)[name]()


def test_the_spec_says_all() -> None:
    check_spec(SPEC, SETTINGS)


@pytest.fixture
def peer() -> Iterator[Jetstream]:
    with Jetstream(Clock()) as stream:
        yield stream


def source(peer: Jetstream) -> Connector:
    net = local_net(int(peer.place.rpartition(":")[2]), peer.clock)
    return SPEC.open({**SETTINGS, "address": peer.url}, net)


def expected(peer: Jetstream) -> dict[str, str]:
    return {peer.native_id(item): item.text for item in peer.items if not item.deleted}


@pytest.mark.parametrize("events", [7, 50])
def test_a_line_that_breaks_again_and_again_loses_nothing(peer: Jetstream, events: int) -> None:
    peer.add(300, step=timedelta(milliseconds=40))
    peer.drop_after = events
    store = Store()
    drain(source(peer), store)
    assert store.texts() == expected(peer)
    assert max(store.came.values()) <= 2  # the one the line broke at


@pytest.mark.parametrize("events", [0, 4])
def test_a_line_that_hangs_is_no_end(peer: Jetstream, monkeypatch: pytest.MonkeyPatch, events: int) -> None:
    monkeypatch.setattr(connector, "QUIET", 0.3)
    peer.add(3)
    store = Store()
    drain(source(peer), store)
    peer.clock.now += timedelta(hours=1)
    peer.add(3)
    peer.hang_after = events
    if events:  # what was said counts, and more is asked for
        store.keep(source(peer).pull(store.cursor))
        assert store.cursor["more"]
        peer.hang_after = 0
    with pytest.raises(UnavailableError, match="says nothing"):
        source(peer).pull(store.cursor)
    peer.hang_after = None
    drain(source(peer), store)
    assert (store.texts(), store.gaps) == (expected(peer), [])


def test_a_server_that_forgot_leaves_a_gap(peer: Jetstream) -> None:
    peer.add(3)
    store = Store()
    drain(source(peer), store)
    read = peer.clock.now
    peer.add(50, step=timedelta(hours=1))
    drain(source(peer), store)
    (gap,) = store.gaps
    assert gap.reason is GapReason.WINDOW
    assert gap.start is not None
    assert abs(gap.start - read) < timedelta(seconds=2)
    lost = [item for item in peer.items if peer.native_id(item) not in store.mentions]
    assert 20 < len(lost) < 30
    assert gap.end is not None
    assert all(gap.start <= item.at <= gap.end for item in lost)


def test_the_cursor_overlaps_and_only_posts_are_asked_for(peer: Jetstream) -> None:
    peer.add(3)
    store = Store()
    drain(source(peer), store)
    at = store.cursor["at"]
    drain(source(peer), store)
    assert peer.asked[-1] == {"wantedCollections": [POSTS], "cursor": [str(at - 5_000_000)]}


def test_only_what_was_kept_leaves_a_tombstone(peer: Jetstream) -> None:
    kept, other = peer.add(2)
    store = Store()
    drain(source(peer), store)
    peer.delete(kept)
    other.id = "never-seen"
    peer.delete(other)
    drain(source(peer), store)
    assert store.deleted() == {peer.native_id(kept)}


def test_a_thread_and_a_date_in_the_future(peer: Jetstream) -> None:
    root = f"at://{DID}/{POSTS}/root"
    (item,) = super(Jetstream, peer).add(1)
    item.more = {
        "reply": {"root": {"uri": root}, "parent": {"uri": root}},
        "createdAt": "2099-01-01T00:00:00Z",
    }
    peer._tell("create", item)
    store = Store()
    drain(source(peer), store)
    (mention,) = store.mentions.values()
    assert (mention.reply_to, mention.thread, mention.language) == (root, root, "en")
    assert mention.published == peer.clock.now


def test_enough_is_enough(peer: Jetstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector, "EVENTS", 300)
    peer.add(200)
    store = Store()
    assert drain(source(peer), store) == 2
    assert store.texts() == expected(peer)


def test_events_of_another_shape(peer: Jetstream) -> None:
    peer.log.append({"time_us": peer._now(), "kind": "commit", "commit": None})
    peer.add(1)
    peer.log.append(
        {**peer.log[-1], "did": 7, "commit": {"collection": POSTS, "rkey": "z", "operation": "create"}}
    )
    store = Store()
    drain(source(peer), store)
    assert store.texts() == expected(peer)
    peer.clock.now += timedelta(minutes=1)
    peer.log.append({"kind": "commit", "time_us": peer._now()})
    peer.log[-1]["time_us"] = str(peer._now())
    with pytest.raises(UnreadableError):
        source(peer).pull(store.cursor)


def test_nobody_there(peer: Jetstream) -> None:
    opened = source(peer)
    peer.stop()
    with pytest.raises(UnavailableError):
        opened.pull({})
    peer.start()


def test_settings_that_cannot_work() -> None:
    for given, field in (({}, "words"), ({**SETTINGS, "address": "https://x.example"}, "address")):
        with pytest.raises(SettingError) as caught:
            SPEC.open(given, local_net(1, Clock()))
        assert caught.value.field == field
