"""Referred customers and others: a verdict goes the way of its interval, and an interval with zero is no verdict."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from goodword.server.measuring.referred_pages import ReferredPage

from .cascade_events import Story


def month_of_people(story: Story, referred_buy: int, others_buy: int, each: int = 60) -> None:
    """So many of each group join on one day; some of them buy twice within the month."""
    for group, buying in (("r", referred_buy), ("o", others_buy)):
        for number in range(each):
            person = f"{group}{number:02d}"
            referrer = "ann" if group == "r" else None
            story.add("sign_up", person, "r1" if referrer else None, referrer)
            if number < buying:
                for _twice in range(2):
                    story.add("purchase", person, None, amount_minor=1_000 + number, currency="CNY", day=5)
    story.add("view", "late", None, day=40)


@pytest.fixture
def verdicts(settings, tmp_path, cast):
    settings.HOME = tmp_path

    def given(referred_buy: int, others_buy: int, each: int = 60, **asked: str):
        story = Story(cast.brand.pk)
        month_of_people(story, referred_buy, others_buy, each)
        story.told()
        query = QueryDict(mutable=True)
        query.update(asked)
        return ReferredPage(cast.actor(), query)

    return given


@pytest.mark.parametrize(
    ("referred_buy", "others_buy", "tone", "says"),
    [
        (50, 10, "favourable", "more of the referred"),
        (10, 50, "unfavourable", "fewer of the referred"),
        (30, 31, "", "No difference can be seen yet"),
    ],
)
def test_a_verdict_goes_the_way_of_its_interval(verdicts, referred_buy, others_buy, tone, says):
    for question in verdicts(referred_buy, others_buy).questions[:2]:
        low, high = question.number.interval
        assert question.tone == tone
        assert says in question.verdict
        assert low <= question.number.value <= high
        assert (low > 0) == (tone == "favourable")
        assert (high < 0) == (tone == "unfavourable")


def test_with_few_people_there_is_no_verdict(verdicts):
    page = verdicts(10, 2, each=12)
    assert page.judged is None
    assert all("Too early" in question.verdict and not question.tone for question in page.questions)


def test_a_share_is_said_in_points_and_money_in_the_brands_currency(verdicts):
    active, _again, margin = verdicts(50, 10).questions
    assert active.number.value == pytest.approx(66.67, abs=0.01)
    assert (active.number.unit, margin.number.unit) == ("points", "CNY")


def test_the_margin_scales_the_money(verdicts):
    page = verdicts(50, 10, margin="50")
    half = page.numbers["margin"].value
    whole = ReferredPage(page.actor, QueryDict("margin=100")).numbers["margin"].value
    assert half == pytest.approx(whole / 2, abs=0.02)


@pytest.mark.parametrize("margin", ["0", "101", "half", "-5", "1.5"])
def test_a_margin_that_is_none_is_said(verdicts, cast, admin_client, margin):
    verdicts(50, 10)
    answer = admin_client.get(
        reverse("measure-referred", kwargs={"brand": cast.brand.slug}), {"margin": margin}
    )
    assert answer.status_code == 400
    assert "expected a whole number from 1 to 100" in answer.content.decode()


def test_the_page_and_its_cards(verdicts, cast, admin_client):
    verdicts(50, 10)
    brand = {"brand": cast.brand.slug}
    text = admin_client.get(reverse("measure-referred", kwargs=brand)).content.decode()
    assert "Do they come back?" in text
    for figure in ("active", "repurchase", "margin"):
        card = admin_client.get(reverse("referred-number", kwargs=brand), {"figure": figure}).content.decode()
        assert "SELECT" in card, figure
    assert admin_client.get(reverse("referred-number", kwargs=brand), {"figure": "fame"}).status_code == 404


def test_nothing_to_compare_is_said(settings, tmp_path, cast, admin_client):
    settings.HOME = tmp_path
    answer = admin_client.get(reverse("measure-referred", kwargs={"brand": cast.brand.slug}))
    assert "Nothing to compare yet" in answer.content.decode()
