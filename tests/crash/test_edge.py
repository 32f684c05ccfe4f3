"""The edge against what kills it: every event it acknowledged is in the log, once."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from goodword.edge import LinkRow, write_snapshot
from goodword.edge.drain import Drain, log_folders
from goodword.edge.ids import Ids
from goodword.events import EventLog

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Accept-Language": "en"}
HOST = "127.0.0.1"
_OFTEN = {"parent": 1, "web": 1, "drain": 2, "worker": 4}  # what starts quickly dies more often


def free_port() -> int:
    """A port the system does not hand out: a visitor that calls again and again must not be given it as its own."""
    return next(
        port for port in random.SystemRandom().sample(range(20_000, 30_000), 100) if not port_is_taken(port)
    )


def until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.01)


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


class House:
    """`goodword edge` with its processes, on a port and in a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.settled: set[int] = set()
        self.stop = threading.Event()
        self.threads: list[threading.Thread] = []
        links = (LinkRow(f"c{n}", "https://shop.example/", "1", f"l{n}") for n in range(100))
        write_snapshot(home / "edge" / "links.sqlite3", links, hosts=["shop.example"])

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {"GOODWORD_HOME": str(self.home), "GOODWORD_SECRET": "crash"}
        command = [sys.executable, "-m", "goodword.cli", "edge", "--port", str(self.port), *options]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        self.processes.append(process)
        return process

    def family(self) -> dict[str, int]:
        """The process ids that run now, by what they do."""
        children: dict[int, list[tuple[int, str]]] = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and running(int(folder.name)):
                try:
                    parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                    children.setdefault(parent, []).append(
                        (int(folder.name), (folder / "cmdline").read_text())
                    )
                except OSError:
                    continue
        found = {}
        for process in self.processes:
            if process.poll() is None:
                found["parent"] = process.pid
                for child, command in children.get(process.pid, []):
                    found["drain" if "\0drain" in command else "web"] = child
                    if "\0web" in command and children.get(child):
                        found["worker"] = children[child][0][0]
        self.settled |= set(found.values())
        return found

    def answers(self) -> bool:
        try:
            return Visitor(self).click() is not None
        except (OSError, http.client.HTTPException):
            return False

    def revive(self) -> bool:
        """Start the edge anew if it has given up (a supervisor does after many deaths), as an init system would."""
        if self.processes[-1].poll() is not None:
            self.start()
        return False

    def let_in(self, visitors: list["Visitor"]) -> None:
        """Let visitors come until the end."""
        self.threads = [
            threading.Thread(target=visitor.visit_until, args=(self.stop,), daemon=True)
            for visitor in visitors
        ]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Kill everything at once, and wait until it is gone."""
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=20)
        self.family()
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        until(lambda: not any(running(pid) for pid in self.settled) and not port_is_taken(self.port))

    def logged(self) -> list[str]:
        """Drain what is left, and return the ids in the log."""
        drain = Drain(
            self.home / "edge" / "spool", log_folders(self.home / "events", self.home / "edge" / "machines")
        )
        done = drain.run_once()
        assert (done.problems, done.refused, done.damaged) == ([], 0, 0)
        log = EventLog.open(self.home / "events" / "1")
        assert log.verify().ok
        return log.table(["event_id"]).column(0).to_pylist()


def port_is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


class Visitor:
    """Clicks and sends page events over one connection, and notes what was acknowledged."""

    def __init__(self, house: House) -> None:
        self.connection = http.client.HTTPConnection(HOST, house.port, timeout=10)
        self.ids = Ids()
        self.acknowledged: list[str] = []

    def click(self) -> str | None:
        self.connection.request("GET", f"/r/c{random.randrange(100)}", headers=BROWSER)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 302 or answer.getheader("x-goodword-recorded") != "yes":
            return None
        self.acknowledged.append(answer.getheader("location", "").split(".")[-2])
        return self.acknowledged[-1]

    def send(self, ids: list[str]) -> None:
        body = json.dumps({"code": "c1", "events": [{"kind": "visit", "id": each} for each in ids]})
        self.connection.request("POST", "/e", body=body, headers=BROWSER)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status == 204:
            self.acknowledged += ids

    def visit_until(self, stop: threading.Event) -> None:
        """Come again and again; a batch that was not acknowledged is sent anew with the same ids, as a page does."""
        batch: list[str] = []
        while not stop.is_set():
            try:
                self.click()
                batch = batch or [self.ids.new(self.ids.now()) for _ in range(3)]
                self.send(batch)
                if batch[0] in self.acknowledged[-3:]:
                    batch = []
            except (OSError, http.client.HTTPException):
                self.connection.close()
                stop.wait(0.02)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.end()
    for process in house.processes:
        process.stderr.close()


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the edge has no database but its own")
@pytest.mark.parametrize("rounds", [12, pytest.param(100, marks=pytest.mark.slow)])
def test_kill_9_of_any_process_under_load_loses_and_doubles_nothing(house: House, rounds: int) -> None:
    dice = random.Random(20_261)
    house.start()
    until(house.answers)
    visitors = [Visitor(house) for _ in range(4)]
    house.let_in(visitors)

    def acknowledged() -> int:
        return sum(len(visitor.acknowledged) for visitor in visitors)

    killed: list[str] = []
    for number in range(rounds):
        before = acknowledged()
        more = dice.randrange(5, 60)
        until(lambda least=before + more: acknowledged() > least or house.revive())
        family = house.family()
        names = sorted(family)
        first = sorted(_OFTEN)[number] if number < len(_OFTEN) else ""
        victim = first if first in family else dice.choices(names, [_OFTEN[name] for name in names])[0]
        os.kill(family[victim], signal.SIGKILL)
        killed.append(victim)
        until(lambda pid=family[victim]: not running(pid))
        if victim == "parent":
            house.processes[-1].wait()
            house.start()
    before = acknowledged()
    until(lambda: acknowledged() > before + 20 or house.revive())
    house.end()
    logged = house.logged()
    promised = {each for visitor in visitors for each in visitor.acknowledged}
    assert len(set(killed)) == 4
    assert len(promised) > rounds * 5
    assert promised - set(logged) == set()
    assert len(logged) == len(set(logged))


def test_an_orphan_lets_go_of_the_port_and_a_second_edge_is_refused(house: House) -> None:
    house.start()
    until(house.answers)
    second = house.start()
    assert second.wait(timeout=30) == 1
    assert f"Port {house.port} cannot be used" in second.stderr.read().decode()
    family = house.family()
    for name in ("parent", "web"):
        os.kill(family[name], signal.SIGKILL)
    until(lambda: not running(family["worker"]) and not running(family["drain"]), seconds=10)
    until(lambda: not port_is_taken(house.port), seconds=10)
    house.start()
    until(house.answers)


def test_a_polite_end_keeps_what_came_in(house: House) -> None:
    process = house.start()
    until(house.answers)
    visitor = Visitor(house)
    for _ in range(20):
        visitor.click()
    family = house.family()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    until(lambda: not any(running(pid) for pid in family.values()))
    assert set(visitor.acknowledged) <= set(house.logged())
