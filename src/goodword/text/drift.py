"""Whether what comes in has changed: of what is predicted, and of the words themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodword.core.errors import InputError

from .shingles import shingles

SOME, MUCH = 0.1, 0.25  # the usual bounds of the population stability index
_BUCKETS = 512
_SPLITS = 20
Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a newer sample lies from an older one.

    `stability_index` is the population stability index, `divergence` the Jensen–Shannon divergence in bits (0 to 1),
    `expected` what the divergence is between random halves of both together: chance alone. `level` is `none`,
    `some` (stability index from 0.1) or `much` (from 0.25), never more than `none` if the divergence is no larger
    than chance makes it.
    """

    stability_index: float
    divergence: float
    expected: float
    level: str


def label_drift(before: Sequence[str | None], after: Sequence[str | None], *, seed: int = 0) -> Drift:
    """Compare which labels were predicted, in two samples; `None` (left to a person) is a label too.

    >>> label_drift(["a"] * 60 + ["b"] * 40, ["a"] * 30 + ["b"] * 70).level
    'much'
    """
    place = {label: number for number, label in enumerate(sorted({*before, *after}, key=str))}
    cells = np.array([place[label] for label in (*before, *after)], dtype=np.int64)
    return _drift(cells, np.arange(len(cells) + 1), len(before), len(place), seed)


def text_drift(before: Sequence[str | None], after: Sequence[str | None], *, seed: int = 0) -> Drift:
    """Compare the pieces of texts (see `shingles`), hashed into 512 buckets, in two samples."""
    cut = shingles([*before, *after])
    return _drift(cut.pieces.astype(np.int64) % _BUCKETS, cut.starts, len(before), _BUCKETS, seed)


def _drift(cells: NDArray[np.int64], starts: NDArray[np.int64], older: int, size: int, seed: int) -> Drift:
    """Compare the cells of the first `older` rows with those of the rest; rows begin at `starts`."""
    rows = len(starts) - 1
    if not 0 < older < rows:
        raise InputError("One of the two samples is empty. Give at least one text in each.")
    row_of = np.repeat(np.arange(rows), np.diff(starts))

    def divergence(is_older: NDArray[np.bool_]) -> tuple[Counts, Counts, float]:
        old = np.bincount(cells[is_older[row_of]], minlength=size).astype(np.float64)
        new = np.bincount(cells[~is_older[row_of]], minlength=size).astype(np.float64)
        return old, new, jensen_shannon(old, new)

    old, new, found = divergence(np.arange(rows) < older)
    generator = np.random.Generator(np.random.PCG64(seed))
    chance = [divergence(generator.permutation(rows) < older)[2] for _ in range(_SPLITS)]
    index = stability_index(old, new)
    level = "none" if found <= max(chance) or index < SOME else ("much" if index >= MUCH else "some")
    return Drift(index, found, float(np.mean(chance)), level)


def stability_index(before: ArrayLike, after: ArrayLike) -> float:
    """Return the population stability index of two vectors of counts, half a count added to each cell.

    >>> round(stability_index([50, 50], [50, 50]), 3), round(stability_index([50, 50], [80, 20]), 3)
    (0.0, 0.406)
    """
    old, new = (np.asarray(counts, dtype=np.float64) + 0.5 for counts in (before, after))
    old, new = old / old.sum(), new / new.sum()
    return float(((new - old) * np.log(new / old)).sum())


def jensen_shannon(before: ArrayLike, after: ArrayLike) -> float:
    """Return the Jensen–Shannon divergence in bits of two vectors of counts (Lin 1991).

    >>> jensen_shannon([1, 0], [0, 5]), jensen_shannon([1, 2], [2, 4])
    (1.0, 0.0)
    """
    shares = [np.asarray(counts, dtype=np.float64) for counts in (before, after)]
    old, new = (each / max(each.sum(), 1.0) for each in shares)
    middle = (old + new) / 2
    return float((_relative_entropy(old, middle) + _relative_entropy(new, middle)) / 2)


def _relative_entropy(shares: Counts, middle: Counts) -> float:
    there = shares > 0
    return float((shares[there] * np.log2(shares[there] / middle[there])).sum())
