"""Stack Exchange: pauses, the day's budget, threads, activity."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from goodword.connectors.protocol import Connector, Kind, LimitedError, RefusedError
from goodword.connectors.stack_exchange import SPEC

from .peer import Request, served
from .peers import StackExchange
from .store import Store, drain


@pytest.fixture
def peer() -> Iterator[StackExchange]:
    with served(StackExchange()) as platform:
        assert isinstance(platform, StackExchange)
        yield platform


def source(peer: StackExchange, **settings: object) -> Connector:
    given = {"site": "stackoverflow", "words": ["lumen"], "address": peer.address, **settings}
    return SPEC.open(given, peer.net())


def test_a_pause_is_kept(peer: StackExchange) -> None:
    """The fake fails the test when it is asked before its pause is over."""
    peer.backoff = 10
    peer.spread(200)
    store, pulls = Store(), 0
    while pulls == 0 or store.cursor["more"]:
        pulls += 1
        try:
            store.keep(source(peer).pull(store.cursor))
        except LimitedError as error:
            peer.time += timedelta(seconds=error.retry_after or 0)
    assert len(store.mentions) == 200


def test_the_last_request_of_the_day_counts(peer: StackExchange) -> None:
    peer.quota = 3  # the filter, a page, its threads
    peer.spread(100)
    store = Store()
    store.keep(source(peer).pull({}))
    assert len(store.mentions) == 30
    with pytest.raises(LimitedError, match="asked for a rest") as caught:
        source(peer).pull(store.cursor)
    assert caught.value.retry_after == 15 * 3600 + 60  # it is nine in the morning
    peer.time += timedelta(hours=16)
    peer.quota = 300
    drain(source(peer), store)
    assert len(store.mentions) == 100


def test_more_than_the_budget_is_a_limit(peer: StackExchange) -> None:
    peer.quota = 0
    with pytest.raises(LimitedError) as caught:
        source(peer).pull({})
    assert caught.value.retry_after == 3600


def test_a_thread(peer: StackExchange) -> None:
    (question,) = peer.add()
    (answer,) = peer.add(parent=question)
    peer.add(parent=answer)
    store = Store()
    drain(source(peer), store)
    asked, answered, said = (store.mentions[key] for key in ("question/1", "answer/2", "comment/3"))
    assert (asked.kind, asked.title, asked.engagement) == (
        Kind.QUESTION,
        'Lumen "lamp"?',
        {"score": -1, "views": 7},
    )
    assert (answered.kind, answered.reply_to, answered.thread) == (Kind.ANSWER, "question/1", "question/1")
    assert (said.kind, said.reply_to, said.thread) == (Kind.NOTE, "answer/2", "question/1")
    assert asked.author is not None
    assert asked.author.name == "A & B"


def test_an_answer_brings_an_old_question_back(peer: StackExchange) -> None:
    (question,) = peer.add(ago=timedelta(days=20))
    store = Store()
    drain(source(peer), store)
    peer.time += timedelta(days=5)
    peer.add(parent=question)
    drain(source(peer), store)
    assert store.texts().keys() == {"question/1", "answer/2"}
    assert sum(store.came.values()) == 2


def test_a_second_with_more_than_a_page(peer: StackExchange) -> None:
    peer.add(95)
    peer.spread(10)
    store = Store()
    drain(source(peer), store)
    assert len(store.mentions) == 105


def test_a_wrong_key_is_not_repeated(peer: StackExchange) -> None:
    def refused(_request: Request) -> tuple[int, object]:
        return 400, {"error_id": 403, "error_name": "access_denied", "error_message": "`s3cret` may not"}

    peer.answer = refused  # type: ignore[assignment, method-assign]
    with pytest.raises(RefusedError) as caught:
        source(peer, key="s3cret").pull({})
    assert "s3cret" not in str(caught.value)
