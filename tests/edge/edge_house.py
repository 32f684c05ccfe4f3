"""An edge without a server: requests go in as RSGI scopes, answers come out as they would be sent."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from goodword.edge import Card, EdgeSettings, LinkRow, Site, write_snapshot
from goodword.edge.app import Edge
from goodword.edge.drain import Drain, log_folders
from goodword.edge.ids import Ids
from goodword.events import EventLog

BROWSER = {
    "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
    "accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "accept-language": "en-GB,en;q=0.9",
}
NOON = 1_790_000_000_000_000  # 2026-09-21, some time
LATER = NOON + 3_600_000_000
SITE = Site("pk_tea", "1", ("shop.example",), "Asia/Shanghai")


def link(code: str = "tea", **changes: object) -> LinkRow:
    """A link as the console would write it."""
    facts: dict[str, object] = {
        "target": "https://shop.example/tea?size=2#order", "tenant": "1", "link_id": f"link-{code}", "referrer_id": "ada",
        "root_id": "root", "depth": 2, "programme_id": "spring", "channel": "feed", "lever": "helping",
        "time_zone": "Asia/Shanghai", "card": Card("Tea & more", "“Good” <tea>", "https://shop.example/tea.png"),
    }  # fmt: skip
    return LinkRow(code, **(facts | changes))


@dataclass
class Request:
    """What came in, and what the edge answered."""

    path: str
    method: str = "GET"
    query_string: str = ""
    client: str = "203.0.113.9:4711"
    headers: dict[str, str] = field(default_factory=lambda: dict(BROWSER))
    body: list[bytes] = field(default_factory=list)
    status: int = 0
    answered: dict[str, str] = field(default_factory=dict)
    text: str = ""
    read: int = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.body:
            self.read += len(part)
            yield part

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response_str(status, headers, "")

    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None:
        assert not self.status, "answered twice"
        self.status, self.answered, self.text = status, dict(headers), body

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.response_str(status, headers, body.decode("latin-1"))


class House:
    """An edge in a folder, with a clock that stands still unless it is moved."""

    def __init__(self, folder: Path) -> None:
        self.now = NOON
        self.settings = EdgeSettings(folder / "edge", b"secret", patience=1.0, queue_limit=100)
        self.events = folder / "events"
        self.loop = asyncio.new_event_loop()
        self.edge: Edge | None = None

    def write(self, *rows: LinkRow) -> None:
        write_snapshot(self.settings.links, rows, hosts=["shop.example"], sites=[SITE])

    def open(self, **options: object) -> "House":
        self.edge = Edge(self.settings, ids=Ids(lambda: self.now))
        self.loop.run_until_complete(self._start(options))
        return self

    async def _start(self, options: dict[str, object]) -> None:
        self.edge.start(self.loop, **options)

    def ask(self, path: str, **request: object) -> Request:
        return self.ask_all([Request(path, **request)])[0]

    def ask_all(self, requests: list[Request]) -> list[Request]:
        async def all_of_them() -> None:
            await asyncio.gather(*[self.edge.__rsgi__(request, request) for request in requests])

        self.loop.run_until_complete(all_of_them())
        return requests

    def close(self) -> None:
        if self.edge is not None:
            self.loop.run_until_complete(self.edge.stop())
            self.edge = None

    def drain(self):
        return Drain(
            self.settings.spools, log_folders(self.events, self.settings.folder / "machines")
        ).run_once()

    def logged(self, tenant: str = "1", *, machines: bool = False) -> list[dict[str, object]]:
        """What the event log holds once the spools are drained."""
        done = self.drain()
        assert not done.problems
        folder = self.settings.folder / "machines" if machines else self.events
        rows = EventLog.open(folder / tenant).table().to_pylist()
        return [{name: value for name, value in row.items() if value is not None} for row in rows]


def metrics(house: House) -> str:
    """The counts, without the names of the processes."""
    text = house.ask("/metrics").text
    return re.sub(r"\{\}", "", re.sub(r'process="[^"]*",?', "", text))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An edge that serves one link, `tea`."""
    house = House(tmp_path)
    house.write(link())
    yield house.open()
    house.close()
    house.loop.close()


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[House]:
    """An edge that is not open yet."""
    house = House(tmp_path)
    yield house
    house.close()
    house.loop.close()
