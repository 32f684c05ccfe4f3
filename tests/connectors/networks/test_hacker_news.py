"""Hacker News: the cap of the search, words with places of their own, what an item says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from goodword.connectors.hacker_news import SPEC, connector
from goodword.connectors.protocol import Connector, GapReason, Kind, SettingError, UnreadableError

from .peer import served
from .peers import HackerNews
from .store import Store, drain

SECOND = timedelta(seconds=1)


@pytest.fixture
def peer() -> Iterator[HackerNews]:
    with served(HackerNews()) as platform:
        assert isinstance(platform, HackerNews)
        yield platform


def source(peer: HackerNews, **settings: object) -> Connector:
    given = {"words": ["Lumen"], "address": f"{peer.address}/api/v1/search_by_date", **settings}
    return SPEC.open(given, peer.net())


def test_a_stretch_with_more_than_a_thousand_is_halved(
    peer: HackerNews, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connector, "CAP", 100)
    peer.cap = 100
    peer.spread(2_100, 30 * SECOND)
    store = Store()
    drain(source(peer), store)
    assert len(store.mentions) == 2_100
    assert not store.gaps
    assert len(peer.requests) < 120


def test_a_second_with_more_than_a_thousand_is_a_gap(peer: HackerNews) -> None:
    peer.add(1_250, ago=timedelta(hours=1))
    peer.spread(10)
    store = Store()
    drain(source(peer), store)
    assert len(store.mentions) == 1_010
    (gap,) = store.gaps
    assert (gap.reason, gap.missing) == (GapReason.PROVIDER_CAP, 250)
    assert gap.start == peer.time - timedelta(hours=1)
    assert gap.end == gap.start + SECOND
    peer.time += timedelta(minutes=15)
    drain(source(peer), store)
    assert len(store.gaps) == 1


def test_a_new_word_starts_at_the_beginning_and_no_other_does(peer: HackerNews) -> None:
    peer.spread(20, timedelta(hours=12))
    for item in peer.items[::2]:
        item.text = item.text.replace("Lumen", "Umbra")
    store = Store()
    drain(source(peer), store)
    assert len(store.mentions) == 10
    peer.requests.clear()
    drain(source(peer, words=["Lumen", "Umbra"]), store)
    assert len(store.mentions) == 20
    asked = [request.params["numericFilters"] for request in peer.requests]
    assert len(set(asked)) == len(asked) == 2


def test_what_an_item_says(peer: HackerNews) -> None:
    (story,) = peer.add()
    peer.add(parent=story)
    store = Store()
    drain(source(peer), store)
    first, comment = store.mentions["1"], store.mentions["2"]
    assert (first.kind, first.thread, first.reply_to) == (Kind.ARTICLE, "1", "")
    assert (comment.kind, comment.thread, comment.reply_to, comment.title) == (Kind.NOTE, "1", "1", "A & B")
    assert comment.text == "Lumen text 1"
    assert comment.url == "https://news.ycombinator.com/item?id=2"


def test_an_answer_without_a_count_is_none(peer: HackerNews) -> None:
    peer.answer = lambda _request: (200, {"hits": []})  # type: ignore[method-assign]
    with pytest.raises(UnreadableError):
        source(peer).pull({})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "words"),
        ({"words": "a\n" * 3 + "\n".join(map(str, range(60)))}, "words"),
        ({"words": ["a"], "stories": False, "comments": False}, "stories"),
        ({"words": ["a"], "days": "soon"}, "days"),
        ({"words": ["a"], "colour": "red"}, "colour"),
    ],
)
def test_settings_that_cannot_work(given: dict[str, object], field: str) -> None:
    with pytest.raises(SettingError) as caught:
        SPEC.open(given, HackerNews().net())
    assert caught.value.field == field
    assert str(caught.value)
