"""The API described, for machines and for people."""

import json
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from ninja import Router

from goodword.server.accounts.rights import Right
from goodword.server.api.assembly import GoodwordApi, found_endpoints
from goodword.server.api.endpoints import Endpoints
from goodword.server.api.facade import openapi
from goodword.server.api.handbook import chapters
from goodword.server.api.problems import ProblemKind

OPERATIONS = [
    (path, method, operation)
    for path, each in openapi()["paths"].items()
    for method, operation in each.items()
]


def test_every_app_with_an_api_is_described():
    headings = {operation["tags"][0] for _path, _method, operation in OPERATIONS}
    assert headings == {endpoints.heading for endpoints in found_endpoints()}
    assert len(headings) >= 8


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=lambda value: str(value)[:60])
def test_an_operation_says_what_it_does_what_it_needs_and_what_may_go_wrong(path, method, operation):
    assert operation["summary"]
    assert operation["description"]
    scopes = operation["security"][0]["token"]
    assert scopes
    assert {Right(scope) for scope in scopes}
    assert operation["x-right"] == ", ".join(scopes)
    assert {"401", "403", "422", "429", "500"} <= operation["responses"].keys()
    names = [parameter["name"] for parameter in operation["parameters"]]
    assert len(names) == len(set(names))
    assert ("Idempotency-Key" in names) == (method == "post")


def test_names_of_operations_are_their_own():
    names = [operation["operationId"] for _path, _method, operation in OPERATIONS]
    assert len(names) == len(set(names))


def test_every_reference_in_the_description_leads_somewhere():
    document = openapi()
    for target in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document))):
        found = document
        for part in target.split("/"):
            found = found[part]
        assert found


@pytest.mark.parametrize("rule", [None, "mentions:read!", (), (Right.BRAND_READ, "x"), True])
def test_an_operation_without_a_rule_does_not_exist(rule):
    with pytest.raises(ImproperlyConfigured, match="declares no rule"):
        Endpoints("Probe").get("/x", rule=rule, response=str, summary="x")
    with pytest.raises(TypeError):
        Endpoints("Probe").get("/x", response=str, summary="x")


def test_an_operation_that_went_round_the_declaration_stops_the_server():
    router = Router()
    router.get("/bare")(lambda request: {})  # noqa: ARG005
    api = GoodwordApi(openapi_url=None, docs_url=None, urls_namespace="bare")
    api.add_router("", router)
    with pytest.raises(ImproperlyConfigured, match="no rule"):
        _ = api.urls


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_shows_every_operation_under_the_strict_policy(client, language):
    response = client.get("/api/v1/docs", headers={"Accept-Language": language})
    page = response.content.decode()
    assert response.status_code == 200
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*(src=|application/json))|<style|\sstyle=|\son\w+=", page)
    for _path, _method, operation in OPERATIONS:
        assert f'id="{operation["operationId"]}"' in page
    for kind in ProblemKind:
        assert f'id="{kind.slug}"' in page
        assert kind.type.endswith(f"/docs#{kind.slug}")


def test_requests_to_copy_carry_a_body_that_can_be_read():
    for entries in chapters(openapi(), "https://words.example.org").values():
        for entry in entries:
            assert entry.request.startswith("curl ")
            if "-d '" in entry.request:
                json.loads(entry.request.split("-d '")[1].rsplit("'", 1)[0].replace("'\\''", "'"))


def test_the_description_is_open_to_everybody(client):
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.json()["openapi"].startswith("3.1")
