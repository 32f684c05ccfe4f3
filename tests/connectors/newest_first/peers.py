"""A fake service that connectors talk to: items that come, change and go, a clock, and faults on order."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from goodword.connectors.net.statuses import refusal
from goodword.connectors.protocol import Connector, Cursor, Gap, Mention, Pull, PullError, UnavailableError
from goodword.connectors.wire import Answer

START = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@dataclass
class Item:
    """Something said at a fake service."""

    id: str
    at: datetime
    text: str
    stars: int = 5
    changed: datetime | None = None
    reply: str = ""
    place: str = ""
    parent: str = ""


@dataclass
class Request:
    """What a connector asked."""

    host: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    json: Any = None


class Fake:
    """A service in this process: `items` are what it has, `faults` what goes wrong at the next requests."""

    def __init__(self) -> None:
        self.time = START
        self.items: list[Item] = []
        self.faults: list[str] = []
        self.requests: list[Request] = []
        self.count = 0

    def now(self) -> datetime:
        return self.time

    def add(self, number: int = 1, *, at: datetime | None = None, **values: Any) -> list[Item]:
        added = []
        for _ in range(number):
            self.count += 1
            added.append(Item(f"i{self.count:05}", at or self.time, f"text {self.count}", **values))
        self.items += added
        return added

    def remove(self, item: Item) -> None:
        self.items.remove(item)

    def edit(self, item: Item, text: str) -> None:
        item.text, item.changed = text, self.time

    def listed(self, place: str = "") -> list[Item]:
        """Everything at the top level, the newest first, as the service would list it."""
        return sorted(
            (each for each in self.items if not each.parent and each.place == place),
            key=lambda each: (each.at, each.id),
            reverse=True,
        )

    def answer(self, request: Request) -> tuple[int, Any]:
        raise NotImplementedError

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        robots: bool = False,
    ) -> Answer:
        return self._ask(url, params, headers, None)

    def post(self, url: str, *, json: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask(url, None, headers, json)

    def _ask(self, url: str, params: Any, headers: Any, sent: Any) -> Answer:
        parts = urlsplit(url)
        asked = {**dict(parse_qsl(parts.query)), **{key: str(value) for key, value in (params or {}).items()}}
        request = Request(parts.hostname or "", parts.path, asked, dict(headers or {}), sent)
        self.requests.append(request)
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "timeout":
            raise UnavailableError("No answer.")
        status, body = self.answer(request)
        status, body = spoilt(fault, status, body)
        answer = Answer(status, {"content-type": "application/json"}, body, url)
        error = refusal(answer, self.time)
        if error is not None:
            raise error
        return answer


def spoilt(fault: str, status: int, body: Any) -> tuple[int, bytes]:
    """Return an answer with a fault in it."""
    whole = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    if fault == "html":
        return 200, b"<!DOCTYPE html><html><body>We will be back soon</body></html>"
    if fault == "truncated":
        return 200, whole[: len(whole) // 2]
    if fault == "schema":
        return 200, b'{"data": {"things": []}, "ok": true}'
    if fault == "list":
        return 200, b"[1, 2, 3]"
    if fault.isdigit():
        return int(fault), b'{"message": "no"}'
    return status, whole


FAULTS = ("timeout", "html", "truncated", "schema", "list", "429", "403", "500", "503", "404")


def token_of(page: int) -> str:
    """Return the name of a page that means nothing to others."""
    return base64.urlsafe_b64encode(f"page:{page}".encode()).decode()


def page_of(token: str) -> int | None:
    try:
        word, _, number = base64.urlsafe_b64decode(token).decode().partition(":")
        return int(number) if word == "page" else None
    except ValueError:
        return None


@dataclass
class Store:
    """What whoever pulls has kept: by id, with every gap, and how often each version came."""

    mentions: dict[str, Mention] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    came: dict[tuple[str, str], int] = field(default_factory=dict)
    cursor: Cursor = field(default_factory=dict)

    def keep(self, pull: Pull) -> None:
        ids = [each.native_id for each in pull.mentions]
        assert len(ids) == len(set(ids)), "one pull holds an item twice"
        for each in pull.mentions:
            key = each.native_id, f"{each.title}|{each.text}|{each.rating}|{each.deleted}"
            self.came[key] = self.came.get(key, 0) + 1
            self.mentions[each.native_id] = each
        self.gaps += pull.gaps
        self.cursor = json.loads(json.dumps(pull.cursor))

    def texts(self) -> dict[str, str]:
        return {key: each.text for key, each in self.mentions.items() if not each.deleted}

    def deleted(self) -> set[str]:
        return {key for key, each in self.mentions.items() if each.deleted}


def drain(connector: Connector, store: Store, *, pulls: int = 300) -> int:
    """Pull until there is no more, keeping everything; return how many pulls it took."""
    for done in range(1, pulls + 1):
        store.keep(connector.pull(store.cursor))
        if not store.cursor.get("more"):
            return done
    raise AssertionError(f"still more after {pulls} pulls")


def drain_stubbornly(connector: Connector, store: Store, crash: Callable[[], bool] = lambda: False) -> None:
    """Pull until there is no more whatever goes wrong: errors leave the cursor, crashes lose the pull."""
    for _ in range(500):
        before = json.dumps(store.cursor)
        try:
            pull = connector.pull(store.cursor)
        except PullError:
            assert json.dumps(store.cursor) == before
            continue
        assert json.dumps(store.cursor) == before, "a pull changed the cursor it was given"
        if crash():
            continue
        store.keep(pull)
        if not store.cursor.get("more"):
            return
    raise AssertionError("never came to an end")


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
