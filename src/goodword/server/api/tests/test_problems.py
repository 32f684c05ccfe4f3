"""Whatever goes wrong is a problem document with a sentence."""

import json
import logging

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("goodword.server.api.tests.probe")]


def check(response, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"].endswith((".", "。"))
    assert "Traceback" not in problem["detail"]
    return problem


def send(client: Client, body, **options):
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(
        "/probe/things", data, content_type=options.pop("content_type", "application/json"), **options
    )


@pytest.mark.parametrize(
    ("name", "status"), [("conflict", 409), ("input", 422), ("missing", 404), ("denied", 403), ("crash", 500)]
)
def test_an_error_is_told_by_its_kind_and_leaves_nothing_behind(api, brand, name, status, caplog):
    caplog.set_level(logging.CRITICAL)
    problem = check(send(api, {"name": name}), status)
    assert "secret detail" not in problem["detail"]
    brand.refresh_from_db()
    assert brand.goal == ""


def test_a_crash_is_written_to_the_log(api, caplog):
    send(api, {"name": "crash"})
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(
    ("body", "pointer", "word"),
    [
        ({"name": ""}, "#/name", "at least 1"),
        ({"name": "x" * 21}, "#/name", "at most 20"),
        ({}, "#/name", "missing"),
        ({"name": "x", "size": "3"}, "#/size", "whole number"),
        ({"name": "x", "size": 1.5}, "#/size", "whole number"),
        ({"name": "x", "nmae": 1}, "#/nmae", "no such field"),
        ({"name": "x", "at": "2026-01-01T00:00:00"}, "#/at", "time zone"),
        ({"name": "x", "at": 1700000000}, "#/at", "time with its zone"),
        ({"name": "x", "at": "0001-01-01T00:00:00+14:00"}, "#/at", "1900"),
        ([{"name": "x"}, {"name": 5}], "#/1/name", "text"),
        ([{"name": "x"}, 7], "#/1", "object"),
        ([], "#", "at least 1"),
        ([{"name": "x"}] * 1001, "#", "at most 1000"),
    ],
)
def test_a_wrong_value_is_pointed_at(api, brand, body, pointer, word):
    problem = check(send(api, body), 422)
    [error] = problem["errors"]
    assert error["location"] == "body"
    assert error["pointer"] == pointer
    assert word in error["detail"]
    brand.refresh_from_db()
    assert brand.goal == ""


@pytest.mark.parametrize(
    "body",
    [
        "{", b"\xff\xfe", '{"name": NaN}', '{"name": "x", "extra": {"a": 1e999}}', '{"name": "a\\u0000b"}',
        '{"name": "x", "extra": {"a": "\\ud800"}}', "[" * 100_000,
        '{"name": "x", "size": ' + "9" * 5000 + "}",
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read(api, body):
    problem = check(send(api, body), 400)
    says = "stored" if isinstance(body, str) and "\\u" in body else "JSON"
    assert says in problem["detail"]


def test_a_body_of_another_kind(api):
    assert "application/json" in check(send(api, "name=x", content_type="text/plain"), 415)["detail"]
    assert (
        "multipart" in check(api.post("/probe/files", "{}", content_type="application/json"), 415)["detail"]
    )


def test_a_multipart_body_without_its_parts(api):
    check(api.post("/probe/files", b"nonsense", content_type="multipart/form-data; boundary=b"), 422)
    check(api.post("/probe/files", b"nonsense", content_type="multipart/form-data"), 400)


def test_a_body_that_is_too_large(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    check(send(api, {"name": "x" * 200}), 413)
    body = b"x" * 1_000_020
    check(api.post("/probe/files", body, content_type="multipart/form-data; boundary=b"), 413)


def test_a_query_nobody_reads(api):
    problem = check(api.get("/probe/number?n=1&m=2"), 422)
    assert problem["errors"] == [
        {"detail": "There is no such parameter here.", "location": "query", "parameter": "m"}
    ]
    check(api.get("/probe/number?n=1&n=2"), 422)
    check(api.get("/probe/number?n=x"), 422)
    assert check(api.get("/probe/number"), 422)["errors"][0]["parameter"] == "n"
    assert api.get("/probe/number?n=3&brand=ada").json()["done"] == 3


def test_addresses_and_methods_that_are_not_there(api):
    response = api.delete("/probe/things")
    check(response, 405)
    assert response["Allow"] == "POST"
    check(api.get("/api/v1/nothing"), 404)
    check(api.post("/api/v1/"), 404)


def test_problems_are_told_in_the_language_asked_for(api):
    response = api.get("/api/v1/nothing", headers={"Accept-Language": "zh-hans"})
    assert response.status_code == 404
    assert response.json()["detail"].endswith("。")


def test_head_is_get_without_a_body(api):
    response = api.head("/probe/open")
    assert response.status_code == 200
    assert response.content == b""
    assert int(response["Content-Length"]) > 0
    assert api.head("/probe/things").status_code == 405
