"""The worker against what kills workers: every task takes effect exactly once, and none stays running."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

HERE = Path(__file__).parent
SERVER = os.environ.get("DATABASE_URL", "")
SERVER = SERVER if SERVER.startswith("postgres") else "postgresql://postgres@127.0.0.1:5432/postgres"


class Nursery:
    """The process that forks the workers; see nursery.py."""

    def __init__(self, url: str, home: Path) -> None:
        environment = os.environ | {
            "DATABASE_URL": url,
            "GOODWORD_HOME": str(home),
            "GOODWORD_LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "goodword.server.settings",
            "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]),
        }
        self.workers: set[int] = set()
        self._process = subprocess.Popen(
            [sys.executable, "-c", "import django; django.setup(); import nursery; nursery.serve()"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self("prepare")

    def __call__(self, command: str, *args: Any, **kwargs: Any) -> Any:
        """Run a command in the nursery and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([command, args, kwargs]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the nursery died at {command}"
        return json.loads(answer)

    def spawn(self, **kwargs: Any) -> int:
        """Start a worker."""
        pid = self("spawn", **kwargs)
        self.workers.add(pid)
        return pid

    def end(self, pid: int, number: int) -> int:
        """Send a worker a signal and return its exit status."""
        self("kill", pid, int(number))
        self.workers.discard(pid)
        return self("wait", pid)

    def until(self, holds: Callable[[dict[str, int]], bool], *, seconds: float = 60.0) -> dict[str, int]:
        """Wait until the states of the jobs satisfy a condition."""
        end = time.monotonic() + seconds
        while not holds(found := self("states")):
            assert time.monotonic() < end, f"still {found} after {seconds} s"
            time.sleep(0.02)
        return found

    def end_all(self) -> None:
        """Kill the workers that are left."""
        for pid in tuple(self.workers):
            self.end(pid, signal.SIGKILL)

    def close(self) -> None:
        """End the nursery."""
        self.end_all()
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    home = tmp_path_factory.mktemp("crash")
    if request.param == "sqlite":
        yield from _opened(Nursery(f"sqlite:///{home}/crash.sqlite3", home))
        return
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL server answers ({error})")
    name = f"goodword_crash_{os.getpid()}"
    server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield from _opened(Nursery(SERVER.rsplit("/", 1)[0] + f"/{name}", home))
    finally:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.close()


def _opened(nursery: Nursery) -> Iterator[Nursery]:
    try:
        yield nursery
    finally:
        nursery.close()


@pytest.fixture
def nursery(house: Nursery) -> Iterator[Nursery]:
    """The nursery with an empty queue; no worker outlives its test."""
    yield house
    house.end_all()
    house("clear")


@pytest.mark.slow
def test_kill_9_at_random_moments_leaves_each_of_200_tasks_done_exactly_once(nursery: Nursery) -> None:
    dice = random.Random(20_261)
    nursery("queue", "count", times=200)
    pids = [nursery.spawn(), nursery.spawn()]
    for _ in range(20):
        time.sleep(dice.uniform(0.02, 0.25))
        victim = pids.pop(dice.randrange(2))
        assert nursery.end(victim, signal.SIGKILL) == -signal.SIGKILL
        pids.append(nursery.spawn())
    assert nursery.until(lambda found: found == {"SUCCESSFUL": 200}) == {"SUCCESSFUL": 200}

    counted = sorted(number for (number,) in nursery("read", "SELECT number FROM crash_counted"))
    assert counted == list(range(200))
    assert nursery("read", "SELECT total FROM crash_total") == [[200]]
    recorded = nursery("jobs")
    assert all(job["lease_until"] is None for job in recorded)
    lost = [failure["cause"] for job in recorded for failure in job["failures"]]
    assert lost, "no kill hit a running task: the test proved nothing"
    assert set(lost) == {"worker_lost"}


def test_three_workers_never_run_the_same_job(nursery: Nursery) -> None:
    nursery("queue", "count_calmly", times=100)
    for _ in range(3):
        nursery.spawn()
    nursery.until(lambda found: found == {"SUCCESSFUL": 100})
    started = sorted(number for (number,) in nursery("read", "SELECT number FROM crash_started"))
    assert started == list(range(100))
    assert nursery("alive") == 3


def test_sigterm_lets_the_task_finish_and_claims_no_other(nursery: Nursery) -> None:
    nursery("queue", "take", 0.5, times=2)
    worker = nursery.spawn()
    nursery.until(lambda found: "RUNNING" in found)
    assert nursery.end(worker, signal.SIGTERM) == 0
    assert nursery("states") == {"SUCCESSFUL": 1, "READY": 1}
    assert nursery("alive") == 0


def test_sigterm_gives_a_long_task_back_with_its_attempt(nursery: Nursery) -> None:
    nursery("queue", "take", 60)
    worker = nursery.spawn(grace_seconds=0.2)
    nursery.until(lambda found: "RUNNING" in found)
    began = time.monotonic()
    assert nursery.end(worker, signal.SIGTERM) == 0
    assert time.monotonic() - began < 15
    assert nursery("jobs") == [{"state": "READY", "attempts": 0, "failures": [], "lease_until": None}]
    assert nursery("read", "SELECT number FROM crash_counted") == []


def test_a_second_sigterm_interrupts_at_once(nursery: Nursery) -> None:
    nursery("queue", "take", 60)
    worker = nursery.spawn(grace_seconds=60)
    nursery.until(lambda found: "RUNNING" in found)
    nursery("kill", worker, int(signal.SIGTERM))
    time.sleep(0.6)  # two signals at the same moment are one
    assert nursery.end(worker, signal.SIGTERM) == 0
    assert nursery("states") == {"READY": 1}


def test_a_task_past_its_time_is_stopped_and_the_worker_goes_on(nursery: Nursery) -> None:
    nursery("queue", "never_end")
    nursery("queue", "take", 0.0)
    nursery.spawn()
    nursery.until(lambda found: found == {"FAILED": 1, "SUCCESSFUL": 1})
    assert nursery("jobs")[0]["failures"][0]["cause"] == "timeout"


@pytest.mark.postgresql
@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_workers_survive_the_loss_of_every_database_connection(nursery: Nursery) -> None:
    nursery("queue", "count", times=60)
    nursery.spawn()
    nursery.until(lambda found: found.get("SUCCESSFUL", 0) > 5)
    for _ in range(2):
        nursery("cut_connections")
    nursery.until(lambda found: found == {"SUCCESSFUL": 60})
    assert nursery("read", "SELECT total FROM crash_total") == [[60]]
