"""Somebody is forgotten while reports wait for the log: everything else of the brand still reaches it."""

from pathlib import Path

import pytest

from goodword.edge import EdgeSettings, Signer
from goodword.edge.ids import Ids
from goodword.server.api.facade import table_of
from goodword.server.tracking.api import EventGiven
from goodword.server.tracking.facade import do_forget_person, event_log
from goodword.server.tracking.models import Report, ShareLink
from goodword.server.tracking.reports import do_report
from goodword.server.tracking.tasks import follow

pytestmark = pytest.mark.django_db
PERSON = "customer-4711"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path


def report(actor, key, **more):
    given = {
        "kind": "purchase",
        "event_id": key,
        "ts": "2026-03-01T09:30:00+08:00",
        "amount_minor": 100,
        "currency": "CNY",
    }
    event = EventGiven(**given | more)
    return do_report(actor, table_of("events", [event]), [event.claim()])


def logged(brand):
    follow.func(brand.pk)
    return {row["event_id"]: row for row in event_log(brand.pk).table().to_pylist()}


def test_a_report_that_was_not_in_the_log_yet_is_there_and_holds_up_no_other(actor, brand):
    report(actor, f"order-of-{PERSON}", person_id=PERSON, segment=f"vip {PERSON}")
    do_forget_person(actor, PERSON)
    event_log(brand.pk).erase(PERSON)
    report(actor, "order-2")
    found = logged(brand)
    erased = next(iter(found.keys() - {"order-2"}))
    assert erased.startswith("erased:")
    assert found[erased]["person_id"] is None
    assert found[erased]["segment"].startswith("erased:")
    assert PERSON not in str(list(Report.objects.values_list("key", "event", "person_id")))
    assert report(actor, f"order-of-{PERSON}").added == 1  # the outbox cannot know it any more, the log does
    assert len(logged(brand)) == 2


def test_a_report_that_waits_for_its_click_waits_no_longer(actor, brand, settings):
    ShareLink.objects.create(brand=brand, code="tea", target="https://shop.example/", root_code="tea")
    ids = Ids()
    signer = Signer(EdgeSettings.of_home(Path(settings.HOME), settings.SECRET_KEY).secret)
    for key in (f"order-of-{PERSON}", "order-2"):
        report(actor, key, token=signer.sign("tea", ids.new(ids.now())))
    do_forget_person(actor, PERSON)
    assert list(logged(brand)) == [f"order-of-{PERSON}"]
    assert not Report.objects.filter(key__startswith="erased:", logged_at=None).exists()
    event_log(brand.pk).erase(PERSON)
    report(actor, "order-3")
    assert len(logged(brand)) == 2


def test_what_the_log_refuses_stays_behind_and_holds_up_no_other(actor, brand):
    report(actor, "order-1")
    Report.objects.update(key="erased:1", event={**Report.objects.get().event, "event_id": "erased:1"})
    report(actor, "order-2")
    assert list(logged(brand)) == ["order-2"]
    assert [each.key for each in Report.objects.filter(logged_at=None)] == ["erased:1"]
