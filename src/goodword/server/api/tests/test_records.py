"""People, ties, events, surveys, members, the trail and jobs over HTTP."""

import json

import pytest

from goodword.server.accounts.rights import Right
from goodword.server.api.tasks import prune_answers
from goodword.server.jobs.facade import enqueue
from goodword.server.talkers.models import Person, Tie
from goodword.server.tracking.models import DayCount
from goodword.server.tracking.tasks import follow

pytestmark = pytest.mark.django_db


def post(client, path: str, body):
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def get(client, path: str):
    return client.get(f"/api/v1/{path}").json()


def test_people_are_added_once_and_found(api):
    given = {"external_id": "c-1", "name": "林小雨", "email": "lin@example.org", "followers": 12}
    assert post(api, "people", [given, {"name": "Bo"}]).json() == {"added": 2, "already_there": 0}
    assert post(api, "people", given).json() == {"added": 0, "already_there": 1}
    [found] = get(api, "people?q=小雨")["items"]
    assert found["followers"] == 12
    assert found["reaches"] == 0
    detail = get(api, f"people/{found['id']}")
    assert detail["email"] == "lin@example.org"
    assert detail["extra"] == {}


def test_addresses_are_for_those_who_may_change_people(api, caller):
    post(api, "people", {"external_id": "c-1", "email": "lin@example.org"})
    reader = caller([Right.PEOPLE_READ])
    [found] = get(reader, "people")["items"]
    assert found["email"] is None
    assert get(reader, f"people/{found['id']}")["email"] is None


@pytest.mark.parametrize("email", ["lin", "a b@c", "@", ""])
def test_an_address_that_is_none(api, email):
    assert post(api, "people", {"email": email}).status_code == 422


def test_ties_name_people_and_add_those_not_known(api):
    assert post(api, "ties", {"source": "a", "target": "b", "kind": "referred"}).json()["added"] == 1
    assert (
        post(api, "ties", [{"source": "a", "target": "b", "kind": "referred"}]).json()["already_there"] == 1
    )
    speaker = Person.objects.get(external_id="a")
    assert Tie.objects.get().source == speaker
    [tie] = get(api, f"ties?source_id={speaker.pk}&kind=referred")["items"]
    assert tie["weight"] == 1.0
    assert get(api, f"ties?target_id={speaker.pk}")["total"] == 0
    assert get(api, f"people/{speaker.pk}")["reaches"] == 1


def test_events_are_counted_once_each(api, brand):
    purchase = {
        "event_id": "order-1",
        "kind": "purchase",
        "ts": "2026-03-01T23:30:00+08:00",
        "person_id": "c-1",
        "channel": "private_message",
        "amount_minor": 4900,
        "currency": "CNY",
    }
    assert post(api, "events", purchase).json() == {"added": 1, "already_there": 0, "notes": []}
    assert post(api, "events", [purchase, {"kind": "share", "ts": "2026-03-01T00:00:00+08:00"}]).json() == {
        "added": 1,
        "already_there": 1,
        "notes": [],
    }
    follow.func(brand.pk)
    counts = get(api, "events/counts?since=2026-03-01&until=2026-03-01")
    assert counts["items"] == [
        {"day": "2026-03-01", "kind": "purchase", "channel": "private_message", "count": 1},
        {"day": "2026-03-01", "kind": "share", "channel": None, "count": 1},
    ]
    assert DayCount.objects.filter(brand=brand).count() == 2


def test_an_event_without_a_time_happens_now(api, brand):
    post(api, "events", {"kind": "lead"})
    follow.func(brand.pk)
    assert [item["kind"] for item in get(api, "events/counts")["items"]] == ["lead"]


@pytest.mark.parametrize(
    ("event", "word"),
    [
        ({"kind": "purchase", "event_id": "o", "amount_minor": 100}, "currency"),
        ({"kind": "purchase", "event_id": "o", "amount_minor": -100, "currency": "EUR"}, "sign"),
        ({"kind": "refund", "event_id": "o", "amount_minor": 100, "currency": "EUR"}, "sign"),
        ({"kind": "purchase", "event_id": "o", "amount_minor": 1, "currency": "eur"}, "form"),
        ({"kind": "purchase", "amount_minor": 1, "currency": "EUR"}, "event_id"),
        ({"kind": "purchase", "event_id": "o", "refund_of": "p"}, "refund"),
        ({"kind": "share", "code": "tea", "depth": 3}, "leave out"),
        ({"kind": "like"}, "one of"),
        ({"kind": "share", "event_id": "erased:1"}, "erased"),
        ({"kind": "share", "depth": -1}, "0 or more"),
    ],
)
def test_events_that_cannot_be(api, event, word):
    response = post(api, "events", [{"kind": "share"}, event])
    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert error["pointer"].startswith("#/1")
    assert word in error["detail"]
    assert not DayCount.objects.exists()


@pytest.mark.parametrize(
    "query", ["since=2026-03-02&until=2026-03-01", "since=1990-01-01&until=2026-03-01", "since=x"]
)
def test_spans_that_cannot_be(api, query):
    assert api.get(f"/api/v1/events/counts?{query}").status_code == 422


def test_answers_go_to_a_survey(api):
    survey = post(api, "surveys", {"name": "Why people share"}).json()
    assert post(api, "surveys", {"name": "Why people share"}).json()["id"] == survey["id"]
    path = f"surveys/{survey['id']}/answers"
    given = {"respondent": "c-1", "values": {"q1": 7, "q2": "清楚"}}
    assert post(api, path, given).json() == {"added": 1, "already_there": 0}
    assert post(api, path, [given, {"values": {"q1": 3}}]).json() == {"added": 1, "already_there": 1}
    assert [each["answers"] for each in get(api, "surveys")["items"]] == [2]
    assert {each["respondent"] for each in get(api, f"answers?survey={survey['id']}")["items"]} == {
        "c-1",
        None,
    }
    assert post(api, "surveys/999/answers", given).status_code == 404
    assert post(api, path, {"values": {}}).status_code == 422
    assert post(api, "surveys", {"name": "  "}).status_code == 422


def test_another_brands_survey_takes_no_answers(api, cast):
    from goodword.server.studies.models import Answer, Survey

    theirs = Survey.objects.create(brand=cast.bread, name="Bread")
    assert post(api, f"surveys/{theirs.pk}/answers", {"values": {"q": 1}}).status_code == 404
    assert not Answer.objects.exists()


def test_members_are_those_of_ones_own_organisation(api):
    members = get(api, "members?role=legal")
    assert [each["email"] for each in members["items"]] == ["legal@ada.example"]
    assert get(api, "members")["total"] == 6


def test_the_trail_tells_who_did_what(api):
    newest = get(api, "audit")["items"][0]
    assert newest["action"] == "token.create"
    assert newest["after"]["name"] == "test"
    assert len(newest["hash"]) == 64


def test_jobs_tell_how_they_stand(api, brand):
    job_id = enqueue(prune_answers, brand_id=brand.pk, subject="kept answers")
    [job] = get(api, "jobs")["items"]
    assert job["id"] == job_id
    assert job["stage"] == "waiting"
    assert job["subject"] == "kept answers"
    assert get(api, f"jobs/{job_id}") == job
    assert api.get("/api/v1/jobs/999999").status_code == 404
