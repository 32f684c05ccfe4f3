"""A Jetstream on this machine: replays the log of all posts from a cursor, as far back as it keeps it."""

import json
import socket
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from goodword.connectors.conformance import Clock, Fault, Item, Peer

DID = "did:plc:lumen"
POSTS = "app.bsky.feed.post"
_STATUS = {Fault.LIMITED: 429, Fault.REFUSED: 403, Fault.OUTAGE: 500, Fault.HTML: 200}


class Jetstream(Peer):
    """`drop_after` breaks every connection after so many events, `hang_after` says no more; `keeps` bounds the replay."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.log: list[dict[str, Any]] = []
        self.drop_after: int | None = None
        self.hang_after: int | None = None
        self.keeps = timedelta(days=1)
        self.connections = 0
        self._fault: Fault | None = None
        self._began = self._now()
        self.asked: list[dict[str, list[str]]] = []

    def start(self) -> None:
        self._server: Server = serve(self._talk, "127.0.0.1", 0, process_request=self._greet)
        self.place = f"127.0.0.1:{self._server.socket.getsockname()[1]}"
        self.url = f"ws://{self.place}/subscribe"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()

    def native_id(self, item: Item) -> str:
        return f"at://{DID}/{POSTS}/{item.id}"

    def add(
        self, count: int = 1, *, at: datetime | None = None, step: timedelta = timedelta(seconds=1)
    ) -> list[Item]:
        added = []
        for _ in range(count):
            added += super().add(1, at=at, step=step)
            self._tell("create", added[-1])
            self.other(1)
        return added

    def other(self, count: int) -> None:
        """Let posts arrive that nobody looks for."""
        for _ in range(count):
            self._event(
                {
                    "operation": "create",
                    "rkey": f"x{len(self.log)}",
                    "record": {"text": "Good morning", "langs": ["en"]},
                }
            )

    def edit(self, item: Item) -> None:
        super().edit(item)
        self._tell("update", item)

    def delete(self, item: Item) -> None:
        super().delete(item)
        self._event({"operation": "delete", "rkey": item.id})

    def _tell(self, operation: str, item: Item) -> None:
        record = {"$type": POSTS, "text": item.text, "createdAt": item.at.isoformat(), "langs": ["en-US"]}
        self._event({"operation": operation, "rkey": item.id, "record": {**record, **item.more}})

    def _event(self, commit: dict[str, Any]) -> None:
        at = max(self._now(), self.log[-1]["time_us"] + 1 if self.log else 0)
        event = {
            "did": DID,
            "time_us": at,
            "kind": "commit",
            "commit": {"collection": POSTS, "rev": "r", **commit},
        }
        self.log.append(event)

    def _now(self) -> int:
        return round(self.clock.now.timestamp() * 1_000_000)

    def _greet(self, connection: ServerConnection, request: Request) -> Response | None:
        self.connections += 1
        self.asked.append(parse_qs(urlsplit(request.path).query))
        self._fault = self.next_fault()
        if self._fault is Fault.SILENT:
            connection.socket.shutdown(socket.SHUT_RDWR)
            return None
        if self._fault not in _STATUS:
            return None
        response = connection.respond(_STATUS[self._fault], "<html>We are busy.</html>")
        if self._fault is Fault.LIMITED:
            response.headers["Retry-After"] = "7"
        return response

    def _talk(self, connection: ServerConnection) -> None:
        query = parse_qs(urlsplit(connection.request.path if connection.request else "").query)
        cursor = int(query.get("cursor", ["0"])[0])
        oldest = self._now() - round(self.keeps.total_seconds() * 1_000_000)
        sent = 0
        events = sorted([*self.log, *self._noise()], key=lambda event: int(event["time_us"]))
        for event in events:
            if int(event["time_us"]) < max(cursor, oldest):
                continue
            if sent == self.hang_after:
                self._wait(connection)
                return
            message = json.dumps(event)
            if self._fault is Fault.TRUNCATED:
                message = message[: len(message) // 2]
            connection.send(message)
            sent += 1
            if sent == self.drop_after:
                connection.socket.close()
                return
        newest = max(self._now(), int(self.log[-1]["time_us"]) if self.log else 0) + 1
        connection.send(json.dumps({"did": DID, "time_us": newest, "kind": "identity"}))
        self._wait(connection)

    def _wait(self, connection: ServerConnection) -> None:
        """Say nothing until the other side goes."""
        with suppress(ConnectionClosed):
            connection.recv()

    def _noise(self) -> list[dict[str, Any]]:
        """Somebody does something every minute, all the time."""
        minutes = range(self._began, self._now(), 60_000_000)
        return [{"did": DID, "time_us": at, "kind": "identity"} for at in minutes]
