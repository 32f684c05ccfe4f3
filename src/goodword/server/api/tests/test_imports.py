"""Files imported over HTTP: taken in, worked on, told about."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodword.server.accounts.rights import Right
from goodword.server.imports.models import ImportRun
from goodword.server.imports.report import folder
from goodword.server.jobs.facade import run_pending
from goodword.server.jobs.models import Job
from goodword.server.listening.models import Mention

pytestmark = pytest.mark.django_db
IMPORTS = "/api/v1/imports"
TWEETS = "tweet_id,text,airline_sentiment\n1,They lost my luggage,negative\n2,很好,positive\n3,,neutral\n"


def send(client, content: str = TWEETS, name: str = "tweets.csv", key: str = "", **fields):
    parts = {"kind": "mentions", **fields, "file": SimpleUploadedFile(name, content.encode())}
    return client.post(IMPORTS, parts, headers={"Idempotency-Key": key} if key else {})


def test_a_file_is_taken_worked_on_and_told_about(api):
    response = send(api)
    assert response.status_code == 202
    run = response.json()
    assert response["Location"] == f"{IMPORTS}/{run['id']}"
    assert (run["state"], run["kind"], run["file_name"]) == ("queued", "mentions", "tweets.csv")
    run_pending()
    done = api.get(f"{IMPORTS}/{run['id']}").json()
    assert (done["state"], done["added"], done["rejected"]) == ("done", 2, 1)
    rejects = api.get(f"{IMPORTS}/{run['id']}/rejects").json()
    assert rejects["total"] == 1
    assert rejects["items"][0]["line"] == 4
    chinese = api.get(f"{IMPORTS}/{run['id']}/rejects", headers={"Accept-Language": "zh-hans"}).json()
    assert chinese["items"][0]["reason"] != rejects["items"][0]["reason"]
    file = api.get(f"{IMPORTS}/{run['id']}/rejects.csv")
    assert len(b"".join(file.streaming_content).splitlines()) == 2
    assert [each["id"] for each in api.get(f"{IMPORTS}?state=done&kind=mentions").json()["items"]] == [
        run["id"]
    ]
    found = api.get("/api/v1/mentions?q=luggage").json()
    assert [each["sentiment"] for each in found["items"]] == ["unfavourable"]


def test_the_same_request_imports_once(api):
    first, second = send(api, key="k"), send(api, key="k")
    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert second["Location"] == first["Location"]
    assert ImportRun.objects.count() == Job.objects.count() == 1
    assert send(api, content=TWEETS + "4,x,neutral\n", key="k").status_code == 409


def test_options_say_how_to_read(api):
    options = {"mapping": {"text": "b"}, "constants": {"source": "shop.example"}, "delimiter": ";"}
    run = send(api, content="a;b\n1;schön\n", options=json.dumps(options), strict="true").json()
    assert run["strict"] is True
    run_pending()
    assert Mention.objects.get().source == "shop.example"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "recipes"}, {"options": "[1]"}, {"options": "{"}, {"options": '{"colour": "red"}'}, {"strict": "perhaps"},
        {"profile": "unknown"}, {"colour": "red"}, {"kind": "survey"}, {"options": '{"mapping": {"text": "nowhere"}}'},
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_leaves_nothing_behind(api, fields):
    response = send(api, **fields)
    assert response.status_code == 422, response.content
    assert not ImportRun.objects.exists()
    assert not list(folder("uploads").iterdir())


def test_a_file_that_is_no_data(api):
    assert send(api, content="\x89PNG\r\n\x1a\n\x00\x00", name="photo.png").status_code == 422
    assert api.post(IMPORTS, {"kind": "mentions"}).status_code == 422
    assert not list(folder("uploads").iterdir())


def test_the_kinds_own_right_is_needed_too(caller):
    assert send(caller([Right.IMPORTS_RUN, Right.IMPORTS_READ])).status_code == 403
    assert not ImportRun.objects.exists()
    assert not list(folder("uploads").iterdir())


def test_another_brands_import_is_not_there(api, cast):
    run = ImportRun.objects.create(brand=cast.bread, kind="mentions", file_name="bread.csv", fingerprint="f")
    for path in ("", "/rejects", "/rejects.csv"):
        assert api.get(f"{IMPORTS}/{run.pk}{path}").status_code == 404
