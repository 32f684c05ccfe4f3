"""How good a model is on texts whose labels are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goodword.core.errors import InputError

BINS = 15
TARGETS = (0.9, 0.95)
RESAMPLES = 1000
_Z = 1.959963984540054  # 95 %
Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LabelQuality:
    """How well one label is found; `support` is how many texts truly have it."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts whose top probability is above `low` and up to `high`: how sure the model was, how often it was right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """The largest share of texts that is at least so accurate, if all below `threshold` are left to people."""

    accuracy: float
    share: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a model is worth on `n` labelled texts.

    `accuracy` has a Wilson interval, `macro_f1` one of 1,000 bootstrap samples. `confusion` (int64) counts texts by
    true label (rows) and predicted one (columns), in the order of `labels`: the model's classes, then labels it does
    not know. `calibration_error` is the expected calibration error over 15 equally wide bins of the top probability.
    `kept` and `accuracy_kept` are what is left of the texts at the threshold, if one was given.
    """

    n: int
    labels: tuple[str, ...]
    accuracy: Estimate
    macro_f1: Estimate
    per_label: tuple[LabelQuality, ...]
    confusion: Counts
    calibration: tuple[Bin, ...]
    calibration_error: float
    log_loss: float
    coverage: tuple[Coverage, ...]
    threshold: float | None
    kept: float
    accuracy_kept: float


def assess(
    truth: Sequence[str],
    classes: Sequence[str],
    probabilities: ArrayLike,
    *,
    predicted: Sequence[str] | None = None,
    threshold: float | None = None,
) -> Assessment:
    """Compare probabilities (texts × classes) with the true labels.

    `predicted` are the labels given, where they are not the likeliest ones (a model may name rare labels earlier):
    accuracy, F1 and confusion are theirs; calibration and coverage are the likeliest label's. A true label that is
    none of the classes counts as missed. Sources: Wilson 1927 (interval); Guo et al. 2017,
    "On calibration of modern neural networks" (calibration error).

    >>> found = assess(["a", "b", "b"], ("a", "b"), [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], threshold=0.7)
    >>> round(found.accuracy.value, 2), round(found.kept, 2), found.accuracy_kept, found.confusion.tolist()
    (0.67, 0.67, 1.0, [[1, 0], [1, 1]])
    """
    given = _checked(truth, classes, probabilities)
    labels = (*classes, *sorted(set(truth) - set(classes)))
    place = {label: number for number, label in enumerate(labels)}
    true = np.array([place[label] for label in truth])
    likeliest, confidence = given.argmax(axis=1), given.max(axis=1)
    right = true == likeliest
    named = likeliest if predicted is None else np.array([place[label] for label in predicted])
    confusion = _confusion(true, named, len(labels))
    bins = _calibration(confidence, right)
    of_truth = np.where(
        true < len(classes), given[np.arange(len(given)), np.minimum(true, len(classes) - 1)], 0
    )
    kept = confidence >= (threshold or 0)
    return Assessment(
        n=len(true),
        labels=labels,
        accuracy=wilson(int((true == named).sum()), len(true)),
        macro_f1=_macro_f1_estimate(confusion),
        per_label=_per_label(labels, confusion),
        confusion=confusion,
        calibration=bins,
        calibration_error=sum(each.count * abs(each.confidence - each.accuracy) for each in bins) / len(true),
        log_loss=float(-np.log(np.maximum(of_truth, 1e-15)).mean()),
        coverage=tuple(_coverage(confidence, right, target) for target in TARGETS),
        threshold=threshold,
        kept=float(kept.mean()),
        accuracy_kept=float(right[kept].mean()) if kept.any() else float("nan"),
    )


def _checked(truth: Sequence[str], classes: Sequence[str], probabilities: ArrayLike) -> Numbers:
    given = np.asarray(probabilities, dtype=np.float64)
    if len(truth) == 0:
        raise InputError("There is no labelled text to compare with. Label some first.")
    if given.shape != (len(truth), len(classes)):
        raise InputError(
            f"There are {len(truth)} labels and {len(classes)} classes, but probabilities of shape {given.shape}. "
            "Give one row a text and one column a class."
        )
    if not np.isfinite(given).all():
        raise InputError("A probability is not a number. Give numbers from 0 to 1.")
    return given


def wilson(successes: int, trials: int) -> Estimate:
    """Return a share with its Wilson interval.

    >>> wilson(9, 10)
    Estimate(value=0.9, low=0.5958..., high=0.9821...)
    """
    share, z = successes / trials, _Z
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    reach = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / (1 + z * z / trials)
    return Estimate(share, max(0.0, middle - reach), min(1.0, middle + reach))


def _confusion(true: NDArray[Any], predicted: NDArray[Any], size: int) -> Counts:
    return np.bincount(true * size + predicted, minlength=size * size).reshape(size, size).astype(np.int64)


def macro_f1(confusion: NDArray[Any], labels: int | None = None) -> Numbers:
    """Return the mean F1 of those of the first `labels` that occur, of one confusion matrix or a stack of them."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)[..., :labels].astype(np.float64)
    either = (confusion.sum(axis=-1) + confusion.sum(axis=-2))[..., :labels]
    occurs = either > 0
    f1 = 2 * right / np.maximum(either, 1)
    return np.asarray(f1.sum(axis=-1) / np.maximum(occurs.sum(axis=-1), 1))


def _macro_f1_estimate(confusion: Counts) -> Estimate:
    size, total = len(confusion), confusion.sum()
    samples = generator().multinomial(total, confusion.ravel() / total, RESAMPLES)
    low, high = np.quantile(macro_f1(samples.reshape(-1, size, size)), (0.025, 0.975))
    return Estimate(float(macro_f1(confusion)), float(low), float(high))


def generator() -> np.random.Generator:
    """Return the source of randomness of all bootstraps."""
    return np.random.Generator(np.random.PCG64(0))


def _per_label(labels: Sequence[str], confusion: Counts) -> tuple[LabelQuality, ...]:
    rows = []
    for number, label in enumerate(labels):
        right, support = confusion[number, number], int(confusion[number].sum())
        predicted = int(confusion[:, number].sum())
        rows.append(
            LabelQuality(
                label,
                precision=float(right / max(predicted, 1)),
                recall=float(right / max(support, 1)),
                f1=float(2 * right / max(support + predicted, 1)),
                support=support,
            )
        )
    return tuple(rows)


def _calibration(confidence: Numbers, right: NDArray[np.bool_]) -> tuple[Bin, ...]:
    number = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    counts = np.bincount(number, minlength=BINS)
    sure = np.bincount(number, confidence, BINS) / np.maximum(counts, 1)
    hits = np.bincount(number, right, BINS) / np.maximum(counts, 1)
    return tuple(
        Bin(k / BINS, (k + 1) / BINS, int(counts[k]), float(sure[k]), float(hits[k])) for k in range(BINS)
    )


def _coverage(confidence: Numbers, right: NDArray[np.bool_], target: float) -> Coverage:
    order = np.argsort(-confidence, kind="stable")
    ranked = confidence[order]
    accuracy = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    # Texts of the same confidence are kept or left together.
    is_last = np.append(ranked[1:] != ranked[:-1], True)
    fitting = np.flatnonzero(is_last & (accuracy >= target))
    if len(fitting) == 0:
        return Coverage(target, 0.0, 1.0)
    last = fitting[-1]
    return Coverage(target, float((last + 1) / len(order)), float(ranked[last]))
