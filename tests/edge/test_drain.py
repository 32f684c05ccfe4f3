"""From the spools into the log: each event once, whatever is repeated, torn or refused on the way."""

import json
import shutil

import pytest
from edge_house import Request, link

from goodword.edge.drain import DAMAGED, Drain, log_folders
from goodword.edge.lines import event_line
from goodword.edge.spool import Spool
from goodword.edge.table import Campaign
from goodword.events import EventLog

CAMPAIGN = Campaign.read(
    '{"tenant":"1","channel":null,"lever":null,"programme_id":null,"time_zone":"UTC","card":{}}'
)


def line(number, tenant="1"):
    return event_line(
        f"{number:032x}", 1_790_000_000_000_000 + number, "click", f'"tenant":"{tenant}"', CAMPAIGN
    )


@pytest.fixture
def drain(tmp_path):
    return Drain(tmp_path, log_folders(tmp_path / "events", tmp_path / "machines"))


def ids(tmp_path, tenant="1"):
    found = EventLog.open(tmp_path / "events" / tenant).table(["event_id"]).column(0).to_pylist()
    assert len(found) == len(set(found))
    return sorted(int(each, 16) for each in found)


def test_a_live_spool_is_read_and_left_alone(tmp_path, drain):
    spool = Spool.create(tmp_path)
    spool.append([line(1), line(2, "other")])
    assert drain.run_once().added == 2
    spool.append([line(3)])
    assert drain.run_once().added == 1
    assert drain.run_once().added == 0
    assert (ids(tmp_path), ids(tmp_path, "other")) == ([1, 3], [2])
    spool.look_for_progress()
    assert spool.waiting == 0
    assert spool.path.exists()


def test_the_spool_of_a_dead_process_is_emptied_and_removed(tmp_path, drain):
    spool = Spool.create(tmp_path)
    spool.append([line(1)])
    spool.close()
    assert drain.run_once().added == 1
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_handing_over_twice_counts_once(tmp_path, drain):
    spool = Spool.create(tmp_path)
    spool.append([line(1), line(2)])
    drain.run_once()
    spool.path.with_suffix(".drained").unlink()  # killed between the receipt and the note of it
    done = drain.run_once()
    assert (done.added, done.already_there) == (0, 2)
    assert ids(tmp_path) == [1, 2]


def test_what_is_no_event_is_put_aside_and_holds_nothing_up(tmp_path, drain):
    spool = Spool.create(tmp_path)
    impossible = line(3).replace('"kind":"click"', '"kind":"wish"')
    spool.append([line(1), "{torn", line(2), impossible, '{"event_id":"x"}'])
    done = drain.run_once()
    assert (done.added, done.refused, done.problems) == (2, 3, [])
    assert ids(tmp_path) == [1, 2]
    refused = (tmp_path / "refused.ndjson").read_text()
    assert "{torn" in refused
    assert "wish" in refused


def test_a_log_that_cannot_be_written_keeps_the_spool(tmp_path, drain):
    spool = Spool.create(tmp_path)
    spool.append([line(1)])
    spool.close()
    (tmp_path / "events").write_text("in the way")
    done = drain.run_once()
    assert done.added == 0
    assert "events" in done.problems[0]
    (tmp_path / "events").unlink()
    assert drain.run_once().added == 1


def test_a_torn_last_page_loses_only_what_was_not_acknowledged(tmp_path, drain):
    """Power fails in the middle of a commit: the write-ahead log ends in half a frame, or in rubbish."""
    for cut, rubbish in ((1, b""), (2_000, b""), (9_000, b"\xff" * 900), (16_500, b"\0" * 16_500)):
        folder = tmp_path / f"{cut}-{len(rubbish)}"
        spool = Spool.create(folder)
        spool.append([line(1)])
        spool.append([line(2)])
        wal = spool.path.with_name(spool.path.name + "-wal")
        acknowledged = wal.stat().st_size
        spool.append([line(3)])  # the one that is torn
        crashed = folder / "crashed"
        crashed.mkdir()
        shutil.copy(spool.path, crashed / spool.path.name)
        torn = max(wal.stat().st_size - cut, acknowledged)
        (crashed / wal.name).write_bytes(wal.read_bytes()[:torn] + rubbish)
        done = Drain(crashed, log_folders(crashed / "events", crashed / "machines")).run_once()
        assert done.problems == []
        assert ids(crashed) == [1, 2]
        spool.close()


def test_a_torn_page_of_the_file_itself_is_healed_by_the_write_ahead_log(tmp_path):
    """Power fails in the middle of a checkpoint: a page of the file is half old, half new."""
    spool = Spool.create(tmp_path)
    for number in range(40):
        spool.append([line(number) + " " * 1500])
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    wal = spool.path.with_name(spool.path.name + "-wal")
    shutil.copy(wal, crashed / wal.name)
    spool._file.execute("PRAGMA wal_checkpoint(PASSIVE)")
    data = bytearray(spool.path.read_bytes())
    data[16_384 + 8_192 : 32_768] = b"\xee" * 8_192
    (crashed / spool.path.name).write_bytes(data)
    done = Drain(crashed, log_folders(crashed / "events", crashed / "machines")).run_once()
    assert done.problems == []
    assert ids(crashed) == list(range(40))


def test_a_damaged_spool_is_read_as_far_as_it_goes_and_set_aside(tmp_path, drain):
    spool = Spool.create(tmp_path)
    for number in range(200):
        spool.append([line(number) + " " * 1500])
    path = spool.path
    spool.close()  # checkpointed: everything is in the file
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 16_384 * 16_384
    data[middle : middle + 16_384] = b"\xee" * 16_384
    path.write_bytes(data)
    done = drain.run_once()
    assert done.damaged == 1
    assert "damaged" in done.problems[0]
    found = ids(tmp_path)
    assert 170 < len(found) < 200
    assert list((tmp_path / DAMAGED).glob("*.spool"))
    assert drain.run_once().problems == []


def test_rubbish_instead_of_a_spool_is_set_aside(tmp_path, drain):
    (tmp_path / "old.spool").write_bytes(b"this is no database at all" * 200)
    assert drain.run_once().damaged == 1
    assert drain.run_once().damaged == 0


def test_a_spool_that_was_never_finished_is_removed(tmp_path, drain):
    (tmp_path / "new.spool").write_bytes(b"")
    assert drain.run_once().problems == []
    assert list(tmp_path.glob("*.spool")) == []


def test_a_drain_that_died_while_tidying_up_leaves_nothing(tmp_path, drain):
    spool = Spool.create(tmp_path)
    spool.append([line(1)])
    spool.close()
    drain.run_once()
    for name in ("a.lock", "a.drained", "a.spool-wal"):
        (tmp_path / name).write_bytes(b"9")
    drain.run_once()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_people_and_machines_go_different_ways(house):
    house.ask_all([Request("/r/tea"), Request("/r/tea", headers={"user-agent": "Twitterbot/1.0"})])
    assert [event["kind"] for event in house.logged()] == ["click"]
    assert json.loads(house.logged(machines=True)[0]["extra"]) == {"machine": "preview"}


def test_events_of_many_brands_and_days(closed):
    closed.write(link("a", tenant="1"), link("b", tenant="2", time_zone="America/New_York"))
    closed.open()
    for day in range(3):
        closed.now += 86_400_000_000
        closed.ask_all([Request("/r/a"), Request("/r/b")])
        assert day < 3
    assert (len(closed.logged("1")), len(closed.logged("2"))) == (3, 3)
