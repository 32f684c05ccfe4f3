"""Who clicked and who bought: one person as soon as a report says so, before or after the click is in the log."""

from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from django.utils import timezone

from goodword import metrics
from goodword.edge import EdgeSettings, Signer
from goodword.edge.ids import Ids
from goodword.server.api.facade import table_of
from goodword.server.jobs.queries import waiting_job
from goodword.server.tracking.api import EventGiven
from goodword.server.tracking.facade import event_log, known_aliases
from goodword.server.tracking.models import Alias, Report, ShareLink
from goodword.server.tracking.outbox import awaits_click, do_carry_on
from goodword.server.tracking.reports import do_report
from goodword.server.tracking.tasks import follow

pytestmark = pytest.mark.django_db
VISITOR = "visitor:0123456789abcdef"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def link(brand):
    return ShareLink.objects.create(
        brand=brand,
        code="tea",
        target="https://shop.example/",
        person_id="ada",
        root_code="tea",
        channel="feed",
    )


class Click:
    """A click: its token, and the event that the drain will put into the log."""

    def __init__(self, brand, person=VISITOR):
        from django.conf import settings

        ids = Ids()
        self.ts_us = ids.now()
        self.id = ids.new(self.ts_us)
        self.token = Signer(EdgeSettings.of_home(Path(settings.HOME), settings.SECRET_KEY).secret).sign(
            "tea", self.id
        )
        self.person = person.replace("<id>", self.id)
        self.brand = brand

    def drain(self):
        day = self.ts_us // 86_400_000_000
        event_log(self.brand.pk).append(
            [{
                "event_id": self.id, "ts_us": self.ts_us, "local_day": day, "received_day": day, "tenant": str(self.brand.pk),
                "kind": "click", "channel": "feed", "person_id": self.person, "link_id": "tea", "referrer_id": "ada",
                "root_id": "tea", "depth": 0, "source": "edge",
            }]
        )  # fmt: skip


def report(actor, click, kind="purchase", key="order-1", person="bo", **more):
    event = EventGiven(kind=kind, event_id=key, token=click.token, person_id=person, **more)
    return do_report(actor, table_of("events", [event]), [event.claim()])


def people(brand):
    rows = event_log(brand.pk).table(["event_id", "person_id"]).to_pylist()
    return {row["event_id"]: row["person_id"] for row in rows}


def funnel(actor):
    found = metrics.compute("funnel", event_log(actor.brand_id), same_person=known_aliases(actor), by=())
    return found[["seen", "found", "visited", "decided"]].values.tolist()


@pytest.mark.parametrize("drained", ["before", "after"])
def test_a_click_and_the_purchase_are_one_person_whichever_is_in_the_log_first(actor, brand, link, drained):
    click = Click(brand)
    if drained == "before":
        click.drain()
    report(actor, click)
    assert do_carry_on(brand.pk) == 1
    if drained == "after":
        assert known_aliases(actor).num_rows == 0
        click.drain()
        assert do_carry_on(brand.pk) == 0
    assert known_aliases(actor).to_pylist() == [{"alias": VISITOR, "person_id": "bo"}]
    assert funnel(actor) == [[1, 1, 1, 1]]
    assert not Report.objects.filter(click_id__gt="").exists()


def test_a_purchase_of_nobody_waits_for_its_click_and_is_of_who_clicked(actor, brand, link):
    click = Click(brand)
    report(actor, click, person=None)
    assert do_carry_on(brand.pk) == 0
    click.drain()
    assert do_carry_on(brand.pk) == 1
    assert people(brand)["order-1"] == VISITOR
    assert funnel(actor) == [[1, 1, 1, 1]]


def test_the_job_looks_again_soon_for_a_click_of_just_now(actor, brand, link):
    click = Click(brand)
    report(actor, click)
    follow.func(brand.pk)
    assert waiting_job(follow, brand.pk) is not None
    Report.objects.update(received_at=timezone.now() - timedelta(hours=1))
    assert not awaits_click(brand.pk)


def test_a_refund_of_a_purchase_of_nobody_is_of_who_clicked_too(actor, brand, link):
    click = Click(brand)
    report(actor, click, person=None, amount_minor=100, currency="CNY")
    back = EventGiven(kind="refund", event_id="r", refund_of="order-1", amount_minor=-50, currency="CNY")
    do_report(actor, table_of("events", [back]), [back.claim()])
    click.drain()
    assert do_carry_on(brand.pk) == 2
    assert people(brand)["r"] == VISITOR


def test_who_signs_up_first_and_buys_later_is_known_by_both(actor, brand, link):
    click = Click(brand)
    click.drain()
    report(actor, click, kind="sign_up", key="s", person=None)
    do_carry_on(brand.pk)
    report(actor, click)
    do_carry_on(brand.pk)
    assert people(brand)["s"] == VISITOR
    assert funnel(actor) == [[1, 1, 1, 1]]


def test_who_asked_not_to_be_followed_stays_apart(actor, brand, link):
    click = Click(brand, person="once:<id>")
    click.drain()
    report(actor, click)
    report(actor, click, key="order-2", person=None)
    assert do_carry_on(brand.pk) == 2
    assert known_aliases(actor).num_rows == 0
    assert people(brand) == {click.id: click.person, "order-1": "bo", "order-2": click.person}


def test_the_first_person_a_visitor_turned_out_to_be_stays(actor, brand, link):
    click = Click(brand)
    click.drain()
    for key, person in (("order-1", "bo"), ("order-2", "cy")):
        report(actor, click, key=key, person=person)
        do_carry_on(brand.pk)
    assert [alias.person_id for alias in Alias.objects.all()] == ["bo"]


def test_a_click_that_never_comes_is_given_up(actor, brand, link):
    click = Click(brand)
    report(actor, click, person=None)
    Report.objects.update(received_at=timezone.now() - timedelta(hours=2))
    report(actor, click, key="order-2")
    assert do_carry_on(brand.pk) == 2
    assert people(brand) == {"order-1": f"once:{click.id}", "order-2": "bo"}
    Report.objects.update(received_at=timezone.now() - timedelta(days=4))
    do_carry_on(brand.pk)
    click.drain()
    do_carry_on(brand.pk)
    assert known_aliases(actor).num_rows == 0
    assert not Report.objects.filter(click_id__gt="").exists()


def test_another_brand_has_its_own_aliases(actor, cast, brand, link):
    Alias.objects.create(brand=cast.bread, alias=VISITOR, person_id="zoe")
    click = Click(brand)
    click.drain()
    report(actor, click)
    do_carry_on(brand.pk)
    assert known_aliases(actor).to_pylist() == [{"alias": VISITOR, "person_id": "bo"}]


def test_a_click_is_found_though_the_clock_was_put_right_meanwhile(actor, brand, link):
    click = Click(brand)
    click.ts_us -= 3_600_000_000
    click.drain()
    report(actor, click)
    do_carry_on(brand.pk)
    assert known_aliases(actor).num_rows == 1


def test_without_aliases_the_table_has_its_columns(actor):
    assert known_aliases(actor).schema == pa.schema([("alias", pa.string()), ("person_id", pa.string())])
