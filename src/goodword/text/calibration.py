"""From scores to probabilities: one multinomial logistic model over everything the views say, with a ridge.

It is fitted on scores of texts the views had not learned from, so that its probabilities are honest; what is
known beforehand (another model's opinion) enters as offsets, and without evidence nothing is changed.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .exact import log, softmax

Doubles = NDArray[np.float64]
_STEPS = 200
_ENOUGH = 1e-5
_LEAST_SCALE = 0.3  # of a view's score: one that hardly varies in training must not decide elsewhere


@dataclass(frozen=True, slots=True)
class Calibration:
    """`centre` and `scale` of each view's score (d), `weights` (k × (d + 1), the last the constant), float64."""

    centre: Doubles
    scale: Doubles
    weights: Doubles

    def probabilities(
        self, views: NDArray[np.float32], offsets: Doubles | None = None
    ) -> NDArray[np.float32]:
        """Return probabilities (float32, n × k) of texts from their views (n × d) and offsets (n × k)."""
        given = np.zeros((len(views), len(self.weights))) if offsets is None else offsets
        return _probabilities((views - self.centre) / self.scale, given, self.weights)  # type: ignore[no-any-return]


def calibrate(
    views: NDArray[np.float32],
    labels: NDArray[np.int64],
    costs: NDArray[np.float32],
    classes: int,
    *,
    offsets: Doubles | None = None,
    ridge: float = 3.0,
) -> Calibration:
    """Fit the probabilities of `labels` (0 … k − 1) to the views (n × d) of texts, each weighed by `costs`.

    Minimises the weighted log loss plus `ridge`/2 times the squared weights (the constants too, where there are
    offsets), by Böhning's (1992) bound on the curvature: one factorisation, steps that never overshoot.
    """
    centre = views.mean(0, dtype=np.float64)
    scale = np.sqrt(((views - centre) ** 2).mean(0, dtype=np.float64))
    scale = np.maximum(scale, _LEAST_SCALE)
    given = np.zeros((len(views), classes)) if offsets is None else offsets
    penalty = np.full(views.shape[1] + 1, ridge)
    if offsets is None:
        penalty[-1] = 1e-6
    weights = _fit(
        (views - centre) / scale, labels, costs.astype(np.float64), given, classes, penalty, _STEPS, _ENOUGH
    )
    return Calibration(centre, scale, weights)


@njit(cache=True, nogil=True)
def _probabilities(rows: Any, offsets: Any, weights: Any) -> Any:
    classes, size = weights.shape[0], weights.shape[1] - 1
    found = np.empty((len(rows), classes), np.float32)
    scores, shares = np.empty(classes), np.empty(classes)
    for n in range(len(rows)):
        for c in range(classes):
            scores[c] = offsets[n, c] + weights[c, size]
            for j in range(size):
                scores[c] += weights[c, j] * rows[n, j]
        softmax(scores, shares)
        for c in range(classes):
            found[n, c] = shares[c]
    return found


@njit(cache=True, nogil=True)
def _fit(
    rows: Any, labels: Any, costs: Any, offsets: Any, classes: int, penalty: Any, steps: int, enough: float
) -> Any:
    size = rows.shape[1] + 1
    factor = _factor(_curvature(rows, costs, penalty))
    weights = np.zeros((classes, size))
    look = weights.copy()  # where Nesterov's method looks for the next gradient
    pace = 1.0
    for _ in range(steps):
        gradient = _gradient(rows, labels, costs, offsets, look, penalty)
        largest = 0.0
        faster = (1.0 + np.sqrt(1.0 + 4.0 * pace * pace)) / 2.0
        push = (pace - 1.0) / faster
        for c in range(classes):
            step = _solved(factor, gradient[c])
            for j in range(size):
                new = look[c, j] - step[j]
                moved = new - weights[c, j]
                largest = max(largest, abs(moved))
                look[c, j] = new + push * moved
                weights[c, j] = new
        pace = faster
        if largest < enough:
            break
    return weights


@njit(cache=True, nogil=True)
def _gradient(rows: Any, labels: Any, costs: Any, offsets: Any, weights: Any, penalty: Any) -> Any:
    classes, size = weights.shape
    found = np.empty((classes, size))
    for c in range(classes):
        for j in range(size):
            found[c, j] = penalty[j] * weights[c, j]
    scores, shares = np.empty(classes), np.empty(classes)
    for n in range(len(rows)):
        for c in range(classes):
            scores[c] = offsets[n, c] + weights[c, size - 1]
            for j in range(size - 1):
                scores[c] += weights[c, j] * rows[n, j]
        softmax(scores, shares)
        for c in range(classes):
            wrong = costs[n] * (shares[c] - (1.0 if labels[n] == c else 0.0))
            for j in range(size - 1):
                found[c, j] += wrong * rows[n, j]
            found[c, size - 1] += wrong
    return found


@njit(cache=True, nogil=True)
def _curvature(rows: Any, costs: Any, penalty: Any) -> Any:
    size = rows.shape[1] + 1
    found = np.zeros((size, size))
    row = np.ones(size)
    for n in range(len(rows)):
        row[: size - 1] = rows[n]
        for i in range(size):
            for j in range(i + 1):
                found[i, j] += 0.5 * costs[n] * row[i] * row[j]
    for i in range(size):
        found[i, i] += penalty[i] + 1e-9
        for j in range(i):
            found[j, i] = found[i, j]
    return found


@njit(cache=True, nogil=True)
def _factor(matrix: Any) -> Any:
    """Return the lower Cholesky factor of a positive definite matrix."""
    size = len(matrix)
    lower = np.zeros((size, size))
    for i in range(size):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= lower[i, k] * lower[j, k]
            lower[i, j] = np.sqrt(max(total, 1e-12)) if i == j else total / lower[j, j]
    return lower


@njit(cache=True, nogil=True)
def _solved(lower: Any, right: Any) -> Any:
    size = len(right)
    found = right.copy()
    for i in range(size):
        for k in range(i):
            found[i] -= lower[i, k] * found[k]
        found[i] /= lower[i, i]
    for i in range(size - 1, -1, -1):
        for k in range(i + 1, size):
            found[i] -= lower[k, i] * found[k]
        found[i] /= lower[i, i]
    return found


def log_probabilities(probabilities: NDArray[np.float32], floor: float = 0.005) -> Doubles:
    """Return the logarithms of probabilities mixed with a little of everything, as offsets for `calibrate`."""
    mixed = probabilities.astype(np.float64) * (1.0 - floor) + floor / probabilities.shape[1]
    return _logs(mixed)  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def _logs(values: Any) -> Any:
    found = np.empty(values.shape)
    for n in range(values.shape[0]):
        for c in range(values.shape[1]):
            found[n, c] = log(values[n, c])
    return found
