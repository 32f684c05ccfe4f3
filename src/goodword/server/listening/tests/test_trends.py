"""Trends: what the explorer's filters leave, over time, against a plain count; every number agrees with its card."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from goodword.server.listening.days import number_of
from goodword.server.listening.factories import make_mention, make_mentions
from goodword.server.listening.models import Mention
from goodword.server.listening.trends.buckets import buckets, start_of

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def url(brand, name="mention-trends", **kwargs):
    return reverse(name, kwargs={"brand": brand.slug, **kwargs})


def local_day(moment):
    return moment.astimezone(ZONE).date()


def store(brand, rows):
    """Store mentions with the local day of the brand's time zone."""
    made = make_mentions(brand.pk, rows)
    for mention in made:
        if mention.published_at:
            mention.published_day = number_of(local_day(mention.published_at))
    Mention.objects.bulk_update(made, ["published_day"])


@pytest.fixture
def rows(brand):
    """Two hundred mentions of a quarter, a gap of three weeks in it, some without a day."""
    chance = random.Random(5)
    made = []
    for number in range(200):
        hours = chance.randrange(90 * 24)
        if 30 <= hours // 24 < 51:
            continue
        tone = chance.choice(["favourable", "favourable", "neutral", "unfavourable", "unfavourable", ""])
        made.append(
            {
                "text": f"text {number}",
                "published_at": None if number % 25 == 0 else FIRST + timedelta(hours=hours),
                "sentiment": tone,
                "cause": chance.choice(["price", "delivery", ""]) if tone == "unfavourable" else "",
                "intent": chance.choice(["question", "complaint", ""]),
                "aspects": chance.choice(["", "|price|", "|price|teacher|"]),
                "origin": chance.choice(["consumer"] * 4 + ["brand"]),
                "source_type": chance.choice(["forum", "blog"]),
                "source": chance.choice(["a.example", "b.example"]),
                "language": chance.choice(["en", "zh"]),
            }
        )
    store(brand, [dict(row) for row in made])
    return [row for row in made if row["origin"] == "consumer"]


def shown(client, brand, **params):
    response = client.get(url(brand), params)
    assert response.status_code == 200
    return response.context


def test_sentiment_by_week_is_a_plain_count_in_the_brands_days(admin_client, brand, rows):
    context = shown(admin_client, brand, by="week")
    chart, stretches = context["sentiment"], context["counts"].buckets
    truth = Counter(
        (start_of(local_day(row["published_at"]), "week"), row["sentiment"])
        for row in rows
        if row["published_at"]
    )
    for series, tone in zip(chart.series, ("unfavourable", "neutral", "favourable", ""), strict=True):
        assert [value or 0 for value in series.values] == [
            truth[start, tone] for start in stretches.starts
        ], tone
    assert chart.n == sum(truth.values())
    assert context["counts"].undated == sum(row["published_at"] is None for row in rows)


def test_causes_sum_to_the_unfavourable_of_their_week(admin_client, brand, rows):
    context = shown(admin_client, brand, by="week")
    causes = [
        sum(filter(None, values))
        for values in zip(*(s.values for s in context["causes"].series), strict=True)
    ]
    unfavourable = [value or 0 for value in context["sentiment"].series[0].values]
    assert causes == unfavourable


def test_where_nothing_was_collected_there_is_a_gap_not_a_zero(admin_client, brand, rows):
    context = shown(admin_client, brand, by="week")
    empty = [n for n, each in enumerate(context["counts"].tones) if not each]
    assert empty
    for chart in (context["sentiment"], context["balance"]):
        assert all(series.values[n] is None for n in empty for series in chart.series)
    assert context["balance"].gaps


def test_the_balance_has_its_interval_and_says_nothing_of_very_few(admin_client, brand):
    days = [FIRST + timedelta(days=d) for d in (0, 0, 0, 0, 0, 0, 8)]
    store(
        brand,
        [{"text": f"{n}", "published_at": day, "sentiment": "favourable"} for n, day in enumerate(days)],
    )
    [series] = shown(admin_client, brand, by="week")["balance"].series
    assert series.values == [1.0, None]
    assert series.low[0] <= series.values[0] <= series.high[0]


@pytest.mark.parametrize("split", ["aspects", "source_type", "source", "language"])
def test_parts_count_every_consumer_mention_with_the_value(admin_client, brand, rows, split):
    context = shown(admin_client, brand, split=split)
    for part in context["parts"]:
        query = parse_qs(urlsplit(part.url).query)
        listed = admin_client.get(url(brand, "mention-list"), query).context["page"]
        assert listed.total == part.count, part.name
        assert sum(part.tones.values()) == part.count


def number(client, address):
    return client.get(address, headers={"HX-Request": "true"}).context["number"]


def test_every_figure_of_the_parts_agrees_with_its_card(admin_client, brand, rows):
    for part in shown(admin_client, brand, language="en")["parts"]:
        assert number(admin_client, part.count_url).value == part.count
        assert number(admin_client, part.balance_url).value == part.balance
        assert number(admin_client, part.share_url).value == pytest.approx(part.share)


def test_what_is_usual_agrees_with_its_card_and_a_plain_count(admin_client, brand, rows):
    rates = shown(admin_client, brand)["base_rates"]
    assert [rate.title for rate in rates] == ["Causes", "Intents"]
    bad = [row for row in rows if row["sentiment"] == "unfavourable"]
    assert rates[0].n == len(bad)
    assert {value.count for value in rates[0].values} == {
        sum(row["cause"] == cause for row in bad) for cause in ("price", "delivery")
    }
    for rate in rates:
        for value in rate.values:
            assert number(admin_client, value.card).value == pytest.approx(value.share)


def test_trends_and_explorer_agree_under_the_same_filters(admin_client, brand, rows):
    filters = {"q": "text", "source_type": "forum", "since": "2026-01-05", "until": "2026-02-20"}
    context = shown(admin_client, brand, **filters)
    listed = admin_client.get(url(brand, "mention-list"), filters).context
    assert context["numbers"][0].value == listed["headline"].consumer.value == context["sentiment"].n
    assert context["counts"].buckets.labels[0] <= "2026-01-05"


def test_only_consumers_are_told_whatever_the_filter_says(admin_client, brand, rows):
    page = admin_client.get(url(brand), {"origin": "brand"})
    assert "No consumer mention fits these filters" in page.content.decode()


@pytest.mark.parametrize(
    ("params", "word"),
    [({"by": "hour"}, "hour"), ({"split": "colour"}, "colour"), ({"sentiment": "angry"}, "angry"), ({"since": "x"}, "x"),
     ({"q": "a OR b c"}, "Character"), ({"nonsense": "1"}, "nonsense")],
)  # fmt: skip
def test_what_is_asked_wrongly_is_said(admin_client, brand, params, word):
    make_mention(brand.pk, "t")
    response = admin_client.get(url(brand), params)
    assert response.status_code == 400
    assert word in response.content.decode()


def test_an_empty_brand_is_told_what_to_do(admin_client, brand):
    assert "No mentions yet" in admin_client.get(url(brand)).content.decode()


def test_mentions_without_any_date_still_have_parts(admin_client, brand):
    make_mentions(
        brand.pk, [{"text": f"{n}", "published_at": None, "sentiment": "neutral"} for n in range(3)]
    )
    context = shown(admin_client, brand)
    assert context["counts"].buckets is None
    assert context["parts"][0].count == 3


def test_one_query_more_or_less_for_any_number_of_mentions(
    admin_client, brand, rows, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        admin_client.get(url(brand), {"split": "source"})


@pytest.mark.parametrize(
    ("first", "last", "step", "n"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), "day", 31),
        (date(2026, 1, 1), date(2026, 6, 30), "week", 27),
        (date(2020, 1, 15), date(2026, 1, 1), "month", 73),
        (date(2026, 1, 1), date(2026, 1, 1), "day", 1),
    ],
)
def test_the_step_of_time_fits_what_is_shown(first, last, step, n):
    made = buckets(first, last)
    assert (made.step, len(made.starts)) == (step, n)
    assert made.starts[0] <= first <= last < made.end
