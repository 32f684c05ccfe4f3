"""A log behind an fsspec URL: in memory always, in a real S3-compatible server where one is installed."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any
from uuid import uuid4

import duckdb
import pytest

from goodword.core.errors import EnvironmentProblem
from goodword.events import EventError, EventLog, remote_store

fsspec = pytest.importorskip("fsspec")
HAS_S3 = find_spec("s3fs") is not None and find_spec("moto") is not None


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """An S3-compatible server on this machine with one bucket; the address of its endpoint."""
    if not HAS_S3:
        pytest.skip("the S3-compatible server is not installed (uv sync --group large)")
    from moto.server import ThreadedMotoServer

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(params=["memory", "s3"])
def remote(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a log that nobody has written to."""
    if request.param == "memory":
        return f"memory://{uuid4().hex}/events"
    endpoint = request.getfixturevalue("s3")
    for name, value in {
        "FSSPEC_S3_ENDPOINT_URL": endpoint,
        "FSSPEC_S3_KEY": "test",
        "FSSPEC_S3_SECRET": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(fsspec.config.conf, "s3", {"endpoint_url": endpoint, "key": "test", "secret": "test"})
    bucket = f"b{uuid4().hex}"
    fsspec.filesystem("s3").mkdir(bucket)
    return f"s3://{bucket}/events"


def ids(log: EventLog) -> list[str]:
    return sorted(log.table(["event_id"]).column(0).to_pylist())


def test_it_is_a_log_like_any_other(remote: str, make_event: Any) -> None:
    log = EventLog.open(remote)
    assert ids(log) == []
    assert log.append([make_event(1), make_event(2, person_id="person-erased")]).added == 2
    assert log.append([make_event(2, person_id="person-erased"), make_event(3)]).already_there == 1
    assert ids(EventLog.open(remote)) == ["event-00000001", "event-00000002", "event-00000003"]
    assert log.counts().column("events").to_pylist() == [3]
    assert log.verify().ok
    assert log.compact().merged == 2
    assert log.verify().ok
    assert log.erase("person-erased").complete
    assert log.table(person_id="person-erased").num_rows == 0
    assert len(ids(log)) == 3
    filesystem, root = fsspec.core.url_to_fs(remote)
    assert not [path for path in filesystem.find(root) if b"person-erased" in filesystem.cat_file(path)]


def test_duckdb_reads_it_through_the_same_file_system(remote: str, make_event: Any) -> None:
    log = EventLog.open(remote)
    log.append([make_event(number) for number in range(5)])
    with log.snapshot() as snapshot, duckdb.connect() as connection:
        assert snapshot.relation(connection).count("event_id").fetchall() == [(5,)]


def test_writers_at_the_same_time_lose_and_double_nothing(remote: str, make_event: Any) -> None:
    start = threading.Barrier(6)

    def write(number: int) -> int:
        start.wait()
        log = EventLog.open(remote)
        own = [log.append([make_event(number * 10 + each), make_event(999)]).added for each in range(3)]
        return sum(own)

    with ThreadPoolExecutor(6) as pool:
        added = sum(pool.map(write, range(1, 7)))
    assert added == 19
    assert len(ids(EventLog.open(remote))) == 19
    assert EventLog.open(remote).verify().ok


def test_a_reader_keeps_its_version_while_others_compact(remote: str, make_event: Any) -> None:
    log = EventLog.open(remote)
    log.append([make_event(1)])
    log.append([make_event(2)])
    with log.snapshot() as snapshot:
        done = EventLog.open(remote).compact()
        assert (done.merged, done.swept) == (2, 0)
        assert done.held_back > 0
        assert snapshot.table(["event_id"]).num_rows == 2
    assert log.compact().held_back == 0
    assert len(ids(log)) == 2


def test_a_lease_that_ran_out_holds_nothing(remote: str, make_event: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(remote_store, "LEASE_SECONDS", -1.0)
    log = EventLog.open(remote)
    log.append([make_event(1)])
    log.append([make_event(2)])
    log.snapshot()  # a reader that died
    assert log.compact().swept == 6


def test_a_number_stays_taken_while_a_slow_writer_may_still_try_it(remote: str, make_event: Any) -> None:
    """A writer that began at version 1, and finishes when others are at version 4 and have swept, is not lost."""
    log, slow = EventLog.open(remote), EventLog.open(remote)
    log.append([make_event(1)])
    store: Any = slow._store
    real, overtaken = store._create, []

    def overtake(path: str, content: bytes) -> None:
        if "/manifests/" in path and not overtaken:
            overtaken.append(path)
            for number in (2, 3, 4):
                log.append([make_event(number)])
            log.compact()
        real(path, content)

    store._create = overtake
    assert slow.append([make_event(5)]).added == 1
    assert len(ids(log)) == 5


def test_a_segment_of_a_writer_that_died_is_swept_once_it_is_old(
    remote: str, make_event: Any, monkeypatch: Any
) -> None:
    log = EventLog.open(remote)
    log.append([make_event(1)])
    store: Any = log._store
    with monkeypatch.context() as patch:
        patch.setattr(store, "_create", lambda *_given: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            log.append([make_event(2)])
    assert log.compact().swept == 0
    monkeypatch.setattr(remote_store, "WRITER_SECONDS", -1.0)
    assert log.compact().swept == 3
    assert len(ids(log)) == 1


def test_a_store_that_creates_twice_is_refused(make_event: Any, monkeypatch: Any) -> None:
    filesystem = fsspec.filesystem("memory")
    monkeypatch.setattr(
        type(filesystem), "pipe_file", lambda self, path, value, **_mode: _put(self, path, value)
    )
    with pytest.raises(EnvironmentProblem, match="created twice"):
        EventLog.open(f"memory://{uuid4().hex}/events").append([make_event(1)])


def _put(filesystem: Any, path: str, value: bytes) -> None:
    with filesystem.open(path, "wb") as file:
        file.write(value)


@pytest.mark.parametrize("address", ["nosuch://bucket/events", "ssh+odd://x/events"])
def test_an_address_nothing_can_open_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(EventError, match=r"cannot be opened|not installed"):
        EventLog.open(address)
