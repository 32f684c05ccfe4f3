"""What leaves as a file: the same rows in the same order, harmless in a spreadsheet, and noted in the trail."""

import csv
import io
import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from goodword.core.errors import InputError
from goodword.server.audit.models import Entry
from goodword.server.listening.factories import make_mentions
from goodword.server.listening.lists import MENTIONS
from goodword.server.shell.lists import exported, read


@pytest.fixture
def mentions(brand):
    texts = ["=1+1", "+SUM(A1)", "-2 stars", '他说："很好"，推荐', "two\nlines", "@cmd", "plain"]
    rows = [
        {"text": text, "published_at": None}
        if number == 2
        else {"text": text, "sentiment": "neutral" if number % 2 else ""}
        for number, text in enumerate(texts)
    ]
    return make_mentions(brand.pk, rows)


def file_of(actor, query=""):
    return b"".join(exported(MENTIONS, actor, QueryDict(query)).streaming_content)


def rows_of(content: bytes):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def test_a_file_holds_what_the_page_shows_in_its_order(actor, mentions):
    rows = rows_of(file_of(actor, "columns=id,text"))
    page = read(MENTIONS, actor, QueryDict(), size=1000)
    assert [int(row["id"]) for row in rows] == [mention.pk for mention in page.rows]
    assert list(rows[0]) == ["id", "text"]


def test_filters_and_words_narrow_the_file(actor, mentions):
    assert {row["sentiment"] for row in rows_of(file_of(actor, "sentiment=neutral"))} == {"neutral"}
    assert [row["text"] for row in rows_of(file_of(actor, "q=推荐"))] == ['他说："很好"，推荐']


def test_no_cell_runs_as_a_formula(actor, mentions):
    texts = {row["text"] for row in rows_of(file_of(actor, "columns=text"))}
    assert not [text for text in texts if text[0] in "=+-@"]
    assert "'=1+1" in texts
    assert "two\nlines" in texts


def test_json_lines_keep_the_text_as_it_is(actor, mentions):
    lines = [
        json.loads(line)
        for line in file_of(actor, "format=jsonl&columns=text,published_at").decode().splitlines()
    ]
    assert {"=1+1", "two\nlines"} <= {line["text"] for line in lines}
    assert lines[-1] == {"published_at": None, "text": "-2 stars"}


def test_only_the_file_for_excel_begins_with_a_mark(actor, mentions):
    assert file_of(actor, "format=csv-excel").startswith(b"\xef\xbb\xbf")
    assert not file_of(actor).startswith(b"\xef\xbb\xbf")


def test_the_trail_says_who_took_what(actor, mentions):
    exported(MENTIONS, actor, QueryDict("sentiment=neutral&format=jsonl&columns=text"))
    entry = Entry.objects.get(action="mentions.export")
    assert entry.actor_id == actor.id
    assert entry.after == {
        "list": "mentions",
        "query": "sentiment=neutral&format=jsonl&columns=text",
        "columns": ["text"],
    }


@pytest.mark.parametrize("query", ["format=pdf", "sentiment=angry", "columns=colour", "cursor=x"])
def test_what_is_asked_wrongly_is_refused_and_leaves_no_trace(actor, mentions, query):
    with pytest.raises(InputError):
        exported(MENTIONS, actor, QueryDict(query))
    assert not Entry.objects.filter(action="mentions.export").exists()


def test_without_the_right_there_is_no_file(actor, mentions):
    with pytest.raises(PermissionDenied):
        exported(MENTIONS, replace(actor, rights=frozenset()), QueryDict())


def test_a_large_file_is_read_in_chunks(actor, brand, django_assert_max_num_queries):
    make_mentions(brand.pk, [{"text": f"number {n}"} for n in range(2500)])
    with django_assert_max_num_queries(13):
        assert len(rows_of(file_of(actor, "columns=text"))) == 2500
