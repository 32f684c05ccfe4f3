"""A WebSocket, guarded like every other connection."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NoReturn

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    ConnectionClosedOK,
    InvalidMessage,
    InvalidStatus,
    WebSocketException,
)

from ..protocol import UnavailableError, UnreadableError
from ..wire import Answer
from .addresses import Target
from .limits import NetLimits
from .pace import Pace
from .sockets import Guard
from .statuses import refusal


@asynccontextmanager
async def listening(
    target: Target,
    guard: Guard,
    pace: Pace,
    limits: NetLimits,
    agent: str,
    context: ssl.SSLContext,
    clock: Callable[[], datetime],
) -> AsyncIterator[AsyncIterator[str]]:
    """Connect to one of a host's checked addresses and yield the messages; the certificate must be the host's.

    Raises as `wire.Net.get` does; a redirect is not followed. The messages end when the server closes in order.
    """
    await asyncio.to_thread(pace.take, target.host)
    line = await _connected(target, guard, limits)
    try:
        connection = await connect(
            target.url,
            sock=line,
            ssl=context if target.secure else None,
            server_hostname=target.host if target.secure else None,
            user_agent_header=agent,
            open_timeout=limits.connect,
            close_timeout=1.0,  # what still comes when enough was heard is not waited for
            max_size=limits.message,
            proxy=None,
        )
    except BaseException as error:
        line.close()
        if isinstance(error, Exception):
            _explain(error, target, clock())
        raise
    try:
        yield _messages(connection, target)
    finally:
        await connection.close()


async def _connected(target: Target, guard: Guard, limits: NetLimits) -> socket.socket:
    addresses = await asyncio.to_thread(guard.addresses, target.host, target.port)
    for address in addresses:
        try:
            return await asyncio.to_thread(socket.create_connection, (address, target.port), limits.connect)
        except OSError:
            continue
    raise UnavailableError(f"{target.host} does not answer on port {target.port}.")


def _explain(error: Exception, target: Target, now: datetime) -> NoReturn:
    if isinstance(error, InvalidStatus):
        response = error.response
        headers = {name.lower(): value for name, value in response.headers.raw_items()}
        refused = refusal(Answer(response.status_code, headers, bytes(response.body or b""), target.url), now)
        raise refused or UnreadableError(f"{target.shown} does not speak WebSocket.") from None
    if isinstance(error, OSError):
        raise UnavailableError(f"{target.host} gave no answer: the connection broke off.") from None
    if isinstance(error, InvalidMessage) and isinstance(error.__cause__, EOFError | OSError):
        raise UnavailableError(f"{target.host} gave no answer: the connection broke off.") from None
    if isinstance(error, WebSocketException | ValueError):
        raise UnreadableError(f"{target.shown} does not speak WebSocket.") from None
    raise error


async def _messages(connection: ClientConnection, target: Target) -> AsyncIterator[str]:
    while True:
        try:
            message = await connection.recv()
        except ConnectionClosedOK:
            return
        except ConnectionClosed as error:
            if error.sent is not None and error.sent.code == 1009:
                raise UnreadableError(f"{target.shown} sent a message that is too large.") from None
            raise UnavailableError(f"{target.host} broke off the connection.") from None
        if not isinstance(message, str):
            raise UnreadableError(f"{target.shown} sent a message that is not text.")
        yield message
