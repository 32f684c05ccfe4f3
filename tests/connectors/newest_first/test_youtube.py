"""YouTube's own ways: replies, comments switched off, quota by Pacific day, searches with a bucket of their own."""

from datetime import timedelta

import pytest

from goodword.connectors.protocol import (
    GapReason,
    Kind,
    LimitedError,
    RefusedError,
    SettingError,
    UnavailableError,
)
from goodword.connectors.youtube import SPEC

from .fakes import CHANNEL, KEY, VIDEO, FakeYoutube
from .peers import DAY, HOUR, Item, Store, drain


def test_replies_are_fetched_where_a_thread_has_more_than_it_shows() -> None:
    fake, store = FakeYoutube(), Store()
    (first,) = fake.add(place=VIDEO)
    fake.add(130, parent=first.id)
    (other,) = fake.add(place=VIDEO)
    fake.add(2, parent=other.id)
    drain(SPEC.open({"key": KEY, "videos": [VIDEO]}, fake), store)
    assert len(store.mentions) == 134
    assert store.mentions[first.id].engagement == {"likes": 2, "replies": 130}
    replies = [each for each in store.mentions.values() if each.reply_to == first.id]
    assert len(replies) == 130
    assert all(each.thread == f"video:{VIDEO}" for each in replies)
    assert store.mentions[first.id].reply_to == f"video:{VIDEO}"
    assert sum(each.path.endswith("/comments") for each in fake.requests) == 2


def test_a_fault_among_replies_keeps_what_was_read_and_is_told_next_time() -> None:
    fake, store = FakeYoutube(), Store()
    fake.add(3, place=VIDEO)
    (busy,) = fake.add(at=fake.time - HOUR, place=VIDEO)
    fake.add(20, parent=busy.id)
    connector = SPEC.open({"key": KEY, "videos": [VIDEO]}, fake)
    fake.faults = ["", "500"]
    store.keep(connector.pull({}))
    assert len(store.mentions) == 3
    assert store.cursor["more"]
    fake.faults = ["", "500"]
    with pytest.raises(UnavailableError):
        connector.pull(store.cursor)
    drain(connector, store)
    assert len(store.mentions) == 24
    assert max(store.came.values()) == 1


def test_a_new_reply_brings_the_thread_again() -> None:
    fake, store = FakeYoutube(), Store()
    (first,) = fake.add(place=VIDEO)
    connector = SPEC.open({"key": KEY, "videos": [VIDEO]}, fake)
    drain(connector, store)
    fake.time += DAY
    (reply,) = fake.add(parent=first.id)
    drain(connector, store)
    assert reply.id in store.mentions


def test_more_replies_than_are_read_are_a_gap() -> None:
    fake, store = FakeYoutube(), Store()
    (first,) = fake.add(place=VIDEO)
    fake.add(1_200, parent=first.id)
    drain(SPEC.open({"key": KEY, "videos": [VIDEO]}, fake), store)
    (gap,) = store.gaps
    assert (gap.reason, gap.missing, len(store.mentions)) == (GapReason.SKIPPED, 200, 1_001)
    assert gap.start == gap.end == first.at
    fake.time += HOUR
    fake.add(1, parent=first.id)
    drain(SPEC.open({"key": KEY, "videos": [VIDEO]}, fake), store)
    assert len(store.gaps) == 1  # told once


def test_comments_switched_off_are_told_once_and_read_when_they_are_back() -> None:
    fake, store = FakeYoutube(), Store()
    other = "a" * 11
    fake.add(3, place=other)
    fake.closed[VIDEO] = "commentsDisabled"
    connector = SPEC.open({"key": KEY, "videos": [VIDEO, other]}, fake)
    drain(connector, store)
    drain(connector, store)
    (gap,) = store.gaps
    assert gap.reason is GapReason.SKIPPED
    assert "switched off" in gap.detail
    assert len(store.mentions) == 3
    fake.closed.clear()
    fake.add(4, at=fake.time - 2 * DAY, place=VIDEO)
    drain(connector, store)
    assert len(store.mentions) == 7


def test_a_video_that_is_gone_holds_up_nothing() -> None:
    fake, store = FakeYoutube(), Store()
    fake.closed[VIDEO] = "videoNotFound"
    fake.add(2, place=CHANNEL)
    drain(SPEC.open({"key": KEY, "videos": [VIDEO], "channels": [CHANNEL]}, fake), store)
    assert len(store.mentions) == 2
    assert len(store.gaps) == 1


def test_used_up_quota_waits_for_midnight_in_the_pacific() -> None:
    fake = FakeYoutube()
    fake.quota = 0  # it is 02:00 there
    with pytest.raises(LimitedError) as caught:
        SPEC.open({"key": KEY, "videos": [VIDEO]}, fake).pull({})
    assert caught.value.retry_after == timedelta(hours=22).total_seconds()


def test_a_wrong_key_is_refused_in_words() -> None:
    with pytest.raises(RefusedError, match="does not accept the key") as caught:
        SPEC.open({"key": "wrong-key", "videos": [VIDEO]}, FakeYoutube()).pull({})
    assert "wrong-key" not in str(caught.value)


def test_forgotten_pages_begin_anew() -> None:
    fake, store = FakeYoutube(), Store()
    for hours in range(600):
        fake.add(at=fake.time - timedelta(minutes=hours), place=VIDEO)
    connector = SPEC.open({"key": KEY, "videos": [VIDEO]}, fake)
    store.keep(connector.pull({}))
    assert store.cursor["more"]
    assert len(store.mentions) == 500
    fake.forgets_pages = True
    drain(connector, store)
    assert [gap.reason for gap in store.gaps] == [GapReason.UNREADABLE]
    fake.forgets_pages = False
    fake.time += HOUR
    drain(connector, store)
    assert len(store.mentions) == 600
    assert max(store.came.values()) == 1


def test_searches_find_videos_and_watch_their_comments() -> None:
    fake, store = FakeYoutube(), Store()
    fake.found = [VIDEO]
    fake.add(2, place=VIDEO)
    connector = SPEC.open({"key": KEY, "search": ["lumen lamp"]}, fake)
    drain(connector, store)
    assert store.mentions[f"video:{VIDEO}"].kind is Kind.ARTICLE
    assert len(store.mentions) == 3
    drain(connector, store)
    assert fake.searches == 99
    assert store.cursor["search"]["calls"] == 1
    fake.time += HOUR
    drain(connector, store)
    assert fake.searches == 98


def test_an_empty_bucket_of_searches_stops_no_comment_and_is_a_gap() -> None:
    fake, store = FakeYoutube(), Store()
    connector = SPEC.open({"key": KEY, "videos": [VIDEO], "search": ["lumen"]}, fake)
    drain(connector, store)
    last = fake.time
    fake.time += HOUR
    fake.searches = 0
    fake.add(2, place=VIDEO)
    drain(connector, store)
    assert len(store.mentions) == 2
    assert [(gap.reason, gap.start, gap.end) for gap in store.gaps] == [
        (GapReason.RATE_LIMITED, last, fake.time)
    ]
    fake.searches, asked = 100, len(fake.requests)
    fake.time += HOUR
    drain(connector, store)
    assert not [each for each in fake.requests[asked:] if each.path.endswith("search")]
    fake.time += DAY
    drain(connector, store)
    assert (fake.searches, len(store.gaps)) == (99, 1)


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [("rateLimitExceeded", GapReason.RATE_LIMITED), ("invalidSearchFilter", GapReason.REFUSED)],
)
def test_a_search_that_is_refused_once_is_a_gap_and_asked_again(refusal: str, reason: GapReason) -> None:
    fake, store = FakeYoutube(), Store()
    connector = SPEC.open({"key": KEY, "search": ["lumen"]}, fake)
    drain(connector, store)
    last = fake.time
    fake.time += HOUR
    fake.found, fake.refuses_searches = [VIDEO], refusal
    drain(connector, store)
    assert [(gap.reason, gap.start, gap.end) for gap in store.gaps] == [(reason, last, fake.time)]
    assert "lumen" in store.gaps[0].detail
    fake.refuses_searches = ""
    fake.time += HOUR
    drain(connector, store)
    assert f"video:{VIDEO}" in store.mentions
    assert len(store.gaps) == 1


def test_a_search_that_is_always_refused_keeps_no_other_from_its_turn() -> None:
    fake, store = FakeYoutube(), Store()
    fake.found, fake.refuses_searches = [VIDEO], "invalidSearchFilter"
    connector = SPEC.open({"key": KEY, "search": ["lumen", "lamp"]}, fake)
    drain(connector, store)
    fake.refuses_searches = ""
    drain(connector, store)
    assert f"video:{VIDEO}" in store.mentions


def test_a_search_is_read_page_by_page_down_to_what_is_known() -> None:
    fake, store = FakeYoutube(), Store()
    connector = SPEC.open({"key": KEY, "search": ["lumen"]}, fake)
    drain(connector, store)
    fake.videos = [Item(f"v{n:010}", fake.time + timedelta(seconds=20 * n), "") for n in range(130)]
    fake.time += HOUR
    drain(connector, store)
    assert len([key for key in store.mentions if key.startswith("video:")]) == 130
    assert (fake.searches, store.gaps) == (96, [])
    fake.time += HOUR
    drain(connector, store)
    assert fake.searches == 95


def test_more_videos_than_a_search_shows_are_a_gap() -> None:
    fake, store = FakeYoutube(), Store()
    fake.videos = [Item(f"v{n:010}", fake.time - timedelta(minutes=n), "") for n in range(700)]
    drain(SPEC.open({"key": KEY, "search": ["lumen"], "days": 30}, fake), store)
    shown = [each.published for key, each in store.mentions.items() if key.startswith("video:")]
    (gap,) = store.gaps
    assert (gap.reason, gap.start, gap.end) == (
        GapReason.PROVIDER_CAP, fake.time - timedelta(days=30), min(shown),
    )  # fmt: skip
    assert (len(shown), fake.searches) == (500, 90)


def test_never_more_searches_than_a_day_has() -> None:
    fake, store = FakeYoutube(), Store()
    connector = SPEC.open({"key": KEY, "search": ["lumen", "lumen lamp", "流明灯"]}, fake)
    for _ in range(24 * 12):
        drain(connector, store)
        fake.time += timedelta(minutes=5)
    assert 85 <= 100 - fake.searches <= 100


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"key": KEY}, "videos"),
        ({"videos": [VIDEO]}, "key"),
        ({"key": KEY, "videos": ["lamp"]}, "videos"),
        ({"key": KEY, "channels": ["@lumen"]}, "channels"),
        ({"key": KEY, "videos": [VIDEO], "days": 9999}, "days"),
    ],
)
def test_settings_that_cannot_work(given: dict[str, object], field: str) -> None:
    with pytest.raises(SettingError) as caught:
        SPEC.open(given, FakeYoutube())
    assert caught.value.field == field
    assert len(str(caught.value)) > 10


def test_addresses_are_as_good_as_ids() -> None:
    fake, store = FakeYoutube(), Store()
    fake.add(1, place=VIDEO)
    given = {
        "key": KEY,
        "videos": f"https://www.youtube.com/watch?t=3&v={VIDEO}\nhttps://youtu.be/{VIDEO}?si=x\n{VIDEO}",
    }
    drain(SPEC.open(given, fake), store)
    assert len(store.mentions) == 1
    assert len(fake.requests) == 1
