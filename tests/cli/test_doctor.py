"""`goodword doctor` names what is wrong."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="looks into the SQLite file")


def run(home, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "goodword.cli", *arguments],
        env={**os.environ, "GOODWORD_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("doctor")
    people = folder / "people.csv"
    people.write_text("id,name\n1,Ada\n2,Bo\n")
    assert run(folder, "import", "people", str(people)).returncode == 0
    return folder


def findings(home) -> dict[str, dict]:
    return {finding["check"]: finding for finding in json.loads(run(home, "doctor", "--json").stdout)}


def test_a_healthy_installation_is_whole(home):
    result = run(home, "doctor")
    assert "✗" not in result.stdout.replace("✗ assets", "")
    assert findings(home)["audit trail"]["ok"]


def test_a_tampered_trail_is_named_with_its_first_broken_entry(home):
    with sqlite3.connect(home / "goodword.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM audit_entry").fetchone()[0] > 0
        database.execute("UPDATE audit_entry SET actor_name = 'Mallory' WHERE sequence = 1")
    result = run(home, "doctor")
    assert result.returncode == 1
    assert "broken at entry 1" in result.stdout
    assert not findings(home)["audit trail"]["ok"]
