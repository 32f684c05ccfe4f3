"""Share links from a file: any order of columns, every bad row told with its line and kept, a file twice adds nothing."""

import csv
import io

import pytest

from goodword.core.errors import InputError
from goodword.server.tracking.link_actions import do_register_hosts
from goodword.server.tracking.link_files import do_import_links
from goodword.server.tracking.logs import event_log
from goodword.server.tracking.models import ShareLink

GOOD = """Kanal,channel,who,leads to,Code
x,private message,c-1,https://ada.example/a,first
x,E-mail,小雨,https://ada.example/b,
"""
BAD = """code,target,person,channel,expires
ok,https://ada.example/a,c-1,feed,2030-01-01
taken,https://ada.example/b,c-2,feed,
,https://evil.example/,c-3,feed,
,nowhere,c-4,feed,
,https://ada.example/c,c-5,pigeon post,
ok,https://ada.example/other,c-6,feed,
,https://ada.example/d,c-7,feed,someday
,https://ada.example/e,c-8,feed,
,https://ada.example/e,c-8,feed,
"""


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def actor(cast):
    actor = cast.actor("admin")
    do_register_hosts(actor, ["ada.example"])
    return actor


@pytest.fixture
def write(tmp_path):
    def write(text: str, name: str = "links.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_columns_in_any_order_and_by_other_names(actor, write):
    done = do_import_links(actor, write(GOOD), overrides={"person": "who"})
    assert (done.rows, done.added, done.bad) == (2, 2, [])
    stored = ShareLink.objects.order_by("target").values_list("code", "channel", "person_id")
    first, second = stored
    assert first == ("first", "private_message", "c-1")
    assert second[1:] == ("email", "小雨")


def test_a_file_twice_adds_nothing(actor, write):
    do_import_links(actor, write(GOOD), overrides={"person": "who"})
    again = do_import_links(actor, write(GOOD), overrides={"person": "who"})
    assert (again.added, again.already_there, again.bad) == (0, 2, [])
    assert event_log(actor.brand_id).counts(kinds="share").column("events").to_pylist() == [1, 1]


def test_bad_rows_are_told_by_line_and_kept_whole(actor, cast, write):
    ShareLink.objects.create(brand=cast.bread, code="taken", target="https://x.example/", root_code="taken")
    done = do_import_links(actor, write(BAD))
    assert (done.rows, done.added, done.already_there, len(done.bad)) == (9, 2, 1, 6)
    told = {bad.line: (bad.column, bad.reason) for bad in done.bad}
    assert list(told) == [3, 4, 5, 6, 7, 8]
    assert told[3] == ("code", "The code “taken” is taken. Choose another one, or leave it out and get one.")
    assert told[4][0] == "target"
    assert "evil.example is not registered" in told[4][1]
    assert "no web address" in told[5][1]
    assert told[6][0] == "channel"
    assert "The code “ok” is taken" in told[7][1]
    assert told[8][0] == "expires"
    kept = list(csv.DictReader(io.StringIO(b"".join(done.bad_rows_csv()).decode("utf-8-sig"))))
    assert [(row["line"], row["person"]) for row in kept] == [(str(n + 1), f"c-{n}") for n in range(2, 8)]
    assert all(row["problem"] for row in kept)


def test_the_rows_left_out_can_be_mended_and_imported(actor, write):
    done = do_import_links(actor, write(BAD))
    text = b"".join(done.bad_rows_csv()).decode("utf-8-sig").replace("evil.example", "ada.example")
    mended = do_import_links(actor, write(text, "mended.csv"))
    assert ShareLink.objects.filter(person_id="c-3").count() == 1
    assert mended.mapping["target"] == "target"


def test_a_key_is_one_link_however_its_row_reads(actor, write):
    head = "key,target,person\n"
    do_import_links(actor, write(f"{head}7,https://ada.example/a,c-1\n"))
    again = do_import_links(actor, write(f"{head}7,https://ada.example/b,c-1\n"))
    assert (again.added, again.already_there) == (0, 1)
    assert ShareLink.objects.get().target == "https://ada.example/a"


def test_constants_and_hosts_for_the_whole_file(actor, write):
    path = write("target,person\nhttps://new.example/a,c-1\n")
    assert len(do_import_links(actor, path).bad) == 1
    done = do_import_links(
        actor, path, constants={"programme": "Spring tea", "channel": "print"}, register_hosts=True
    )
    assert (done.added, ShareLink.objects.get().programme, ShareLink.objects.get().channel) == (
        1,
        "Spring tea",
        "print",
    )


def test_a_file_that_is_no_table_of_links_is_refused_in_a_sentence(actor, write):
    for text, words in (("", "empty"), ("a,b\n1,2\n", "target")):
        with pytest.raises(InputError, match=words):
            do_import_links(actor, write(text))
