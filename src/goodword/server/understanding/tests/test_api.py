"""The reading model over HTTP: a text read, labels sent, versions made and taken back."""

import json

import pytest
from django.test import Client

from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.rights import Right
from goodword.server.jobs.facade import run_pending
from goodword.server.listening.facade import Label, Mention, do_add_term, do_merge_terms
from goodword.server.listening.factories import make_mention, make_mentions


@pytest.fixture
def api(cast):
    return client_of(cast, *Right)


def client_of(cast, *rights):
    secret = do_create_token(cast.actor("admin"), "test", frozenset(rights), None)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)


def post(api, path, body=None):
    return api.post(f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")


def test_texts_are_read_with_their_evidence_and_nothing_is_kept(api):
    texts = ["it was bad and late", "fine"]
    answer = post(api, "/readings", {"texts": texts}).json()
    first, second = answer["items"]
    assert answer["name"] == "goodword-1"
    assert (first["sentiment"], first["cause"], first["language"]) == ("unfavourable", "delivery", "en")
    [span] = first["evidence"]["sentiment"]
    assert texts[0][span["start"] : span["end"]] == "bad"
    assert (second["sentiment"], second["cause"], second["aspects"]) == (None, None, [])
    assert not Mention.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"texts": []}, {"texts": [" "]}, {"texts": ["x"], "more": 1}, {"texts": ["x"] * 1001}]
)
def test_what_cannot_be_read_is_refused(api, body):
    assert post(api, "/readings", body).status_code == 422


def test_added_mentions_are_read_by_the_next_job(api):
    assert post(api, "/mentions", [{"text": "it was bad and late"}, {"text": "good"}]).json()["added"] == 2
    run_pending()
    [good, bad] = api.get("/api/v1/mentions?sort=-collected_at").json()["items"]
    assert (bad["sentiment"], bad["sentiment_by"], bad["cause"]) == ("unfavourable", "model", "delivery")
    assert 0 < bad["sentiment_confidence"] <= 1
    assert bad["read_by"] == good["read_by"] > 0
    assert api.get("/api/v1/mentions?sentiment=favourable").json()["total"] == 1
    model = api.get("/api/v1/model").json()
    assert (model["version"]["number"], model["mentions"], model["left"]) == (0, 2, 0)


def test_labels_are_sent_in_batches_and_confirmed_once(api, actor, brand):
    do_add_term(actor, "aspect", "Room", "")
    rows = [{"text": "a", "key": "0" * 32}, {"text": "b", "sentiment": "unfavourable", "key": "f" * 32}]
    one, other = make_mentions(brand.pk, rows)
    labels = [
        {"mention_id": one.pk, "sentiment": "neutral", "aspects": ["room"], "reason": "random"},
        {"mention_id": other.pk, "cause": "price"},
    ]
    assert post(api, "/labels", labels).json() == {"labelled": 2, "already_there": 0}
    assert post(api, "/labels", labels[1]).json() == {"labelled": 0, "already_there": 1}
    assert set(Label.objects.values_list("task", "value", "reason")) == {
        ("sentiment", "neutral", "random"),
        ("aspects", "|room|", "random"),
        ("cause", "price", "free"),
    }
    shown = api.get(f"/api/v1/mentions/{one.pk}").json()
    assert (shown["aspects"], shown["aspects_by"]) == (["room"], "person")


@pytest.mark.parametrize(
    ("label", "status"),
    [
        ({"cause": "weather"}, 422),
        ({"reason": "bored"}, 422),
        ({"reason": "random", "sentiment": "neutral"}, 422),
        ({}, 422),
        ({"cause": "price"}, 409),
    ],
)
def test_a_batch_of_labels_goes_in_as_a_whole_or_not_at_all(api, brand, label, status):
    mentions = make_mentions(brand.pk, [{"text": "a"}, {"text": "b", "key": "f" * 32}])
    body = [{"mention_id": mentions[0].pk, "sentiment": "neutral"}, {"mention_id": mentions[1].pk, **label}]
    assert post(api, "/labels", body).status_code == status
    assert not Label.objects.exists()


def test_intent_and_aspects_are_corrected_one_by_one_too(api, actor, brand):
    do_add_term(actor, "aspect", "Room", "")
    mention = make_mention(brand.pk, "x")
    address = f"/api/v1/mentions/{mention.pk}"
    sent = {"intent": "question", "aspects": ["room"]}
    shown = api.patch(address, sent, content_type="application/json").json()
    assert (shown["intent"], shown["intent_by"], shown["aspects"]) == ("question", "person", ["room"])
    emptied = api.patch(address, {"aspects": None, "intent": None}, content_type="application/json").json()
    assert (emptied["intent"], emptied["aspects"]) == (None, [])


def test_merged_causes_are_shown_as_what_they_mean(api, actor, brand):
    mention = make_mention(brand.pk, "x", sentiment="unfavourable", cause="price")
    do_merge_terms(actor, "cause", "price", "other")
    assert api.get(f"/api/v1/mentions/{mention.pk}").json()["cause"] == "other"
    assert api.get("/api/v1/mentions?cause=other").json()["items"][0]["cause"] == "other"


def test_a_version_is_made_and_taken_back(api, brand):
    rows = [{"text": f"{('splendid', 'dreadful')[n % 2]} x{n * 7919}y"} for n in range(60)]
    made = make_mentions(brand.pk, rows)
    labels = [
        {"mention_id": each.pk, "sentiment": ("favourable", "unfavourable")[n % 2]}
        for n, each in enumerate(made)
    ]
    assert post(api, "/labels", labels).json()["labelled"] == 60
    assert api.get("/api/v1/model").json()["suggested"]
    asked = post(api, "/model/retrain")
    assert (asked.status_code, asked.json()["state"]) == (202, "training")
    assert post(api, "/model/retrain").status_code == 409
    run_pending()
    model = api.get("/api/v1/model").json()
    assert (model["version"]["number"], model["version"]["labels"]) == (1, {"sentiment": 60})
    assert model["version"]["quality"]["sentiment"]["rule"] == "folds"
    assert post(api, "/model/roll-back", {"number": 0}).json()["number"] == 0
    assert [each["state"] for each in api.get("/api/v1/model/versions").json()["items"]] == [
        "retired",
        "in_force",
    ]
    assert post(api, "/model/roll-back", {"number": 9}).status_code == 422


def test_the_queue_says_what_to_label_and_why(api, brand):
    rows = [{"text": "hard to say", "read_by": 1, "uncertainty": 0.9, "key": "0" * 32}]
    make_mentions(brand.pk, rows)
    [item] = api.get("/api/v1/model/queue?n=5").json()["items"]
    assert (item["reason"], item["mention"]["text"]) == ("random", "hard to say")
    assert api.get("/api/v1/model/queue?n=0").status_code == 422


def test_each_needs_its_own_right(cast, brand):
    reader = client_of(cast, Right.MENTIONS_READ)
    assert reader.get("/api/v1/model").status_code == 200
    assert reader.get("/api/v1/model/queue").status_code == 403
    assert post(reader, "/model/retrain").status_code == 403
    assert post(reader, "/labels", {"mention_id": 1, "sentiment": "neutral"}).status_code == 403
