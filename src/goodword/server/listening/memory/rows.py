"""Reads what the explorer filters, counts and orders by, for some blocks of a brand's mentions, into arrays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from .blocks import SHIFT
from .dialects import FACETS, MARK, POSTGRESQL, SQLITE


@dataclass(frozen=True, slots=True)
class Rows:
    """Some mentions by rising id: arrays of the same length.

    `kinds` (int32) are numbers of `Kinds`, `moments` (int64) microseconds since 1970 or `NEVER`, `ratings` float64 or
    nan, `copies` and `imports` (int64) ids or 0.
    """

    ids: NDArray[np.int64]
    kinds: NDArray[np.int32]
    moments: NDArray[np.int64]
    ratings: NDArray[np.float64]
    copies: NDArray[np.int64]
    imports: NDArray[np.int64]

    def part(self, start: int, end: int) -> "Rows":
        """Return the rows between two places."""
        return Rows(*(each[start:end] for each in self.arrays))

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        """All arrays in order."""
        return self.ids, self.kinds, self.moments, self.ratings, self.copies, self.imports


def joined(parts: Sequence[Rows]) -> Rows:
    """Return rows one after the other."""
    return Rows(*(np.concatenate(each) for each in zip(*(part.arrays for part in parts), strict=True)))


class Kinds(dict[str, int]):
    """Numbers for the combinations of facet values that were met; only ever added to."""

    def __init__(self) -> None:
        self._codes: list[list[int]] = [[] for _ in FACETS]
        self._numbers: list[dict[str, int]] = [{} for _ in FACETS]

    def __missing__(self, text: str) -> int:
        values = text.split(MARK)
        for codes, numbers, value in zip(self._codes, self._numbers, values, strict=True):
            codes.append(numbers.setdefault(value, len(numbers)))
        self[text] = len(self)
        return len(self) - 1

    def codes(self, facet: str, n: int) -> NDArray[np.int64]:
        """Return for each of the first n combinations the number of its value of a facet."""
        return np.array(self._codes[FACETS.index(facet)][:n], dtype=np.int64)

    def values_of(self, facet: str) -> list[str]:
        """Return the values of a facet by their number."""
        return list(self._numbers[FACETS.index(facet)])


def read(brand_id: int, kinds: Kinds, blocks: Sequence[int] | None = None) -> Rows:
    """Return the rows of a brand, of some blocks (rising) or of all."""
    if blocks is None:
        return _rows(kinds, "brand_id = %s", [brand_id])
    # Out of the sight of SQLite's planner, which would walk all of the brand for a few blocks.
    own = "brand_id" if connection.vendor == "postgresql" else "+brand_id"
    return joined(
        [
            _rows(
                kinds, f"{own} = %s AND id >= %s AND id < %s", [brand_id, first << SHIFT, (last + 1) << SHIFT]
            )
            for first, last in _runs(blocks)
        ]
    )


def _runs(blocks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of blocks that follow each other.

    >>> list(_runs([1, 2, 5]))
    [(1, 2), (5, 5)]
    """
    start = 0
    for place in range(1, len(blocks) + 1):
        if place == len(blocks) or blocks[place] != blocks[place - 1] + 1:
            yield blocks[start], blocks[place - 1]
            start = place


def _rows(kinds: Kinds, condition: str, values: list[int]) -> Rows:
    """Read combination by combination, the mentions of each in one value: a row for each would take thrice as long."""
    dialect = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    sql = (
        f"SELECT {dialect.texts}, count(*), {dialect.packed} FROM listening_mention "  # noqa: S608 - our own words
        f"WHERE {condition} GROUP BY {', '.join(FACETS)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    texts, counts, packed = zip(*found, strict=True) if found else ((), (), ())
    of_kind = np.fromiter(map(kinds.__getitem__, texts), dtype=np.int32, count=len(texts))
    numbers = dialect.numbers(packed)
    order = np.argsort(numbers[:, 0], kind="stable")
    ids, moments, ratings, copies, imports = numbers[order].T
    return Rows(
        ids.astype(np.int64),
        np.repeat(of_kind, np.array(counts, dtype=np.int64))[order],
        moments.astype(np.int64),
        ratings.copy(),
        copies.astype(np.int64),
        imports.astype(np.int64),
    )
