"""`goodword import …` as it is typed: what it prints, how it ends, what a kill leaves behind."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from goodword.cli import main


@dataclass
class Shell:
    """A data folder of its own and the command in it."""

    home: Path

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")
        }
        return subprocess.Popen(
            [sys.executable, "-m", "goodword.cli", "import", *map(str, arguments)],
            env=environment | {"GOODWORD_HOME": str(self.home), "COLUMNS": "200"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: object) -> tuple[int, str, str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def rows(self, sql: str) -> list[tuple]:
        with sqlite3.connect(f"file:{self.home}/goodword.sqlite3?mode=ro", uri=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def shell(tmp_path_factory) -> Iterator[Shell]:
    return Shell(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def reviews(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("files") / "reviews.csv"
    path.write_text(
        "id,text,rating\n1,Very kind staff,5\n2,Never again,none at all\n3,行李丢了,1\n", encoding="utf-8"
    )
    return path


def test_it_says_what_it_took_for_what_and_what_came_of_it(shell, reviews, tmp_path):
    status, out, err = shell.run(
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
    status, out, _ = shell.run("mentions", reviews, "--set", "source=shop")
    assert out.startswith("3 rows read: 0 added, 2 already there, 1 rejected.")


def test_a_machine_gets_json_and_nothing_else(shell, reviews):
    status, out, err = shell.run("mentions", reviews, "--dry-run", "--json", "--set", "source=else")
    said = json.loads(out)
    assert (status, err) == (0, "")
    assert (said["rows"], said["added"], said["rejected"], said["dry_run"]) == (3, 2, 1, True)
    assert said["columns"] == {"external_id": "id", "text": "text", "rating": "rating"}
    assert Path(said["rejects"]).is_file()
    assert shell.rows("SELECT count(*) FROM listening_mention WHERE source = 'else'") == [(0,)]


def test_strict_fails_with_the_reason_and_where_to_look(shell, reviews):
    status, _, err = shell.run("mentions", reviews, "--strict", "--set", "source=strict")
    assert status == 1
    assert "1 row cannot be used, so nothing was imported." in err
    assert "rejected.csv" in err
    assert shell.rows("SELECT count(*) FROM listening_mention WHERE source = 'strict'") == [(0,)]


def test_a_way_of_reading_is_saved_and_used(shell, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("a;b\nsome words;3\n", encoding="utf-8")
    status, _, err = shell.run(
        "mentions", path, "--map", "text=a", "--map", "rating=b", "--save-profile", "odd"
    )
    assert status == 0, err
    path.write_text("a;b\nother words;4\n", encoding="utf-8")
    assert shell.run("mentions", path, "--profile", "odd")[1].startswith("1 row")
    assert shell.rows("SELECT rating FROM listening_mention WHERE text = 'other words'") == [(4.0,)]
    assert "odd" in shell.run("mentions", path, "--profile", "unknown")[2]


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
@pytest.mark.django_db
def test_a_mistake_is_a_sentence_and_a_status(reviews, arguments, status, sentence, monkeypatch, capsys):
    given = [str(reviews) if argument == "REVIEWS" else argument for argument in arguments]
    monkeypatch.setattr(sys, "argv", ["goodword", "import", *given])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (status, "")
    assert sentence in said.err
    assert "Traceback" not in said.err


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on_to_the_same_end(tmp_path):
    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("text,rating\n")
        file.writelines(
            f"review {n % 90_000} of many,{'x' if n % 1000 == 0 else n % 5}\n" for n in range(120_000)
        )
    whole, cut = Shell(tmp_path / "whole"), Shell(tmp_path / "cut")
    assert whole.run("mentions", path)[0] == 0
    for stop_at in (20_000, 60_000):
        process = cut.start("mentions", path, *(["--resume"] if stop_at > 20_000 else []))
        while process.poll() is None and _position(cut) < stop_at:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert 60_000 <= _position(cut) < 120_000
    status, out, err = cut.run("mentions", path, "--resume")
    assert status == 0, err
    assert out.splitlines()[0] == "120,000 rows read: 119,880 added, 0 already there, 120 rejected."
    for sql in (
        "SELECT key, text, rating FROM listening_mention ORDER BY id",
        "SELECT position, added, already_there, rejected, report_bytes FROM imports_importrun",
        "SELECT count(*) FROM listening_search WHERE listening_search MATCH 'review'",
    ):
        assert cut.rows(sql) == whole.rows(sql)
    reports = [next(home.glob("reports/*.jsonl")).read_bytes() for home in (whole.home, cut.home)]
    assert reports[0] == reports[1]


def _position(shell: Shell) -> int:
    try:
        found = shell.rows("SELECT max(position) FROM imports_importrun")
    except sqlite3.OperationalError:
        return 0
    return int(found[0][0] or 0)
