"""Share links over HTTP."""

import json

import pytest
from django.test import Client

from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.rights import Right
from goodword.server.tracking.link_actions import do_register_hosts
from goodword.server.tracking.models import ShareLink

TEA = {"target": "https://ada.example/tea"}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.LINKS_URL = "https://go.ada.example"


@pytest.fixture
def api(cast):
    actor = cast.actor("admin")
    do_register_hosts(actor, ["ada.example"])
    rights = frozenset({Right.EVENTS_READ, Right.EVENTS_WRITE, Right.PEOPLE_READ})
    secret = do_create_token(actor, "t", rights, None)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(api, path, body=None, **headers):
    return api.post(
        f"/api/v1/{path}", body if body is not None else {}, content_type="application/json", headers=headers
    )


def test_one_link_and_a_list_are_made_and_read_back(api):
    card = {"title": "Tea", "description": "Good tea"}
    one = post(
        api, "links", TEA | {"person": "小雨", "programme": "Spring tea", "channel": "feed", "card": card}
    )
    assert one.status_code == 200, one.content
    [link] = one.json()["items"]
    assert link["address"] == f"https://go.ada.example/r/{link['code']}"
    told = {
        "person": "小雨",
        "programme": "Spring tea",
        "channel": "feed",
        "lever": None,
        "state": "live",
        "depth": 0,
    }
    assert {name: link[name] for name in told} == told
    two = post(api, "links", [TEA | {"code": "a"}, TEA | {"code": "b", "parent": link["code"]}]).json()
    assert (two["added"], two["items"][1]["parent"], two["items"][1]["depth"]) == (2, link["code"], 1)
    assert api.get("/api/v1/links/b").json() == two["items"][1]
    listed = api.get("/api/v1/links?channel=feed").json()
    assert [each["code"] for each in listed["items"]] == [link["code"]]
    first = api.get("/api/v1/links?limit=2").json()
    rest = api.get(f"/api/v1/links?limit=2&cursor={first['next_cursor']}").json()
    assert [each["code"] for each in (*first["items"], *rest["items"])] == ["b", "a", link["code"]]


def test_the_same_idempotency_key_makes_one_link(api):
    answers = [post(api, "links", TEA, **{"Idempotency-Key": "k"}).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert ShareLink.objects.count() == 1


def test_a_thousand_at_once_and_not_one_more(api):
    assert post(api, "links", [TEA] * 1_000).json()["added"] == 1_000
    assert post(api, "links", [TEA] * 1_001).status_code == 422


@pytest.mark.parametrize(
    ("body", "status", "pointer", "words"),
    [
        ({"target": "https://evil.example/"}, 422, "#/target", "evil.example is not registered"),
        ([TEA, {"target": "nowhere"}], 422, "#/1/target", "no web address"),
        (TEA | {"code": "taken"}, 409, "#/code", "The code “taken” is taken"),
        (TEA | {"parent": "nobody"}, 422, "#/parent", "No share link of this brand"),
        (TEA | {"channel": "pigeon"}, 422, "#/channel", ""),
        (TEA | {"expires_at": "soon"}, 422, "#/expires_at", ""),
        (TEA | {"colour": "red"}, 422, "#/colour", ""),
    ],
)
def test_what_cannot_be_made_is_pointed_at(api, brand, body, status, pointer, words):
    ShareLink.objects.create(brand=brand, code="taken", target="https://ada.example/other", root_code="taken")
    answer = post(api, "links", body)
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["pointer"]) == (status, pointer)
    assert words in fault["detail"]
    assert ShareLink.objects.count() == 1


def test_withdrawn_and_brought_back(api, cast):
    post(api, "links", TEA | {"code": "a"})
    assert post(api, "links/a/withdraw").json()["state"] == "withdrawn"
    assert [each["code"] for each in api.get("/api/v1/links?state=withdrawn").json()["items"]] == ["a"]
    assert post(api, "links/a/restore").json()["state"] == "live"
    ShareLink.objects.create(brand=cast.bread, code="theirs", target="https://x.example/", root_code="theirs")
    for path in ("links/theirs/withdraw", "links/theirs/restore", "links/nobody/withdraw"):
        assert post(api, path).status_code == 404
    assert api.get("/api/v1/links/theirs").status_code == 404


def test_hosts_need_the_right_to_manage_the_brand(api, cast):
    assert post(api, "link-hosts", {"hosts": ["b.example"]}).status_code == 403
    secret = do_create_token(
        cast.actor("admin"), "m", frozenset({Right.EVENTS_READ, Right.BRAND_MANAGE}), None
    )[1]
    manager = Client(headers={"Authorization": f"Bearer {secret}"})
    answer = post(manager, "link-hosts", {"hosts": ["B.example"]})
    assert json.loads(answer.content) == {"hosts": ["ada.example", "b.example"]}
    assert post(manager, "link-hosts", {"hosts": ["b/c"]}).status_code == 422
