"""A process killed with SIGKILL at any point of its work loses nothing it acknowledged.

A child process runs appends, a compaction and an erasure, and kills itself before its n-th durable step (a
sync, a rename, a removal). Every n is tried, so that no point is left to chance.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from goodword.core.errors import GoodwordError
from goodword.events import EventLog

WORK = """
import json, os, signal, sys
from goodword.events import EventLog

DAY = 86_400_000_000

def events(start, count):
    return [
        {"event_id": f"e{n}", "ts_us": 20_000 * DAY + n, "local_day": 20_000, "received_day": 20_000,
         "tenant": "b", "kind": "click", "person_id": "person-erased" if n % 3 == 0 else "person-kept"}
        for n in range(start, start + count)
    ]

def kill_at(step):
    done = 0
    def counted(call):
        def run(*arguments, **named):
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **named)
        return run
    for name in ("fsync", "replace", "unlink"):
        setattr(os, name, counted(getattr(os, name)))

def work(folder, acknowledge):
    log = EventLog.open(folder)
    for start in (0, 5):
        log.append(events(start, 8))
        acknowledge(["appended", start, 8])
    log.compact()
    acknowledge(["compacted"])
    log.append(events(100, 4))
    acknowledge(["appended", 100, 4])
    log.erase("person-erased")
    acknowledge(["erased"])

step, killed = 0, True
while killed:
    step += 1
    folder = os.path.join(sys.argv[1], str(step))
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        kill_at(step)
        work(folder, lambda note: os.write(writing, (json.dumps(note) + "\\n").encode()))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as notes:
        acknowledged = [json.loads(line) for line in notes]
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    print(json.dumps({"folder": folder, "acknowledged": acknowledged, "killed": killed}))
    assert killed or os.WEXITSTATUS(status) == 0
"""


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("crash")
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(folder)], capture_output=True, text=True, timeout=1800, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def acknowledged_ids(notes: list[list[Any]]) -> set[str]:
    return {f"e{note[1] + n}" for note in notes if note[0] == "appended" for n in range(note[2])}


def check_after_kill(run: dict[str, Any]) -> None:
    log = EventLog.open(run["folder"])
    ids = log.table(["event_id"]).column(0).to_pylist()
    assert len(ids) == len(set(ids))
    assert acknowledged_ids(run["acknowledged"]) <= set(ids)
    assert log.verify().ok
    assert sum(log.counts().column("events").to_pylist()) == len(ids)
    if ["erased"] in run["acknowledged"]:
        assert log.table(person_id="person-erased").num_rows == 0


def check_goes_on(run: dict[str, Any]) -> None:
    log = EventLog.open(run["folder"])
    before = sorted(log.table(["event_id"]).column(0).to_pylist())
    log.compact()
    assert sorted(log.table(["event_id"]).column(0).to_pylist()) == before
    named = {path.removesuffix(".parquet") for path in log.files()}
    on_disk = {str(path).rpartition(".")[0] for path in Path(run["folder"]).glob("segments/*/*")}
    assert on_disk == named
    assert log.erase("person-erased").complete
    assert not any("tmp" in path.name for path in Path(run["folder"]).rglob("*"))
    assert log.verify().ok


def test_there_is_a_run_for_every_step(runs) -> None:
    killed = [run for run in runs if run["killed"]]
    assert len(killed) > 40
    assert len(runs) == len(killed) + 1
    assert {len(run["acknowledged"]) for run in killed} == {0, 1, 2, 3, 4}


def test_nothing_acknowledged_is_lost_or_doubled_and_the_log_goes_on(runs) -> None:
    for run in runs:
        try:
            check_after_kill(run)
            check_goes_on(run)
        except (AssertionError, GoodwordError) as reason:
            raise AssertionError(f"{run}: {reason}") from reason


def test_a_name_is_given_only_to_what_is_synced(log: EventLog, make_event, monkeypatch) -> None:
    """Before the manifest is replaced the segment's files and folder are synced; after it, its own folder."""
    steps: list[tuple[str, str]] = []
    sync, replace = os.fsync, os.replace

    def noted_sync(handle: int) -> None:
        steps.append(("sync", str(Path(f"/proc/self/fd/{handle}").readlink())))
        sync(handle)

    def noted_replace(source: Any, target: Any) -> None:
        steps.append(("replace", str(target)))
        replace(source, target)

    log.append([make_event(1)])
    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    receipt = log.append([make_event(2)])
    folder = Path(log.folder)
    data = folder / "segments" / str(receipt.segment)
    manifest = ("replace", str(folder / "manifest.json"))
    before, after = steps[: steps.index(manifest)], steps[steps.index(manifest) + 1 :]
    for path in (f"{data}.parquet", f"{data}.keys", f"{data}.counts", data.parent, f"{manifest[1]}.tmp"):
        assert ("sync", str(path)) in before
    assert ("sync", str(folder)) in after
