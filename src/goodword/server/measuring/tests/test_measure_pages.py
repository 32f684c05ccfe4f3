"""The pages of Measure: every address answers, empty and full, wrongly asked, in both languages."""

import re

import pytest
from django.urls import reverse

from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.facade import Right
from goodword.server.measuring.river import river
from goodword.server.measuring.windows import day_of

from .cascade_events import FIRST_DAY, school_story

PAGES = ("measure", "measure-funnel", "measure-growth", "measure-channels", "measure-cost", "measure-value")
FIGURES = (
    "seen", "found", "visited", "decided", "told", "k", "cycle", "cycle-late", "money", "customer-cost",
    "customer-cost-incremental", "best-channel", "asked", "attributed", "caused", "spent",
)  # fmt: skip


def url(name: str, query: str = "") -> str:
    return reverse(name, kwargs={"brand": "ada"}) + query


@pytest.fixture
def told(brand):
    school_story(brand.pk).told()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("query", ["", "?window=all", "?window=own&since=2024-10-01&until=2024-10-31"])
def test_a_page_answers_empty_and_full(admin_client, brand, name, query):
    assert admin_client.get(url(name, query)).status_code == 200
    school_story(brand.pk).told()
    assert admin_client.get(url(name, query)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "query",
    [
        "?window=ever", "?window=own&since=2024-10-31&until=2024-10-01", "?window=own&since=soon&until=2024-10-01",
        "?window=own&since=0001-01-01&until=2024-10-01",
    ],
)  # fmt: skip
def test_a_window_that_is_none_is_said(admin_client, name, query):
    answer = admin_client.get(url(name, query))
    assert answer.status_code == 200
    assert "banner" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["?by=nothing", "?channel=moon", "?programme=none&window=all", "?scale=odd"]
)
def test_a_funnel_asked_wrongly_still_answers(admin_client, told, query):
    assert admin_client.get(url("measure-funnel", query)).status_code == 200


def test_the_funnel_and_the_channels_as_files_are_the_same_each_time(admin_client, told):
    for name in ("measure-funnel", "measure-channels"):
        files = [admin_client.get(url(name, "?window=all&format=csv")).content for _again in range(2)]
        assert files[0] == files[1]
        assert b"feed" in files[0]


@pytest.mark.parametrize("figure", FIGURES)
def test_every_number_opens_its_card(admin_client, told, figure):
    card = admin_client.get(url("measure-number", f"?figure={figure}&window=all")).content.decode()
    assert "SELECT" in card
    assert "Version of the data" in card
    assert re.search(r"version \d", card)


def test_a_number_there_is_none_of_is_not_found(admin_client):
    assert admin_client.get(url("measure-number", "?figure=luck")).status_code == 404


def test_nothing_untested_is_said_to_be_caused(admin_client, told):
    page = admin_client.get(url("measure-channels", "?window=all")).content.decode()
    assert "Not tested yet" in page
    assert "% caused" not in page


def test_metrics_over_http(client, cast, told):
    secret = do_create_token(cast.actor("admin"), "t", frozenset({Right.EVENTS_READ}), None)[1]
    headers = {"Authorization": f"Bearer {secret}"}
    names = [each["name"] for each in client.get("/api/v1/metrics", headers=headers).json()["items"]]
    assert {"funnel", "sales", "acquisition_cost"} <= set(names)
    found = client.get(
        "/api/v1/metrics/funnel?by=channel&since=2024-10-01&until=2024-10-31", headers=headers
    ).json()
    assert found["is_current"]
    assert "SELECT" in found["sql"]
    assert found["rows"]
    assert client.get("/api/v1/metrics/luck", headers=headers).status_code in (400, 422)
    assert client.get("/api/v1/metrics/funnel?by=luck", headers=headers).status_code in (400, 422)
    assert client.get("/api/v1/metrics/funnel?since=2024-10-01", headers=headers).status_code in (400, 422)


def test_attribution_over_http_counts_the_clicks_before_its_days(client, cast, told):
    secret = do_create_token(cast.actor("admin"), "t", frozenset({Right.EVENTS_READ}), None)[1]
    bought = day_of(FIRST_DAY + 2)  # the click was on the first day
    answer = client.get(
        f"/api/v1/metrics/attribution?since={bought}&until={bought}",
        headers={"Authorization": f"Bearer {secret}"},
    )
    credited = {row["channel"]: row["last"] for row in answer.json()["rows"]}
    assert credited["feed"] == 10_000


def test_a_purchase_of_nobody_known_lowers_what_is_attributed(admin_client, brand):
    story = school_story(brand.pk)
    story.add("purchase", None, None, amount_minor=30_000, currency="CNY", channel=None, day=3)
    story.told()
    page = admin_client.get(url("measure-channels", "?window=all")).content.decode()
    assert "25%" in page
    assert "75%" in page


def test_a_cohort_is_early_until_its_last_day_is_over(admin_client, brand):
    story = school_story(brand.pk)  # somebody joins in the week that ends on its third day
    for day in (32, 33):
        story.add("view", "gus", "r1", "ann", day=day)
    story.told()
    for last, is_early in ((32, True), (33, False)):
        days = f"?window=own&since={day_of(FIRST_DAY)}&until={day_of(FIRST_DAY + last)}"
        rows = admin_client.get(url("measure-growth", days)).context["page"].rows
        assert rows[0].is_early is is_early


def test_a_river_has_a_band_for_each_part_and_one_for_the_rest():
    row = {"seen": 10, "found": 4, "visited": 3, "decided": 0, "told": 1}
    drawn = river(
        [(f"c{n}", row) for n in range(9)], {stage: 9 * count for stage, count in row.items()}, shares=True
    )
    assert drawn is not None
    assert len(drawn.bands) == 7
    assert [bank.people for bank in drawn.banks] == [90, 36, 27, 0, 9]
    assert river([], {}, shares=False) is None
