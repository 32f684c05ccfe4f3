"""How a head is learned from labelled texts: the two views by support vectors, then their calibration by folds."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .calibration import calibrate
from .counted import Counted
from .exact import log
from .features import Shape
from .head import Floats, Head, margins, opinion
from .linear import Rows, solve
from .vocabulary import Vocabulary, Weighed

Labels = NDArray[np.int64]
_FEW = 1_000  # with fewer texts, a feature that is in one text only still counts
_MANY = 20_000  # with more texts, fewer folds are enough
_FACTORS = (0.5, 0.63, 0.79, 0.89, 1.0, 1.12, 1.26, 1.58, 2.0)
_WORTH = 0.01  # what naming a class by factors must gain in the folds before it is done


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a profile learns: which features, how hard each view is fitted, folds of the calibration.

    Each of `plain_costs` gives a view of its own over what is there; none leaves it out. With `cues` the written
    rules' scores are views as well.
    """

    shape: Shape
    rare_cost: float
    plain_costs: tuple[float, ...]
    folds: int
    cues: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """A head and the probabilities (float32, n × k) that its folds gave to the texts it was learned from."""

    head: Head
    held_out: Floats


def fit(
    texts: Counted,
    labels: Labels,
    classes: tuple[str, ...],
    recipe: Recipe,
    *,
    costs: Floats | None = None,
    base: Head | None = None,
    offsets: NDArray[np.float64] | None = None,
    seed: int = 0,
) -> Fitted:
    """Learn a head from counted texts and their labels (0 … k − 1), each text weighed by `costs`.

    `base` is a head whose opinion enters; `offsets` (float64, n × k) are log-probabilities known beforehand.
    """
    weights = np.ones(len(labels), np.float32) if costs is None else costs
    vocabulary = Vocabulary.of(texts.features, at_least=1 if len(labels) < _FEW else 2)
    views, known = opinion(base, classes, texts, cues=recipe.cues)
    known = known if offsets is None else offsets
    task = _Task(
        vocabulary.weigh(texts.features), labels, len(classes), weights, len(vocabulary), recipe, seed
    )
    said = np.hstack([task.held_out(), views])
    calibration = calibrate(said, labels, weights, len(classes), offsets=known)
    held_out = calibration.probabilities(said, known)
    rare, plain = task.weights(np.arange(len(labels)))
    factors = _choice_factors(held_out, labels)
    head = Head(classes, recipe.shape, vocabulary, rare, plain, calibration, factors, base, recipe.cues)
    return Fitted(head.shortened(), held_out)


@dataclass(frozen=True, slots=True)
class _Task:
    """The texts of one task, ready to be learned from in part or as a whole."""

    weighed: Weighed
    labels: Labels
    classes: int
    costs: Floats
    width: int
    recipe: Recipe
    seed: int

    def held_out(self) -> Floats:
        """Return each text's margins under weights learned from the other folds."""
        folds = _folds(
            self.labels, self.classes, self.recipe.folds if len(self.labels) < _MANY else 3, self.seed
        )
        found: Floats | None = None
        for fold in range(int(folds.max(initial=0)) + 1):
            inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            rare, plain = self.weights(inside)
            part = margins(_taken(self.weighed, outside), rare, plain)
            found = np.empty((len(self.labels), part.shape[1]), np.float32) if found is None else found
            found[outside] = part
        assert found is not None  # noqa: S101 - there is always a fold
        return found

    def weights(self, chosen: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Learn both views from some of the texts; returns weights (features + 1 × margins), the second may be empty."""
        some = _taken(self.weighed, chosen)
        rows = Rows(some.columns, some.rare, some.starts, self.width)
        sides = range(1, 2) if self.classes == 2 else range(self.classes)
        signs = [np.where(self.labels[chosen] == side, 1, -1).astype(np.int8) for side in sides]
        balanced = [_balanced(sign, self.costs[chosen]) for sign in signs]
        rare = [
            solve(rows, sign, cost * np.float32(self.recipe.rare_cost), seed=self.seed)
            for sign, cost in zip(signs, balanced, strict=True)
        ]
        if not self.recipe.plain_costs:
            return np.stack(rare, 1), np.empty((0, 0), np.float32)
        plain = [
            self._plain(some, sign, cost * np.float32(hard))
            for hard in self.recipe.plain_costs
            for sign, cost in zip(signs, balanced, strict=True)
        ]
        return np.stack(rare, 1), np.stack(plain, 1)

    def _plain(self, some: Weighed, signs: NDArray[np.int8], costs: Floats) -> Floats:
        """Learn over presence scaled by the log ratio of the classes' counts (Wang and Manning 2012, NB-SVM)."""
        ratios = _ratios(some.columns, some.starts, signs, self.width)
        values = some.plain * ratios[some.columns]
        weights = solve(Rows(some.columns, values, some.starts, self.width), signs, costs, seed=self.seed)
        weights[:-1] *= ratios
        return weights


def _taken(weighed: Weighed, chosen: NDArray[np.int64]) -> Weighed:
    rare = Rows(weighed.columns, weighed.rare, weighed.starts, 0).take(chosen)
    plain = Rows(weighed.columns, weighed.plain, weighed.starts, 0).take(chosen)
    return Weighed(rare.columns, rare.values, plain.values, rare.starts)


def _balanced(signs: NDArray[np.int8], costs: Floats) -> Floats:
    """Weigh both sides alike however many texts each has."""
    positive = max(int((signs > 0).sum()), 1)
    negative = max(len(signs) - positive, 1)
    half = len(signs) / 2
    return (costs * np.where(signs > 0, half / positive, half / negative)).astype(np.float32)


@njit(cache=True, nogil=True)
def _ratios(columns: Any, starts: Any, signs: Any, width: int) -> Any:
    counts = np.ones((2, width), np.float64)
    for n in range(len(starts) - 1):
        side = 1 if signs[n] > 0 else 0
        for k in range(starts[n], starts[n + 1]):
            counts[side, columns[k]] += 1.0
    totals = np.zeros(2)
    for column in range(width):
        totals[0] += counts[0, column]
        totals[1] += counts[1, column]
    found = np.empty(width, np.float32)
    for column in range(width):
        found[column] = log((counts[1, column] / totals[1]) / (counts[0, column] / totals[0]))
    return found


@njit(cache=True, nogil=True)
def _folds(labels: Any, classes: int, folds: int, seed: int) -> Any:
    """Deal the texts of each class out to the folds in a shuffled order."""
    found = np.empty(len(labels), np.int64)
    state = np.uint64(seed + 1442695040888963407)
    order: Any = np.arange(len(labels))
    for n in range(len(labels) - 1, 0, -1):
        state = np.uint64(state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407))
        other = np.int64((state >> np.uint64(33)) % np.uint64(n + 1))
        order[n], order[other] = order[other], order[n]
    dealt = np.arange(classes)
    for n in order:
        found[n] = dealt[labels[n]] % folds
        dealt[labels[n]] += 1
    return found


def _choice_factors(probabilities: Floats, labels: Labels) -> NDArray[np.float64]:
    """Return the factors under which the named class is best in accuracy and macro-F1 together; ones if little is won."""
    classes = probabilities.shape[1]
    factors = np.ones(classes)
    best = plain = _worth(probabilities, labels, factors)
    for _ in range(2):
        for each in range(classes):
            for factor in _FACTORS:
                tried = factors.copy()
                tried[each] = factor
                worth = _worth(probabilities, labels, tried)
                if worth > best + 1e-9:
                    best, factors = worth, tried
    return factors if best - plain > _WORTH else np.ones(classes)


@njit(cache=True, nogil=True)
def _worth(probabilities: Any, labels: Any, factors: Any) -> float:
    classes = len(factors)
    right, named, there = np.zeros(classes), np.zeros(classes), np.zeros(classes)
    for n in range(len(labels)):
        best = 0
        for c in range(1, classes):
            if probabilities[n, c] * factors[c] > probabilities[n, best] * factors[best]:
                best = c
        named[best] += 1.0
        there[labels[n]] += 1.0
        if best == labels[n]:
            right[best] += 1.0
    total = 0.0
    for c in range(classes):
        if named[c] + there[c] > 0.0:
            total += 2.0 * right[c] / (named[c] + there[c])
    return float(total / classes + right.sum() / max(len(labels), 1))
