"""Group commit and the spool: what is acknowledged is on disk; what cannot be kept holds nobody up."""

import asyncio
import os
import resource
import sqlite3
import threading
import time
from functools import partial

import pytest
from edge_house import Request, link, metrics

from goodword.edge import SpoolProblem
from goodword.edge.group_commit import GroupCommit
from goodword.edge.keeping import Keeper
from goodword.edge.spool import Spool, take_over


def rows(path):
    with sqlite3.connect(path) as file:
        return [
            line
            for (lines,) in file.execute("SELECT lines FROM batches ORDER BY seq")
            for line in lines.decode().split("\n")
        ]


def fill(keep, line, match=""):
    """Keep a line again and again until it is refused; return how often it was taken."""
    for count in range(1000):
        try:
            keep([line])
        except SpoolProblem as problem:
            if match not in str(problem):
                raise
            return count
    raise AssertionError("never full")


def clicks(count):
    return [Request("/r/tea") for _ in range(count)]


def test_requests_that_come_together_share_a_commit(house):
    answers = house.ask_all(clicks(50))
    assert {answer.answered["x-goodword-recorded"] for answer in answers} == {"yes"}
    state = house.edge.state()
    assert (state.values["events_recorded"], state.values["commits"]) == (50, 1)


def test_an_answer_comes_only_after_the_commit(closed):
    closed.write(link())
    kept, at_commit = [], []

    def keep(lines):
        at_commit.append([request.status for request in requests])
        kept.extend(lines)

    closed.open(keep=keep)
    requests = clicks(10)
    closed.ask_all(requests)
    assert len(kept) == 10
    assert at_commit == [[0] * 10]
    assert {request.status for request in requests} == {302}


def test_a_broken_disk_holds_nobody_up_and_is_told(closed):
    closed.write(link())
    broken = [True]

    def keep(lines):
        if broken[0]:
            raise OSError(28, "No space left on device")

    closed.open(keep=keep)
    for answer in closed.ask_all(clicks(7)):
        assert (answer.status, answer.answered["x-goodword-recorded"]) == (302, "no")
    health = closed.ask("/healthz")
    assert (health.status, "No space left" in health.text) == (503, True)
    assert "goodword_edge_events_lost_total 7" in metrics(closed)
    assert "goodword_edge_spool_broken 1" in metrics(closed)
    broken[0] = False
    assert closed.ask("/r/tea").answered["x-goodword-recorded"] == "yes"
    assert "goodword_edge_spool_broken 0" in metrics(closed)


def test_housekeeping_that_stumbles_is_told_and_the_rest_goes_on(closed, monkeypatch):
    def stumble(_keeper):
        raise RuntimeError("stumbled")

    monkeypatch.setattr(Keeper, "look_for_progress", stumble)
    closed.write(link())
    closed.open()
    health = closed.ask("/healthz")
    assert (health.status, "stumbled" in health.text) == (503, True)
    assert closed.ask("/r/tea").status == 302


def test_a_disk_that_hangs_is_waited_for_once(closed):
    closed.write(link())
    go_on = threading.Event()
    closed.open(keep=lambda _: go_on.wait(10))
    start = time.monotonic()
    first = closed.ask("/r/tea")
    waited = time.monotonic() - start
    start = time.monotonic()
    others = closed.ask_all(clicks(20))
    at_once = time.monotonic() - start
    assert [answer.status for answer in (first, *others)] == [302] * 21
    assert {answer.answered["x-goodword-recorded"] for answer in (first, *others)} == {"no"}
    assert closed.settings.patience * 0.9 < waited < closed.settings.patience * 10
    assert at_once < closed.settings.patience
    assert "goodword_edge_events_unconfirmed_total 21" in metrics(closed)
    go_on.set()
    closed.loop.run_until_complete(asyncio.sleep(0.1))
    assert closed.ask("/r/tea").answered["x-goodword-recorded"] == "yes"
    assert closed.edge.state().values["events_recorded"] == 22  # late, but kept


def test_a_full_queue_counts_the_loss_and_leads_on(closed):
    closed.write(link())
    go_on = threading.Event()
    closed.open(keep=lambda _: go_on.wait(10))
    answers = closed.ask_all(clicks(250))  # the queue holds 100
    assert {answer.status for answer in answers} == {302}
    values = closed.edge.state().values
    assert (values["events_lost"], values["events_unconfirmed"]) == (150, 100)
    go_on.set()


def test_one_visitor_who_leaves_takes_nobody_along():
    async def scene() -> list[bool]:
        commit = GroupCommit(asyncio.get_running_loop(), len)

        async def wait() -> bool:
            return await commit.add("line")

        tasks = [asyncio.ensure_future(wait()) for _ in range(5)]
        await asyncio.sleep(0)
        tasks[2].cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        await commit.close()
        return [each for each in done if not isinstance(each, asyncio.CancelledError)]

    assert asyncio.run(scene()) == [True] * 4


def test_a_spool_is_durable_and_owned_by_one_process(tmp_path):
    spool = Spool.create(tmp_path)
    with sqlite3.connect(spool.path) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert spool._file.execute("PRAGMA synchronous").fetchone() == (2,)
    assert take_over(spool.path) is None
    spool.append(["a", "b"])
    assert rows(spool.path) == ["a", "b"]
    spool.close()
    assert take_over(spool.path) is not None


def test_a_spool_forgets_what_the_log_has(tmp_path):
    spool = Spool.create(tmp_path)
    for line in "abc":
        spool.append([line])
    spool.path.with_suffix(".drained").write_text("2")
    spool.look_for_progress()
    assert spool.waiting == 1
    spool.append(["d"])
    assert rows(spool.path) == ["c", "d"]
    spool.path.with_suffix(".drained").write_text("not a number")
    spool.look_for_progress()
    spool.append(["e"])
    assert rows(spool.path) == ["c", "d", "e"]


def test_a_full_spool_says_so_and_takes_more_once_it_is_drained(tmp_path):
    spool = Spool.create(tmp_path, max_bytes=200_000)
    kept = fill(spool.append, "x" * 1000, match="full")
    assert 20 < kept < 400
    assert rows(spool.path) == ["x" * 1000] * kept
    spool.path.with_suffix(".drained").write_text(str(kept))
    spool.look_for_progress()
    assert spool.append(["y"]) == kept + 1
    assert rows(spool.path) == ["y"]


def test_the_batch_that_finds_a_spool_full_is_kept_in_the_next_one(tmp_path):
    keeper = Keeper(tmp_path, partial(Spool.create, max_bytes=300_000))
    lines = [f"{number:04} {'x' * 1000}" for number in range(800)]
    for line in lines:
        keeper.keep([line])
    keeper.close()
    spools = sorted(tmp_path.glob("*.spool"))
    assert len(spools) > 2
    assert [line for path in spools for line in rows(path)] == lines


def test_all_spools_together_take_no_more_room_than_they_may(tmp_path):
    keeper = Keeper(tmp_path, partial(Spool.create, max_bytes=300_000, folder_bytes=1_000_000))
    taken = fill(lambda lines: keeper.keep(lines * 10), "x" * 1000, match="See why the drain does not run")
    assert taken * 10_000 > 400_000
    assert sum(path.stat().st_size for path in tmp_path.glob("*")) < 1_300_000
    for path in tmp_path.glob("*.spool*"):
        path.unlink()  # as the drain does
    keeper.keep(["after"])
    keeper.close()


def test_a_really_full_disk_is_survived(tmp_path):
    """RLIMIT_FSIZE: the kernel refuses to let any file grow beyond it."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    keeper = Keeper(tmp_path)
    keeper.keep(["first"])
    first = next(tmp_path.glob("*.spool"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))  # less than a new spool takes
    try:
        fill(keeper.keep, "x" * 5_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    keeper.keep(["after"])
    keeper.close()
    kept = [line for path in tmp_path.glob("*.spool") for line in rows(path)]
    assert kept.count("first") == kept.count("after") == 1
    assert rows(first)[0] == "first"
    assert all(line in ("first", "after", "x" * 5_000) for line in kept)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SpoolProblem, match=r"No spool can be made in .*/file/spool"):
        Spool.create(tmp_path / "file" / "spool")


def test_a_spool_that_has_grown_old_is_left_to_the_drain(tmp_path):
    times = iter((0.0, 59.0, 60.0, 61.0))
    keeper = Keeper(tmp_path, seconds=60, clock=lambda: next(times))
    for number in range(4):
        keeper.keep([f"event {number}"])
    first, second = sorted(tmp_path.glob("*.spool"))
    assert (rows(first), rows(second)) == (["event 0", "event 1"], ["event 2", "event 3"])
    os.close(take_over(first))
    assert take_over(second) is None
    keeper.close()
