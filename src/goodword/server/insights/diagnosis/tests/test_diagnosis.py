"""The diagnosis finds what was planted, says how sure that is, and says too little rather than too much."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from goodword.server.insights.diagnosis import neighbours
from goodword.server.insights.diagnosis.document import Document
from goodword.server.insights.diagnosis.tests.cases import LAST, diagnosis, mentions, ordinary
from goodword.server.listening.facade import do_merge_terms
from goodword.server.listening.factories import make_mentions
from goodword.server.listening.saved.actions import do_save_query

pytestmark = pytest.mark.django_db
FORBIDDEN = ("delete", "remove the comment", "hide", "take down", "pay for", "paid review", "incentiv")


def test_counts_and_intervals_agree_with_a_plain_count(actor, brand):
    rows = [row for row in ordinary(brand) if (LAST.date() - row.published_at.date()).days < 30]
    consumers = [row for row in rows if row.origin == "consumer"]
    tones = Counter(row.sentiment for row in consumers)
    found = diagnosis(actor)
    numbers = found.every_number()
    assert numbers["mentions"].value == len(consumers)
    labelled = len(consumers) - tones[""]
    net = (tones["favourable"] - tones["unfavourable"]) / labelled
    assert numbers["net_favourable"].value == pytest.approx(net)
    low, high = numbers["net_favourable"].interval
    assert low < net < high
    assert numbers["net_favourable"].n == labelled
    assert [(each.name, each.count) for each in found.origins] == [("Brand", 5)]


def test_consumer_mentions_are_split_by_whether_the_brand_prompted_them(admin_client, actor, brand):
    ordinary(brand)
    make_mentions(
        brand.pk,
        [*mentions(n=7, stimulus="stimulated"), *mentions(n=2, stimulus="stimulated", origin="paid")],
    )
    found = diagnosis(actor)
    split = {each.name: each.count for each in found.stimuli}
    assert split == {"Organic": 106, "Stimulated": 7}
    assert sum(split.values()) == found.every_number()["mentions"].value
    assert {each.name: each.count for each in found.origins} == {"Brand": 5, "Paid": 2}
    assert Document(found).said()["stimuli"][1] == {"name": "Stimulated", "count": 7}
    page = admin_client.get(reverse("diagnosis", kwargs={"brand": brand.slug})).content.decode()
    assert "Consumer mentions: Organic 106, Stimulated 7." in page


def test_the_causes_that_hurt_most_come_first_with_growth_and_quotes(actor, brand):
    ordinary(brand)
    causes = diagnosis(actor).causes
    assert [cause.key for cause in causes] == ["delivery", "price", "service_problem"]
    delivery = causes[0]
    assert (delivery.hurt.now, delivery.hurt.before) == (30, 10)
    assert delivery.hurt.hurt == 60
    assert delivery.share.value == pytest.approx(30 / 59)
    assert sum(delivery.trend) == 30
    assert len(delivery.trend) <= 30
    assert delivery.places == [("shop.example", 30)]
    assert delivery.products == [("Lamp", 30)]
    assert 2 <= len(delivery.sample.quotes) <= 3
    assert all("parcel" in quote.text for quote in delivery.sample.quotes)
    assert any("parcel" in phrase or "late" in phrase for phrase, _share in delivery.themes)


def test_praise_is_kept_apart_from_blame(actor, brand):
    ordinary(brand)
    found = diagnosis(actor)
    assert [each.name for each in found.praise] == ["Teachers"] or found.praise[0].praised.key == "teacher"
    assert found.praise[0].praised.is_asset
    assert "lesson" in found.praise[0].quote.text
    assert any("leave that as it is" in sentence for sentence in found.headline)


def test_questions_are_open_until_the_brand_answers_them(actor, brand):
    ordinary(brand)
    asked = diagnosis(actor).questions
    assert asked.open.value == 6
    assert not asked.can_tell
    question = {"sentiment": "neutral", "intent": "question", "text": "How do I begin {n}?"}
    direct = mentions(n=1, external_id="q1", **question)
    in_thread = mentions(n=1, thread_id="t1", days_ago=5, **question)
    too_early = mentions(n=1, thread_id="t2", days_ago=2, **question)
    said = {"sentiment": "neutral", "origin": "brand"}
    replies = [
        *mentions(n=1, text="Like this {n}", reply_to="q1", **said),
        *mentions(n=1, text="So {n}", thread_id="t1", days_ago=3, **said),
        *mentions(n=1, text="News {n}", thread_id="t2", days_ago=6, **said),
    ]
    make_mentions(brand.pk, [*direct, *in_thread, *too_early, *replies])
    asked = diagnosis(actor).questions
    assert asked.can_tell
    assert asked.open.value == 6 + 1
    assert asked.open.n == 9


def test_an_answer_elsewhere_with_the_same_ids_answers_nothing(actor, brand):
    question = {"sentiment": "neutral", "intent": "question", "text": "How do I begin {n}?"}
    answer = {"sentiment": "neutral", "origin": "brand", "text": "Like this {n}", "source": "other.example"}
    make_mentions(
        brand.pk,
        [
            *mentions(n=1, external_id="1", thread_id="topic/7", days_ago=3, **question),
            *mentions(n=1, reply_to="1", thread_id="topic/7", days_ago=2, **answer),
        ],
    )
    asked = diagnosis(actor).questions
    assert (asked.can_tell, asked.open.value) == (True, 1)


def test_what_to_do_first_is_short_owned_and_measurable(actor, brand):
    ordinary(brand)
    steps = diagnosis(actor).steps
    assert 1 <= len(steps) <= 5
    assert steps[0].key == "cause-delivery"
    assert [step.weight for step in steps] == sorted((step.weight for step in steps), reverse=True)
    for step in steps:
        assert step.title
        assert step.owner
        assert step.why
        assert step.effort
        assert step.proof
        assert not any(word in " ".join((step.title, step.why, step.proof)).lower() for word in FORBIDDEN)


def test_few_mentions_are_called_few(actor, brand):
    make_mentions(brand.pk, [*mentions("delivery", 3), *mentions(n=2)])
    found = diagnosis(actor)
    assert len(found.headline) == 1
    assert "too few" in found.headline[0]
    assert [step.key for step in found.steps] == ["more"]


def test_causes_with_few_mentions_are_shown_as_too_few_and_not_acted_on(actor, brand):
    make_mentions(brand.pk, [*mentions("delivery", 4), *mentions(n=60)])
    found = diagnosis(actor)
    assert any("too few to say what hurts most" in sentence for sentence in found.headline)
    assert "too few to say" in Document(found).said()["causes"][0]["change"]
    assert not any(step.key.startswith("cause-") for step in found.steps)


def test_one_single_mention_has_a_diagnosis(actor, brand):
    make_mentions(brand.pk, mentions("price", 1))
    found = diagnosis(actor, days=None)
    assert found.causes[0].sample.quotes[0].text.startswith("Far too expensive")
    assert found.every_number()["net_favourable"].value == -1


def test_mentions_without_a_date_count_over_all_time(actor, brand):
    rows = [row | {"published_at": None} for row in mentions("price", 40)]
    make_mentions(brand.pk, rows)
    assert diagnosis(actor).is_empty
    found = diagnosis(actor, days=None)
    assert found.every_number()["mentions"].value == 40
    assert found.frame.span is None
    assert any("no date" in sentence for sentence in found.cautions)
    assert Document(found).said()["window"] == "All time"


def test_days_that_were_not_collected_are_not_compared(actor, brand):
    make_mentions(brand.pk, [*mentions("delivery", 40, days_ago=1), *mentions("delivery", 5, days_ago=35)])
    found = diagnosis(actor)
    assert found.frame.before is None
    assert found.changes == {}
    assert found.causes[0].hurt.growth == 1
    assert any("nothing to compare" in sentence for sentence in found.cautions)


def test_a_change_within_chance_is_said_to_be_no_more(actor, brand):
    make_mentions(brand.pk, [
        *mentions(n=40, days_ago=2), *mentions(n=36, days_ago=32), *mentions(n=1, days_ago=90), *mentions(n=1, days_ago=0),
    ])  # fmt: skip
    assert "no more than chance" in diagnosis(actor).changes["mentions"]


def test_source_and_product_narrow_everything(actor, brand):
    ordinary(brand)
    by_source = diagnosis(actor, source="shop.example")
    by_product = diagnosis(actor, product="Lamp")
    for found in (by_source, by_product):
        assert found.every_number()["mentions"].value == 30
        assert [cause.key for cause in found.causes] == ["delivery"]
    assert diagnosis(actor, source="nowhere.example").is_empty


def test_other_brands_stay_outside(actor, brand, cast):
    ordinary(brand)
    make_mentions(cast.bread.pk, mentions("product_defect", 90, text="Bread of somebody else {n}"))
    found = diagnosis(actor, days=None)
    assert "product_defect" not in {cause.key for cause in found.causes}
    assert "Bread" not in str(Document(found).said())


def test_the_number_of_queries_does_not_grow_with_the_mentions(actor, brand):
    ordinary(brand)
    diagnosis(actor)
    with CaptureQueriesContext(connection) as few:
        diagnosis(actor)
    make_mentions(brand.pk, [
        *mentions("delivery", 900, days_ago=6), *mentions("price", 900, days_ago=9),
        *mentions(n=900, days_ago=7, aspects="|teacher|"),
    ])  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        diagnosis(actor)
    assert len(many) == len(few) <= 32


def test_copies_are_folded_in_quotes_and_counted_in_hurt(actor, brand):
    [first, *_rest] = make_mentions(brand.pk, mentions("delivery", 1, text="The very same complaint"))
    make_mentions(
        brand.pk,
        [row | {"copy_of": first.pk} for row in mentions("delivery", 39, text="The very same complaint")],
    )
    found = diagnosis(actor)
    assert found.causes[0].hurt.now == 40
    assert len(found.causes[0].sample.quotes) == 1
    assert any("repeat the text" in sentence for sentence in found.voices.sentences)


def test_few_loud_accounts_are_told_from_many(actor, brand):
    make_mentions(brand.pk, [row | {"author_id": f"a{n % 3}"} for n, row in enumerate(mentions("price", 60))])
    assert "Few speak loudly" in diagnosis(actor).voices.sentences[0]
    make_mentions(brand.pk, [row | {"author_id": f"b{n}"} for n, row in enumerate(mentions("price", 300))])
    assert "Many speak" in diagnosis(actor).voices.sentences[0]


def test_a_cause_that_was_merged_counts_as_what_it_means_now(actor, brand):
    ordinary(brand)
    do_merge_terms(actor, "cause", "price", "delivery")
    causes = diagnosis(actor).causes
    assert (causes[0].key, causes[0].hurt.now) == ("delivery", 50)


def test_chinese_says_the_same_in_chinese(actor, brand):
    make_mentions(
        brand.pk,
        mentions("delivery", 40, text="快递太慢了，等了{n}天还没有到，客服也不回复。", language="zh"),
    )
    with translation.override("zh-hans"):
        said = Document(diagnosis(actor)).said()
    assert said["language"] == "zh"
    assert said["title"].startswith("口碑诊断")
    assert "差评" in said["summary"]
    assert said["causes"][0]["quotes"]
    assert not any(" and " in sentence for sentence in said["headline"])


def test_gaps_make_the_page_incomplete(actor, brand):
    from goodword.server.collecting.models import GapRecord, Source

    ordinary(brand)
    source = Source.objects.create(brand=brand, name="Forum", kind="rss", state=Source.State.ON)
    GapRecord.objects.create(
        brand=brand,
        source=source,
        reason="outage",
        start=LAST - timedelta(days=3),
        end=LAST - timedelta(days=2),
        state="open",
    )
    found = diagnosis(actor)
    assert any("Forum" in sentence and "did not answer" in sentence for sentence in found.cautions)
    assert "Incomplete" in Document(found).said()["complete"]


def test_an_open_alert_comes_first(actor, brand, monkeypatch):
    ordinary(brand)
    monkeypatch.setattr(neighbours, "alerts", lambda _actor: [neighbours.Notice("A spike", "today", "/a/")])
    assert diagnosis(actor).steps[0].key == "alert"


def test_the_page_shows_it_and_every_number_opens_its_card(admin_client, actor, brand):
    ordinary(brand)
    page = admin_client.get(reverse("diagnosis", kwargs={"brand": brand.slug}))
    assert page.status_code == 200
    for number in diagnosis(actor).every_number().values():
        assert number.definition
        assert number.window
        card = admin_client.get(number.url)
        assert card.status_code == 200
        assert str(number.name) in card.content.decode().replace("&amp;", "&")


def test_an_empty_workspace_says_what_fills_it(admin_client, brand):
    page = admin_client.get(reverse("diagnosis", kwargs={"brand": brand.slug})).content.decode()
    assert "Nothing to diagnose yet" in page
    assert reverse("import-list", kwargs={"brand": brand.slug}) in page


def test_a_wrong_number_of_days_is_one_sentence(admin_client, brand):
    for days in ("0", "x", "-7", "99999999999999"):
        page = admin_client.get(reverse("diagnosis", kwargs={"brand": brand.slug}), {"days": days})
        assert page.status_code == 400
        assert "is no number of days" in page.content.decode()
    assert (
        admin_client.get(reverse("diagnosis-number", kwargs={"brand": brand.slug, "key": "nope"})).status_code
        == 404
    )


def test_the_api_says_the_same(admin_client, actor, brand):
    ordinary(brand)
    answer = admin_client.get("/api/v1/diagnosis", {"brand": brand.slug, "days": "30"}).json()
    said = Document(diagnosis(actor), "http://testserver/").said()
    assert answer["causes"][0]["key"] == "delivery"
    assert answer["steps"] == said["steps"]
    assert answer["numbers"][0]["value"] == said["numbers"][0]["value"]
    assert answer["causes"][0]["quotes"] == said["causes"][0]["quotes"]
    assert admin_client.get("/api/v1/diagnosis", {"brand": brand.slug, "days": "0"}).status_code == 422


def test_searches_without_an_answer_become_a_step(actor, brand, monkeypatch):
    found = [neighbours.Notice("is ada any good", "Write a page", "/v/")]
    ordinary(brand)
    monkeypatch.setattr(neighbours, "uncovered", lambda _actor: found)
    told = diagnosis(actor)
    step = next(step for step in told.steps if step.key == "uncovered")
    assert "is ada any good" in step.why
    assert Document(told).said()["uncovered"][0]["title"] == "is ada any good"


def test_share_of_voice_is_there_where_a_competitor_is_named(actor, brand):
    ordinary(brand)
    assert diagnosis(actor).voice == []
    make_mentions(brand.pk, mentions(n=8, text="Bobby teaches worse than Ada does, said {n}"))
    do_save_query(actor, name="Bobby", source="Bobby", kind="competitor")
    shares = {str(number.name): number for number in diagnosis(actor).voice}
    assert shares["Bobby"].value == pytest.approx(0.5)
    assert shares["Bobby"].interval is not None
    assert diagnosis(actor, source="shop.example").voice == []


def test_the_rest_of_what_was_found_is_on_the_page(admin_client, actor, brand):
    ordinary(brand)
    page = admin_client.get(reverse("diagnosis", kwargs={"brand": brand.slug})).content.decode()
    said = Document(diagnosis(actor), "http://testserver/").said()
    for text in (said["headline"][0], said["steps"][0]["title"], said["causes"][0]["quotes"][0]["from"]):
        assert text.replace("'", "&#x27;") in page
