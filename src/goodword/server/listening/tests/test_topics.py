"""Topics: found as a job, kept from one finding to the next, told of consumers alone, opened as a filter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goodword.server.jobs.facade import run_pending
from goodword.server.listening.factories import make_mention, make_mentions
from goodword.server.listening.models import Mention, Topic, TopicMap, TopicMember
from goodword.server.listening.topics.actions import do_find_topics
from goodword.server.listening.topics.finding import Found, Told, chosen, continued, state_of, weeks_of
from goodword.server.listening.topics.tasks import ask_first_topics, do_ask_topics, look_for_topics

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)  # noon in the brand's time zone
BATTERY = ["the battery is empty by noon", "battery empty after an hour of use", "my battery was empty again"]
PARCEL = ["快递很慢，等了一周才到", "快递太慢了，等了十天", "等了很久，快递真的很慢"]


def url(brand, name="topic-list", **kwargs):
    return reverse(name, kwargs={"brand": brand.slug, **kwargs})


def spoken(texts, *, days=range(1, 80, 4), **fields):
    """Return rows of a brand that says these texts over and over, each in its own words."""
    return [
        {"text": f"{texts[n % len(texts)]} {n}", "published_at": NOW - timedelta(days=day), **fields}
        for n, day in enumerate(days)
    ]


@pytest.fixture
def mentions(brand):
    """Two things people talk about, one badly, one well; what the brand says itself of a third; and something old."""
    rows = [
        *spoken(BATTERY, sentiment="unfavourable", language="en"),
        *spoken(PARCEL, sentiment="favourable", language="zh"),
        *spoken(["our great summer sale begins", "the summer sale is on"], origin="brand"),
        *spoken(["the antique battery of long ago"], days=range(100, 120)),
    ]
    return make_mentions(brand.pk, rows)


def find(cast):
    return do_find_topics(cast.actor(), NOW)


def by_word(word):
    return next(topic for topic in Topic.objects.all() if any(word in phrase for phrase in topic.phrases))


def test_topics_are_named_and_told_of_consumers_of_ninety_days(cast, mentions):
    assert find(cast) == Topic.objects.count() >= 2
    battery, parcel = by_word("battery"), by_word("快递")
    assert (battery.net, parcel.net) == (-1.0, 1.0)
    assert battery.language == "en"
    assert "battery" in battery.sentence
    assert Mention.objects.get(pk=battery.medoid).text.startswith(battery.sentence[:20])
    assert not any("sale" in phrase for topic in Topic.objects.all() for phrase in topic.phrases)
    found = TopicMap.objects.get()
    assert (found.found, found.told) == (40, 40)
    assert found.placed == sum(topic.size for topic in Topic.objects.all()) == TopicMember.objects.count()
    assert sum(battery.weeks) == battery.size
    assert battery.share == battery.size / 40


def test_copies_are_in_the_topic_of_their_original(cast, brand, mentions):
    first = Mention.objects.filter(text__startswith="my battery").first()
    copy = make_mention(brand.pk, "!!", copy_of=first.pk, published_at=NOW - timedelta(days=2))
    find(cast)
    assert copy.in_topic.topic == first.in_topic.topic


def test_a_topic_keeps_its_id_while_most_of_its_mentions_stay(cast, brand, mentions):
    find(cast)
    battery = by_word("battery").pk
    make_mentions(brand.pk, spoken(["the teacher explains well", "a patient teacher"], days=range(1, 20)))
    Mention.objects.filter(text__contains="快递").update(origin="paid")
    find(cast)
    assert by_word("battery").pk == battery
    assert not any("快递" in phrase for topic in Topic.objects.all() for phrase in topic.phrases)


def test_finding_twice_changes_nothing(cast, mentions):
    find(cast)
    before = list(Topic.objects.order_by("pk").values())
    find(cast)
    assert list(Topic.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("texts", [[], ["one"], ["", " ", "!!!", "👍"], ["same words"] * 50])
def test_little_or_nothing_to_say_is_no_failure(cast, brand, texts):
    make_mentions(brand.pk, [{"text": t or " ", "published_at": NOW - timedelta(days=3)} for t in texts])
    assert find(cast) >= 0
    assert TopicMap.objects.get().found == len(texts)


def test_only_those_with_the_right_ask_for_topics(cast):
    with pytest.raises(PermissionDenied):
        do_ask_topics(cast.actor("sales"))


def test_the_job_finds_them_and_waits_once(cast, brand, mentions):
    assert do_ask_topics(cast.actor()) == do_ask_topics(cast.actor())
    ask_first_topics(brand.pk)
    run_pending()
    assert TopicMap.objects.filter(brand=brand).exists()
    ask_first_topics(brand.pk)
    assert run_pending() == 0


def test_at_night_only_brands_with_new_mentions_are_looked_at(cast, brand, mentions):
    assert look_for_topics.func() == 1
    run_pending()
    assert look_for_topics.func() == 0
    make_mention(brand.pk, "new", collected_at=timezone.now() + timedelta(seconds=5))
    assert look_for_topics.func() == 1


def test_the_page_names_topics_and_each_opens_its_mentions(admin_client, cast, brand, mentions):
    find(cast)
    page = admin_client.get(url(brand))
    content = page.content.decode()
    battery = by_word("battery")
    assert battery.name in content
    assert battery.sentence[:30] in content
    listed = admin_client.get(url(brand, "mention-list"), {"topic": battery.pk})
    assert listed.context["page"].total == battery.size
    assert battery.name in listed.content.decode()
    apart = admin_client.get(url(brand, "mention-list"), {"topic": "-", "origin": "consumer"})
    assert apart.context["page"].total == 60 - TopicMember.objects.count()


def test_a_topic_of_another_brand_or_none_is_no_value_of_the_filter(admin_client, cast, brand, mentions):
    find(cast)
    theirs = Topic.objects.create(
        brand=cast.bread, phrases=["bread"], size=1, share=1, favourable=0, neutral=0, unfavourable=0, change=1,
        first_day=date(2026, 5, 1),
    )  # fmt: skip
    for wrong in (theirs.pk, "9" * 12, "abc"):
        assert admin_client.get(url(brand, "mention-list"), {"topic": wrong}).status_code == 400


def test_without_topics_the_page_offers_to_find_them_and_shows_the_way_there(
    admin_client, client, cast, brand
):
    assert "Find topics" in admin_client.get(url(brand)).content.decode()
    assert admin_client.post(url(brand, "topic-find")).status_code == 302
    assert "Finding topics" in admin_client.get(url(brand)).content.decode()
    assert "No worker is running" in admin_client.get(url(brand, "topic-progress")).content.decode()
    run_pending()
    assert admin_client.get(url(brand, "topic-progress")).headers["HX-Refresh"] == "true"
    assert "No topic stands out" in admin_client.get(url(brand)).content.decode()
    client.force_login(cast.members["sales"])
    assert client.post(url(brand, "topic-find")).status_code == 403


def test_the_page_asks_no_more_for_many_topics(admin_client, cast, brand, django_assert_max_num_queries):
    for n in range(40):
        Topic.objects.create(
            brand=brand, phrases=[f"t{n}"], size=n, share=0.1, favourable=1, neutral=1, unfavourable=1, change=1,
            first_day=date(2026, 5, 1), weeks=[1, 2, 3],
        )  # fmt: skip
    with django_assert_max_num_queries(14):
        assert admin_client.get(url(brand), {"sort": "-change"}).status_code == 200


def told(pk, day):
    return Told(pk, pk, "text", day, "", "en")


def test_a_topic_is_new_rises_falls_or_stays():
    last, everything = date(2026, 6, 1), [100] * 13
    early, late = date(2026, 3, 5), date(2026, 5, 20)
    assert state_of([0] * 11 + [5, 5], everything, late, last)[0] == "new"
    assert state_of([10] * 11 + [25, 25], everything, early, last)[0] == "rising"
    assert state_of([20] * 11 + [5, 5], everything, early, last)[0] == "falling"
    assert state_of([10] * 13, everything, early, last) == ("steady", pytest.approx(1, abs=0.05))
    assert state_of([0] * 12 + [2], [1] * 12 + [2], early, last)[0] == "steady"
    assert state_of([3, 3], [0, 0], early, last) == ("steady", 1.0)


def test_weeks_end_with_the_last_day():
    last = date(2026, 6, 1)
    weeks = weeks_of(
        [told(1, last), told(2, last - timedelta(days=6)), told(3, last - timedelta(days=7))], last
    )
    assert weeks[-2:] == [1, 2]
    assert weeks_of([told(1, last - timedelta(days=500))], last) == [0] * len(weeks)


def test_continued_topics_share_most_of_their_mentions():
    day = date(2026, 6, 1)
    found = [
        Found(("a",), "", [told(n, day) for n in range(10)]),
        Found(("b",), "", [told(n, day) for n in range(10, 14)]),
    ]
    before = dict.fromkeys(range(8), 7) | dict.fromkeys(range(8, 11), 9) | {13: 9}
    assert continued(found, before) == {0: 7, 1: 9}
    assert continued(found, {}) == {}


def test_a_drawn_part_is_the_same_every_time_and_in_order():
    ids = list(range(0, 1000, 3))
    assert chosen(ids, 50) == chosen(ids, 50) == sorted(chosen(ids, 50))
    assert len(set(chosen(ids, 50))) == 50
