"""Several processes at once: none loses, doubles or half-sees anything."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from goodword.core.errors import ConflictError, EnvironmentProblem
from goodword.events import EventLog, compaction, erasure
from goodword.events.local_store import LocalStore
from goodword.events.manifest import Manifest, Segment

WRITER = """
import json, sys
from goodword.events import EventLog
folder, first, step = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
log, added, DAY = EventLog.open(folder), 0, 86_400_000_000
sys.stdin.readline()
for batch in range(first, first + 15 * step, step):
    events = [
        {"event_id": f"e{n}", "ts_us": n, "local_day": 0, "received_day": n % 3, "tenant": "b",
         "kind": "view"}
        for n in range(batch * 20, batch * 20 + 40)
    ]
    added += log.append(events).added
    if batch % 5 == 0:
        log.compact()
print(json.dumps(added))
"""


def test_two_processes_append_and_compact_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "events"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(first), "2"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in (0, 1)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    log, sizes = EventLog.open(folder), [0]
    while any(writer.poll() is None for writer in writers):
        ids = log.table(["event_id"]).column(0).to_pylist()
        assert len(ids) == len(set(ids))
        assert len(ids) >= sizes[-1]
        assert len(ids) % 20 == 0
        sizes.append(len(ids))
    added = [json.loads(writer.communicate()[0]) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    ids = log.table(["event_id"]).column(0).to_pylist()
    assert len(ids) == len(set(ids)) == sum(added) == 31 * 20
    assert log.verify().ok


def test_threads_share_one_log(log: EventLog, make_event) -> None:
    failures: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for number in range(10):
                log.append([make_event(first + number), make_event(number)])
                log.table()
                log.compact()
        except BaseException as reason:
            failures.append(reason)

    threads = [threading.Thread(target=work, args=(first,)) for first in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert log.table().num_rows == 40


def test_events_appended_during_an_erasure_are_erased_too(log: EventLog, make_event, monkeypatch) -> None:
    log.append([make_event(1, person_id="person-1")])
    write, late = erasure.write_segment, [make_event(2, person_id="person-1")]

    def write_while_another_appends(*arguments: object) -> object:
        if late:
            log.append([late.pop()])
        return write(*arguments)

    monkeypatch.setattr(erasure, "write_segment", write_while_another_appends)
    assert log.erase("person-1").rows == 2
    assert log.table(["person_id"]).column(0).to_pylist() == [None, None]


def test_events_appended_during_a_compaction_stay(log: EventLog, make_event, monkeypatch) -> None:
    for number in (1, 2, 3):
        log.append([make_event(number)])
    write, late = compaction.write_segment, [make_event(4)]

    def write_while_another_appends(*arguments: object) -> object:
        if late:
            log.append([late.pop()])
        return write(*arguments)

    monkeypatch.setattr(compaction, "write_segment", write_while_another_appends)
    assert log.compact().merged == 3
    assert sorted(log.table(["event_id"]).column(0).to_pylist()) == [f"event-{n:08d}" for n in (1, 2, 3, 4)]


def test_a_change_to_segments_that_are_gone_is_refused(log: EventLog, make_event) -> None:
    log.append([make_event(1)])
    manifest = LocalStore(Path(log.folder)).manifest()
    (segment,) = manifest.segments
    following = manifest.changed(removed=[segment.name], added=[])
    with pytest.raises(ConflictError, match=segment.name):
        following.changed(removed=[segment.name], added=[])
    assert Manifest.read(manifest.to_bytes()) == manifest


def test_a_version_that_came_in_spite_of_the_lock_is_not_overwritten(log: EventLog, make_event) -> None:
    log.append([make_event(1)])
    store = LocalStore(Path(log.folder))
    current = store.manifest()

    def overtaken(now: Manifest) -> tuple[list[Segment], list[str]]:
        (store.root / "manifest.json").write_bytes(Manifest(now.version + 1, now.segments).to_bytes())
        return [], [segment.name for segment in now.segments]

    with pytest.raises(EnvironmentProblem, match="in spite of its lock"):
        store.change(overtaken)
    assert store.manifest().version == current.version + 1


def test_a_reader_that_looks_between_the_first_manifest_and_its_segment_sees_no_damage(
    tmp_path: Path, make_event, monkeypatch
) -> None:
    reader, writer = EventLog.open(tmp_path / "events"), EventLog.open(tmp_path / "events")
    look = Path.open
    looked: list[Path] = []

    def open_late(self: Path, *args, **kwargs):
        if self.name == "manifest.json" and not looked:
            looked.append(self)
            writer.append([make_event(1)])
            raise FileNotFoundError(2, "not yet", str(self))
        return look(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", open_late)
    assert reader.table(["event_id"]).num_rows == 1
    assert looked
