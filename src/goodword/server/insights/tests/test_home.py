"""The home page: the loop with real counts, what changed and why, what to do next."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from goodword.server.accounts.rights import ROLE_RIGHTS, Role
from goodword.server.insights.home import funnel, sentiment_by_week, shifts, stations
from goodword.server.insights.next_actions import next_actions
from goodword.server.insights.numbers import NUMBERS
from goodword.server.insights.snapshot import access_snapshot
from goodword.server.listening.models import Mention
from goodword.server.tracking.models import DayCount

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)  # Monday morning in Shanghai
EPOCH = datetime(1970, 1, 1, tzinfo=UTC).date().toordinal()


def mention(brand, days_ago, **fields):
    number = Mention.objects.count() + 1
    moment = NOW - timedelta(days=days_ago)
    day = moment.date().toordinal() - EPOCH
    values = {
        "source_type": "forum",
        "sentiment": "favourable",
        "text": "t",
        "author_id": f"a{number}",
        **fields,
    }
    return Mention.objects.create(
        brand=brand, key=f"{number:032x}", published_at=moment, published_day=day, **values
    )


def happened(brand, days_ago, kind, count, channel="feed"):
    day = (NOW - timedelta(days=days_ago)).date().toordinal() - EPOCH
    DayCount.objects.create(brand=brand, local_day=day, kind=kind, channel=channel, count=count)


def test_only_consumers_count_as_word_of_mouth(actor, brand):
    for origin in ("consumer", "brand", "employee", "paid"):
        mention(brand, 2, origin=origin)
    data = access_snapshot(actor, NOW)
    assert NUMBERS["mentions"](data).value == 1
    assert data.mention_total == 4


def test_net_favourable_leaves_out_what_has_no_sentiment(actor, brand):
    for sentiment in ("favourable",) * 6 + ("unfavourable",) * 2 + ("neutral", "neutral", "", ""):
        mention(brand, 3, sentiment=sentiment)
    number = NUMBERS["net_favourable"](access_snapshot(actor, NOW))
    assert number.value == pytest.approx((6 - 2) / 10)
    assert number.n == 10
    low, high = number.interval
    assert low < 0.4 < high


def test_a_number_that_cannot_be_said_says_why(actor, brand):
    data = access_snapshot(actor, NOW)
    for key in ("net_favourable", "clicks_per_share"):
        assert NUMBERS[key](data).value is None
        assert NUMBERS[key](data).why_none


def test_today_is_not_compared_because_it_is_not_over(actor, brand):
    mention(brand, 0)
    assert NUMBERS["mentions"](access_snapshot(actor, NOW)).value == 0


def test_what_changed_names_where_most_of_it_came_from(actor, brand):
    for _number in range(4):
        mention(brand, 2, sentiment="unfavourable", source_type="review_site")
    mention(brand, 2, sentiment="unfavourable", source_type="blog")
    mention(brand, 9, sentiment="unfavourable", source_type="blog")
    [shift] = shifts(access_snapshot(actor, NOW), actor)
    assert "5 this week, 1 the week before" in shift.sentence
    assert "Review site (+4)" in shift.reason
    assert "source_type=review_site" in shift.url


def test_a_rise_of_complaints_comes_first(actor, brand):
    for _number in range(8):
        mention(brand, 2, sentiment="unfavourable")
    mention(brand, 9, sentiment="unfavourable")
    first = next_actions(access_snapshot(actor, NOW), actor, brand)[0]
    assert first.title == "Find out why complaints rose"


def test_an_empty_brand_is_told_what_to_bring_in(actor, brand):
    titles = [action.title for action in next_actions(access_snapshot(actor, NOW), actor, brand)]
    assert titles[0] == "Bring in what people say"
    assert "Describe the brand" in titles


def test_nobody_is_told_to_do_what_they_may_not(cast):
    sales = cast.actor("sales")
    titles = [action.title for action in next_actions(access_snapshot(sales, NOW), sales, cast.brand)]
    assert titles == []


def test_the_funnel_counts_only_what_came_through_a_share(actor, brand):
    happened(brand, 3, "share", 10)
    happened(brand, 3, "visit", 7)
    happened(brand, 3, "visit", 100, channel="")
    picture = funnel(access_snapshot(actor, NOW))
    assert list(picture.series[0].values)[:3] == [10, 0, 7]


def test_weeks_add_up_to_their_mentions(actor, brand):
    for days in (1, 8, 20, 100, 181, 400):
        mention(brand, days)
    picture = sentiment_by_week(access_snapshot(actor, NOW))
    assert sum(sum(series.values) for series in picture.series) == 5 == picture.n


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_a_home_it_may_read(client, cast, role):
    client.force_login(cast.members[role.value])
    page = client.get(reverse("home", kwargs={"brand": "ada"}))
    assert page.status_code == 200
    shown = {station.key for station in page.context["stations"]}
    assert ("talkers" in shown) == any(right.value == "people:read" for right in ROLE_RIGHTS[role])


def test_the_page_asks_the_database_the_same_few_questions_however_much_there_is(
    admin_client, actor, brand, django_assert_max_num_queries
):
    for days in range(1, 40):
        mention(brand, days)
    with django_assert_max_num_queries(20):
        admin_client.get(reverse("home", kwargs={"brand": "ada"}))


@pytest.mark.parametrize("key", list(NUMBERS))
def test_each_number_opens_its_card_in_both_languages(admin_client, brand, key):
    address = reverse("number-card", kwargs={"brand": "ada", "key": key})
    page = admin_client.get(address).content.decode()
    assert "English" in page
    assert admin_client.get(address, headers={"HX-Request": "true"}).status_code == 200


def test_an_unknown_number_is_not_there(admin_client, brand):
    assert admin_client.get(reverse("number-card", kwargs={"brand": "ada", "key": "luck"})).status_code == 404


def test_stations_have_a_way_on(actor, brand):
    assert all(station.url for station in stations(access_snapshot(actor, timezone.now()), actor))
