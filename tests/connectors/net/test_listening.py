"""A WebSocket passes the same guard."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.server import serve

from goodword.connectors.net import GuardedNet, NetLimits, Rate
from goodword.connectors.protocol import LimitedError, RefusedError, UnavailableError, UnreadableError

from .conftest import here


@contextlib.asynccontextmanager
async def server(messages, **options) -> AsyncIterator[int]:
    async def handle(connection):
        for message in messages:
            await connection.send(message)

    async with serve(handle, "127.0.0.1", 0, **options) as running:
        yield running.sockets[0].getsockname()[1]


async def heard(
    messages, *, scheme="ws", host="127.0.0.1", allowed=True, client=None, limits=None, **options
) -> list[str]:
    async with server(messages, **options) as port:
        net = GuardedNet(
            allow=[f"{host}:{port}"] if allowed else [],
            lookup=here,
            ssl_context=client,
            limits=limits,
            rate=Rate(1000, 1000),
        )
        async with net.listen(f"{scheme}://{host}:{port}/subscribe?x=1") as stream:
            return [message async for message in stream]


def test_messages_come_until_the_server_closes():
    assert asyncio.run(heard(["one", "二"])) == ["one", "二"]


def test_the_network_inside_is_refused():
    with pytest.raises(RefusedError, match="private network"):
        asyncio.run(heard(["one"], allowed=False))


@pytest.mark.parametrize("url", ["https://example.com/", "wss://key@example.com/", "wss://"])
def test_other_addresses_are_refused(url):
    with pytest.raises(RefusedError):
        GuardedNet().listen(url)


def test_the_certificate_must_be_the_hosts(certificate):
    shown, client = certificate
    assert asyncio.run(heard(["one"], scheme="wss", host="feed.test", ssl=shown, client=client)) == ["one"]
    with pytest.raises(UnavailableError):
        asyncio.run(heard(["one"], scheme="wss", host="other.test", ssl=shown, client=client))


@pytest.mark.parametrize("compression", [None, "deflate"])
def test_a_message_that_is_too_large_is_unreadable(compression):
    with pytest.raises(UnreadableError, match="too large"):
        asyncio.run(heard(["x" * 5000], limits=NetLimits(message=1000), compression=compression))


def test_a_message_that_is_no_text_is_unreadable():
    with pytest.raises(UnreadableError, match="not text"):
        asyncio.run(heard([b"\x00\x01"]))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, LimitedError),
        (403, RefusedError),
        (500, UnavailableError),
        (200, UnreadableError),
        (302, UnreadableError),
    ],
)
def test_refusals_are_named(raw_server, status, error):
    def refusing(connection):
        connection.recv(4096)
        connection.sendall(
            f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\nRetry-After: 9\r\nLocation: ws://127.0.0.1:1/\r\n\r\n".encode()
        )

    port = raw_server(refusing)
    net = GuardedNet(allow=[f"127.0.0.1:{port}"])

    async def listen() -> None:
        async with net.listen(f"ws://127.0.0.1:{port}/") as stream:
            async for _ in stream:
                pass

    with pytest.raises(error):
        asyncio.run(listen())


def test_nobody_there_is_no_answer():
    async def listen() -> None:
        async with GuardedNet(allow=["127.0.0.1:1"]).listen("ws://127.0.0.1:1/") as stream:
            await anext(stream)

    with pytest.raises(UnavailableError):
        asyncio.run(listen())
