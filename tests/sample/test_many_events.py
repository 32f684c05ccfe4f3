"""The stream of many events: as many as asked for, the same twice, in order, and of the shape that metrics rest on."""

from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from goodword.core.errors import InputError
from goodword.events import EventLog, normalise
from goodword.sample.many_events import event_tables, write_events


@pytest.fixture(scope="module")
def events():
    return pa.concat_tables(event_tables(60_000, seed=3))


@pytest.mark.parametrize("rows", [1, 777, 60_000])
def test_as_many_as_asked_for(rows):
    assert sum(table.num_rows for table in event_tables(rows)) == rows


def test_the_same_seed_gives_the_same_and_another_seed_others(events):
    assert pa.concat_tables(event_tables(60_000, seed=3)).equals(events)
    others = pa.concat_tables(event_tables(60_000, seed=4))
    for name in ("event_id", "person_id", "root_id"):
        assert not set(others[name].to_pylist()) & set(events[name].drop_null().to_pylist()) - {None}


def test_events_are_in_order_once_each_and_such_as_the_log_takes(events):
    moments = events["ts_us"].to_numpy()
    assert (np.diff(moments) >= 0).all()
    assert pc.count_distinct(events["event_id"]).as_py() == events.num_rows
    assert normalise(events).num_rows == events.num_rows


def test_a_share_comes_from_an_earlier_one_of_its_cascade(events):
    shares = events.filter(pc.equal(events["kind"], "share")).select(
        ["person_id", "referrer_id", "root_id", "depth", "ts_us"]
    )
    seen, first = set(), 0
    for row in shares.to_pylist():
        if row["depth"]:
            assert (row["root_id"], row["referrer_id"], row["depth"] - 1) in seen
        else:
            assert row["referrer_id"] is None
            first += 1
        seen.add((row["root_id"], row["person_id"], row["depth"]))
    assert first < shares.num_rows / 2
    assert pc.max(shares["depth"]).as_py() >= 5


def test_who_acted_saw_it_before_and_nobody_signs_up_twice(events):
    seen = set()
    for row in events.to_pylist():
        if row["root_id"] is None:
            continue
        if row["kind"] == "view":
            seen.add((row["root_id"], row["person_id"]))
        elif row["kind"] != "share":
            assert (row["root_id"], row["person_id"]) in seen
    joined = events.filter(pc.equal(events["kind"], "sign_up"))["person_id"]
    assert pc.count_distinct(joined).as_py() == len(joined) > 0


def test_every_kind_is_there_and_some_click_before_they_buy_more_than_once(events):
    assert set(events["kind"].to_pylist()) >= {
        "share",
        "view",
        "click",
        "visit",
        "sign_up",
        "purchase",
        "refund",
    }
    clicks = events.filter(pc.equal(events["kind"], "click"))["person_id"].value_counts()
    assert pc.max(clicks.field("counts")).as_py() >= 3


def test_a_year_stays_a_year_and_a_longer_stream_is_no_heavier(events):
    assert events["local_day"].to_numpy().max() - events["local_day"].to_numpy().min() < 2 * 365
    first = list(islice(event_tables(10**9), 2))  # nothing grows with what is asked for
    assert all(table.num_rows <= 524_288 for table in first)


def test_a_log_and_a_folder_hold_the_same(tmp_path, events):
    log = EventLog.open(tmp_path / "log")
    write_events(log, 60_000, seed=3)
    write_events(tmp_path / "files", 60_000, seed=3)
    assert log.snapshot().rows == 60_000
    files = pa.concat_tables(pq.read_table(path) for path in sorted((tmp_path / "files").glob("*.parquet")))
    assert files.cast(events.schema).equals(events)
    with pytest.raises(InputError, match="already"):
        write_events(tmp_path / "files", 1)


def test_no_events_are_refused():
    with pytest.raises(InputError, match="at least one"):
        next(event_tables(0))
