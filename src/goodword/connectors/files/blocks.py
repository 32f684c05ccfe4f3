"""A text file block by block, cut at line ends, without ever holding a line that is too long."""

from collections.abc import Iterator
from typing import Protocol

from .batches import Piece, RejectedPiece, reject
from .containers import ByteStream
from .encodings import Encoding, Utf8Stream
from .limits import Limits
from .messages import megabytes, reason


class Split(Protocol):
    """How a format finds its rows in a block."""

    def __call__(self, data: bytes, line: int, *, at_end: bool, stuck: bool) -> tuple[Piece, int, int]:
        """Return the rows of a block of UTF-8 that starts at `line`, and how many bytes and lines they take.

        `at_end` marks the last block; `stuck` one whose first row is already longer than allowed.
        """


def read_blocks(
    stream: ByteStream, encoding: Encoding, limits: Limits, columns: tuple[str, ...], split: Split
) -> Iterator[tuple[Piece, float]]:
    """Yield what `split` finds in each block, with the progress; damage and endless lines become rejects."""
    text = Utf8Stream(stream, encoding)
    carry, line = b"", 1
    while True:
        data = carry + text.read(limits.block_bytes)
        at_end = text.ended and stream.damage is None
        stuck = len(carry) > limits.record_bytes
        piece, used, newlines = split(data, line, at_end=at_end, stuck=stuck)
        if piece.count:
            yield piece, stream.progress()
        if at_end:
            return
        carry, line = data[used:], line + newlines
        if stream.damage is not None:
            detail = reason("damaged", detail=stream.damage)
            yield RejectedPiece(reject(line, None, detail, _shown(carry)), columns), 1.0
            return
        if len(carry) > limits.record_bytes and b"\n" not in carry:
            why = reason("too_long_row", limit=megabytes(limits.record_bytes))
            yield RejectedPiece(reject(line, None, why, _shown(carry)), columns), stream.progress()
            carry, line = _after_line(text, limits.block_bytes), line + 1


def _after_line(text: Utf8Stream, size: int) -> bytes:
    """Throw away the rest of the present line; give what follows it in the block where it ends."""
    while not text.ended:
        _, newline, rest = text.read(size).partition(b"\n")
        if newline:
            return rest
    return b""


def _shown(data: bytes) -> str:
    return data[:1000].decode("utf-8", "replace")
