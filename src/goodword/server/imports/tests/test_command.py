"""`goodword import …` as it is typed: what it prints, how it ends, what a kill leaves behind."""

import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from goodword.cli import main
from goodword.server.listening.models import Mention

# Pieces of a thousand rows, so that a small file has many of them to be killed between.
_IN_SMALL_PIECES = """
from goodword.cli import main, setup

prepare = setup.prepare

def prepare_small():
    prepare()
    from goodword.server.imports import reading

    reading.CHUNK_ROWS = 1_000

setup.prepare = prepare_small
main()
"""


@dataclass
class Shell:
    """A data folder of its own and the command in it, as a process."""

    home: Path

    def start(self, *arguments: object, program: Sequence[str] = ("-m", "goodword.cli")) -> Popen[str]:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")
        }
        return Popen(
            [sys.executable, *program, "import", *map(str, arguments)],
            env=environment | {"GOODWORD_HOME": str(self.home), "COLUMNS": "200"},
            stdout=PIPE,
            stderr=PIPE,
            text=True,
        )

    def run(self, *arguments: object, **how: Sequence[str]) -> tuple[int, str, str]:
        process = self.start(*arguments, **how)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def rows(self, sql: str) -> list[tuple]:
        with sqlite3.connect(f"file:{self.home}/goodword.sqlite3?mode=ro", uri=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def typed(db, monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """Run the command in this process; return its status and what it printed."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["goodword", "import", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


@pytest.fixture(scope="module")
def reviews(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("files") / "reviews.csv"
    path.write_text(
        "id,text,rating\n1,Very kind staff,5\n2,Never again,none at all\n3,行李丢了,1\n", encoding="utf-8"
    )
    return path


def test_it_says_what_it_took_for_what_and_what_came_of_it(typed, reviews, tmp_path):
    status, out, err = typed(
        "mentions", reviews, "--rejects", tmp_path / "left out.csv", "--set", "source=shop"
    )
    assert status == 0, err
    assert out.splitlines()[0] == "3 rows read: 2 added, 0 already there, 1 rejected."
    assert str(tmp_path / "left out.csv") in out
    assert "external_id" in err
    assert "The header says so" in err
    report = (tmp_path / "left out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert report[0] == "line,column,reason,value"
    assert report[1].startswith("3,rating,")
    status, out, _ = typed("mentions", reviews, "--set", "source=shop")
    assert out.startswith("3 rows read: 0 added, 2 already there, 1 rejected.")


def test_a_machine_gets_json_and_nothing_else(typed, reviews):
    status, out, err = typed("mentions", reviews, "--dry-run", "--json", "--set", "source=else")
    said = json.loads(out)
    assert (status, err) == (0, "")
    assert (said["rows"], said["added"], said["rejected"], said["dry_run"]) == (3, 2, 1, True)
    assert said["columns"] == {"external_id": "id", "text": "text", "rating": "rating"}
    assert Path(said["rejects"]).is_file()
    assert not Mention.objects.exists()


def test_a_file_without_rows_is_said_to_have_none(typed, tmp_path):
    path = tmp_path / "header.csv"
    path.write_text("id,text\n")
    assert typed("mentions", path)[:2] == (0, "header.csv has a header but no rows.\n")


def test_strict_fails_with_the_reason_and_where_to_look(typed, reviews):
    status, _, err = typed("mentions", reviews, "--strict", "--set", "source=strict")
    assert status == 1
    assert "1 row cannot be used, so nothing was imported." in err
    assert "rejected.csv" in err
    assert not Mention.objects.exists()


def test_a_way_of_reading_is_saved_and_used(typed, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("a;b\nsome words;3\n", encoding="utf-8")
    status, _, err = typed("mentions", path, "--map", "text=a", "--map", "rating=b", "--save-profile", "odd")
    assert status == 0, err
    path.write_text("a;b\nother words;4\n", encoding="utf-8")
    assert typed("mentions", path, "--profile", "odd")[1].startswith("1 row")
    assert Mention.objects.get(text="other words").rating == 4.0
    assert "odd" in typed("mentions", path, "--profile", "unknown")[2]


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["mentions", "nowhere.csv"], 1, "nowhere.csv"),
        (["mentions", "REVIEWS", "--map", "txt=text"], 1, "Did you mean 'text'?"),
        (["mentions", "REVIEWS", "--map", "text"], 2, "field=column"),
        (["mentions", "REVIEWS", "--date-order", "ymd"], 2, "dmy"),
        (["mentions", "REVIEWS", "--zone", "Mars/Base"], 2, "Mars/Base"),
        (["mentions", "REVIEWS", "--survey", "x"], 2, "--survey"),
        (["mentions", "REVIEWS", "--brand", "nobody"], 1, "nobody"),
        (["mentions", "REVIEWS", "--resume", "--dry-run"], 2, "--resume"),
        (["survey", "REVIEWS"], 1, "--survey"),
        (["graph", "REVIEWS"], 1, "source"),
        (["events", "REVIEWS"], 1, "kind"),
        (["events", "REVIEWS", "--resume"], 1, "Leave out --resume"),
        (["pictures", "REVIEWS"], 2, "pictures"),
    ],
)
def test_a_mistake_is_a_sentence_and_a_status(reviews, arguments, status, sentence, typed):
    given = [str(reviews) if argument == "REVIEWS" else argument for argument in arguments]
    ended, out, err = typed(*given)
    assert (ended, out) == (status, "")
    assert sentence in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on_to_the_same_end(tmp_path):
    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("text,rating\n")
        file.writelines(
            f"review {n % 13_000} of many,{'x' if n % 1000 == 0 else n % 5}\n" for n in range(20_000)
        )
    whole, cut = Shell(tmp_path / "whole"), Shell(tmp_path / "cut")
    assert whole.run("mentions", tmp_path / "nowhere.csv")[0] == 1  # makes the database
    shutil.copytree(whole.home, cut.home)
    assert whole.run("mentions", path)[0] == 0
    for stop_at in (3_000, 9_000):
        more = ["--resume"] if _position(cut) else []
        process = cut.start("mentions", path, *more, program=("-c", _IN_SMALL_PIECES))
        while process.poll() is None and _position(cut) < stop_at:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert 9_000 <= _position(cut) < 20_000
    status, out, err = cut.run("mentions", path, "--resume")
    assert status == 0, err
    assert out.splitlines()[0] == "20,000 rows read: 19,980 added, 0 already there, 20 rejected."
    for sql in (
        "SELECT key, text, rating FROM listening_mention ORDER BY id",
        "SELECT position, added, already_there, rejected, report_bytes FROM imports_importrun",
        "SELECT count(*) FROM listening_search WHERE listening_search MATCH 'review'",
    ):
        assert cut.rows(sql) == whole.rows(sql)
    reports = [next(home.glob("reports/*.jsonl")).read_bytes() for home in (whole.home, cut.home)]
    assert reports[0] == reports[1]


def _position(shell: Shell) -> int:
    found = shell.rows("SELECT max(position) FROM imports_importrun")
    return int(found[0][0] or 0)
