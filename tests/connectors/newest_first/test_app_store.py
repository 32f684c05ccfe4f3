"""The App Store's own ways: pages sent empty, one review as an object, a country after the other."""

import pytest

from goodword.connectors.app_store import SPEC
from goodword.connectors.protocol import GapReason, Kind, SettingError, UnreadableError

from .fakes import MINUTE, FakeAppStore
from .peers import DAY, HOUR, Store, drain


def test_one_review_comes_as_an_object() -> None:
    fake, store = FakeAppStore(), Store()
    fake.add(place="us", stars=2)
    drain(SPEC.open({"app": "310633997"}, fake), store)
    (review,) = store.mentions.values()
    assert (review.kind, review.rating, review.best_rating, review.source) == (
        Kind.REVIEW,
        2.0,
        5.0,
        "apps.apple.com/us",
    )
    assert review.author is not None
    assert (review.author.id, review.author.name) == ("77", "小李")


def test_a_page_sent_empty_is_not_zero() -> None:
    fake, store = FakeAppStore(), Store()
    fake.add(20, place="us")
    connector = SPEC.open({"app": "310633997"}, fake)
    drain(connector, store)
    fake.time += HOUR
    fake.add(1, place="us")
    fake.empty = 4  # each page is asked for in two spellings
    for _ in range(2):
        with pytest.raises(UnreadableError, match="empty although"):
            connector.pull(store.cursor)
    drain(connector, store)
    assert len(store.mentions) == 21
    assert not store.gaps


def test_one_spelling_of_the_address_is_empty_and_the_other_is_not() -> None:
    fake, store = FakeAppStore(), Store()
    fake.add(70, place="us")
    original = fake.answer

    def one_spelling_empty(request):  # type: ignore[no-untyped-def]
        fake.empty = int("sortby=mostrecent" in request.path)
        return original(request)

    fake.answer = one_spelling_empty  # type: ignore[method-assign]
    drain(SPEC.open({"app": "310633997"}, fake), store)
    assert len(store.mentions) == 70
    assert not store.gaps


def test_what_stays_empty_is_believed_after_days() -> None:
    fake, store = FakeAppStore(), Store()
    fake.add(1, place="us")
    connector = SPEC.open({"app": "310633997"}, fake)
    drain(connector, store)
    fake.items.clear()
    fake.time += 4 * DAY
    drain(connector, store)
    assert len(store.mentions) == 1
    assert not store.deleted()


def test_a_deep_page_sent_empty_is_asked_again() -> None:
    fake, store = FakeAppStore(), Store()
    for number in range(120):
        fake.add(at=fake.time - MINUTE * number, place="us")
    connector = SPEC.open({"app": "310633997"}, fake)
    drain(connector, store)
    fake.time += DAY
    fake.add(70, place="us")
    original = fake.answer
    asked = []

    def second_page_empty(request):  # type: ignore[no-untyped-def]
        asked.append(request)
        fake.empty = int("page=2/" in request.path and len(asked) < 4)
        return original(request)

    fake.answer = second_page_empty  # type: ignore[method-assign]
    drain(connector, store)
    assert len(store.mentions) == 190
    assert not store.gaps
    assert len(asked) > 2


def test_every_country_has_its_turn_and_its_own_gap() -> None:
    fake, store = FakeAppStore(), Store()
    for country, number in (("us", 620), ("cn", 3), ("de", 501)):
        for position in range(number):
            fake.add(at=fake.time - MINUTE * position, place=country)
    pulls = drain(SPEC.open({"app": "310633997", "countries": "us\ncn\nDE"}, fake), store)
    assert pulls == 3
    assert len(store.mentions) == 500 + 3 + 500
    assert [gap.reason for gap in store.gaps] == [GapReason.PROVIDER_CAP] * 2
    assert all(gap.start is None and gap.end is not None for gap in store.gaps)


def test_a_country_that_fails_holds_up_no_other() -> None:
    fake, store = FakeAppStore(), Store()
    fake.add(3, place="us")
    fake.add(4, place="cn")
    connector = SPEC.open({"app": "310633997", "countries": ["us", "cn"]}, fake)
    fake.faults = ["404"]
    store.keep(connector.pull({}))
    assert len(store.mentions) == 4
    assert store.cursor["more"]
    fake.faults = ["html"]
    with pytest.raises(UnreadableError):
        connector.pull(store.cursor)
    drain(connector, store)
    assert len(store.mentions) == 7
    assert not store.gaps


def test_a_country_where_the_app_is_not_sold_is_a_gap_told_once() -> None:
    fake, store = FakeAppStore(), Store()
    fake.add(3, place="us")
    original, sold = fake.answer, False

    def not_sold(request):  # type: ignore[no-untyped-def]
        return original(request) if sold or "/cn/" not in request.path else (404, {})

    fake.answer = not_sold  # type: ignore[method-assign]
    connector = SPEC.open({"app": "310633997", "countries": ["cn", "us"]}, fake)
    for _ in range(3):
        drain(connector, store)
        fake.time += HOUR
        fake.add(1, place="us")
    (gap,) = store.gaps
    assert gap.reason is GapReason.SKIPPED
    assert "cn" in gap.detail
    sold = True
    fake.add(2, place="cn")
    drain(connector, store)
    drain(connector, store)
    assert len(store.mentions) == 3 + 3 + 2
    sold = False
    alone = SPEC.open({"app": "310633997", "countries": ["cn"]}, fake)
    with pytest.raises(UnreadableError, match="not there"):
        alone.pull({})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "app"),
        ({"app": "lamp"}, "app"),
        ({"app": "1234567", "countries": ["usa"]}, "countries"),
    ],
)
def test_settings_that_cannot_work(given: dict[str, object], field: str) -> None:
    with pytest.raises(SettingError) as caught:
        SPEC.open(given, FakeAppStore())
    assert caught.value.field == field


def test_an_address_is_as_good_as_the_number() -> None:
    fake, store = FakeAppStore(), Store()
    fake.add(1, place="us")
    drain(SPEC.open({"app": "https://apps.apple.com/us/app/whatsapp/id310633997?l=zh"}, fake), store)
    assert len(store.mentions) == 1
