"""The record of what happened: columns of numbers while the simulation runs, a table of events at the end."""

from typing import Final

import numpy as np
import numpy.typing as npt

from goodword.core.events import EventKind

from .window import Int64

KINDS: Final = tuple(EventKind)
NONE: Final = -1
COLUMNS: Final = (
    "kind", "ts", "channel", "lever", "programme", "person", "link", "referrer", "root", "parent", "depth",
    "amount", "of", "device",
)  # fmt: skip
PASSED_ON: Final = ("channel", "lever", "programme", "link", "referrer", "root", "depth")
"""What a click inherits from its share, and everything after it from the click."""

Columns = dict[str, Int64]


class Journal:
    """Rows of events, each with its number; nothing after `end` is recorded.

    `person`: index of a person, or the number of people plus the number of a visitor. `link`, `root`,
    `parent`: numbers of shares. `of`: the row a refund belongs to. `NONE` stands for nothing everywhere.
    """

    def __init__(self, end: int) -> None:
        self.end = end
        self.rows = 0
        self._parts: dict[str, list[Int64]] = {name: [] for name in COLUMNS}

    def add(self, kind: EventKind, ts: Int64, **columns: npt.ArrayLike) -> Int64:
        """Record an event for each time (microseconds); return the rows' numbers, `NONE` for the late."""
        kept = ts < self.end
        count = int(kept.sum())
        given = {"kind": KINDS.index(kind), "ts": ts, **columns}
        for name, parts in self._parts.items():
            values = np.broadcast_to(np.asarray(given.get(name, NONE), dtype=np.int64), ts.shape)
            parts.append(values[kept])
        numbers = np.full(len(ts), NONE)
        numbers[kept] = self.rows + np.arange(count)
        self.rows += count
        return numbers

    def columns(self) -> Columns:
        """Return all rows so far, in the order they were recorded."""
        return {
            name: np.concatenate([np.empty(0, dtype=np.int64), *parts]) for name, parts in self._parts.items()
        }


def select(columns: Columns, where: npt.NDArray[np.bool_] | Int64) -> Columns:
    """Return the chosen rows of every column."""
    return {name: values[where] for name, values in columns.items()}


def stack(parts: list[Columns]) -> Columns:
    """Return the rows of all parts, one after the other; all have the same columns."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
