"""Events reported over the API: each business key once, credited to their link, refunds within their purchase."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodword.edge import EdgeSettings, Signer
from goodword.edge.ids import Ids
from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.rights import Right
from goodword.server.tracking.erasing import do_rewrite_files
from goodword.server.tracking.facade import do_add_events, event_log
from goodword.server.tracking.models import Report, ShareLink
from goodword.server.tracking.tasks import follow

pytestmark = pytest.mark.django_db
TS = "2026-03-01T09:30:00+08:00"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path
    cache.clear()


@pytest.fixture
def api(cast):
    token = do_create_token(cast.actor("admin"), "shop", frozenset(Right), None)[1]
    return Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)


@pytest.fixture
def link(brand):
    parent = made(brand, "root", person_id="eve")
    return made(
        brand,
        "tea",
        person_id="ada",
        parent=parent,
        root_code="root",
        depth=1,
        channel="feed",
        lever="helping",
    )


def made(brand, code, **fields):
    values = {"target": "https://shop.example/", "programme": "spring", "root_code": code} | fields
    return ShareLink.objects.create(brand=brand, code=code, **values)


def post(api, body, **headers):
    return api.post("/api/v1/events", json.dumps(body), content_type="application/json", headers=headers)


def purchase(key="order-1", amount=4900, **more):
    return {"kind": "purchase", "event_id": key, "ts": TS, "amount_minor": amount, "currency": "CNY", **more}


def refund(key, of="order-1", amount=100, **more):
    return {**purchase(key, -amount, **more), "kind": "refund", "refund_of": of}


def token(code="tea"):
    """A click token as the edge signs it, and the id of the click."""
    from django.conf import settings as site

    ids = Ids()
    click = ids.new(ids.now())
    return Signer(EdgeSettings.of_home(Path(site.HOME), site.SECRET_KEY).secret).sign(code, click), click


def forged(signed):
    return signed[:-1] + ("1" if signed.endswith("0") else "0")


def logged(brand):
    follow.func(brand.pk)
    rows = event_log(brand.pk).table().to_pylist()
    return {row["event_id"]: {k: v for k, v in row.items() if v is not None} for row in rows}


def test_the_same_key_and_content_is_one_whatever_the_time_or_the_order_of_its_fields(api, brand):
    given = {key: value for key, value in purchase().items() if key != "ts"}
    assert post(api, given).json() == {"added": 1, "already_there": 0, "notes": []}
    again = dict(reversed(given.items()))
    assert post(api, [again, given]).json() == {"added": 0, "already_there": 2, "notes": []}
    assert list(logged(brand)) == ["order-1"]


def test_the_same_key_with_other_content_is_refused_with_the_whole_batch(api):
    post(api, purchase())
    answer = post(api, [purchase("order-2"), purchase(amount=5000), purchase(person_id="bo")])
    assert answer.status_code == 409
    assert [each["pointer"] for each in answer.json()["errors"]] == ["#/1/event_id", "#/2/event_id"]
    assert "order-1" in answer.json()["errors"][0]["detail"]
    assert [each.key for each in Report.objects.all()] == ["order-1"]


def test_an_amount_in_another_currency_is_refused_with_what_to_do(api):
    answer = post(api, [purchase("order-2"), purchase(currency="JPY"), {"kind": "lead", "currency": "EUR"}])
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["pointer"] == "#/1/currency"
    for word in ("JPY", "CNY", "Convert the amount", "a brand of its own"):
        assert word in error["detail"]
    assert not Report.objects.exists()
    assert post(api, {"kind": "lead", "currency": "EUR"}).json()["added"] == 1  # no amount, nothing to add


def test_what_lies_more_than_a_day_ahead_is_refused(api):
    for hours, status in ((23, 200), (25, 422)):
        ahead = (timezone.now() + timedelta(hours=hours)).isoformat()
        answer = post(api, purchase(f"order-{hours}") | {"ts": ahead})
        assert answer.status_code == status
    assert [
        (each["pointer"], "more than a day ahead" in each["detail"]) for each in answer.json()["errors"]
    ] == [("#/0/ts", True)]


def test_two_contents_under_one_key_in_a_batch_contradict_each_other(api):
    assert post(api, [purchase(), purchase(amount=1)]).status_code == 409
    assert post(api, [purchase(), purchase()]).json()["added"] == 1


def test_other_brands_have_keys_of_their_own(api, cast):
    Report.objects.create(brand=cast.bread, key="order-1", kind="purchase", event={}, content="x")
    assert post(api, purchase()).json()["added"] == 1


def test_an_idempotency_key_answers_again_and_the_business_key_holds_without_it(api):
    for _ in range(2):
        assert post(api, purchase(), **{"Idempotency-Key": "k"}).json()["added"] == 1
    assert post(api, purchase()).json()["already_there"] == 1
    assert Report.objects.count() == 1


def test_a_click_token_credits_its_link_as_the_sample_does(api, brand, link):
    signed, click = token()
    post(api, purchase(token=signed, person_id="bo"))
    found = logged(brand)["order-1"]
    assert json.loads(found.pop("extra")) == {"click": click}
    for name in ("local_day", "received_day", "ts_us"):
        found.pop(name)
    assert found == {
        "event_id": "order-1", "tenant": str(brand.pk), "kind": "purchase", "channel": "feed", "lever": "helping",
        "programme_id": "spring", "person_id": "bo", "link_id": "tea", "referrer_id": "ada", "root_id": "root", "depth": 1,
        "amount_minor": 4900, "currency": "CNY", "source": "api",
    }  # fmt: skip


def test_what_the_event_says_itself_stays(api, brand, link):
    post(api, purchase(code="tea", channel="email", programme_id="autumn"))
    found = logged(brand)["order-1"]
    assert (found["channel"], found["programme_id"], found["lever"]) == ("email", "autumn", "helping")


def test_a_token_of_a_withdrawn_and_expired_link_still_credits_and_a_typed_code_does_not(api, brand, link):
    signed, _click = token()
    before = timezone.now()
    ShareLink.objects.filter(pk=link.pk).update(withdrawn_at=before, expires_at=before)
    later = {"ts": timezone.now().isoformat()}
    answer = post(api, [{**purchase("a"), **later, "token": signed, "person_id": "bo"}, {**purchase("b"), **later, "code": "tea"},
                        {**purchase("c"), "code": "tea"}])  # fmt: skip
    assert [note["pointer"] for note in answer.json()["notes"]] == ["#/1/code"]
    found = logged(brand)
    assert {key: "link_id" in event for key, event in found.items()} == {"a": True, "b": False, "c": True}


@pytest.mark.parametrize("kind", ["rubbish", "forged", "foreign", "unknown"])
def test_a_token_that_is_not_good_refuses_no_purchase(api, cast, brand, link, kind):
    made(cast.bread, "bread", person_id="ada")
    signed = {
        "rubbish": "x.y.z", "forged": forged(token()[0]), "foreign": token("bread")[0], "unknown": token("gone")[0],
    }[kind]  # fmt: skip
    answer = post(api, purchase(token=signed, person_id="bo")).json()
    assert answer["added"] == 1
    assert [note["pointer"] for note in answer["notes"]] == ["#/0/token"]
    found = logged(brand)["order-1"]
    assert not {"link_id", "referrer_id", "root_id", "depth"} & found.keys()
    assert found["person_id"] == "bo"


def test_where_the_token_is_not_good_the_typed_code_counts(api, brand, link):
    assert post(api, purchase(token="x", code=" tea ")).json()["notes"] == []
    found = logged(brand)["order-1"]
    assert (found["link_id"], json.loads(found["extra"])) == ("tea", {"typed": "tea"})


def test_a_token_signed_with_the_secret_before_still_credits(api, brand, link, settings):
    signed, _click = token()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert post(api, purchase(token=signed, person_id="bo")).json()["notes"] == []


@pytest.mark.parametrize(
    "by", [{"code": "tea"}, {"link_id": "tea", "referrer_id": "ada", "root_id": "root", "depth": 1}]
)
def test_nobody_recommends_something_to_themselves(api, brand, link, by):
    answer = post(api, purchase(person_id="ada", **by)).json()
    assert len(answer["notes"]) == 1
    found = logged(brand)["order-1"]
    assert not {"link_id", "referrer_id", "root_id", "depth"} & found.keys()
    assert json.loads(found["extra"])["self_referral"] is True


def test_a_share_of_ones_own_link_stands_where_the_link_stands(api, brand, link):
    post(api, {"kind": "share", "event_id": "s", "code": "tea", "person_id": "ada"})
    found = logged(brand)["s"]
    names = ("person_id", "link_id", "referrer_id", "root_id", "depth")
    assert tuple(found[name] for name in names) == ("ada", "tea", "eve", "root", 1)
    assert json.loads(found["extra"])["parent_link"] == "root"


def test_a_share_after_a_click_is_one_step_further_on(api, brand, link):
    post(api, {"kind": "share", "event_id": "s", "token": token()[0], "person_id": "bo"})
    found = logged(brand)["s"]
    assert (found["referrer_id"], found["root_id"], found["depth"]) == ("ada", "root", 2)
    assert "link_id" not in found


def test_a_refund_belongs_to_whom_and_what_its_purchase_belongs(api, brand, link):
    post(api, purchase(code="tea", person_id="bo"))
    assert post(api, refund("r-1", amount=2450)).json()["added"] == 1
    found = logged(brand)["r-1"]
    names = ("person_id", "link_id", "referrer_id", "root_id", "depth", "channel", "amount_minor")
    assert tuple(found[name] for name in names) == ("bo", "tea", "ada", "root", 1, "feed", -2450)
    assert json.loads(found["extra"]) == {"purchase_event_id": "order-1"}


def test_a_purchase_and_its_refund_in_one_batch_in_any_order(api, brand):
    answer = post(api, [refund("r-1", amount=4900), purchase(), {**refund("r-0", amount=0)}])
    assert answer.json()["added"] == 3
    assert post(api, refund("r-2", amount=1)).status_code == 422


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"amount_minor": -4901}, "4900"),
        ({"refund_of": "order-9"}, "order-9"),
        ({"refund_of": "lead-1"}, "lead-1"),
        ({"amount_minor": None, "currency": None}, "amounts"),
    ],
)
def test_a_refund_that_does_not_fit_is_refused_with_the_whole_batch(api, changes, word):
    post(api, [purchase(), {"kind": "lead", "event_id": "lead-1"}])
    answer = post(api, [purchase("order-2"), refund("r-1") | changes])
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["pointer"] == "#/1/refund_of"
    assert word in error["detail"]
    assert Report.objects.count() == 2


def test_a_purchase_that_was_imported_can_be_refunded_once(api, actor, brand):
    from goodword.server.api.facade import table_of
    from goodword.server.tracking.api import EventGiven

    rows = [
        EventGiven(**purchase("old")),
        EventGiven(kind="refund", event_id="old-r", ts=TS, amount_minor=-4000, currency="CNY",
                   extra={"purchase_event_id": "old"}),
    ]  # fmt: skip
    do_add_events(actor, table_of("events", rows))
    assert post(api, refund("r-1", of="old", amount=901)).status_code == 422
    assert post(api, refund("r-1", of="old", amount=900)).json()["added"] == 1
    assert post(api, purchase("old")).json()["already_there"] == 1
    assert post(api, purchase("old", amount=1)).status_code == 409
    assert sorted(logged(brand)) == ["old", "old-r", "r-1"]


KEYS, AMOUNTS = st.sampled_from("abc"), st.integers(0, 6)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("purchase"), KEYS, AMOUNTS),
        st.tuples(st.just("refund"), st.sampled_from("xyzw"), KEYS, AMOUNTS),
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, size=st.integers(1, 3))
def test_any_sequence_of_purchases_and_refunds_is_as_a_naive_model_says(actor, steps, size):
    from goodword.server.api.facade import table_of
    from goodword.server.tracking.api import EventGiven
    from goodword.server.tracking.reports import ReportsRefusedError, do_report

    Report.objects.exclude(refund_of=None).delete()
    Report.objects.all().delete()
    kept: dict[str, tuple] = {}
    for start in range(0, len(steps), size):
        batch = steps[start : start + size]
        events = [
            EventGiven(
                **(purchase(step[1], step[2]) if step[0] == "purchase" else refund(step[1], step[2], step[3]))
            )
            for step in batch
        ]
        expected = naive(kept, batch)
        try:
            done = do_report(actor, table_of("events", events), [each.claim() for each in events])
        except ReportsRefusedError:
            assert expected is None
        else:
            assert expected is not None
            assert (done.added, done.already_there) == (
                len(expected) - len(kept),
                len(batch) - len(expected) + len(kept),
            )
            kept = expected
    assert {report.key for report in Report.objects.all()} == set(kept)


def naive(kept, batch):
    """Return what is kept after a batch, None if it is refused."""
    after = dict(kept)
    for step in batch:
        if after.setdefault(step[1], step) != step:
            return None
    for purchase_key in {step[2] for step in after.values() if step[0] == "refund"}:
        bought = after.get(purchase_key)
        back = sum(step[3] for step in after.values() if step[0] == "refund" and step[2] == purchase_key)
        if bought is None or back > bought[2]:
            return None
    return after


def test_the_commands_of_the_page_about_reports_do_what_it_says(api, brand):
    made(brand, "summer-tea", person_id="ada")
    type(brand).objects.filter(pk=brand.pk).update(currency="EUR")
    root = next(each for each in Path(__file__).parents if (each / "docs").is_dir())
    page = (root / "docs/how-to/report-events.md").read_text("utf-8")
    commands = re.findall(r'curl -X POST "\$API(/[a-z/]+)".*?-d \'(.*?)\'', page, re.DOTALL)
    answers = [
        api.post(f"/api/v1{path}", body, content_type="application/json").json() for path, body in commands
    ]
    assert [answer.get("added") for answer in answers] == [1, 1, 1, 1, None]
    assert answers[1]["already_there"] == 1
    assert answers[-1] == {"reports": 2, "links": 0}
    do_rewrite_files(brand.pk)
    left = {event["event_id"]: event.get("person_id") for event in logged(brand).values()}
    assert left == {"order-4711": None, "form-12": "c-78", "order-4712": "c-79", "refund-900": None}
