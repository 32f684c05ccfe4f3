"""Reports against simultaneity and kill -9, on both databases: one of each, never more money back than was paid."""

import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

HERE = Path(__file__).parent
SERVER = os.environ.get("DATABASE_URL", "")
SERVER = SERVER if SERVER.startswith("postgres") else "postgresql://postgres@127.0.0.1:5432/postgres"
START = "import django; django.setup(); import reports_nursery; reports_nursery.serve()"


class Program:
    """A process with the program in it; see reports_nursery.py."""

    def __init__(self, url: str, home: Path) -> None:
        environment = os.environ | {
            "DATABASE_URL": url,
            "GOODWORD_HOME": str(home),
            "GOODWORD_LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "goodword.server.settings",
            "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", START],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, command: str, *args: Any) -> Any:
        """Run a command and return its answer."""
        self._process.stdin.write(json.dumps([command, args]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the program died at {command}"
        return json.loads(answer)

    def close(self) -> None:
        """End it."""
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    """Which database keeps the reports."""
    return str(request.param)


@pytest.fixture(scope="module")
def home(database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the installation, one for each database."""
    return tmp_path_factory.mktemp(f"reports-{database}")


@pytest.fixture(scope="module")
def programs(database: str, home: Path) -> Iterator[list[Program]]:
    """Two processes of one installation."""
    if database == "sqlite":
        yield from _opened(f"sqlite:///{home}/reports.sqlite3", home)
        return
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL server answers ({error})")
    name = f"goodword_reports_{os.getpid()}"
    server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield from _opened(SERVER.rsplit("/", 1)[0] + f"/{name}", home)
    finally:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.close()


def _opened(url: str, home: Path) -> Iterator[list[Program]]:
    both = [Program(url, home), Program(url, home)]
    try:
        both[0]("prepare")
        yield both
    finally:
        for each in both:
            each.close()


@pytest.fixture
def slug(programs: list[Program], request: pytest.FixtureRequest) -> str:
    """A brand of the test's own."""
    name = f"b{abs(hash(request.node.name)) % 10**8}"
    programs[0]("brand", name)
    return name


def both_at_once(programs: list[Program], slug: str, calls: list[list[Any]]) -> list[int]:
    """Share the calls out to the threads of both processes."""
    with ThreadPoolExecutor(2) as pool:
        halves = pool.map(lambda n: programs[n]("at_once", slug, calls[n::2]), range(2))
        return [answer for half in halves for answer in half]


@pytest.mark.slow
def test_fifty_at_once_with_the_same_purchase_make_one(programs: list[Program], slug: str) -> None:
    assert sorted(both_at_once(programs, slug, [["order", 4900]] * 50)) == [0] * 49 + [1]
    programs[0]("carry_on", slug)
    assert programs[0]("stands", slug) == {
        "reports": 1, "unlogged": 0, "logged": 1, "distinct": 1, "minor": 4900, "counted": 1,
    }  # fmt: skip


@pytest.mark.slow
def test_refunds_at_once_never_exceed_their_purchase(programs: list[Program], slug: str) -> None:
    assert programs[0]("report", slug, "order", 1000) == 1
    answers = both_at_once(programs, slug, [[f"back-{n}", -300, "order"] for n in range(20)])
    assert sorted(answers) == [-1] * 17 + [1] * 3
    programs[0]("carry_on", slug)
    assert programs[1]("stands", slug)["minor"] == 100


@pytest.mark.slow
def test_batches_that_cross_each_other_make_one_of_each(programs: list[Program], slug: str) -> None:
    answers = both_at_once(programs, slug, [["order", 100, "", 200]] * 8)
    assert sorted(answers) == [0] * 7 + [200]


@pytest.mark.slow
def test_kill_9_between_commit_and_log_loses_and_doubles_nothing(
    programs: list[Program], slug: str, home: Path
) -> None:
    dice, mark, sent = random.Random(20_262), home / f"between-{slug}", 0
    for round_ in range(12):
        for number in range(5):
            sent += programs[0]("report", slug, f"order-{round_}-{number}", 100)
        carrier = programs[1]("fork_carrier", slug, str(mark) if round_ % 2 else "")
        if round_ % 2:
            _wait_for(mark)
        else:
            time.sleep(dice.uniform(0, 0.3))
        assert programs[1]("kill", carrier) == -9
        stands = programs[0]("stands", slug)
        assert stands["logged"] == stands["distinct"] <= stands["reports"] == sent
        if round_ % 2:
            mark.unlink()
            assert stands["logged"] == sent
            assert stands["unlogged"] >= 5
    programs[0]("carry_on", slug)
    assert programs[0]("stands", slug) == {
        "reports": 60, "unlogged": 0, "logged": 60, "distinct": 60, "minor": 6_000, "counted": 60,
    }  # fmt: skip


def _wait_for(path: Path) -> None:
    end = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < end, "nothing was carried on"
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize("person", ["customer-4711", "lin@example.org"])
def test_a_byte_scan_of_the_whole_folder_finds_nobody_who_was_forgotten(
    programs: list[Program], slug: str, home: Path, person: str
) -> None:
    programs[0]("be_known", slug, person)
    assert spelled(home, person)
    before = programs[0]("stands", slug)
    programs[0]("forget", slug, person)
    assert spelled(home, person) == []
    assert programs[0]("stands", slug) == before
    assert f"{person}0".encode() in b"".join(path.read_bytes() for path in home.rglob("*.parquet"))


def spelled(home: Path, person: str) -> list[str]:
    """The files that hold the bytes of an id, not as the beginning of another."""
    found = re.compile(re.escape(person).encode() + b"(?!0)")
    return [
        str(path.relative_to(home))
        for path in home.rglob("*")
        if path.is_file() and found.search(path.read_bytes())
    ]
