"""From a file to its result, as a person goes through the pages."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goodword.server.imports.models import ImportProfile, ImportRun
from goodword.server.imports.report import folder
from goodword.server.jobs.facade import run_pending
from goodword.server.listening.models import Mention

CSV = """review id,review text,stars,posted
1,Lost luggage again,2,2026-03-01
2,Very kind staff,five,2026-03-02
3,行李很快就到了,5,2026-03-03
"""


@pytest.fixture
def browse(client, cast):
    """Ada's marketing person in a browser; a call goes to a page of the imports."""
    client.force_login(cast.members["marketing"])

    class Browser:
        def url(self, name: str, **kwargs) -> str:
            return reverse(name, kwargs={"brand": "ada", **kwargs})

        def get(self, name: str, *, headers=None, query="", **kwargs):
            return client.get(self.url(name, **kwargs) + query, headers=headers or {})

        def post(self, name: str, data=None, **kwargs):
            return client.post(self.url(name, **kwargs), data or {})

        def send(self, content: str | bytes, name: str = "reviews.csv", kind: str = ""):
            raw = content.encode() if isinstance(content, str) else content
            return self.post("import-new", {"file": SimpleUploadedFile(name, raw), "kind": kind})

    return Browser()


def draft(browse, content: str = CSV, **kwargs) -> ImportRun:
    answer = browse.send(content, **kwargs)
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.get()


def chosen(html: str) -> dict[str, str]:
    """What a form would send as it stands: the selected options and the values of its inputs."""
    fields = {}
    for select in re.findall(r"<select.*?</select>", html, re.S):
        name = re.search(r'name="([^"]+)"', select)[1]
        selected = re.search(r'<option value="([^"]*)"[^>]*selected', select)
        fields[name] = selected[1] if selected else ""
    return fields


def test_a_file_goes_from_upload_to_result(browse):
    run = draft(browse)
    assert (run.kind, run.state) == ("mentions", "draft")
    page = browse.get("import-columns", pk=run.pk)
    html = page.content.decode()
    assert page.status_code == 200
    assert "review text" in html
    assert "Lost luggage again" in html
    fields = chosen(html)
    assert [fields[f"column-{n}"] for n in range(4)] == ["external_id", "text", "rating", "published_at"]
    answer = browse.post("import-columns", fields | {"all-source_type": "review_site"}, pk=run.pk)
    assert answer.url == browse.url("import-preview", pk=run.pk), answer.content.decode()
    preview = browse.get("import-preview", pk=run.pk).content.decode()
    assert "1 of these rows cannot be used" in preview
    assert re.search(r"<mark>five</mark>.*This is not a number", preview, re.S)
    assert Mention.objects.count() == 0
    answer = browse.post("import-start", pk=run.pk)
    assert answer.url == browse.url("import-detail", pk=run.pk)
    waiting = browse.get("import-detail", pk=run.pk).content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    run_pending()
    run.refresh_from_db()
    assert (run.state, run.added, run.rejected) == ("done", 2, 1)
    html = browse.get("import-detail", pk=run.pk).content.decode()
    assert "hx-trigger" not in html.split('id="run"')[1]
    assert f"import_id={run.pk}" in html
    assert Mention.objects.get(external_id="3").source_type == "review_site"
    report = b"".join(browse.get("import-report", pk=run.pk)).decode("utf-8-sig")
    assert report.splitlines()[1].startswith("3,stars,This is not a number.")
    assert not Path(run.path).exists()


def test_the_part_that_is_asked_for_again_is_only_a_part(browse):
    run = draft(browse)
    ImportRun.objects.update(
        state="running", position=1500, progress=0.5, rows_per_second=300, seconds_left=5
    )
    part = browse.get(
        "import-detail", pk=run.pk, headers={"HX-Request": "true", "HX-Target": "run"}
    ).content.decode()
    assert "<html" not in part
    assert "rows a second" in part
    assert "Stop" in part


def test_a_column_put_right_is_put_right(browse):
    run = draft(browse)
    fields = chosen(browse.get("import-columns", pk=run.pk).content.decode())
    answer = browse.post("import-columns", fields | {"column-1": "title", "column-2": "text"}, pk=run.pk)
    assert answer.status_code == 302
    run.refresh_from_db()
    assert run.options["mapping"]["text"] == "stars"
    twice = browse.post("import-columns", fields | {"column-0": "text"}, pk=run.pk)
    assert twice.status_code == 400
    assert "is this already" in twice.content.decode()


def test_a_needed_column_is_asked_for_in_the_words_of_the_page(browse):
    run = draft(browse)
    fields = chosen(browse.get("import-columns", pk=run.pk).content.decode())
    browse.post("import-columns", fields | {"column-1": ""}, pk=run.pk)
    answer = browse.get("import-preview", pk=run.pk)
    assert answer.url == browse.url("import-columns", pk=run.pk)
    html = browse.get("import-columns", pk=run.pk).content.decode()
    assert "Choose the column that holds “Text”" in html
    assert "--map" not in html


def test_a_saved_way_of_reading_is_offered_and_used(browse):
    run = draft(browse, "a,b\nsome words of praise,3\nother words of blame,4\n", kind="mentions")
    fields = chosen(browse.get("import-columns", pk=run.pk).content.decode())
    browse.post("import-columns", fields | {"column-0": "text", "column-1": "rating"}, pk=run.pk)
    browse.post("import-start", pk=run.pk)
    run_pending()
    browse.post("import-profile", {"name": "Two letters"}, pk=run.pk)
    assert ImportProfile.objects.get().settings["mapping"] == {"text": "a", "rating": "b"}
    browse.send("a,b\nmore words,5\n", kind="mentions")
    again = ImportRun.objects.order_by("-pk").first()
    assert "Read it as “Two letters”" in browse.get("import-columns", pk=again.pk).content.decode()
    browse.post("import-columns", {"profile": "Two letters"}, pk=again.pk)
    fields = chosen(browse.get("import-columns", pk=again.pk).content.decode())
    assert (fields["column-0"], fields["column-1"]) == ("text", "rating")


def test_another_encoding_reads_the_file_anew(browse):
    run = draft(browse, "内容;评分\n行李丢了;1\n".encode("gb18030"))
    fields = chosen(browse.get("import-columns", pk=run.pk).content.decode())
    wrong = browse.post("import-columns", fields | {"encoding": "windows-1252", "reread": "1"}, pk=run.pk)
    assert wrong.status_code == 302
    assert "内容" not in browse.get("import-columns", pk=run.pk).content.decode()
    fields = chosen(browse.get("import-columns", pk=run.pk).content.decode())
    browse.post("import-columns", fields | {"encoding": "", "reread": "1"}, pk=run.pk)
    assert "行李丢了" in browse.get("import-columns", pk=run.pk).content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "empty"),
        (b"%PDF-1.7 \x00\x01", "reviews.csv is a PDF document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "reviews.csv is a picture"),
        (b"PK\x03\x04" + b"\x00" * 40, "reviews.csv is a damaged zip file"),
    ],
)
def test_a_wrong_file_is_one_sentence(browse, content, sentence):
    answer = browse.send(content)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in html
    assert "Traceback" not in html
    assert list(folder("uploads").iterdir()) == []
    assert not ImportRun.objects.exists()


def test_too_large_a_file_is_one_sentence_and_takes_no_room(browse, monkeypatch):
    monkeypatch.setenv("GOODWORD_MAX_UPLOAD_MB", "1")
    answer = browse.send("text\n" + "word " * 300_000)
    assert answer.status_code == 400
    assert "larger than 1 MB" in answer.content.decode()
    assert list(folder("uploads").iterdir()) == []


def test_an_upload_needs_the_token_of_its_page(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.members["marketing"])
    url = reverse("import-new", kwargs={"brand": "ada"})
    file = SimpleUploadedFile("a.csv", CSV.encode())
    assert client.post(url, {"file": file}).status_code == 403
    assert not ImportRun.objects.exists()


def test_a_try_writes_nothing_and_can_be_done_for_real(browse):
    run = draft(browse)
    browse.post("import-start", {"dry_run": "1"}, pk=run.pk)
    run_pending()
    html = browse.get("import-detail", pk=run.pk).content.decode()
    assert "nothing was stored" in html
    assert "Import for real" in html
    assert not Mention.objects.exists()
    answer = browse.post("import-repeat", pk=run.pk)
    run_pending()
    assert Mention.objects.count() == 2
    assert "2" in browse.get("import-detail", pk=int(answer.url.rstrip("/").split("/")[-1])).content.decode()


def test_stop_and_resume(browse):
    run = draft(browse)
    browse.post("import-start", pk=run.pk)
    browse.post("import-cancel", pk=run.pk)
    run_pending()
    run.refresh_from_db()
    assert (run.state, Mention.objects.count()) == ("cancelled", 0)
    assert "Resume" in browse.get("import-detail", pk=run.pk).content.decode()
    browse.post("import-resume", pk=run.pk)
    run_pending()
    assert Mention.objects.count() == 2


def test_a_draft_can_be_thrown_away(browse):
    run = draft(browse)
    browse.post("import-discard", pk=run.pk)
    assert not ImportRun.objects.exists()
    assert list(folder("uploads").iterdir()) == []


def test_the_list_shows_what_came_of_each(browse):
    run = draft(browse)
    browse.post("import-start", pk=run.pk)
    run_pending()
    html = browse.get("import-list").content.decode()
    assert "reviews.csv" in html
    assert "Import a file" in html
    exported = b"".join(browse.get("import-export")).decode()
    assert "reviews.csv" in exported


@pytest.mark.parametrize("who", ["sales", "legal", "stranger"])
def test_who_may_not_import_cannot(client, cast, who):
    client.force_login(cast.members[who])
    answer = client.get(reverse("import-new", kwargs={"brand": "ada"}))
    assert answer.status_code in {403, 404}


def test_answers_need_the_name_of_their_survey(browse):
    run = draft(browse, "q1,q2\n1,2\n", kind="survey", name="spring.csv")
    html = browse.get("import-columns", pk=run.pk).content.decode()
    assert 'value="spring"' in html
    browse.post("import-columns", chosen(html) | {"survey": ""}, pk=run.pk)
    assert browse.get("import-preview", pk=run.pk).url == browse.url("import-columns", pk=run.pk)
    html = browse.get("import-columns", pk=run.pk).content.decode()
    assert "The answers belong to no survey yet." in html
    browse.post("import-columns", chosen(html) | {"survey": "Spring 2026"}, pk=run.pk)
    assert browse.get("import-preview", pk=run.pk).status_code == 200


def test_a_remark_on_the_file_is_made_in_the_readers_language(browse, client):
    run = draft(browse, "red,3\nblue,4\ngreen,5\n")
    assert "The file has no header" in browse.get("import-columns", pk=run.pk).content.decode()
    client.cookies["django_language"] = "zh-hans"
    assert "文件没有表头" in browse.get("import-columns", pk=run.pk).content.decode()
    assert "reviews.csv 是图片" in browse.send(b"\x89PNG\r\n\x1a\n" + bytes(30)).content.decode()


def test_the_pages_speak_chinese(browse, client, cast):
    run = draft(browse)
    client.cookies["django_language"] = "zh-hans"
    html = browse.get("import-columns", pk=run.pk).content.decode()
    assert "正文" in html
    assert "表头一致" in html
    fields = chosen(html)
    browse.post("import-columns", fields, pk=run.pk)
    assert "这不是数字。" in browse.get("import-preview", pk=run.pk).content.decode()
