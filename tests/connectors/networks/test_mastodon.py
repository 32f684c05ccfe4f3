"""Mastodon: against mastodon-mock and its fault injector, which is a server of its own; and what others leave out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import httpx
import pytest
from mastodon_mock.streaming import get_bus
from mastodon_mock.testing.server import MockServer

from goodword.connectors.mastodon import SPEC, connector, feeds, streaming
from goodword.connectors.protocol import (
    Connector,
    GapReason,
    LimitedError,
    PullError,
    RefusedError,
    SettingError,
    UnavailableError,
    UnreadableError,
)

from .peer import Request, local_net, served
from .peers import Fediverse
from .store import Store, drain, drain_stubbornly


class Instance:
    """A running server, and Alice who writes there."""

    def __init__(self, server: MockServer) -> None:
        self.server = server
        self.client = httpx.Client(
            base_url=server.base_url, headers={"authorization": "Bearer alice_token"}, trust_env=False
        )

    def say(self, text: str, **values: object) -> str:
        return str(self.client.post("/api/v1/statuses", json={"status": text, **values}).json()["id"])

    def edit(self, key: str, text: str) -> None:
        assert self.client.put(f"/api/v1/statuses/{key}", json={"status": text}).status_code == 200

    def delete(self, key: str) -> None:
        assert self.client.delete(f"/api/v1/statuses/{key}").status_code == 200

    @contextmanager
    def fault(self, effect: str, **values: object) -> Iterator[None]:
        rule = {"match": {"path": "/api/*"}, "effect": {"type": effect, **values}}
        assert self.client.post("/api/v1/_mock/faults", json=rule).status_code == 200
        yield
        self.client.delete("/api/v1/_mock/faults")

    def source(self, later: timedelta = timedelta(0), **settings: object) -> Connector:
        given = {"address": self.server.base_url, "tags": ["lumen"], "token": "alice_token", **settings}
        return SPEC.open(given, local_net(self.server.port, lambda: datetime.now(UTC) + later))


@pytest.fixture(scope="module")
def running() -> Iterator[Instance]:
    with MockServer(shutdown_timeout=1) as server:
        yield Instance(server)


@pytest.fixture
def instance(running: Instance) -> Instance:
    assert running.client.post("/api/v1/_mock/reset").status_code == 200
    return running


@pytest.fixture
def ten_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PAGE", 10)


@pytest.mark.usefixtures("ten_a_page")
def test_a_hashtag_over_several_pages_then_forwards(instance: Instance) -> None:
    first = [instance.say(f"#lumen 好 {number}") for number in range(12)]
    instance.say("nothing to see")
    store = Store()
    drain(instance.source(), store)
    assert store.mentions.keys() == set(first)
    later = [instance.say(f"#Lumen more {number}") for number in range(25)]
    drain(instance.source(), store)
    assert store.mentions.keys() == {*first, *later}
    drain(instance.source(timedelta(hours=3)), store)
    last = [instance.say(f"#lumen {number}") for number in range(11)]
    drain(instance.source(timedelta(hours=5)), store)
    assert store.mentions.keys() == {*first, *later, *last}
    assert max(store.came.values()) == 1
    assert not store.gaps


def test_words_are_searched_for_in_chinese_too(instance: Instance) -> None:
    keys = {instance.say("流明台灯闪个不停"), instance.say("我买了流明台灯")}
    instance.say("别的")
    store = Store()
    drain(instance.source(tags=[], words=["流明台灯"]), store)
    assert store.mentions.keys() == keys
    assert not store.gaps


@pytest.mark.usefixtures("ten_a_page")
def test_a_search_that_shows_its_newest_only_says_so(instance: Instance) -> None:
    for number in range(15):
        instance.say(f"lumen {number}")  # this server's search ignores the offset
    store = Store()
    drain(instance.source(tags=[], words=["lumen"]), store)
    assert len(store.mentions) == 10
    assert [gap.reason for gap in store.gaps] == [GapReason.PROVIDER_CAP]


def test_edits_deletions_warnings_and_replies(instance: Instance) -> None:
    kept = instance.say("#lumen is fine", spoiler_text="Lamps")
    gone = instance.say("#lumen is bad")
    store = Store()
    drain(instance.source(), store)
    assert store.mentions[kept].title == "Lamps"
    assert store.mentions[kept].published is not None
    instance.edit(kept, "#lumen is not fine")
    instance.delete(gone)
    reply = instance.say("No tag in here", in_reply_to_id=kept)
    further = instance.say("Nor here", in_reply_to_id=reply)
    drain(instance.source(), store)
    assert store.deleted() == {gone}
    assert "not fine" in store.mentions[kept].text
    assert store.mentions[kept].updated is not None
    assert (store.mentions[reply].reply_to, store.mentions[reply].thread) == (kept, kept)
    assert (store.mentions[further].reply_to, store.mentions[further].thread) == (reply, kept)
    drain(instance.source(), store)
    assert max(store.came.values()) == 1


def test_without_replies(instance: Instance) -> None:
    kept = instance.say("#lumen")
    instance.say("No tag in here", in_reply_to_id=kept)
    store = Store()
    drain(instance.source(replies=False), store)
    assert store.mentions.keys() == {kept}


@pytest.mark.parametrize(
    ("effect", "values", "error"),
    [
        ("ratelimit", {}, LimitedError),
        ("status", {"status": 403}, RefusedError),
        ("status", {"status": 401}, RefusedError),
        ("status", {"status": 500}, UnavailableError),
        ("status", {"status": 503}, UnavailableError),
        ("malformed", {}, UnreadableError),
        ("malformed", {"truncate": False}, UnreadableError),
        ("status", {"status": 200, "body": {"error": "?"}}, UnreadableError),
    ],
)
def test_faults(instance: Instance, effect: str, values: dict[str, Any], error: type[PullError]) -> None:
    kept = instance.say("#lumen")
    with instance.fault(effect, **values), pytest.raises(error) as caught:
        instance.source().pull({})
    assert "alice_token" not in str(caught.value)
    if effect == "ratelimit":
        assert caught.value.retry_after == 300
    store = Store()
    drain(instance.source(), store)
    assert store.mentions.keys() == {kept}


@pytest.mark.usefixtures("ten_a_page")
def test_pulls_that_are_lost(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector, "STEPS", 1)
    keys = {instance.say(f"#lumen {number}") for number in range(25)}
    store = Store()
    crashes = iter([number % 2 == 0 for number in range(100)])
    drain_stubbornly(instance.source(), store, crash=crashes.__next__)
    assert store.mentions.keys() == keys
    assert max(store.came.values()) == 1


def test_the_stream_tells_what_happens_to_older_posts(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "MOST", 2)
    old = instance.say("#lumen from long ago")
    store = Store()
    drain(instance.source(), store)

    wait = Event().wait

    def meanwhile() -> None:
        while not _someone_listens(instance):
            wait(0.01)
        instance.delete(old)
        instance.say("#lumen and a new one")

    helper = Thread(target=meanwhile, daemon=True)
    source = instance.source(timedelta(hours=5), listen=30)
    helper.start()
    pull = source.pull(store.cursor)
    helper.join(5)
    assert [mention.native_id for mention in pull.mentions if mention.deleted] == [old]
    assert any("a new one" in mention.text for mention in pull.mentions)


def _someone_listens(instance: Instance) -> bool:
    return bool(get_bus(instance.server._server.config.app)._subscribers)


def test_replies_for_those_with_a_token_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(Fediverse()) as peer:
        (post,) = peer.add()
        peer.add(parent=post)
        whole = peer.answer

        def answer(request: Request) -> Any:
            return (401, {"error": "no"}) if request.path.endswith("/context") else whole(request)

        peer.answer = answer  # type: ignore[method-assign]
        store = Store()
        source = SPEC.open({"address": peer.address, "tags": ["lumen"]}, peer.net())
        drain(source, store)
        assert len(store.mentions) == 1
        (gap,) = store.gaps
        assert gap.reason is GapReason.REFUSED
        assert gap.start is not None
        assert gap.start == gap.end  # posts are read all the same: no stretch of time is incomplete
        for _ in range(3):
            peer.add(parent=post)
            drain(source, store)
        assert len(store.gaps) == 1
        peer.answer = whole  # type: ignore[method-assign]
        peer.add(parent=post)
        drain(source, store)
        assert len(store.mentions) == 6


@pytest.mark.parametrize("fault", ["500", "403", "schema"])
def test_one_broken_post_does_not_stop_the_others(fault: str) -> None:
    with served(Fediverse()) as peer:
        source = SPEC.open({"address": peer.address, "tags": ["lumen"]}, peer.net())
        (post, gone) = peer.add(2)
        store = Store()
        drain(source, store)
        peer.add(parent=post)
        gone.gone = True
        peer.faults = ["", "", fault, fault]  # two pages of the hashtag, the replies, the missing post
        drain(source, store)
        assert store.deleted() == set()
        assert [gap.reason for gap in store.gaps] == [
            GapReason.REFUSED if fault == "403" else GapReason.SKIPPED
        ]
        peer.add()
        drain(source, store)
        assert store.deleted() == {peer.name(gone)}


def test_only_what_is_public_and_no_boosts() -> None:
    with served(Fediverse()) as peer:
        peer.add(3)
        whole = peer._status  # type: ignore[attr-defined]
        more: list[dict[str, Any]] = [{"visibility": "private"}, {"reblog": {"id": "1"}}, {}]
        peer._status = lambda item: {**whole(item), **more[peer.items.index(item)]}  # type: ignore[attr-defined]
        store = Store()
        drain(SPEC.open({"address": peer.address, "tags": ["lumen"]}, peer.net()), store)
        assert len(store.mentions) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tags": ["a"]}, "address"),
        ({"address": "https://u:p@x.example", "tags": ["a"]}, "address"),
        ({"address": "x.example"}, "tags"),
        ({"address": "x.example", "words": ["a"]}, "token"),
        ({"address": "x.example", "tags": ["a"], "listen": 4000}, "listen"),
    ],
)
def test_settings_that_cannot_work(given: dict[str, object], field: str) -> None:
    with pytest.raises(SettingError) as caught:
        SPEC.open(given, local_net(1, lambda: datetime.now(UTC)))
    assert caught.value.field == field
