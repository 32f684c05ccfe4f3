"""Appending, reading and counting, against plain Python over the same rows."""

import errno
import os
import random
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goodword.core.errors import EnvironmentProblem, InputError
from goodword.core.events import EventKind
from goodword.core.vocabulary import Channel
from goodword.events import EventError, EventLog, events_schema, normalise

DAY_US = 86_400_000_000


def random_events(make_event: Any, count: int, seed: int) -> list[dict[str, Any]]:
    rng = random.Random(seed)
    return [
        make_event(
            number,
            event_id=f"{seed}-{number}",
            ts_us=20_000 * DAY_US + rng.randrange(5 * DAY_US),
            tenant=rng.choice(["lumen", "it's", "茶"]),
            kind=str(rng.choice(list(EventKind)[:6])),
            channel=rng.choice([None, *map(str, Channel)]),
            person_id=rng.choice([None, "p1", "p2", "p3"]),
            programme_id=rng.choice([None, "spring"]),
        )
        for number in range(count)
    ]


@pytest.fixture
def filled(log: EventLog, make_event: Any) -> tuple[EventLog, list[dict[str, Any]]]:
    events = random_events(make_event, 600, seed=1)
    for start in range(0, 600, 150):
        log.append(events[start : start + 150])
    return log, normalise(events).to_pylist()


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["event_id"])


def test_what_goes_in_comes_out_once_with_the_schemas_types(filled) -> None:
    log, rows = filled
    table = log.table()
    assert table.schema == events_schema()
    assert in_order(table.to_pylist()) == in_order(rows)


def test_the_receipt_counts_what_was_new(log: EventLog, make_event) -> None:
    first = log.append([make_event(1), make_event(2), make_event(1)])
    assert (first.added, first.already_there) == (2, 1)
    assert first.segment == first.segments[0]
    second = log.append([make_event(2), make_event(3)])
    assert (second.added, second.already_there) == (1, 1)
    third = log.append([make_event(1), make_event(3)])
    assert (third.added, third.already_there, third.segment) == (0, 2, None)
    assert log.append([]).added == 0
    assert log.table().num_rows == 3


def test_the_first_of_two_events_with_one_id_stays(log: EventLog, make_event) -> None:
    log.append([make_event(1, depth=1), make_event(1, depth=2)])
    log.append([make_event(1, depth=3)])
    assert log.table(["depth"]).to_pylist() == [{"depth": 1}]


def test_a_refused_append_adds_nothing(log: EventLog, make_event) -> None:
    with pytest.raises(EventError):
        log.append([make_event(1), make_event(2, kind="nonsense")])
    assert log.table().num_rows == 0


def test_segments_are_sorted_by_time_and_lie_in_the_folder_of_their_received_day(filled) -> None:
    log, _ = filled
    for path in log.files():
        times = pq.read_table(path, columns=["ts_us"]).column(0).to_pylist()
        assert times == sorted(times)
        assert Path(path).parent.name == "2024-10-04"


CONDITIONS: list[tuple[dict[str, Any], Any]] = [
    ({}, lambda _: True),
    ({"tenant": "lumen"}, lambda row: row["tenant"] == "lumen"),
    ({"tenant": ["it's", "茶"]}, lambda row: row["tenant"] != "lumen"),
    ({"tenant": []}, lambda _: False),
    ({"tenant": "nobody"}, lambda _: False),
    ({"kinds": "click"}, lambda row: row["kind"] == "click"),
    ({"kinds": [EventKind.SHARE, "lead"]}, lambda row: row["kind"] in ("share", "lead")),
    ({"channels": ["feed"]}, lambda row: row["channel"] == "feed"),
    ({"person_id": "p1"}, lambda row: row["person_id"] == "p1"),
    ({"programme_id": ["spring"]}, lambda row: row["programme_id"] == "spring"),
    ({"since_us": 20_001 * DAY_US}, lambda row: row["ts_us"] >= 20_001 * DAY_US),
    ({"until_us": 20_001 * DAY_US}, lambda row: row["ts_us"] < 20_001 * DAY_US),
    ({"since_us": 30_000 * DAY_US}, lambda _: False),
    ({"local_days": (20_001, 20_002)}, lambda row: 20_001 <= row["local_day"] <= 20_002),
    ({"received_days": (20_003, 20_003)}, lambda row: row["received_day"] == 20_003),
    (
        {"tenant": "lumen", "kinds": ["view"], "until_us": 20_002 * DAY_US},
        lambda row: (row["tenant"], row["kind"]) == ("lumen", "view") and row["ts_us"] < 20_002 * DAY_US,
    ),
]


@pytest.mark.parametrize(("conditions", "matches"), CONDITIONS)
def test_a_scan_gives_exactly_the_rows_that_match(filled, conditions: dict[str, Any], matches: Any) -> None:
    log, rows = filled
    expected = in_order([row for row in rows if matches(row)])
    assert in_order(log.table(**conditions).to_pylist()) == expected
    assert in_order(log.relation(duckdb.connect(), **conditions).to_arrow_table().to_pylist()) == expected


def test_files_leave_out_what_the_manifest_rules_out(log: EventLog, make_event) -> None:
    for day in (20_000, 20_001, 20_002):
        log.append([make_event(day, ts_us=day * DAY_US, tenant=f"brand-{day}")])
    assert len(log.files()) == 3
    assert len(log.files(local_days=(20_001, 20_002))) == 2
    assert len(log.files(tenant="brand-20000")) == 1
    assert len(log.files(since_us=20_002 * DAY_US)) == 1
    assert log.files(kinds=["share"]) == []


def test_columns_come_in_the_order_asked_for(filled) -> None:
    log, _ = filled
    table = log.table(["kind", "event_id"], person_id="p1")
    assert table.column_names == ["kind", "event_id"]


def test_a_scan_holds_one_row_group_at_a_time(filled) -> None:
    log, _ = filled
    batches = list(log.scan(["event_id"]))
    assert len(batches) == 4
    assert sum(batch.num_rows for batch in batches) == 600


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"kinds": ["clicked"]}, "'clicked'; expected one of share"),
        ({"channels": ["smoke"]}, "'smoke'"),
        ({"tenant": 7}, "'tenant' has 7"),
        ({"since_us": "now"}, "'since_us' has 'now'"),
        ({"since_us": True}, "whole number"),
        ({"local_days": 20_000}, "first day, last day"),
        ({"brand": "lumen"}, "'brand' is not a condition"),
    ],
)
def test_a_condition_that_cannot_be_used_is_refused(log: EventLog, conditions: Any, message: str) -> None:
    with pytest.raises(EventError, match=message):
        log.scan(**conditions)


def test_columns_that_do_not_exist_are_refused(log: EventLog) -> None:
    with pytest.raises(EventError, match=r"'amount' is not a column.*'amount_minor'"):
        log.scan(["amount"])
    with pytest.raises(EventError, match="No column"):
        log.scan([])


def test_an_empty_log_reads_as_an_empty_table_everywhere(log: EventLog) -> None:
    assert log.table().equals(events_schema().empty_table())
    assert log.files() == []
    assert log.counts().num_rows == 0
    relation = log.relation(duckdb.connect())
    assert relation.columns == events_schema().names
    assert relation.to_arrow_table().num_rows == 0
    assert log.verify().ok
    assert not Path(log.folder).exists()


def test_duckdb_sees_the_schemas_types(filled) -> None:
    log, _ = filled
    empty = EventLog.open(Path(log.folder) / "other")
    for each in (log, empty):
        relation = each.relation(duckdb.connect())
        types = dict(zip(relation.columns, map(str, relation.types), strict=True))
        assert (types["ts_us"], types["local_day"]) == ("BIGINT", "INTEGER")
        assert (types["depth"], types["tenant"]) == ("SMALLINT", "VARCHAR")


COUNTED: list[tuple[dict[str, Any], Any]] = [
    ({}, lambda _: True),
    ({"tenant": "茶"}, lambda row: row["tenant"] == "茶"),
    ({"tenant": []}, lambda _: False),
    (
        {"kinds": ["click"], "channels": "feed"},
        lambda row: (row["kind"], row["channel"]) == ("click", "feed"),
    ),
    ({"local_days": (20_001, 20_002)}, lambda row: 20_001 <= row["local_day"] <= 20_002),
    ({"by": ["kind"]}, lambda _: True),
    ({"by": ["local_day", "tenant"], "kinds": "share"}, lambda row: row["kind"] == "share"),
]


@pytest.mark.parametrize(("conditions", "matches"), COUNTED)
def test_counts_are_those_of_the_rows(filled, conditions: dict[str, Any], matches: Any) -> None:
    log, rows = filled
    by = conditions.get("by", ["tenant", "local_day", "kind", "channel"])
    expected = Counter(tuple(row[name] for name in by) for row in rows if matches(row))
    for _ in range(2):
        counts = log.counts(**conditions)
        assert counts.column_names == [*by, "events"]
        found = {tuple(row[name] for name in by): row["events"] for row in counts.to_pylist()}
        assert found == dict(expected)
        log.compact()


def test_events_are_counted_only_by_what_was_counted(log: EventLog) -> None:
    with pytest.raises(EventError, match="'person_id'; expected some of tenant"):
        log.counts(by=["person_id"])


def test_counts_read_no_event(filled) -> None:
    log, rows = filled
    for path in log.files():
        Path(path).write_bytes(b"")
    assert sum(log.counts().column("events").to_pylist()) == len(rows)


def test_ids_with_the_same_key_are_still_two_events(log: EventLog, make_event, monkeypatch) -> None:
    monkeypatch.setattr("goodword.events.keys.event_keys", lambda ids: np.zeros(len(ids), dtype="<u8"))
    assert log.append([make_event(1), make_event(2)]).added == 2
    receipt = log.append([make_event(2), make_event(3)])
    assert (receipt.added, receipt.already_there) == (1, 1)
    assert log.table().num_rows == 3


def test_a_large_append_is_cut_between_received_days(log: EventLog, make_event, monkeypatch) -> None:
    monkeypatch.setattr("goodword.events.appending.TARGET_ROWS", 10)
    days = [20_000] * 4 + [20_001] * 5 + [20_002] * 3 + [20_003] * 25
    events = [make_event(number, ts_us=day * DAY_US + number) for number, day in enumerate(days)]
    random.Random(2).shuffle(events)
    receipt = log.append(events)
    held = [
        sorted(set(pq.read_table(path, columns=["received_day"]).column(0).to_pylist()))
        for path in log.files()
    ]
    sizes = [pq.read_metadata(path).num_rows for path in log.files()]
    assert receipt.added == 37
    assert sizes == [9, 3, 10, 10, 5]
    assert held == [[20_000, 20_001], [20_002], [20_003], [20_003], [20_003]]
    assert log.append(events).added == 0


def test_compaction_keeps_every_row_and_leaves_few_files(filled) -> None:
    log, rows = filled
    result = log.compact()
    assert (result.merged, result.written) == (4, 1)
    assert result.swept == 12
    assert len(log.files()) == 1
    assert in_order(log.table().to_pylist()) == in_order(rows)
    again = log.compact()
    assert (again.merged, again.swept) == (0, 0)


def test_an_append_after_compaction_still_knows_every_id(filled) -> None:
    log, rows = filled
    log.compact()
    assert log.append(pa.Table.from_pylist(rows, schema=events_schema())).added == 0


def test_a_snapshot_stays_as_it_was(filled, make_event) -> None:
    log, rows = filled
    with log.snapshot() as snapshot:
        log.append([make_event(99_999)])
        assert log.compact().held_back > 0
        log.erase("p1")
        assert in_order(snapshot.table().to_pylist()) == in_order(rows)
        assert snapshot.relation(duckdb.connect()).aggregate("count(*)").fetchone() == (len(rows),)
        assert snapshot.rows == len(rows)
    assert log.compact().held_back == 0
    assert log.table().num_rows == len(rows) + 1
    assert len(list(Path(log.folder).glob("segments/*/*.parquet"))) == len(log.files())


def test_a_scan_under_way_is_not_disturbed(filled) -> None:
    log, rows = filled
    reader = log.scan(["event_id"])
    found = reader.read_next_batch().num_rows
    log.compact()
    log.erase("p1")
    assert found + sum(batch.num_rows for batch in reader) == len(rows)


def test_a_scan_left_half_way_lets_go_of_its_files(filled) -> None:
    log, _ = filled
    reader = log.scan(["event_id"])
    reader.read_next_batch()
    del reader
    assert log.compact().held_back == 0


@pytest.mark.parametrize("address", ["nosuch://bucket/events", "file://far/x", "", " ", "a\0b"])
def test_an_address_that_nothing_can_open_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        EventLog.open(address)


def test_a_file_address_is_the_folder_it_names(tmp_path: Path, make_event) -> None:
    folder = tmp_path / "ev ents"
    EventLog.open(folder.as_uri()).append([make_event(1)])
    assert EventLog.open(folder).table().num_rows == 1


@pytest.mark.parametrize("name", ["it's", "a[b]c", "star*", "query?", "百", "sp ace", "a=b"])
def test_any_folder_name_works_also_in_duckdb(tmp_path: Path, make_event, name: str) -> None:
    log = EventLog.open(tmp_path / name)
    log.append([make_event(1)])
    assert log.relation(duckdb.connect()).aggregate("count(*)").fetchone() == (1,)


def test_a_place_that_is_no_folder_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "events"):
        with pytest.raises(EnvironmentProblem, match="is a file, not a folder"):
            EventLog.open(place)


def test_a_disk_that_takes_nothing_more_is_said_and_leaves_nothing(
    log: EventLog, make_event, monkeypatch
) -> None:
    log.append([make_event(1)])
    before = sorted(Path(log.folder).rglob("*"))

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(EnvironmentProblem, match="No space left on device"):
            log.append([make_event(2)])
    assert sorted(Path(log.folder).rglob("*")) == before
    assert log.append([make_event(2)]).added == 1
