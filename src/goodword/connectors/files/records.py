"""Where the records of delimited text start and end, found for a whole block at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Span:
    """The records of a block: int64 byte offsets of their starts and ends, and their physical line in the block.

    `used` is how many bytes they take, `newlines` how many line ends those bytes hold. Blank lines are left out.
    """

    starts: Positions
    ends: Positions
    lines: Positions
    used: int
    newlines: int


def find_records(data: bytes, *, delimiter: bytes, quoted: bool, at_end: bool) -> Span | None:
    """Return the records of a block of UTF-8, or None where quotation marks or line ends are not as they should be.

    Quotation marks must open at the start of a field, close at its end, and be doubled inside (RFC 4180).

    >>> find_records(b'a,"1\\n2"\\nb,3\\n', delimiter=b",", quoted=True, at_end=True).lines.tolist()
    [0, 2]
    """
    codes = np.frombuffer(data, dtype=np.uint8)
    newlines = np.flatnonzero(codes == _NEWLINE)
    quotes = np.flatnonzero(codes == _QUOTE) if quoted and b'"' in data else np.empty(0, dtype=np.int64)
    if not _quotes_are_regular(codes, quotes, ord(delimiter)):
        return None
    if at_end and len(quotes) % 2:
        return None
    if b"\r" in data and _lone_returns(codes, quotes):
        return None
    breaks = _outside(newlines, quotes)
    if at_end and data and (not len(breaks) or breaks[-1] != len(data) - 1):
        breaks = np.append(breaks, len(data))
    return _span(codes, newlines, breaks)


def _quotes_are_regular(codes: NDArray[np.uint8], quotes: Positions, delimiter: int) -> bool:
    if not len(quotes):
        return True
    opening, closing = quotes[0::2], quotes[1::2]
    before = codes[opening[1:] - 1] if opening[0] == 0 else codes[opening - 1]
    if not ((before == delimiter) | (before == _NEWLINE) | (before == _QUOTE)).all():
        return False
    inner = closing[:-1] if len(closing) and closing[-1] == len(codes) - 1 else closing
    after = codes[inner + 1]
    return bool(((after == delimiter) | (after == _NEWLINE) | (after == _RETURN) | (after == _QUOTE)).all())


def _outside(positions: Positions, quotes: Positions) -> Positions:
    """Keep the positions that are not between an opening and a closing quotation mark."""
    if not len(quotes):
        return positions
    outside: Positions = positions[np.searchsorted(quotes, positions) % 2 == 0]
    return outside


def _lone_returns(codes: NDArray[np.uint8], quotes: Positions) -> bool:
    """Tell whether a carriage return stands outside quotation marks without a line feed after it."""
    returns = np.flatnonzero(codes == _RETURN)
    if returns[-1] == len(codes) - 1:
        returns = returns[:-1]
    lone = returns[codes[returns + 1] != _NEWLINE]
    return bool(len(_outside(lone, quotes)))


def _span(codes: NDArray[np.uint8], newlines: Positions, breaks: Positions) -> Span:
    if not len(breaks):
        return Span(breaks, breaks, breaks, 0, 0)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), breaks[:-1] + 1])
    ends = breaks
    used = min(int(breaks[-1]) + 1, len(codes))
    blank = (ends == starts) | ((ends == starts + 1) & (codes[np.minimum(starts, len(codes) - 1)] == _RETURN))
    lines = np.searchsorted(newlines, starts)
    kept = ~blank
    total = int(np.searchsorted(newlines, used))
    return Span(starts[kept], ends[kept], lines[kept].astype(np.int64), used, total)
