"""`goodword links …`: each prints what it did, and says in a sentence what it could not."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
TEA = "https://shop.example.com/tea"


@pytest.fixture
def links(tmp_path):
    """Run `goodword links …` in a process of its own, with a data folder of its own."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    environment |= {
        "GOODWORD_HOME": str(tmp_path / "home"),
        "COLUMNS": "200",
        "GOODWORD_LINKS_URL": "https://go.example.com/",
    }

    def run(*arguments):
        command = [sys.executable, "-m", "goodword.cli", "links", *map(str, arguments)]
        return subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


def test_made_listed_withdrawn_and_imported(links, tmp_path):
    refused = links("make", TEA)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "shop.example.com is not registered" in refused.stderr
    assert "--register-host" in refused.stderr
    made = links("make", TEA, "--register-host", "--code", "summer", "--person", "c-1", "--channel", "email")
    assert (made.returncode, made.stdout) == (0, "https://go.example.com/r/summer\n"), made.stderr
    taken = links("make", TEA, "--code", "summer", "--person", "c-2")
    assert (taken.returncode, "is taken" in taken.stderr, "Traceback" in taken.stderr) == (1, True, False)

    file = tmp_path / "more.csv"
    file.write_text(f"who,goes to,channel\nc-3,{TEA},feed\nc-4,nowhere,feed\n", encoding="utf-8")
    done = links("import", file, "--map", "person=who", "--map", "target=goes to", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["added"], [bad["line"] for bad in told["left_out"]]) == (0, 1, [3])
    assert "c-4,nowhere,feed" in (tmp_path / "more-left-out.csv").read_text("utf-8-sig")

    listed = json.loads(links("list", "--json").stdout)
    assert {link["person"] for link in listed} == {"c-1", "c-3"}
    withdrawn = links("withdraw", "https://go.example.com/r/summer")
    assert (withdrawn.returncode, "(withdrawn)" in withdrawn.stdout) == (0, True)
    assert links("withdraw", "nobody").returncode == 1
    published = links("publish", "--json")
    assert json.loads(published.stdout) == {"links": 2}
    wrong = links("make", TEA, "--expires", "someday")
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)
