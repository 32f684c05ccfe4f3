"""Discourse: a backlog over several pulls, threads, keys."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from goodword.connectors.discourse import SPEC
from goodword.connectors.protocol import Connector, SettingError

from .peer import served
from .peers import Discourse
from .store import Store, drain


@pytest.fixture
def peer() -> Iterator[Discourse]:
    with served(Discourse()) as platform:
        assert isinstance(platform, Discourse)
        yield platform


def source(peer: Discourse, **settings: object) -> Connector:
    return SPEC.open({"address": peer.address, **settings}, peer.net())


def test_a_large_backlog_takes_several_pulls_and_new_posts_wait_for_the_next_walk(peer: Discourse) -> None:
    peer.spread(30)
    store = Store()
    drain(source(peer), store)
    peer.time += timedelta(days=1)
    peer.spread(1_200, timedelta(seconds=20))
    pulls = 0
    while pulls == 0 or store.cursor["more"]:
        store.keep(source(peer).pull(store.cursor))
        peer.time += timedelta(minutes=1)
        peer.add(3)
        pulls += 1
    assert pulls == 3
    drain(source(peer), store)
    assert len(store.mentions) == len(peer.items)
    assert max(store.came.values()) == 1


def test_only_what_holds_a_word_and_is_not_too_old(peer: Discourse) -> None:
    peer.add(3, ago=timedelta(days=40))
    peer.add(2)
    (other,) = peer.add()
    other.text = "Nothing of interest"
    store = Store()
    drain(source(peer, words="Lumen text"), store)
    assert store.texts().keys() == {"4", "5"}


def test_a_topic_is_a_thread(peer: Discourse) -> None:
    (first,) = peer.add()
    peer.add(2, parent=first)
    store = Store()
    drain(source(peer), store)
    assert {mention.thread for mention in store.mentions.values()} == {"topic/70001"}
    assert [store.mentions[key].reply_to for key in "123"] == ["", "1", "1"]
    assert store.mentions["3"].url == f"{peer.address}/t/about-lumen/70001/3"
    author = store.mentions["1"].author
    assert author is not None
    assert (author.handle, author.name) == ("li", "李")


@pytest.mark.parametrize("fault", ["500", "403", "html"])
def test_a_missing_post_is_no_tombstone_while_the_forum_cannot_say(peer: Discourse, fault: str) -> None:
    peer.spread(20)
    store = Store()
    drain(source(peer), store)
    peer.items[-1].gone = True
    peer.time += timedelta(minutes=1)
    peer.faults = ["", "", fault]  # two pages, the post
    drain(source(peer), store)
    assert not store.deleted()
    peer.faults = ["", "", "drop"]
    store.keep(source(peer).pull(store.cursor))
    assert store.cursor["more"]
    drain(source(peer), store)
    assert store.deleted() == {"20"}


def test_the_key_goes_along(peer: Discourse) -> None:
    source(peer, key="k", user="system").pull({})
    assert peer.requests[0].headers["api-key"] == "k"
    with pytest.raises(SettingError):
        source(peer, key="k")
