"""`goodword metrics` over a log of a brand's own, as a person types it."""

import json
import os
import subprocess
import sys

import pytest

from goodword import metrics as library
from goodword.cli.metric_tables import days_between, given_files
from goodword.core.errors import InputError


@pytest.fixture
def shared(tmp_path):
    """The command, in a home with a brand in which Ann shared a link and Bo came through it."""

    def run(*arguments):
        home = {**os.environ, "GOODWORD_HOME": str(tmp_path / "home"), "DATABASE_URL": ""}
        command = [sys.executable, "-m", "goodword.cli", *arguments]
        return subprocess.run(command, env=home, cwd=tmp_path, capture_output=True, text=True, check=False)

    through = {"link_id": "l", "root_id": "l", "channel": "feed"}
    rows = [
        {"event_id": "a", "ts": "2026-03-01T10:00:00Z", "kind": "share", "person_id": "ann", "depth": 0}
        | through,
        {"event_id": "b", "ts": "2026-03-01T11:00:00Z", "kind": "click", "person_id": "bo"} | through,
    ]
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    done = run("import", "events", str(file))
    assert done.returncode == 0, done.stderr
    return run


def test_a_metric_as_table_file_and_question(shared, tmp_path):
    out = tmp_path / "funnel.csv"
    done = shared("metrics", "funnel", "--by", "channel", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert out.read_text().splitlines() == ["channel,seen,found,visited,decided,told", "feed,1,1,0,0,0"]
    assert json.loads(shared("metrics", "funnel", "--json").stdout)[0]["found"] == 1
    assert "GROUP BY" in shared("metrics", "funnel", "--sql").stdout


def test_what_is_asked_wrongly_gets_a_sentence(goodword):
    for arguments, said in (
        (("funel",), "Did you mean 'funnel'?"),
        (("funnel", "-s", "by"), "Write name=value"),
        (("cascades", "-s", "least_size=x"), "expected a whole number from 1"),
        (("funnel", "-o", "out.pdf"), "neither .csv nor .json"),
    ):
        done = goodword("metrics", *arguments)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_an_engine_that_is_not_there_gets_a_sentence(shared):
    for engine, said in (
        ("abacus", "There is no engine 'abacus'"),
        ("postgresql://nobody@127.0.0.1:1/none", "No PostgreSQL answers"),
        ("spark://nowhere", "no address of a Spark master"),
    ):
        done = shared("metrics", "funnel", "--engine", engine)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_another_table_comes_from_a_file_and_days_are_dates(shared, tmp_path):
    (tmp_path / "bought.jsonl").write_text(
        json.dumps(
            {"event_id": "c", "ts": "2026-03-02T10:00:00Z", "kind": "purchase", "person_id": "bo",
             "amount_minor": 500, "currency": "EUR"}
        )
    )  # fmt: skip
    assert shared("import", "events", "bought.jsonl").returncode == 0
    (tmp_path / "costs.csv").write_text(
        "kind,channel,first_day,last_day,amount_minor\ncontent,feed,2026-03-01,2026-03-10,1000\ntool,,20513,20513,70\n"
    )
    asked = ("metrics", "acquisition_cost", "--table", "costs=costs.csv", "--json")
    done = shared(*asked, "--since", "2026-03-01", "--until", "2026-03-05")
    assert done.returncode == 0, done.stderr
    feed, whole = json.loads(done.stdout)
    assert (feed["channel"], feed["new_customers"], feed["content"], feed["tool"]) == ("feed", 1, 500, 70)
    assert (whole["channel"], whole["cost"]) == (None, 570)


def test_attribution_over_some_days_counts_the_clicks_before_them(shared, tmp_path):
    bought = {"event_id": "c", "ts": "2026-03-09T10:00:00Z", "kind": "purchase", "person_id": "bo"}
    (tmp_path / "bought.jsonl").write_text(json.dumps(bought | {"amount_minor": 500, "currency": "EUR"}))
    assert shared("import", "events", "bought.jsonl").returncode == 0
    done = shared("metrics", "attribution", "--json", "--since", "2026-03-09", "--until", "2026-03-09")
    assert done.returncode == 0, done.stderr
    credited = {row["channel"]: row["last"] for row in json.loads(done.stdout)}
    assert (credited["feed"], credited[None]) == (500, 0)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("costs", "Write name=FILE"),
        ("lunches=odd.csv", "reads no table 'lunches'. It reads: costs, lifts"),
        ("costs=none.csv", "There is no file none.csv"),
        ("costs=odd.xls", "neither .csv nor .parquet"),
        ("costs=odd.csv", "Line 2, column first_day: 'soon' is no day"),
        ("costs=thin.csv", "has no column 'channel'"),
        ("costs=odd.parquet", "cannot be read as parquet"),
    ],
)
def test_a_table_that_cannot_be_gets_a_sentence(pair, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "odd.csv").write_text("kind,channel,first_day,last_day,amount_minor\ncontent,,soon,2,3\n")
    (tmp_path / "odd.parquet").write_text("not one")
    (tmp_path / "thin.csv").write_text("kind\ncontent\n")
    with pytest.raises(InputError, match=said):
        given_files(library.metric("acquisition_cost"), [pair])


def test_days_are_dates():
    assert days_between("", "") == {}
    assert days_between("1970-01-02", "1970-01-03") == {"local_days": (1, 2)}
    with pytest.raises(InputError, match="'tomorrow' is no day"):
        days_between("tomorrow", "")
    with pytest.raises(InputError, match="Swap them"):
        days_between("2026-03-02", "2026-03-01")
