"""A platform on a port of this machine: items that come, change and go, a clock, and faults on order."""

import gzip
import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from goodword.connectors.net import GuardedNet, Rate

START = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
FAULTS = ("drop", "html", "truncated", "schema", "list", "429", "403", "500", "503", "404")


@dataclass
class Item:
    """Something said; hidden ones are there already and not shown yet."""

    id: int
    at: datetime
    text: str
    changed: datetime | None = None
    parent: "Item | None" = None
    hidden: bool = False
    gone: bool = False


@dataclass
class Request:
    """What was asked."""

    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]


Reply = tuple[int, Any] | tuple[int, Any, dict[str, str]]


class Peer:
    """The platform; `answer` says what it answers, `faults` what goes wrong at the next requests."""

    def __init__(self) -> None:
        self.time = START
        self.items: list[Item] = []
        self.faults: list[str] = []
        self.requests: list[Request] = []
        self.port = 0
        self.zipped = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def add(self, number: int = 1, *, ago: timedelta = timedelta(0), **values: Any) -> list[Item]:
        added = []
        for _ in range(number):
            key = self.key(self.time - ago)
            added.append(Item(key, self.time - ago, f"Lumen text {len(self.items)}", **values))
            self.items.append(added[-1])
        return added

    def spread(self, number: int, step: timedelta = timedelta(minutes=1)) -> list[Item]:
        """Add items up to now, evenly."""
        return [self.add(ago=step * (number - 1 - place))[0] for place in range(number)]

    def key(self, at: datetime) -> int:
        return len(self.items) + 1

    def edit(self, item: Item, text: str) -> None:
        item.text, item.changed = text, self.time

    def wait(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def shown(self) -> list[Item]:
        return [item for item in self.items if not item.hidden and not item.gone]

    def answer(self, request: Request) -> Reply:
        raise NotImplementedError

    def net(self) -> GuardedNet:
        return local_net(self.port, lambda: self.time)


def local_net(port: int, clock: Callable[[], datetime]) -> GuardedNet:
    """The guarded way out, to one port of this machine and without waiting."""
    return GuardedNet(
        allow=[f"127.0.0.1:{port}"],
        rate=Rate(1e6, 1_000_000),
        clock=clock,
        sleep=lambda _seconds: None,
        ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
    )


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@contextmanager
def served(peer: Peer) -> Iterator[Peer]:
    """Open the platform on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(peer))
    server.daemon_threads = True
    peer.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()


def _handler(peer: Peer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(parts.path, dict(parse_qsl(parts.query)), headers)
            peer.requests.append(request)
            fault = peer.faults.pop(0) if peer.faults else ""
            if fault == "drop":
                self.close_connection = True
                return
            status, body, *more = peer.answer(request)
            status, content = _spoilt(fault, status, body)
            extra = more[0] if more else {}
            if peer.zipped:
                content, extra = gzip.compress(content), {**extra, "content-encoding": "gzip"}
            self.send_response(status)
            for name, value in {"content-type": "application/json", **extra}.items():
                self.send_header(name, value)
            if fault == "429":
                self.send_header("retry-after", "77")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: Any) -> None:
            pass

    return Handler


def _spoilt(fault: str, status: int, body: Any) -> tuple[int, bytes]:
    whole = json.dumps(body, ensure_ascii=False).encode()
    if fault == "html":
        return 200, b"<!DOCTYPE html><html><body>We will be back soon</body></html>"
    if fault == "truncated":
        return 200, whole[: len(whole) // 2]
    if fault == "schema":
        return 200, b'{"data": {"things": []}, "ok": true}'
    if fault == "list":
        return 200, b"[1, 2, 3]"
    if fault.isdigit():
        return int(fault), b'{"error": "no"}'
    return status, whole
