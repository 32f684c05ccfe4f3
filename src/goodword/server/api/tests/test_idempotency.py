"""A POST with an Idempotency-Key takes effect once."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from goodword.server.accounts.models import Brand
from goodword.server.accounts.rights import Right
from goodword.server.api.models import KeptAnswer
from goodword.server.api.tasks import prune_answers

pytestmark = [pytest.mark.django_db, pytest.mark.urls("goodword.server.api.tests.probe")]


def send(client: Client, name: str, key: str | None = "one", path: str = "/probe/things"):
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(path, json.dumps({"name": name}), content_type="application/json", headers=headers)


def effects() -> int:
    return int(Brand.objects.get(slug="ada").goal or 0)


def test_the_same_request_is_answered_again_and_not_done_again(api):
    first, second = send(api, "a"), send(api, "a")
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert second["Content-Type"] == first["Content-Type"]
    assert effects() == 1


def test_without_a_key_every_request_is_done(api):
    send(api, "a", key=None)
    send(api, "a", key=None)
    assert effects() == 2
    assert not KeptAnswer.objects.exists()


def test_another_body_or_address_under_the_same_key_is_a_conflict(api):
    send(api, "a")
    assert send(api, "b").status_code == 409
    assert send(api, "a", path="/probe/things?brand=ada").status_code == 409
    assert effects() == 1


def test_keys_belong_to_a_token(caller):
    send(caller(), "a")
    other = send(caller(), "a")
    assert "Idempotent-Replayed" not in other
    assert effects() == 2


@pytest.mark.parametrize(("name", "status"), [("conflict", 409), ("input", 422), ("", 422)])
def test_a_refusal_is_kept_and_leaves_nothing_behind(api, name, status):
    first, second = send(api, name), send(api, name)
    assert first.status_code == second.status_code == status
    assert second["Idempotent-Replayed"] == "true"
    assert first.content == second.content
    assert second["Content-Type"] == "application/problem+json"
    assert effects() == 0


def test_a_failure_of_ours_is_not_kept(api, monkeypatch):
    from goodword.server.api.tests import probe

    assert send(api, "crash").status_code == 500
    assert not KeptAnswer.objects.exists()
    monkeypatch.setattr(probe, "fail", lambda _name: None)
    assert send(api, "crash").status_code == 200
    assert effects() == 1


def test_refusals_before_the_work_are_not_kept(caller):
    send(caller([Right.BRAND_READ]), "a")
    assert not KeptAnswer.objects.exists()


def test_a_request_still_worked_on_is_a_conflict_until_it_is_given_up(api):
    send(api, "a")
    KeptAnswer.objects.update(status=None, body=b"")
    busy = send(api, "a")
    assert busy.status_code == 409
    assert busy["Retry-After"] == "1"
    KeptAnswer.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert send(api, "a").status_code == 200
    assert effects() == 2
    assert send(api, "a")["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("key", ["x" * 256, "clé", "a\tb", ""])
def test_a_key_that_is_no_key(api, key):
    response = send(api, "a", key=key)
    assert response.status_code == 400
    assert effects() == 0


def test_answers_are_kept_for_72_hours(api):
    send(api, "a")
    KeptAnswer.objects.update(claimed_at=timezone.now() - timedelta(hours=71, minutes=59))
    assert prune_answers.func() == 0
    assert send(api, "a")["Idempotent-Replayed"] == "true"
    KeptAnswer.objects.update(claimed_at=timezone.now() - timedelta(hours=72, minutes=1))
    assert "Idempotent-Replayed" not in send(api, "b")
    KeptAnswer.objects.update(claimed_at=timezone.now() - timedelta(hours=72, minutes=1))
    assert prune_answers.func() == 1


def upload(client: Client, content: bytes, name: str = "a.csv"):
    parts = {"kind": "mentions", "file": SimpleUploadedFile(name, content)}
    return client.post("/probe/files", parts, headers={"Idempotency-Key": "file"})


def test_an_upload_is_the_same_whatever_its_boundary(api):
    first = upload(api, b"a,b")
    assert first.status_code == 202
    boundary = "another"
    body = "".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n"
        for head, value in (('name="kind"', "mentions"), ('name="file"; filename="a.csv"', "a,b"))
    )
    again = api.post(
        "/probe/files",
        f"{body}--{boundary}--\r\n",
        content_type=f"multipart/form-data; boundary={boundary}",
        headers={"Idempotency-Key": "file"},
    )
    assert again["Idempotent-Replayed"] == "true"
    assert again.content == first.content
    assert upload(api, b"a,c").status_code == 409
    assert upload(api, b"a,b", name="b.csv").status_code == 409
    assert effects() == 1


@contextmanager
def other_processes_database(folder: Path):
    """What several processes see: PostgreSQL as it is, SQLite as a file (in memory it locks whole tables)."""
    if connection.vendor != "sqlite":
        yield
        return
    file = folder / "copy.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    settings = connections.settings["default"]
    name, settings["NAME"] = settings["NAME"], str(file)
    try:
        yield
    finally:
        settings["NAME"] = name


def in_threads(*work):
    """Run functions at the same moment, each with a connection of its own; return what they return."""

    def alone(each):
        try:
            return each()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(alone, work))


@pytest.mark.django_db(transaction=True)
def test_of_requests_at_the_same_moment_one_is_done(token_for, tmp_path):
    client = Client(headers={"Authorization": f"Bearer {token_for(*Right)}"})
    with other_processes_database(tmp_path):
        answers = in_threads(*[lambda: send(client, "a")] * 6)
        [done] = in_threads(effects)
    assert done == 1
    assert {answer.status_code for answer in answers} <= {200, 409}
    fresh = [each for each in answers if each.status_code == 200 and "Idempotent-Replayed" not in each]
    assert len(fresh) == 1
