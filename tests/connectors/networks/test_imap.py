"""Mailboxes: against pymap, and dovecot where it is installed, and servers that break off."""

import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from imap_tools.imap_utf7 import utf7_encode

from goodword.connectors.conformance import Kit, check_spec, scenarios
from goodword.connectors.imap import SPEC, connector
from goodword.connectors.protocol import (
    Connector,
    GapReason,
    PullError,
    RefusedError,
    SettingError,
    UnavailableError,
)
from goodword.connectors.wire import Net

from .mail_peer import FAULTS, MailPeer
from .mail_servers import FOLDER, PASSWORD, USER, MailServer, dovecot, dovecot_is_here, pymap
from .peer import local_net
from .store import Store, drain, drain_stubbornly

SERVERS = {"pymap": pymap, "dovecot": dovecot}


@pytest.fixture(scope="module", params=SERVERS)
def running(request: pytest.FixtureRequest) -> Iterator[MailServer]:
    if request.param == "dovecot" and not dovecot_is_here():
        why = "dovecot is not installed (Debian: dovecot-imapd), or this is not root: half of these tests is left out"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    with SERVERS[request.param]() as server:
        yield server


@pytest.fixture
def server(running: MailServer) -> MailServer:
    running.empty()
    return running


KIT = Kit(
    peer=lambda clock: MailPeer(clock, MailServer(0)),
    open=lambda peer, net: opened(int(peer.place.rpartition(":")[2]), net),
    page=3,
    backlog=4,
    edits=False,
    faults=FAULTS,
)


FEW = ("first run", "killed before anything is kept", "silent at once", "html in a backlog")
# A login to pymap takes a while: where dovecot goes through all scenarios, pymap goes through a few.
ALL = {"pymap": FEW if dovecot_is_here() else scenarios(KIT), "dovecot": scenarios(KIT)}


@pytest.mark.usefixtures("ten_a_pull")
@pytest.mark.parametrize(
    ("running", "name"), [(server, name) for server in SERVERS for name in ALL[server]], indirect=["running"]
)
def test_scenario(running: MailServer, name: str) -> None:
    kit = replace(KIT, peer=lambda clock: MailPeer(clock, running))
    scenarios(kit)[name]()


def opened(port: int, net: Net, **settings: object) -> Connector:
    given = {"host": "127.0.0.1", "port": port, "security": "none", "user": USER, "password": PASSWORD}
    return SPEC.open({**given, "folder": FOLDER, **settings}, net)


def source(port: int, **settings: object) -> Connector:
    return opened(port, local_net(port, lambda: datetime.now(UTC)), **settings)


def mail(number: int, text: str = "", **headers: str) -> bytes:
    lines = {
        "From": "Li Lei <li@example.com>",
        "Date": f"Mon, 02 Mar 2026 09:{number % 60:02}:00 +0800",
        "Subject": f"Letter {number}",
        "Message-ID": f"<m{number}@example.com>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"{head}\r\n{text or f'Text {number}'}\r\n".encode()


@pytest.fixture
def ten_a_pull(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector, "MESSAGES", 10)


@pytest.mark.usefixtures("ten_a_pull")
def test_messages_come_once_in_several_pulls(server: MailServer) -> None:
    server.put(*(mail(number) for number in range(12)))
    store = Store()
    assert drain(source(server.port), store) == 2
    assert store.texts() == {f"m{number}@example.com": f"Text {number}" for number in range(12)}
    again = source(server.port).pull(store.cursor)
    assert (again.mentions, again.gaps, again.more) == ([], [], False)
    server.put(mail(500))
    drain(source(server.port), store)
    assert len(store.mentions) == 13
    assert max(store.came.values()) == 1
    assert not store.gaps
    with server.log_in() as client:
        client.select(FOLDER, readonly=True)
        assert len(client.search(None, "UNSEEN")[1][0].split()) == 13, "reading changed the mailbox"


@pytest.mark.usefixtures("ten_a_pull")
def test_a_pull_that_is_lost_is_read_again(server: MailServer) -> None:
    server.put(*(mail(number) for number in range(12)))
    store = Store()
    crashes = iter([True, False, True, False, False])
    drain_stubbornly(source(server.port), store, crash=crashes.__next__)
    assert len(store.mentions) == 12
    assert max(store.came.values()) == 1


@pytest.mark.usefixtures("ten_a_pull")
def test_new_numbers_double_nothing(server: MailServer) -> None:
    mails = [
        *(mail(number) for number in range(11)),
        mail(3, "Another letter with an id that was used before"),
        mail(7, "Without an id", Message_ID=""),
    ]
    server.put(*mails)
    store = Store()
    drain(source(server.port), store)
    first = store.texts()
    assert len(first) == 13
    server.empty()
    server.put(*mails, mail(900))
    drain(source(server.port), store)
    assert store.texts() == {**first, "m900@example.com": "Text 900"}
    (gap,) = store.gaps
    assert gap.reason is GapReason.RENUMBERED
    assert gap.start is not None
    assert gap.end is not None
    server.put(mail(901))
    drain(source(server.port), store)
    assert len(store.gaps) == 1
    assert len(store.mentions) == 15


def test_what_is_too_large_is_skipped_and_said(server: MailServer) -> None:
    server.put(mail(1), mail(2, "x" * 1_200_000), mail(3))
    store = Store()
    drain(source(server.port, megabytes=1), store)
    assert store.texts().keys() == {"m1@example.com", "m3@example.com"}
    (gap,) = store.gaps
    assert (gap.reason, gap.missing) == (GapReason.SKIPPED, 1)
    assert "1.2 MB" in gap.detail
    drain(source(server.port, megabytes=1), store)
    assert len(store.gaps) == 1


def test_what_is_too_broken_keeps_no_other_out(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    real = connector.mail_mention

    def fails(raw: bytes, *rest: object) -> object:
        if b"Letter 2" in raw:
            raise LookupError("no such thing")
        return real(raw, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(connector, "mail_mention", fails)
    server.put(mail(1), mail(2), mail(3))
    store = Store()
    drain(source(server.port), store)
    assert len(store.mentions) == 2
    assert [gap.reason for gap in store.gaps] == [GapReason.SKIPPED]


def test_more_than_fits_into_one_pull(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector, "BYTES", 30_000)
    server.put(*(mail(number, "y" * 12_000) for number in range(6)))
    store = Store()
    assert drain(source(server.port), store) == 3
    assert len(store.mentions) == 6


def test_a_wrong_password_and_a_wrong_folder(server: MailServer) -> None:
    with pytest.raises(RefusedError) as caught:
        source(server.port, password="hunter22").pull({})
    assert "hunter22" not in str(caught.value)
    with pytest.raises(RefusedError, match="Nowhere"):
        source(server.port, folder="Nowhere").pull({})


def test_a_folder_with_a_chinese_name(server: MailServer) -> None:
    folder = utf7_encode("客户反馈").decode()
    server.client.create(folder)
    server.client.append(folder, None, None, mail(1))
    store = Store()
    drain(source(server.port, folder="客户反馈"), store)
    assert len(store.mentions) == 1


def test_tls_is_expected_unless_said_otherwise(server: MailServer) -> None:
    with pytest.raises(UnavailableError):
        source(server.port, security="tls").pull({})


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"", GapReason.OUTAGE),
        (b"* BYE busy\r\n", GapReason.OUTAGE),
        (b"* OK hello\r\n", GapReason.OUTAGE),
        (b"* OK hello\r\n* BAD {99999999999}\r\n", GapReason.OUTAGE),
        (b"HTTP/1.1 200 OK\r\n\r\n<html>", GapReason.UNREADABLE),
    ],
)
def test_a_server_that_breaks_off_moves_nothing(said: bytes, reason: GapReason) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_say, args=(server, said), daemon=True).start()
        with pytest.raises(PullError) as caught:
            source(server.getsockname()[1]).pull({"validity": 1, "uid": 4})
    assert caught.value.reason is reason
    assert PASSWORD not in str(caught.value)


def _say(server: socket.socket, said: bytes) -> None:
    line, _ = server.accept()
    line.sendall(said)
    line.close()


def test_addresses_inside_are_refused() -> None:
    given = {"host": "127.0.0.1", "user": USER, "password": PASSWORD}
    with pytest.raises(RefusedError):
        SPEC.open(given, local_net(1, lambda: datetime.now(UTC))).pull({})


def test_the_spec_says_all_and_bad_settings_are_named() -> None:
    good = {"host": "imap.example.com", "user": "u", "password": "p"}
    check_spec(SPEC, good)
    wrong = {
        "host": "https://imap.example.com",
        "port": 0,
        "security": "rot13",
        "user": "a\r\nb",
        "megabytes": 500,
    }
    for name, value in wrong.items():
        with pytest.raises(SettingError) as caught:
            SPEC.open({**good, name: value}, local_net(1, lambda: datetime.now(UTC)))
        assert caught.value.field == name
