"""Top talkers: whose recommendations brought money, refunds taken off, for those who may read people."""

import pytest
from django.urls import reverse

from goodword import metrics
from goodword.server.measuring.talkers_pages import ORDERS
from goodword.server.talkers.models import Person
from goodword.server.tracking.facade import event_log

from .cascade_events import Story


@pytest.fixture
def told(settings, tmp_path, cast):
    """Ann brought Ben, Ben brought Cleo and Dan; Cleo bought for 100 and got 40 back, Ben bought for 5."""
    settings.HOME = tmp_path
    story = Story(cast.brand.pk)
    story.add("sign_up", "ben", "r1", "ann").add("sign_up", "cleo", "r2", "ben").add(
        "sign_up", "dan", "r2", "ben"
    )
    story.add("purchase", "cleo", None, amount_minor=10_000, currency="CNY")
    story.add("refund", "cleo", None, amount_minor=-4_000, currency="CNY")
    story.add("purchase", "ben", None, amount_minor=500, currency="CNY").told()
    Person.objects.create(brand=cast.brand, key="ann", external_id="ann", name="Ann Fenwright")
    return cast


@pytest.fixture
def page(told, admin_client):
    def get(name: str = "downstream-list", **asked: str):
        return admin_client.get(reverse(name, kwargs={"brand": told.brand.slug}), asked)

    return get


def test_the_list_says_what_the_metric_says(told, page):
    lines = page("downstream-export").content.decode("utf-8-sig").splitlines()
    known = metrics.compute("downstream", event_log(told.brand.pk)).to_dict("records")
    names = {"ann": "Ann Fenwright"}
    assert lines[1:] == [
        ",".join([row["person_id"], names.get(row["person_id"], row["person_id"]), *(str(row[name]) for name in (
            "brought", "downstream_people", "brought_money", "downstream_money"))])
        for row in known
    ]  # fmt: skip
    assert lines[1] == "ann,Ann Fenwright,1,3,500,6500"


def test_the_page_has_names_money_and_ways_on(page):
    text = page().content.decode()
    assert "Ann Fenwright" in text
    assert "65 CNY" in text
    assert "measure/cascades/?window=all&amp;person=ann" in text


@pytest.mark.parametrize("order", ORDERS)
def test_each_column_orders_it(page, order):
    assert page(sort=order).status_code == 200


def test_those_who_brought_many_come_first_when_asked_so(page):
    text = page(sort="brought").content.decode()
    assert text.index("person=ben") < text.index("person=ann")


def test_what_the_address_gets_wrong_is_said(page):
    answer = page(channel="pigeon")
    assert answer.status_code == 400
    assert "There is no channel pigeon" in answer.content.decode()


def test_each_purchase_counts_once_in_the_numbers(page):
    money = page("downstream-number", figure="money").content.decode()
    assert '<span class="value" title="65">65</span>' in money
    for figure in ("talkers", "brought", "tenth"):
        assert "SELECT" in page("downstream-number", figure=figure).content.decode(), figure
    assert page("downstream-number", figure="fame").status_code == 404


def test_nobody_without_the_right_to_people_sees_it(told, client):
    client.force_login(told.members["legal"])
    for name in ("downstream-list", "downstream-export", "downstream-number"):
        assert client.get(reverse(name, kwargs={"brand": told.brand.slug})).status_code == 403


def test_a_brand_where_nobody_brought_anybody_is_told_so(settings, tmp_path, cast, admin_client):
    settings.HOME = tmp_path
    answer = admin_client.get(reverse("downstream-list", kwargs={"brand": cast.brand.slug}))
    assert "Nobody has brought anybody yet" in answer.content.decode()


def test_names_are_asked_for_together(told, page, django_assert_max_num_queries):
    page()
    with django_assert_max_num_queries(20):
        page()
