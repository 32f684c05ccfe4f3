"""Points in groups: k-means with spread-out starts, the best of several."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_STARTS, _ROUNDS = 4, 30
Points = NDArray[np.float32]


def fit_centres(points: Points, count: int, *, seed: int) -> Points:
    """Return the centres (float32, count × dimensions, each of length 1) that points of length 1 lie nearest to.

    k-means++ starts (Arthur and Vassilvitskii 2007), Lloyd's iterations, the tightest of four attempts.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    best, closeness = np.zeros((0, points.shape[1]), np.float32), -1.0
    for _ in range(_STARTS):
        centres, found = _lloyd(points, _spread(points, count, generator.random(count)), _ROUNDS)
        if found > closeness:
            best, closeness = centres, found
    return best


@njit(cache=True, nogil=True)
def nearest(points: Any, centres: Any) -> tuple[Any, Any]:
    """Return the number of the centre each point is nearest to (int64) and the cosine (float32)."""
    numbers, cosines = np.zeros(len(points), np.int64), np.full(len(points), -2.0, np.float32)
    for n in range(len(points)):
        for c in range(len(centres)):
            cosine = np.float32(0)
            for d in range(points.shape[1]):
                cosine += points[n, d] * centres[c, d]
            if cosine > cosines[n]:
                numbers[n], cosines[n] = c, cosine
    return numbers, cosines


@njit(cache=True, nogil=True)
def _spread(points: Any, count: int, draws: Any) -> Any:
    """Choose points far from those chosen before, by draws from 0 to 1."""
    centres = np.empty((count, points.shape[1]), np.float32)
    far = np.ones(len(points), np.float64)
    for c in range(count):
        target = draws[c] * far.sum()
        chosen, below = 0, 0.0
        for n in range(len(points)):
            below += far[n]
            chosen = n
            if below > target:
                break
        centres[c] = points[chosen]
        for n in range(len(points)):
            cosine = 0.0
            for d in range(points.shape[1]):
                cosine += points[n, d] * centres[c, d]
            far[n] = min(far[n], max(0.0, 1 - cosine))
    return centres


@njit(cache=True, nogil=True)
def _lloyd(points: Any, centres: Any, rounds: int) -> tuple[Any, float]:
    """Move the centres to the middle of their points until none changes its centre."""
    before = np.full(len(points), -1, np.int64)
    total = 0.0
    for _ in range(rounds):
        numbers, cosines = nearest(points, centres)
        total = 0.0
        for n in range(len(points)):
            total += cosines[n]
        if (numbers == before).all():
            break
        before = numbers
        sums = np.zeros((len(centres), points.shape[1]), np.float64)
        for n in range(len(points)):
            for d in range(points.shape[1]):
                sums[numbers[n], d] += points[n, d]
        _set_to_directions(centres, sums)
    return centres, total


@njit(cache=True, nogil=True)
def moved(centres: Any, sizes: Any, points: Any, numbers: Any) -> Any:
    """Return the centres after more points, each drawn by as much as its group grows (`numbers` -1 for no group)."""
    sums = np.zeros(centres.shape, np.float64)
    for c in range(len(centres)):
        for d in range(centres.shape[1]):
            sums[c, d] = centres[c, d] * sizes[c]
    for n in range(len(points)):
        if numbers[n] >= 0:
            for d in range(centres.shape[1]):
                sums[numbers[n], d] += points[n, d]
    after = centres.copy()
    _set_to_directions(after, sums)
    return after


@njit(cache=True, nogil=True)
def _set_to_directions(centres: Any, sums: Any) -> None:
    for c in range(len(centres)):
        length = 0.0
        for d in range(centres.shape[1]):
            length += sums[c, d] * sums[c, d]
        if length > 0:
            for d in range(centres.shape[1]):
                centres[c, d] = np.float32(sums[c, d] / np.sqrt(length))
