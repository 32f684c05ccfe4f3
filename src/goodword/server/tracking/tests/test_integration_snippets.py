"""What is copied from the integration page works as it stands: it is run against a live server."""

import os
import shutil
import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from goodword.server.accounts.actions import do_create_token
from goodword.server.accounts.rights import Right
from goodword.server.tracking.integration_snippets import TOKEN_VARIABLE, snippets
from goodword.server.tracking.live import access_live_events
from goodword.server.tracking.live_words import State
from goodword.server.tracking.models import Report

COMMANDS = {"curl": ["sh", "-c"], "python": ["python3", "-c"], "node": ["node", "-e"], "php": ["php", "-r"]}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path


def run(key: str, code: str, token: str) -> subprocess.CompletedProcess[str]:
    program = "curl" if key == "curl" else COMMANDS[key][0]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    environment = {**os.environ, TOKEN_VARIABLE: token, "NO_PROXY": "*"}
    source = code.removeprefix("<?php\n") if key == "php" else code
    command = [*COMMANDS[key], source]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("key", list(COMMANDS))
def test_a_snippet_reports_a_purchase_once_however_often_it_runs(key, cast, live_server):
    actor = cast.actor("admin")
    token = do_create_token(actor, "shop", frozenset({Right.EVENTS_WRITE}), None)[1]
    code = next(each.code for each in snippets(f"{live_server.url}/api/v1", "CNY") if each.key == key)
    for _ in range(2):
        done = run(key, code, token)
        assert done.returncode == 0, done.stderr
        assert "added" in done.stdout, done.stdout
    report = Report.objects.get(brand_id=actor.brand_id)
    assert (report.key, report.kind, report.amount_minor, report.currency) == (
        "order-4711",
        "purchase",
        4900,
        "CNY",
    )


def test_the_page_shows_them_with_the_servers_own_address(cast, live_server):
    client = Client(SERVER_NAME="shop.localhost", SERVER_PORT="8000", headers={"host": "localhost:8000"})
    client.force_login(cast.members["admin"])
    for key in COMMANDS:
        page = client.get(reverse("integration", kwargs={"brand": "ada"}), {"server": key}).content.decode()
        assert "http://localhost:8000/api/v1/events" in page


def test_what_the_api_refuses_is_in_the_live_view_with_the_reason(cast, db):
    actor = cast.actor("admin")
    token = do_create_token(actor, "shop", frozenset({Right.EVENTS_WRITE}), None)[1]
    client = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)
    body = '{"kind": "purchase", "event_id": "o-1", "amount_minor": 4900}'
    answer = client.post("/api/v1/events", body, content_type="application/json")
    assert answer.status_code == 422
    (event,) = access_live_events(actor)
    assert (event.state, event.by) == (State.REFUSED, "api")
    assert "currency" in event.reason
    assert access_live_events(cast.actor("agent")) == [event]


def test_sites_over_the_api(cast, db):
    token = do_create_token(cast.actor("admin"), "ops", frozenset(Right), None)[1]
    client = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)

    def post(path, body=None):
        return client.post(f"/api/v1{path}", body, content_type="application/json")

    assert client.get("/api/v1/sites").json() == []
    assert post("/sites/rotate").status_code == 409
    assert post("/sites", {"hosts": ["https://a.example"]}).status_code == 422
    made = post("/sites", {"hosts": ["a.example", "茶.example"]}).json()
    assert made["hosts"] == ["a.example", "xn--cl1a.example"]
    changed = client.patch("/api/v1/sites", {"hosts": ["b.example"]}, content_type="application/json").json()
    assert (changed["key"], changed["hosts"]) == (made["key"], ["b.example"])
    new = post("/sites/rotate").json()
    in_use, old = client.get("/api/v1/sites").json()
    assert (in_use["key"], in_use["until"]) == (new["key"], None)
    assert (old["key"], old["until"] is None) == (made["key"], False)
