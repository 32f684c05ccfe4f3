"""The sources over HTTP."""

import json

import pytest

from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.facade import Right
from goodword.server.collecting import trying
from goodword.server.collecting.models import Source
from goodword.server.collecting.running import run_source
from goodword.server.listening.models import Mention

from .conftest import START, Silent, lost, pulled

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, actor):
    secret = do_create_token(actor, "t", frozenset(Right), None)[1]

    def asking(method: str, path: str, body=None) -> tuple[int, dict]:
        response = getattr(client, method)(
            f"/api/v1{path}",
            data=None if body is None else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        return response.status_code, response.json()

    return asking


GIVEN = {"kind": "scripted", "name": "The forum", "settings": {"place": "forum.example", "key": "s3cret"}}


def test_a_source_is_added_read_changed_and_paused(ask, script):
    status, made = ask("post", "/sources", GIVEN)
    assert (status, made["state"], made["settings"], list(made["secrets_set"])) == (
        201, "on", {"place": "forum.example"}, ["key"],
    )  # fmt: skip
    path = f"/sources/{made['id']}"
    assert "s3cret" not in str(made)
    assert ask("post", f"{path}/run")[0] == 202
    status, changed = ask(
        "patch", path, {"every_minutes": 60, "settings": {"place": "b.example"}, "state": "off"}
    )
    assert (status, changed["every_minutes"], changed["state"]) == (200, 60, "off")
    assert changed["settings"]["place"] == "b.example"
    assert ask("get", path)[1]["state"] == "off"
    assert ask("post", f"{path}/run")[0] == 409
    assert ask("get", "/sources?state=off")[1]["total"] == 1
    run_source(made["id"], net=Silent())
    assert ask("patch", path, {"state": "attention"})[0] == 422


def test_the_same_name_twice_is_refused(ask, script):
    assert ask("post", "/sources", GIVEN)[0] == 201
    status, problem = ask("post", "/sources", GIVEN)
    assert (status, Source.objects.count()) == (409, 1)
    assert "Choose another name" in problem["detail"]


def test_what_cannot_work_is_said(ask, script):
    for settings in ({"place": "nowhere"}, {"place": "forum.example", "x": None}):
        assert ask("post", "/sources", GIVEN | {"settings": settings})[0] == 422
    assert ask("post", "/sources", GIVEN | {"kind": "nothing"})[0] == 422


def test_a_try_shows_items_and_stores_nothing(ask, script, monkeypatch):
    monkeypatch.setattr(trying, "guarded", lambda _limits: Silent())
    script.steps = [pulled(1, 2)]
    status, tried = ask("post", "/sources/try", {name: GIVEN[name] for name in ("kind", "settings")})
    assert (status, len(tried["items"]), tried["problem"]) == (200, 2, None)
    assert (Source.objects.count(), Mention.objects.count()) == (0, 0)


def test_kinds_say_what_they_see(ask, script):
    kinds = ask("get", "/sources/kinds")[1]["items"]
    assert [each["kind"] for each in kinds] == ["scripted", "pushed", "metered", "termed"]
    assert kinds[0]["misses"] == "Everything else."
    assert kinds[3]["notice"] == "Terms."


def test_items_can_be_sent(ask, source):
    items = [{"id": "1", "text": "Hello", "author": {"id": "a"}}, {"id": "2", "text": "Hi", "reply_to": "1"}]
    path = f"/sources/{source.pk}/events"
    assert ask("post", path, items) == (200, {"new": 2, "changed": 0, "deleted": 0, "same": 0})
    assert ask("post", path, {"id": "1", "text": "Hello you"})[1]["changed"] == 1
    assert ask("post", path, {"id": "2", "deleted": True})[1]["deleted"] == 1
    assert set(Mention.objects.values_list("thread_id", flat=True)) == {"1"}


def test_gaps_are_listed(ask, source, script):
    script.steps = [pulled(1, gaps=(lost(2, missing=3),))]
    run_source(source.pk, net=Silent(), clock=script.now)
    [gap] = ask("get", "/gaps")[1]["items"]
    assert (gap["reason"], gap["missing"], gap["state"]) == ("provider_cap", 3, "lost")
    assert gap["end"].startswith(START.date().isoformat())
