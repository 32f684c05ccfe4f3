"""What every reader gives: batches of raw rows with their line numbers, and the rows that cannot be used."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .messages import Reason

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be used: its line, the column (None for the whole row), why, and the value as found."""

    line: int
    column: str | None
    reason: str
    value: str
    reason_zh: str = ""


def reject(line: int, column: str | None, why: Reason, value: str) -> Reject:
    """Return a reject whose value is short enough to show.

    >>> reject(7, "rating", Reason("This is not a number.", "这不是数字。"), "many").line
    7
    """
    shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return Reject(line, column, why.en, shown, why.zh)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file, in order.

    `table` holds the columns as read (text for text formats, native types for Parquet); `lines` (int64, one per row
    of `table`) the 1-based line or row a person sees in an editor or a spreadsheet; `progress` the share of the file
    read (0 to 1); `rows_end` how many rows of the file are consumed, rejected ones included: give it as `skip_rows`
    to go on from here.
    """

    table: pa.Table
    lines: NDArray[np.int64]
    rejects: list[Reject]
    progress: float
    rows_end: int


class Reader(Protocol):
    """One file format; `columns` are the names found when the file was opened."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names found when the file was opened."""

    def batches(self, *, skip_rows: int, rows: int) -> Iterator[Batch]:
        """Yield the rows after the first `skip_rows`, at most `rows` at a time."""


class Piece(Protocol):
    """Rows that were found together in a block but not parsed yet."""

    @property
    def count(self) -> int:
        """How many rows there are, unusable ones included."""

    def read(self, first: int, last: int) -> tuple[pa.Table, NDArray[np.int64], list[Reject]]:
        """Parse the rows from `first` up to but without `last`."""


@dataclass(slots=True)
class RejectedPiece:
    """One row that is known to be unusable before it is parsed."""

    rejected: Reject
    columns: tuple[str, ...]
    count: int = field(default=1, init=False)

    def read(self, first: int, last: int) -> tuple[pa.Table, NDArray[np.int64], list[Reject]]:
        """Give the reject."""
        return empty_table(self.columns), np.empty(0, dtype=np.int64), [self.rejected][first:last]


def empty_table(columns: tuple[str, ...]) -> pa.Table:
    """Return a table of text columns without rows.

    >>> empty_table(("a", "b")).column_names
    ['a', 'b']
    """
    return pa.table({name: pa.array([], pa.string()) for name in columns})


def slice_pieces(
    pieces: Iterator[tuple[Piece, float]], *, leading: int, skip_rows: int, rows: int
) -> Iterator[Batch]:
    """Yield batches from pieces: the `leading` rows (title, header) and the `skip_rows` after them are left out."""
    position = -leading
    for piece, progress in pieces:
        begin, position = position, position + piece.count
        for first in range(max(0, max(skip_rows, 0) - begin), piece.count, rows):
            last = min(first + rows, piece.count)
            table, lines, rejects = piece.read(first, last)
            yield Batch(table, lines, rejects, progress, begin + last)
