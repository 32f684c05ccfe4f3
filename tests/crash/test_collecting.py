"""Collecting against kill -9: nothing lost, nothing doubled, and the cursor never passes what was not kept."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

HERE = Path(__file__).parent
SERVER = os.environ.get("DATABASE_URL", "")
SERVER = SERVER if SERVER.startswith("postgres") else "postgresql://postgres@127.0.0.1:5432/postgres"
ITEMS = 800


class Place:
    """A database of its own, and the process that forks those that read the source in it."""

    def __init__(self, url: str, home: Path) -> None:
        environment = os.environ | {
            "DATABASE_URL": url,
            "GOODWORD_HOME": str(home),
            "GOODWORD_LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "goodword.server.settings",
            "CRASH_ITEMS": str(ITEMS),
        }
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "collecting_nursery.py")],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self("prepare")

    def __call__(self, command: str, *args: int) -> Any:
        """Run a command there and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([command, *args]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the nursery died at {command}"
        return json.loads(answer)

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        yield from opened(Place(f"sqlite:///{tmp_path}/crash.sqlite3", tmp_path))
        return
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL server answers ({error})")
    name = f"goodword_collect_{os.getpid()}"
    server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield from opened(Place(SERVER.rsplit("/", 1)[0] + f"/{name}", tmp_path))
    finally:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.close()


def opened(place: Place) -> Iterator[Place]:
    try:
        yield place
    finally:
        place.close()


@pytest.mark.slow
def test_kill_9_at_random_moments_loses_and_doubles_nothing(place: Place) -> None:
    dice = random.Random(20_264)
    ends = []
    for _ in range(12):
        reader = place("spawn")
        time.sleep(dice.uniform(0.02, 0.25))
        ends.append(place("kill", reader))
    assert ends.count(-signal.SIGKILL) >= 3, "no kill hit a run: the test proved nothing"
    assert place("wait", place("spawn")) == 0

    found = place("told")
    numbers = [row[0] for row in found["rows"]]
    assert sorted(numbers, key=int) == [str(number) for number in range(ITEMS)]
    assert found["cursor"] == {"at": ITEMS, "more": False}
    assert found["position"] >= -(
        -ITEMS // 20
    )  # a run killed at its very end is followed by a look that finds nothing
    assert found["new"] == ITEMS, "what the runs count is part of the transaction"
    edited = [row[0] for row in found["rows"] if row[1].endswith("edited")]
    assert len(edited) == found["versions"]
    assert all(row[2] == str(int(row[0]) // 3 * 3) for row in found["rows"])
    assert (found["open"], found["unfinished"]) == (0, 0)
