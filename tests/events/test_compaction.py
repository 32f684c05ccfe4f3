"""Which segments are merged, and that row groups and segments are skipped only when they may be."""

import json
import random
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.events import EventLog, Segment
from goodword.events.compaction import plan

DAY_US = 86_400_000_000


def piece(name: str, rows: int, day: int = 0, size: int = 0, stored: int = 1) -> Segment:
    return Segment(name, rows, size, {}, ("", ""), (0, 0), (0, 0), (day, day), None, (), stored=stored)


@given(st.lists(st.tuples(st.integers(1, 120), st.integers(0, 4), st.integers(0, 60)), max_size=30))
def test_merged_segments_are_neighbours_within_the_limits(shapes: list[tuple[int, int, int]]) -> None:
    segments = [
        piece(f"{number:03d}", rows, day, size, stored=rows)
        for number, (rows, day, size) in enumerate(shapes)
    ]
    ordered = sorted(segments, key=lambda segment: (segment.received_day, segment.name))
    for group in plan(segments, stored=100, held=100):
        assert len(group) > 1
        assert sum(segment.stored for segment in group) <= 100
        assert sum(segment.size for segment in group) <= 100
        first = ordered.index(group[0])
        assert ordered[first : first + len(group)] == group


def test_the_number_of_segments_and_of_rewrites_grows_with_the_logarithm() -> None:
    """Compacting after every one of 1,000 equal appends rewrites each row a few times, not 1,000 times."""
    segments: list[Segment] = []
    rewritten = 0
    for number in range(1_000):
        segments.append(piece(f"{number:04d}", 10))
        for group in plan(segments):
            rewritten += sum(segment.rows for segment in group)
            merged = piece(group[0].name, sum(segment.rows for segment in group))
            segments = [segment for segment in segments if segment not in group] + [merged]
    assert len(segments) < 12
    assert rewritten < 30 * 10_000


def test_old_days_that_are_small_share_a_segment(log: EventLog, make_event: Any) -> None:
    for day in range(20_000, 20_010):
        log.append([make_event(day, ts_us=day * DAY_US)])
    log.compact()
    assert len(log.files()) == 1
    assert log.files(received_days=(20_010, 20_020)) == []
    assert log.table(received_days=(20_003, 20_004)).num_rows == 2


def test_a_large_segment_is_not_rewritten_for_a_small_one(log: EventLog, make_event: Any) -> None:
    log.append([make_event(number) for number in range(100)])
    large = log.files()[0]
    log.append([make_event(100)])
    log.append([make_event(101)])
    assert log.compact().merged == 2
    assert large in log.files()
    assert len(log.files()) == 2


def test_segments_stay_within_the_memory_they_may_take(
    log: EventLog, make_event: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("goodword.events.appending.TARGET_BYTES", 20_000)
    events = [make_event(number, extra=json.dumps({"a": "x" * 1_000})) for number in range(100)]
    log.append(events)
    with log.snapshot() as snapshot:
        assert len(snapshot.segments) > 5
        assert all(segment.size < 25_000 for segment in snapshot.segments)
    assert log.table().num_rows == 100


@given(
    st.lists(st.lists(st.integers(0, 60), min_size=1, max_size=40), min_size=2, max_size=5),
    st.integers(3, 20),
)
def test_merging_keeps_every_row_and_sorts_by_time(parts: list[list[int]], group_rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for module in ("segments", "compaction"):
            patch.setattr(f"goodword.events.{module}.ROW_GROUP_ROWS", group_rows)
        log = EventLog.open(folder)
        for number, times in enumerate(parts):
            log.append([event(f"{number}-{place}", at) for place, at in enumerate(times)])
        log.compact()
        for path in log.files():
            times = pq.read_table(path).column("ts_us").to_pylist()
            assert times == sorted(times)
            sizes = [
                pq.read_metadata(path).row_group(group).num_rows
                for group in range(pq.read_metadata(path).num_row_groups)
            ]
            assert all(size == group_rows for size in sizes[:-1])
        wanted = sorted(
            (f"{number}-{place}", 20_000 * DAY_US + at)
            for number, times in enumerate(parts)
            for place, at in enumerate(times)
        )
        table = log.table(["event_id", "ts_us"])
        assert sorted(zip(*table.to_pydict().values(), strict=True)) == wanted
        assert log.verify().ok


def event(event_id: str, at: int) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "ts_us": 20_000 * DAY_US + at,
        "local_day": 20_000,
        "received_day": 20_000,
        "tenant": "b",
        "kind": "click",
    }


@pytest.fixture
def grouped(log: EventLog, make_event: Any, monkeypatch: Any) -> EventLog:
    monkeypatch.setattr("goodword.events.segments.ROW_GROUP_ROWS", 50)
    times = [20_000 * DAY_US + number * 1_000_000 for number in range(400)]
    random.Random(4).shuffle(times)
    log.append([make_event(number, ts_us=ts_us) for number, ts_us in enumerate(times)])
    return log


def test_row_groups_outside_the_time_asked_for_are_not_read(grouped: EventLog, monkeypatch: Any) -> None:
    read: list[int] = []
    real = pq.ParquetFile.read_row_group

    def noted(self: Any, group: int, **arguments: Any) -> Any:
        read.append(group)
        return real(self, group, **arguments)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", noted)
    first = 20_000 * DAY_US
    table = grouped.table(["ts_us"], since_us=first + 120_000_000, until_us=first + 160_000_000)
    assert sorted(table.column(0).to_pylist()) == [first + n * 1_000_000 for n in range(120, 160)]
    assert read == [2, 3]


def test_a_scan_gives_one_row_group_at_a_time(grouped: EventLog) -> None:
    assert [batch.num_rows for batch in grouped.scan(["event_id"])] == [50] * 8


def test_a_folder_that_cannot_be_written_can_still_be_read(grouped: EventLog) -> None:
    pins = Path(grouped.folder) / "pins"
    for pin in pins.glob("*"):
        pin.unlink()
    if pins.exists():
        pins.rmdir()
    pins.write_text("in the way, as a read-only disk would be")
    assert grouped.table().num_rows == 400
    with grouped.snapshot() as snapshot:
        assert snapshot.rows == 400
