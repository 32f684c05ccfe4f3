"""The part of RSGI the edge uses, so that it needs no server to be typed or tested."""

from collections.abc import AsyncIterator
from typing import Protocol as Shape

from goodword.edge.hygiene import Headers


class Scope(Shape):
    """A request."""

    method: str
    path: str
    query_string: str
    client: str

    @property
    def headers(self) -> Headers: ...


class Protocol(Shape):
    """How to answer it."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None: ...
    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...
