"""Listening to a stream for a while, inside a pull."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum, auto

from .wire import Net


class Ending(Enum):
    """Why listening ended."""

    ENOUGH = auto()  # whoever listens has heard enough
    QUIET = auto()  # nothing was said any more
    LATE = auto()  # the time is over
    CLOSED = auto()  # the other side closed the line, in order


def hear(net: Net, url: str, take: Callable[[str], bool], *, seconds: float, quiet: float) -> Ending:
    """Hand each message of a WebSocket to `take`, until it returns False, and tell why it ended.

    Listens for `seconds` at most, and stops when nothing came for `quiet` of them. Raises a `PullError` when the
    connection cannot be opened or breaks off; what was taken until then stays taken.
    """
    with ThreadPoolExecutor(1) as aside:  # a notebook has an event loop running already
        return aside.submit(asyncio.run, _hear(net, url, take, seconds, quiet)).result()


async def _hear(net: Net, url: str, take: Callable[[str], bool], seconds: float, quiet: float) -> Ending:
    clock = asyncio.get_running_loop().time
    async with net.listen(url) as messages:
        end = clock() + seconds
        try:
            async with asyncio.timeout_at(min(end, clock() + quiet)) as patience:
                async for message in messages:
                    if not take(message):
                        return Ending.ENOUGH
                    patience.reschedule(min(end, clock() + quiet))
        except TimeoutError:
            return Ending.LATE if clock() >= end else Ending.QUIET
    return Ending.CLOSED
