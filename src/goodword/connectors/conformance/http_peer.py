"""A peer that answers over HTTP on loopback."""

import json
import threading
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .clock import Clock
from .faults import RETRY_AFTER, Fault
from .peer import Peer

_PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body><p>We are busy.</p></body></html>"


@dataclass(frozen=True, slots=True)
class Request:
    """What the connector asked."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What the peer answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: Any, status: int = 200, **headers: str) -> "Reply":
        """Answer with JSON."""
        return cls(json.dumps(value).encode(), status, {"Content-Type": "application/json", **headers})


class HttpPeer(Peer):
    """Answers over HTTP; a subclass says what, in `answer`."""

    def __init__(self, clock: Clock) -> None:
        """Hold nothing yet, and no port."""
        super().__init__(clock)
        self.requests: list[Request] = []

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """Answer as the source would."""

    def may_fail(self, request: Request) -> bool:
        """Tell whether a request may be the one that fails: not those a source answers from elsewhere."""
        return request.path != "/robots.txt"

    def start(self) -> None:
        """Listen on a free port of this machine."""
        peer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # one packet for an answer
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                _serve(peer, self)

            do_POST = do_GET  # noqa: N815 - as its parent calls it

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as its parent calls it
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.place = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.place}"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def _serve(peer: HttpPeer, handler: BaseHTTPRequestHandler) -> None:
    split = urlsplit(handler.path)
    headers = {name.lower(): value for name, value in handler.headers.items()}
    body = handler.rfile.read(int(headers.get("content-length", "0")))
    request = Request(
        handler.command, split.path, dict(parse_qsl(split.query, keep_blank_values=True)), headers, body
    )
    peer.requests.append(request)
    reply = _failing(peer.next_fault() if peer.may_fail(request) else None, peer.answer(request))
    if reply is None:
        handler.close_connection = True
        return
    handler.send_response(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(reply.body)))
    handler.end_headers()
    handler.wfile.write(reply.body)


def _failing(fault: Fault | None, reply: Reply) -> Reply | None:
    match fault:
        case None:
            return reply
        case Fault.SILENT:
            return None
        case Fault.LIMITED:
            return Reply(b"", 429, {"Retry-After": str(RETRY_AFTER)})
        case Fault.REFUSED:
            return Reply(b"", 403)
        case Fault.OUTAGE:
            return Reply(b"", 500)
        case Fault.HTML:
            return Reply(_PAGE, 200, {"Content-Type": "text/html"})
        case Fault.TRUNCATED:
            return Reply(
                reply.body[: len(reply.body) // 2],
                200,
                {"Content-Type": reply.headers.get("Content-Type", "")},
            )
