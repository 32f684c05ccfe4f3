"""Reddit's own ways: terms to accept, a token, a thousand entries a listing, comments besides posts."""

import pytest

from goodword.connectors.protocol import Connector, GapReason, RefusedError, SettingError
from goodword.connectors.reddit import SPEC

from .fakes import MINUTE, FakeReddit
from .kinds import REDDIT_SETTINGS
from .peers import DAY, Fake, Store, drain


def reddit(fake: Fake, **more: object) -> Connector:
    return SPEC.open({**REDDIT_SETTINGS, **more}, fake)  # type: ignore[arg-type]


def test_its_terms_have_to_be_accepted() -> None:
    assert "contract" in SPEC.notice_en
    assert "合同" in SPEC.notice_zh


def test_the_first_thousand_and_a_gap_before() -> None:
    fake, store = FakeReddit(), Store()
    for position in range(1_300):
        fake.add(at=fake.time - MINUTE * position)
    drain(reddit(fake), store)
    (gap,) = store.gaps
    assert len(store.mentions) == 1_000
    assert gap.reason is GapReason.PROVIDER_CAP
    assert gap.start is None
    assert gap.end == fake.time - MINUTE * 999


def test_a_busy_listing_that_was_reached_has_no_gap() -> None:
    fake, store = FakeReddit(), Store()
    for position in range(1_300):
        fake.add(at=fake.time - MINUTE * position)
    connector = reddit(fake)
    drain(connector, store)
    store.gaps.clear()
    fake.time += DAY
    fake.add(200)
    drain(connector, store)
    assert len(store.mentions) == 1_200
    assert not store.gaps


def test_what_a_post_becomes() -> None:
    fake, store = FakeReddit(), Store()
    (post,) = fake.add()
    drain(reddit(fake), store)
    found = store.mentions[f"t3_{post.id}"]
    assert (found.title, found.source, found.engagement) == ("Lamps", "r/lamps", {"likes": 3, "replies": 1})
    assert found.author is not None
    assert (found.author.id, found.author.handle) == ("t2_li", "u/li")


def test_posts_comments_and_searches_are_listings_of_their_own() -> None:
    fake, store = FakeReddit(), Store()
    fake.add(3)
    drain(reddit(fake, comments=True, search=["lumen lamp"]), store)
    paths = [each.path for each in fake.requests]
    assert {"/r/lamps/new", "/r/lamps/comments", "/search"} <= set(paths)
    assert paths.count("/api/v1/access_token") == 1


def test_a_token_that_runs_out_is_replaced() -> None:
    fake, store = FakeReddit(), Store()
    fake.add(3)
    connector = reddit(fake)
    drain(connector, store)
    fake.token = "rd-2"
    drain(connector, store)
    assert "rd-" not in str(store.cursor)


def test_a_wrong_secret_is_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        reddit(FakeReddit(), client_secret="other-secret").pull({})
    assert "other-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"subreddits": []}, "subreddits"),
        ({"subreddits": ["not one"]}, "subreddits"),
        ({"contact": "a b"}, "contact"),
    ],
)
def test_settings_that_cannot_work(given: dict[str, object], field: str) -> None:
    with pytest.raises(SettingError) as caught:
        reddit(FakeReddit(), **given)
    assert caught.value.field == field
