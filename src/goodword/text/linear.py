"""The solver under every head: linear support vectors, one class against the rest, by dual coordinate descent.

Squared hinge and an L2 penalty (Hsieh et al. 2008, A Dual Coordinate Descent Method for Large-scale Linear SVM,
Algorithm 1). Only the four operations and comparisons are used, in a fixed order, so that the same rows give the
same bits on every machine.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse matrix by rows: `columns` (int32) and `values` (float32) of row i are at `starts[i]:starts[i + 1]`."""

    columns: NDArray[np.int32]
    values: Floats
    starts: NDArray[np.int64]
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, wanted: NDArray[np.int64]) -> "Rows":
        """Return some of the rows, in the order asked for."""
        columns, values, starts = _take(self.columns, self.values, self.starts, wanted)
        return Rows(columns, values, starts, self.width)


def solve(
    rows: Rows,
    signs: NDArray[np.int8],
    costs: Floats,
    *,
    sweeps: int = 40,
    tolerance: float = 0.1,
    seed: int = 0,
) -> Floats:
    """Return the weights (float32, one per column and last the constant) that separate +1 from −1 rows.

    `costs` weigh the rows' squared hinge losses. Stops when no dual variable's projected gradient exceeds
    `tolerance`, or after `sweeps`.

    >>> rows = Rows(np.array([0, 1], np.int32), np.ones(2, np.float32), np.array([0, 1, 2]), 2)
    >>> weights = solve(rows, np.array([1, -1], np.int8), np.ones(2, np.float32))
    >>> bool(weights[0] > 0 > weights[1])
    True
    """
    found: Floats = _solve(
        rows.columns, rows.values, rows.starts, rows.width, signs, costs, sweeps, tolerance, seed
    )
    return found


def scores(rows: Rows, weights: Floats) -> Floats:
    """Return the scores (float32, rows × classes) under weights (float32, columns + 1 × classes)."""
    found: Floats = _scores(rows.columns, rows.values, rows.starts, weights)
    return found


@njit(cache=True, nogil=True)
def _take(columns: Any, values: Any, starts: Any, wanted: Any) -> Any:
    begins = np.zeros(len(wanted) + 1, np.int64)
    for n in range(len(wanted)):
        begins[n + 1] = begins[n] + starts[wanted[n] + 1] - starts[wanted[n]]
    some = np.empty(begins[-1], np.int32)
    theirs = np.empty(begins[-1], np.float32)
    for n in range(len(wanted)):
        first = starts[wanted[n]]
        for k in range(begins[n + 1] - begins[n]):
            some[begins[n] + k] = columns[first + k]
            theirs[begins[n] + k] = values[first + k]
    return some, theirs, begins


@njit(cache=True, nogil=True)
def _shuffle(order: Any, count: int, state: Any) -> Any:
    for n in range(count - 1, 0, -1):
        state = np.uint64(state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407))
        other = np.int64((state >> np.uint64(33)) % np.uint64(n + 1))
        order[n], order[other] = order[other], order[n]
    return state


@njit(cache=True, nogil=True)
def _solve(
    columns: Any, values: Any, starts: Any, width: int, signs: Any, costs: Any,
    sweeps: int, tolerance: float, seed: int,
) -> Any:  # fmt: skip
    rows = len(starts) - 1
    weights = np.zeros(width + 1, np.float32)
    alpha = np.zeros(rows, np.float64)
    curvature = np.empty(rows, np.float64)
    for n in range(rows):
        total = 1.0
        for k in range(starts[n], starts[n + 1]):
            total += np.float64(values[k]) * values[k]
        curvature[n] = total + 0.5 / costs[n]
    order: Any = np.arange(rows)
    state = np.uint64(seed + 88172645463325252)
    for _ in range(sweeps):
        state = _shuffle(order, rows, state)
        largest = 0.0
        for n in order:
            score = np.float64(weights[width])
            for k in range(starts[n], starts[n + 1]):
                score += np.float64(weights[columns[k]]) * values[k]
            gradient = signs[n] * score - 1.0 + 0.5 * alpha[n] / costs[n]
            projected = min(gradient, 0.0) if alpha[n] == 0.0 else gradient
            largest = max(largest, abs(projected))
            if projected != 0.0:
                before = alpha[n]
                alpha[n] = max(before - gradient / curvature[n], 0.0)
                step = np.float32((alpha[n] - before) * signs[n])
                for k in range(starts[n], starts[n + 1]):
                    weights[columns[k]] += step * values[k]
                weights[width] += step
        if largest < tolerance:
            break
    return weights


@njit(cache=True, nogil=True)
def _scores(columns: Any, values: Any, starts: Any, weights: Any) -> Any:
    rows, classes = len(starts) - 1, weights.shape[1]
    found = np.empty((rows, classes), np.float32)
    total = np.empty(classes, np.float64)
    for n in range(rows):
        for c in range(classes):
            total[c] = weights[weights.shape[0] - 1, c]
        for k in range(starts[n], starts[n + 1]):
            value = np.float64(values[k])
            for c in range(classes):
                total[c] += value * weights[columns[k], c]
        for c in range(classes):
            found[n, c] = total[c]
    return found
