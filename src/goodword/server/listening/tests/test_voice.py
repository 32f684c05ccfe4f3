"""Share of voice: namings counted right, copies and origins kept apart, intervals that hold, gaps that stay gaps."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goodword.server.listening.facade import access_share_of_voice, do_add_rival_sample
from goodword.server.listening.factories import make_mentions
from goodword.server.listening.models import Topic, TopicMember
from goodword.server.listening.numbers import share_interval
from goodword.server.listening.saved.actions import do_save_query
from goodword.server.listening.voice.queries import Voices
from goodword.server.listening.voice.shares import shares

DAY = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIRST, LAST = DAY.date() - timedelta(days=5), DAY.date() + timedelta(days=5)


def texts(text, n, **fields):
    return [{"text": f"{text} {number}", "published_at": DAY, **fields} for number in range(n)]


@pytest.fixture
def queries(actor):
    do_save_query(actor, name="Own", kind="brand", source="lumen")
    return [do_save_query(actor, name=name, kind="competitor", source=name) for name in ("brilo", "faros")]


def counts(actor, **options):
    found = access_share_of_voice(actor, FIRST, LAST, **options)
    return {voice.name.label: voice.count for voice in found.voices}, found


def test_each_name_has_its_share_of_all_namings(actor, brand, queries):
    make_mentions(
        brand.pk, [*texts("lumen", 5), *texts("brilo", 3), *texts("lumen and brilo", 2), *texts("a lamp", 9)]
    )
    by_name, found = counts(actor)
    assert by_name == {"Ada": 7, "brilo": 5, "faros": 0}
    assert (found.mentions, found.namings, found.several) == (10, 12, 2)
    assert [voice.share.share for voice in found.voices] == [7 / 12, 5 / 12, 0]
    assert [voice.share.method for voice in found.voices] == ["bootstrap", "bootstrap", "wilson"]
    assert all(
        voice.share.interval[0] <= voice.share.share <= voice.share.interval[1] for voice in found.voices
    )
    assert found.own.name.source == "(lumen)"


def test_only_consumers_count_and_the_rest_is_told_apart(actor, brand, queries):
    make_mentions(
        brand.pk, [*texts("lumen", 2), *texts("lumen", 7, origin="brand"), *texts("brilo", 3, origin="paid")]
    )
    by_name, found = counts(actor)
    assert by_name == {"Ada": 2, "brilo": 0, "faros": 0}
    assert found.own.origins == {"consumer": 2, "brand": 7, "employee": 0, "paid": 0}
    assert found.competitors[0].origins["paid"] == 3
    assert counts(actor, everybody=True)[0] == {"Ada": 9, "brilo": 3, "faros": 0}


def test_all_that_names_somebody_is_split_by_who_wrote_it_and_by_whether_it_was_prompted(
    actor, brand, queries
):
    rewarded = {"stimulus": "stimulated"}
    make_mentions(
        brand.pk,
        [
            *texts("lumen", 2),
            *texts("lumen shared", 3, **rewarded),
            *texts("lumen ad", 4, origin="paid", **rewarded),
        ],
    )
    own = counts(actor)[1].own
    assert own.stimuli == {"organic": 2, "stimulated": 7}
    assert sum(own.origins.values()) == sum(own.stimuli.values()) == 9


def test_copies_count_once_unless_asked_for(actor, brand, queries):
    first = make_mentions(brand.pk, texts("lumen", 1))[0]
    make_mentions(brand.pk, texts("lumen", 8, copy_of=first.pk))
    assert counts(actor)[0]["Ada"] == 1
    assert counts(actor, folded=False)[0]["Ada"] == 9


def test_days_outside_do_not_count_and_both_ends_do(actor, brand, queries):
    ends = [
        datetime(2026, 3, 4, 16, tzinfo=UTC),
        datetime(2026, 3, 15, 15, 59, tzinfo=UTC),
    ]  # Shanghai's midnights
    rows = [
        {"text": "lumen", "published_at": at}
        for at in (*ends, ends[0] - timedelta(seconds=1), ends[1] + timedelta(minutes=1))
    ]
    make_mentions(brand.pk, rows)
    assert counts(actor)[0]["Ada"] == 2


def test_without_a_brand_query_the_keywords_speak(actor, brand):
    brand.keywords = ["流明", 'say "lumen"', "?"]
    brand.save()
    make_mentions(
        brand.pk, [*texts("流明课堂", 2), *texts("they say lumen", 1), *texts("ada", 1), *texts("lumen", 1)]
    )
    by_name, found = counts(actor)
    assert by_name == {"Ada": 4}
    assert found.competitors == []


def test_a_query_that_can_no_longer_be_read_is_said(actor, brand, queries):
    queries[0].__class__.objects.filter(pk=queries[0].pk).update(source="a OR b c")
    make_mentions(brand.pk, texts("lumen", 2))
    _, found = counts(actor)
    assert found.unreadable == ["brilo"]
    assert [voice.name.label for voice in found.voices] == ["Ada", "faros"]


def test_parts_are_by_place_and_topic(actor, brand, queries):
    made = make_mentions(
        brand.pk, [*texts("lumen", 4, source="a.example"), *texts("brilo", 2, source="b.example")]
    )
    topic = Topic.objects.create(
        brand=brand,
        phrases=["light"],
        size=2,
        share=1,
        favourable=0,
        neutral=0,
        unfavourable=0,
        change=0,
        first_day=FIRST,
    )
    for mention in (made[0], made[-1]):
        TopicMember.objects.create(mention=mention, topic=topic)
    voices = Voices(actor, FIRST, LAST)
    assert [(part.value, part.mentions, part.shares[0].share) for part in voices.parts("source")] == [
        ("a.example", 4, 1.0),
        ("b.example", 2, 0.0),
    ]
    assert [(part.value, part.mentions, part.shares[0].share) for part in voices.parts("topic")] == [
        (str(topic.pk), 2, 0.5)
    ]


def test_too_little_over_time_is_a_gap(actor, brand, queries):
    later = DAY + timedelta(days=2)
    make_mentions(
        brand.pk, [*texts("lumen", 6), *[{**row, "published_at": later} for row in texts("brilo", 4)]]
    )
    starts = [FIRST + timedelta(days=number) for number in range(11)]
    own = Voices(actor, FIRST, LAST).over_time(starts)[0]
    assert own[5].share == 1.0
    assert [place for place, each in enumerate(own) if each] == [5]


@given(st.lists(st.integers(0, 7), min_size=1, max_size=60))
def test_shares_sum_to_one_and_lie_in_their_intervals(patterns):
    masks = [np.array([bool(pattern >> place & 1) for pattern in patterns]) for place in range(3)]
    found = shares(masks)
    n = sum(bin(pattern).count("1") for pattern in patterns)
    if not n:
        assert all(each.share is None for each in found)
        return
    assert sum(each.share for each in found) == pytest.approx(1)
    for each in found:
        low, high = each.interval
        assert 0 <= low <= high <= 1
        assert low - 0.1 <= each.share <= high + 0.1
        if each.method == "wilson":
            assert each.interval == share_interval(each.count, n)
    assert shares(masks) == found


def test_the_interval_of_the_bootstrap_covers():
    """Of 200 samples of a known split, the interval holds the truth about 95 times in a hundred."""
    chance = np.random.default_rng(1)
    truth = 0.6 / 1.1  # 60 % name the first, 50 % the second, 10 % of these both
    hits = 0
    for _ in range(200):
        kinds = chance.choice(3, 300, p=[0.5, 0.4, 0.1])
        first, second = (kinds == 0) | (kinds == 2), (kinds == 1) | (kinds == 2)
        low, high = shares([first, second])[0].interval
        hits += low <= truth <= high
    assert 180 <= hits <= 198


def test_the_page_shows_shares_with_cards_and_switches(admin_client, brand, queries):
    now = timezone.now()
    make_mentions(brand.pk, [{"text": f"lumen {n}", "published_at": now} for n in range(6)])
    make_mentions(
        brand.pk, [{"text": f"brilo {n}", "published_at": now, "origin": "brand"} for n in range(6)]
    )
    url = reverse("voice", kwargs={"brand": brand.slug})
    page = admin_client.get(url)
    assert "100%" in page.content.decode()
    assert "Stimulated" in page.content.decode()
    everybody = admin_client.get(url, {"who": "all", "split": "source", "days": "30"})
    assert "50%" in everybody.content.decode()
    number = admin_client.get(
        reverse("voice-number", kwargs={"brand": brand.slug}), {"who": "all", "voice": "brand"}
    )
    assert "Wilson" in number.content.decode()
    api = admin_client.get(f"/api/v1/share-of-voice?brand={brand.slug}&everybody=true").json()
    assert [voice["share"] for voice in api["voices"]] == [0.5, 0.5, 0.0]
    assert api["namings"] == 12
    assert api["voices"][0]["stimuli"] == {"organic": 6, "stimulated": 0}
    assert (
        admin_client.get(
            f"/api/v1/share-of-voice?brand={brand.slug}&first=2026-03-02&last=2026-03-01"
        ).status_code
        == 422
    )


def test_without_a_competitor_there_is_no_share(admin_client, brand):
    make_mentions(brand.pk, [{"text": "ada", "published_at": timezone.now()}])
    page = admin_client.get(reverse("voice", kwargs={"brand": brand.slug}))
    assert "Nobody to compare with yet" in page.content.decode()


def test_the_sample_has_a_rival_and_queries_for_both(actor, brand):
    brand.organisation.is_sample = brand.is_sample = True
    brand.organisation.save()
    brand.save()
    assert do_add_rival_sample(actor) == 140
    assert do_add_rival_sample(actor) == 0
    today = timezone.localdate()
    found = access_share_of_voice(actor, today - timedelta(days=90), today)
    assert [voice.name.label for voice in found.voices] == ["Ada", "Brilo"]
    assert 0 < found.own.count < found.competitors[0].count
    assert found.several > 0
