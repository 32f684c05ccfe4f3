"""Costs and tests are recorded by form, file and API, each mistake in a sentence, each change in the trail."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goodword.core.errors import InputError
from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.facade import Right
from goodword.server.audit.models import Entry
from goodword.server.measuring.actions import do_add_costs, do_record_lift
from goodword.server.measuring.channels_page import caused_by
from goodword.server.measuring.cost_rows import row_of, rows_of
from goodword.server.measuring.models import Cost, Lift
from goodword.server.measuring.queries import Measures
from goodword.server.measuring.windows import Days

from .cascade_events import school_story

GOOD = {"kind": "reward", "amount": "120.50", "first_day": "2024-10-01", "last_day": "2024-10-31"}


def url(name: str, **kwargs) -> str:
    return reverse(name, kwargs={"brand": "ada", **kwargs})


def test_a_cost_is_read_in_whole_minor_units():
    assert row_of(GOOD, "CNY").amount_minor == 12_050
    assert row_of(GOOD | {"amount": "120"}, "JPY").amount_minor == 120


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "lunch"}, {"amount": "12,5"}, {"amount": "-3"}, {"amount": "0"}, {"amount": "1.234"}, {"amount": "nan"},
        {"first_day": "1.3.2026"}, {"last_day": "2024-09-30"}, {"channel": "moon"}, {"first_day": ""}, {"note": "x" * 501},
    ],
)  # fmt: skip
def test_what_is_no_cost_is_said(wrong):
    with pytest.raises(InputError):
        row_of(GOOD | wrong, "CNY")


def test_the_lines_of_a_file_that_are_wrong_are_named():
    data = (
        b"\xef\xbb\xbfkind;amount;first_day\nreward;12.5;2024-10-01\nlunch;3;2024-10-01\ntool;x;2024-10-01\n"
    )
    rows, problems = rows_of(data, "EUR")
    assert [row.amount_minor for row in rows] == [1250]
    assert [problem.line for problem in problems] == [3, 4]


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"kind,amount,first_day\n" + b"x" * 2_000_001]
)
def test_what_is_no_file_of_costs_is_said(data):
    with pytest.raises(InputError):
        rows_of(data, "EUR")


def test_the_same_cost_is_taken_once(actor):
    rows = [row_of(GOOD, "CNY"), row_of(GOOD, "CNY"), row_of(GOOD | {"key": "own"}, "CNY")]
    assert do_add_costs(actor, rows).added == 2
    again = do_add_costs(actor, rows)
    assert (again.added, again.already_there) == (0, 3)


def test_a_cost_is_recorded_changed_and_taken_out(admin_client):
    form = GOOD | {"channel": "", "programme": "", "note": "vouchers"}
    assert admin_client.post(url("cost-new"), form).status_code == 302
    cost = Cost.objects.get()
    assert admin_client.get(url("cost-change", pk=cost.pk)).status_code == 200
    assert admin_client.post(url("cost-change", pk=cost.pk), form | {"amount": "99"}).status_code == 302
    cost.refresh_from_db()
    assert cost.amount_minor == 9_900
    assert admin_client.post(url("cost-remove", pk=cost.pk)).status_code == 302
    assert not Cost.objects.exists()
    done = list(
        Entry.objects.filter(action__startswith="cost.").order_by("sequence").values_list("action", flat=True)
    )
    assert done == ["cost.add", "cost.change", "cost.remove"]


def test_a_wrong_form_comes_back_with_its_sentence(admin_client):
    answer = admin_client.post(url("cost-new"), GOOD | {"amount": "lots"})
    assert answer.status_code == 400
    assert "120.50" in answer.content.decode()
    assert admin_client.post(url("cost-new"), GOOD).status_code == 302
    assert admin_client.post(url("cost-new"), GOOD).status_code == 400  # twice the same


def test_a_file_is_taken_as_a_whole_or_not_at_all(admin_client):
    def send(data: bytes):
        return admin_client.post(url("cost-import"), {"file": SimpleUploadedFile("c.csv", data)})

    wrong = send(b"kind,amount,first_day\nreward,5,2024-10-01\nreward,x,2024-10-01\n")
    assert wrong.status_code == 400
    assert "Line 3" in wrong.content.decode()
    assert not Cost.objects.exists()
    assert send(b"kind,amount,first_day\nreward,5,2024-10-01\n").status_code == 302
    assert Cost.objects.get().amount_minor == 500


def test_costs_over_http(client, cast):
    secret = do_create_token(
        cast.actor("admin"), "t", frozenset({Right.EVENTS_READ, Right.EVENTS_WRITE}), None
    )[1]
    headers = {"Authorization": f"Bearer {secret}"}
    body = {"kind": "tool", "amount_minor": 700, "first_day": "2024-10-01", "key": "k1"}
    sent = client.post("/api/v1/costs", [body, body | {"key": "k2"}], "application/json", headers=headers)
    assert sent.json() == {"added": 2, "already_there": 0}
    bad = client.post("/api/v1/costs", body | {"amount_minor": 0}, "application/json", headers=headers)
    assert bad.status_code in (400, 422)
    items = client.get("/api/v1/costs?since=2024-09-01&until=2024-10-01", headers=headers).json()["items"]
    assert [item["key"] for item in items] == ["k2", "k1"]
    assert client.get("/api/v1/costs?since=2024-11-01", headers=headers).json()["items"] == []


def lift(actor, **changed) -> Lift:
    given = {
        "channel": "", "share": 0.4, "low": 0.2, "high": 0.6, "first_day": date(2024, 10, 1),
        "last_day": date(2024, 10, 31), "source": "holdout of October",
    }  # fmt: skip
    return do_record_lift(actor, **(given | changed))


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": 0.5},
        {"high": float("nan")},
        {"low": 0.4, "high": 0.4},
        {"channel": "moon"},
        {"source": " "},
        {"share": 99.0},
    ],
)
def test_what_is_no_test_is_said(actor, wrong):
    with pytest.raises(InputError):
        lift(actor, **wrong)


def test_the_cost_of_a_customer_is_incremental_only_after_a_test(actor, brand):
    school_story(brand.pk).told()
    do_add_costs(actor, [row_of(GOOD, "CNY")])

    def whole():
        rows = Measures(actor, Days(None, None)).cost.rows
        return next(row for row in rows if row["channel"] is None)

    assert (whole()["cost_per_customer"], whole()["cost_per_incremental"]) == (12_050, None)
    lift(actor, low=-0.1)
    assert whole()["cost_per_incremental"] is None
    lift(actor)
    assert whole()["cost_per_incremental"] == pytest.approx(12_050 / 0.4)


def test_caused_is_said_only_of_an_interval_above_zero(actor):
    said = [
        caused_by(None),
        caused_by(lift(actor, low=-0.1)),
        caused_by(lift(actor)),
        caused_by(lift(actor, low=-0.5, share=-0.4, high=-0.1)),
    ]
    assert [each.is_caused for each in said] == [False, False, True, False]
    assert ["caused" in each.said for each in said] == [False, False, True, False]


def test_a_test_is_recorded_and_taken_out(admin_client):
    form = {
        "channel": "email",
        "share": "40",
        "low": "22",
        "high": "58",
        "first_day": "2024-10-01",
        "last_day": "2024-10-31",
        "source": "holdout",
    }
    assert admin_client.post(url("lift-new"), form | {"low": "50"}).status_code == 400
    assert admin_client.post(url("lift-new"), form).status_code == 302
    found = Lift.objects.get()
    assert (found.share, found.low, found.high) == pytest.approx((0.4, 0.22, 0.58))
    assert admin_client.post(url("lift-remove", pk=found.pk)).status_code == 302
    assert not Lift.objects.exists()
