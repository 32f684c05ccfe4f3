"""A metric is measured once for a version of its data, from a pinned snapshot, and kept within bounds."""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Right
from goodword.server.jobs.facade import run_pending
from goodword.server.measuring import keeping, measure
from goodword.server.measuring.measure import access_measured
from goodword.server.measuring.models import Measurement
from goodword.server.measuring.queries import MODELS, STAGES, Measures
from goodword.server.measuring.windows import Days
from goodword.server.tracking.facade import do_forget_person

from .cascade_events import FIRST_DAY, Story, school_story


@pytest.fixture
def told(brand):
    school_story(brand.pk).told()


def test_the_same_question_on_the_same_data_is_computed_once(actor, told, monkeypatch):
    first = access_measured(actor, "funnel", by=["channel"])
    monkeypatch.setattr(measure, "_compute", lambda *_args, **_more: pytest.fail("computed twice"))
    assert access_measured(actor, "funnel", by=["channel"]).rows == first.rows


def test_new_events_are_in_the_next_answer(actor, brand, told):
    before = access_measured(actor, "funnel").rows
    more = Story(brand.pk)
    more.events = [*school_story(brand.pk).events]
    more.add("click", "fay", "r1", "eve", day=4)
    more.told()
    after = access_measured(actor, "funnel").rows
    assert sum(row["found"] for row in after) == sum(row["found"] for row in before) + 1


def test_the_sql_is_that_of_the_numbers(actor, told):
    found = access_measured(actor, "k_factor", local_days=[FIRST_DAY, FIRST_DAY + 5])
    assert found.sql.startswith("-- given_events: this brand's events WHERE local_day")
    assert "CREATE TEMPORARY TABLE" in found.sql


@pytest.mark.parametrize("asked", [{"by": ["nothing"]}, {"nothing": 1}, {"channels": ["nowhere"]}])
def test_what_cannot_be_asked_is_said(actor, told, asked):
    with pytest.raises(InputError):
        access_measured(actor, "funnel", **asked)


def test_a_metric_needs_the_right_to_read_events(cast, told):
    with pytest.raises(PermissionDenied):
        access_measured(replace(cast.actor("sales"), rights=frozenset({Right.BRAND_READ})), "funnel")


def test_another_brand_has_its_own_numbers(cast, told):
    from goodword.server.accounts.facade import system_actor

    assert access_measured(system_actor(cast.bread, "test"), "sales").row["purchases"] == 0


def test_two_runs_are_byte_identical(actor, told):
    def dashboard() -> str:
        Measurement.objects.all().delete()
        measures = Measures(actor, Days(None, None))
        measures.compute_all()
        found = [measures.funnel([by]) for by in ("channel", "lever")] + [measures.k(["channel"])]
        found += list(measures._asked.values())
        return json.dumps([[each.metric.name, each.rows, each.sql, each.data_version] for each in found])

    assert dashboard() == dashboard()


def test_every_model_credits_all_purchases(actor, told):
    rows = access_measured(actor, "attribution").rows
    assert {round(sum(row[model] for row in rows)) for model in MODELS} == {10_000}


def test_a_purchase_counts_from_its_day_and_its_clicks_from_before(actor, told):
    found = Measures(actor, Days(None, None)).attribution().rows
    from goodword.server.measuring.windows import day_of

    late = Measures(actor, Days(day_of(FIRST_DAY + 2), day_of(FIRST_DAY + 9))).attribution()
    assert late.rows == found  # the click was two days before the first of these days
    none = Measures(actor, Days(day_of(FIRST_DAY + 3), day_of(FIRST_DAY + 9))).attribution()
    assert sum(row["last"] for row in none.rows) == 0


def test_a_large_log_is_measured_by_a_job(actor, told, monkeypatch):
    monkeypatch.setattr(measure, "INLINE_MOST", 3)
    first = access_measured(actor, "funnel")
    assert first.rows == []
    assert first.computed_at is None
    assert first.job is not None
    assert access_measured(actor, "funnel").job == first.job  # asked for once
    run_pending()
    done = access_measured(actor, "funnel")
    assert done.job is None
    assert done.row["seen"] > 0


def test_while_a_large_log_is_measured_the_last_result_stands(actor, brand, told, monkeypatch):
    before = access_measured(actor, "funnel").rows
    Measurement.objects.update(seconds=0.0)
    monkeypatch.setattr(measure, "INLINE_MOST", 3)
    Story(brand.pk).add("view", "gus", "r9", event_id="later").told()
    found = access_measured(actor, "funnel")
    assert found.rows == before
    assert found.job is not None


def test_old_versions_are_let_go(actor, told, monkeypatch):
    monkeypatch.setattr(keeping, "_QUESTIONS", 3)
    for first in range(6):
        access_measured(actor, "sales", local_days=[first, FIRST_DAY])
    assert Measurement.objects.filter(metric="sales").count() == 3


def test_no_stage_has_more_people_than_the_one_before(actor, told):
    row = Measures(actor, Days(None, None)).funnel().row
    counts = [row[stage] for stage in STAGES[:4]]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 1


def test_what_was_measured_goes_when_a_person_is_forgotten(cast):
    actor = cast.actor("admin")
    Measurement.objects.create(
        brand=cast.brand, fingerprint="f", metric="downstream", asked={}, data_version="1", columns=["person_id"],
        rows=[["eve-4711"]], sql="", seconds=0.1,
    )  # fmt: skip
    do_forget_person(actor, "eve-4711")
    assert not Measurement.objects.exists()
