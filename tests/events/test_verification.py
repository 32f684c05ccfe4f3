"""Damage is found, named, and never copied on."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from goodword.core.errors import EnvironmentProblem
from goodword.events import EventLog, EventLogDamaged


@pytest.fixture
def filled(log: EventLog, make_event) -> EventLog:
    for batch in range(3):
        log.append([make_event(batch * 100 + number, person_id=f"person-{number}") for number in range(100)])
    return log


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8])


def test_a_sound_log_is_said_to_be_sound(filled: EventLog) -> None:
    found = filled.verify()
    assert (found.ok, found.segments, found.rows, found.broken) == (True, 3, 300, None)


@pytest.mark.parametrize("ending", [".parquet", ".keys", ".counts"])
@pytest.mark.parametrize("damage", [flip, cut, Path.unlink])
def test_the_first_broken_file_is_named(
    filled: EventLog, ending: str, damage: Callable[[Path], object]
) -> None:
    second, third = (Path(path).with_suffix(ending) for path in filled.files()[1:])
    damage(third)
    damage(second)
    found = filled.verify()
    assert not found.ok
    assert found.broken == str(second)
    assert (found.segments, found.rows) == (1, 100)
    assert found.problem is not None
    assert "backup" in found.problem


@pytest.mark.parametrize("damage", [flip, cut, Path.unlink])
def test_reading_broken_events_says_which_file(filled: EventLog, damage: Callable[[Path], object]) -> None:
    broken = Path(filled.files()[1])
    damage(broken)
    with pytest.raises(EventLogDamaged, match=broken.name):
        filled.table()


@pytest.mark.parametrize("ending", [".parquet", ".keys", ".counts"])
def test_damage_is_not_copied_into_new_segments(filled: EventLog, ending: str) -> None:
    broken = Path(filled.files()[1]).with_suffix(ending)
    flip(broken)
    for rewrite in (filled.compact, lambda: filled.erase("person-5")):
        with pytest.raises(EventLogDamaged, match=broken.name):
            rewrite()
    assert filled.verify().broken == str(broken)


def test_broken_keys_stop_an_append_rather_than_double_an_event(filled: EventLog, make_event) -> None:
    cut(Path(filled.files()[1]).with_suffix(".keys"))
    with pytest.raises(EventLogDamaged, match="keys"):
        filled.append([make_event(150)])


def test_broken_counts_are_not_shown(filled: EventLog) -> None:
    cut(Path(filled.files()[1]).with_suffix(".counts"))
    with pytest.raises(EventLogDamaged, match="counts"):
        filled.counts()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b'{"format": 99, "version": 1}'])
def test_a_broken_manifest_is_said_not_taken_for_an_empty_log(filled: EventLog, content: bytes) -> None:
    path = Path(filled.folder) / "manifest.json"
    path.write_bytes(content)
    for call in (filled.table, filled.compact, filled.verify, filled.counts):
        with pytest.raises(EventLogDamaged, match=r"manifest\.json"):
            call()


def test_a_lost_manifest_is_said_and_nothing_is_swept(filled: EventLog, make_event) -> None:
    path = Path(filled.folder) / "manifest.json"
    kept = path.read_bytes()
    path.unlink()
    for call in (filled.table, filled.compact, lambda: filled.append([make_event(1)])):
        with pytest.raises(EventLogDamaged, match=r"manifest\.json is missing"):
            call()
    path.write_bytes(kept)
    assert filled.verify().ok


def test_a_log_can_be_copied_and_read_elsewhere(filled: EventLog, tmp_path: Path) -> None:
    shutil.copytree(filled.folder, tmp_path / "copy")
    assert EventLog.open(tmp_path / "copy").table().equals(filled.table())


def test_problems_of_the_disk_are_problems_of_the_environment() -> None:
    assert issubclass(EventLogDamaged, EnvironmentProblem)
