"""From the reports into the log: each once, whatever is repeated; and the day counts follow whoever writes."""

from datetime import date

import pytest

from goodword.server.accounts.factories import make_brand, make_organisation
from goodword.server.accounts.queries import system_actor
from goodword.server.api.facade import table_of
from goodword.server.jobs.facade import run_pending
from goodword.server.tracking import outbox
from goodword.server.tracking.api import EventGiven
from goodword.server.tracking.facade import access_days_of_events, do_count_again, event_log
from goodword.server.tracking.models import DayCount, Report
from goodword.server.tracking.reports import do_report
from goodword.server.tracking.tasks import follow, look_everywhere

TS = "2026-03-01T09:30:00+08:00"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path


def report(actor, *events):
    given = [EventGiven(**{"ts": TS} | event) for event in events]
    return do_report(actor, table_of("events", given), [each.claim() for each in given])


def purchase(key="order-1", amount=4900):
    return {"kind": "purchase", "event_id": key, "amount_minor": amount, "currency": "CNY"}


def click(brand, number, local_day=20_000, channel="feed"):
    return {
        "event_id": f"click-{number}", "ts_us": local_day * 86_400_000_000, "local_day": local_day,
        "received_day": local_day, "tenant": str(brand.pk), "kind": "click", "channel": channel,
    }  # fmt: skip


def counts(brand):
    return sorted(DayCount.objects.filter(brand=brand).values_list("local_day", "kind", "channel", "count"))


def as_logged(brand):
    """The day counts, read from the log the slow way."""
    rows = event_log(brand.pk).table(["local_day", "kind", "channel"]).to_pylist()
    each = [(row["local_day"], row["kind"], row["channel"] or "") for row in rows]
    return sorted((*one, each.count(one)) for one in set(each))


@pytest.mark.django_db
def test_replaying_the_outbox_doubles_nothing(actor, brand):
    report(actor, *(purchase(f"order-{n}") for n in range(5)))
    for carried in (5, 0):
        assert outbox.do_carry_on(brand.pk) == carried
    Report.objects.update(logged_at=None)  # killed after the log had them and before the database knew
    assert outbox.do_carry_on(brand.pk) == 5
    assert event_log(brand.pk).table().num_rows == 5
    assert counts(brand) == as_logged(brand)


@pytest.mark.django_db
def test_what_the_log_refuses_to_take_stays_for_the_next_time(actor, brand, settings, tmp_path):
    report(actor, purchase())
    settings.HOME = tmp_path / "blocked"
    settings.HOME.mkdir()
    (settings.HOME / "events").write_text("in the way")
    with pytest.raises(Exception, match="file"):
        outbox.do_carry_on(brand.pk)
    settings.HOME = tmp_path
    assert outbox.do_carry_on(brand.pk) == 1


@pytest.mark.django_db
def test_large_batches_go_in_pieces(actor, brand, monkeypatch):
    monkeypatch.setattr(outbox, "_BATCH", 3)
    report(actor, *(purchase(f"order-{n}") for n in range(10)))
    assert outbox.do_carry_on(brand.pk) == 10
    assert event_log(brand.pk).table().num_rows == 10


@pytest.mark.django_db
def test_what_the_edge_puts_into_the_log_is_counted_and_only_its_days_are(brand, monkeypatch):
    event_log(brand.pk).append([click(brand, n, 20_000 + n) for n in range(3)])
    follow.func(brand.pk)
    assert counts(brand) == as_logged(brand)
    DayCount.objects.filter(local_day=20_000).update(
        count=77
    )  # a day that does not change is not counted again
    event_log(brand.pk).append([click(brand, 9, 20_002), click(brand, 10, 20_002, "email")])
    follow.func(brand.pk)
    assert counts(brand) == [(20_000, "click", "feed", 77), *as_logged(brand)[1:]]


@pytest.mark.django_db
def test_compaction_and_erasure_leave_the_counts_as_they_are(actor, brand):
    log = event_log(brand.pk)
    for n in range(6):
        log.append([{**click(brand, n, 20_000 + n % 3), "person_id": "bo"}])
        follow.func(brand.pk)
    before = counts(brand)
    log.compact()
    log.erase("bo")
    follow.func(brand.pk)
    assert counts(brand) == before == as_logged(brand)
    do_count_again(actor)
    assert counts(brand) == before


@pytest.mark.django_db
def test_nothing_new_costs_one_look(brand, django_assert_max_num_queries):
    event_log(brand.pk).append([click(brand, 1)])
    follow.func(brand.pk)
    with django_assert_max_num_queries(8):
        follow.func(brand.pk)
    assert look_everywhere.func() == 0
    event_log(brand.pk).append([click(brand, 2)])
    assert look_everywhere.func() == 1


@pytest.mark.django_db(transaction=True)
def test_a_report_is_in_the_log_and_counted_after_the_worker_has_run():
    actor = a_brand()
    report(actor, purchase())
    run_pending()
    assert [day.count for day in access_days_of_events(actor, date(2026, 3, 1), date(2026, 3, 1))] == [1]


def a_brand():
    return system_actor(
        make_brand(make_organisation("Ada's school", "ada"), "Ada", "ada", currency="CNY"), "test"
    )
