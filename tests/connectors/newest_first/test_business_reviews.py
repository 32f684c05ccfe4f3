"""Google Business Profile and Trustpilot: tokens, stars as words, translations, replies that come and go."""

import json

import pytest

from goodword.connectors.google_business import SPEC as GOOGLE
from goodword.connectors.protocol import (
    Connector,
    GapReason,
    Kind,
    RefusedError,
    SettingError,
    UnreadableError,
)
from goodword.connectors.trustpilot import SPEC as TRUSTPILOT

from .fakes import FakeGoogleBusiness, FakeTrustpilot
from .kinds import GOOGLE_SETTINGS
from .peers import DAY, HOUR, Fake, Store, drain

TRUSTPILOT_SETTINGS = {"company": "https://www.trustpilot.com/review/lumen.example?page=2", "key": "tp-key"}


def google(fake: Fake) -> Connector:
    return GOOGLE.open(GOOGLE_SETTINGS, fake)  # type: ignore[arg-type]


def trustpilot(fake: Fake) -> Connector:
    return TRUSTPILOT.open(TRUSTPILOT_SETTINGS, fake)  # type: ignore[arg-type]


@pytest.mark.parametrize(("fake", "opened"), [(FakeGoogleBusiness, google), (FakeTrustpilot, trustpilot)])
def test_replies_come_change_and_go(fake, opened) -> None:  # type: ignore[no-untyped-def]
    service, store = fake(), Store()
    (review,) = service.add(stars=1)
    drain(opened(service), store)
    assert store.mentions[review.id].kind is Kind.REVIEW
    assert store.mentions[review.id].rating == 1.0
    for said in ("We are sorry", "We are sorry: write to us"):
        service.time += HOUR
        review.reply = said
        drain(opened(service), store)
        reply = store.mentions[f"{review.id}/reply"]
        assert (reply.text, reply.reply_to, reply.thread) == (said, review.id, review.id)
        assert reply.author is not None
        assert reply.author.name in ("Lumen", "lumen.example")
    service.time += HOUR
    review.reply = ""
    drain(opened(service), store)
    assert store.deleted() == {f"{review.id}/reply"}
    service.time += HOUR
    review.reply = "We are sorry, again"
    drain(opened(service), store)
    assert store.mentions[f"{review.id}/reply/2"].text == "We are sorry, again"
    assert store.deleted() == {f"{review.id}/reply"}


def test_a_token_that_runs_out_is_replaced() -> None:
    fake, store = FakeGoogleBusiness(), Store()
    fake.add(3)
    connector = google(fake)
    drain(connector, store)
    fake.token = "at-2"
    fake.add(2)
    drain(connector, store)
    assert len(store.mentions) == 5
    assert fake.tokens_given == 2
    kept = json.dumps(store.cursor)
    assert "at-1" not in kept
    assert "at-2" not in kept
    assert "rt-secret" not in kept


def test_consent_that_is_withdrawn_is_said_in_words() -> None:
    fake = FakeGoogleBusiness()
    fake.consent = False
    with pytest.raises(RefusedError, match="give your consent again") as caught:
        google(fake).pull({})
    assert "rt-secret" not in str(caught.value)


def test_a_star_without_words_and_a_translation() -> None:
    fake, store = FakeGoogleBusiness(), Store()
    (silent,), (told,) = fake.add(stars=3), fake.add()
    silent.text, told.text = "", "(Translated by Google) Very good\n\n(Original)\n很好"
    drain(google(fake), store)
    assert (store.mentions[silent.id].text, store.mentions[silent.id].rating) == ("", 3.0)
    assert store.mentions[told.id].text == "很好"


def test_pages_google_forgets_begin_anew() -> None:
    fake, store = FakeGoogleBusiness(), Store()
    for hours in range(620):
        fake.add(at=fake.time - HOUR * hours)
    connector = google(fake)
    store.keep(connector.pull({}))
    fake.forgets_pages = True
    drain(connector, store)
    assert [gap.reason for gap in store.gaps] == [GapReason.UNREADABLE]
    assert len(store.mentions) == 500


def test_an_unknown_rating_is_not_guessed() -> None:
    fake = FakeGoogleBusiness()
    fake.add(stars=0)
    with pytest.raises(UnreadableError, match="rating"):
        google(fake).pull({})


def test_several_locations() -> None:
    fake, store = FakeGoogleBusiness(), Store()
    fake.add(3)
    fake.add(4, place="accounts/7/locations/43")
    given = {**GOOGLE_SETTINGS, "account": "accounts/7", "locations": "accounts/7/locations/42\n43"}
    drain(GOOGLE.open(given, fake), store)
    assert len(store.mentions) == 7
    assert {each.host for each in fake.requests} == {"oauth2.googleapis.com", "mybusiness.googleapis.com"}


def test_a_company_is_looked_up_once() -> None:
    fake, store = FakeTrustpilot(), Store()
    fake.add(3)
    drain(trustpilot(fake), store)
    fake.time += DAY
    drain(trustpilot(fake), store)
    assert [each.path.rpartition("/")[2] for each in fake.requests] == ["find", "reviews", "reviews"]
    assert all("tp-key" not in str(each.params) for each in fake.requests)
    (review, *_) = store.mentions.values()
    assert review.language == "en"
    assert review.url.startswith("https://www.trustpilot.com/reviews/")


@pytest.mark.parametrize(
    ("spec", "given", "field"),
    [
        (GOOGLE, {**GOOGLE_SETTINGS, "account": "me"}, "account"),
        (GOOGLE, {**GOOGLE_SETTINGS, "locations": []}, "locations"),
        (GOOGLE, {**GOOGLE_SETTINGS, "refresh_token": " "}, "refresh_token"),
        (TRUSTPILOT, {**TRUSTPILOT_SETTINGS, "company": "lumen"}, "company"),
        (TRUSTPILOT, {"company": "lumen.example"}, "key"),
    ],
)
def test_settings_that_cannot_work(spec, given, field: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SettingError) as caught:
        spec.open(given, Fake())
    assert caught.value.field == field
