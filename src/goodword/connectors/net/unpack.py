"""A body as it arrives: unpacked piece by piece, never past its bound."""

import zlib
from collections.abc import Iterable, Iterator

from ..protocol import UnreadableError
from .limits import NetLimits

ENCODINGS = "gzip, deflate"
_FREE = 1_000_000


def read_body(pieces: Iterable[bytes], encoding: str, limits: NetLimits, shown: str) -> bytes:
    """Return a whole body, unpacked; raises `UnreadableError` when it is too large, a bomb or broken."""
    unpacked = bytearray()
    arrived = 0
    unpacker = _unpacker(encoding, shown)
    for piece in pieces:
        arrived += len(piece)
        for part in unpacker.feed(piece) if unpacker else (piece,):
            unpacked += part
            if len(unpacked) > limits.size:
                raise UnreadableError(f"{shown} answered with more than {limits.size // 1_000_000} MB.")
            if unpacker and len(unpacked) > _FREE and len(unpacked) > arrived * limits.ratio:
                raise UnreadableError(f"{shown} answered with data packed {limits.ratio} times over: a bomb.")
    if unpacker and arrived and not unpacker.done:
        raise UnreadableError(f"{shown} answered with packed data that breaks off.")
    return bytes(unpacked)


def _unpacker(encoding: str, shown: str) -> "_Unpacker | None":
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return None
    if name in ("gzip", "x-gzip", "deflate"):
        return _Unpacker(name, shown)
    raise UnreadableError(f"{shown} answered in an encoding that was not asked for: {name[:40]}.")


class _Unpacker:
    """gzip or deflate, at most 64 KB at a time; many servers send deflate without its header."""

    def __init__(self, name: str, shown: str) -> None:
        self._shown, self._plain = shown, name == "deflate"
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | (0 if self._plain else 16))

    @property
    def done(self) -> bool:
        return self._inflate.eof

    def feed(self, piece: bytes) -> Iterator[bytes]:
        while piece and not self._inflate.eof:
            try:
                part = self._inflate.decompress(piece, 65536)
            except zlib.error:
                if not self._plain:
                    raise UnreadableError(
                        f"{self._shown} answered with packed data that is broken."
                    ) from None
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
                self._plain = False
                continue
            self._plain = False
            yield part
            piece = self._inflate.unconsumed_tail
