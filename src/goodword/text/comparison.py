"""Whether a new model may take the place of an old one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodword.core.errors import InputError

from .assessment import RESAMPLES, Estimate, generator, macro_f1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same texts: how many each got right, what changed, and the verdict.

    `reason` is `better`, `same`, `more_errors` or `rare_labels_worse`; `p_value` is McNemar's, exact, two-sided.
    """

    accepted: bool
    reason: str
    n: int
    right_before: int
    right_after: int
    gained: int
    lost: int
    p_value: float
    macro_f1_before: float
    macro_f1_after: float
    macro_f1_change: Estimate


def not_worse(truth: Sequence[str], before: Sequence[str | None], after: Sequence[str | None]) -> Comparison:
    """Decide whether a new model may replace the old one, by their labels of the same gold set.

    The rule: the new model is accepted if it gets no fewer texts right than the old one, and its macro-F1 is not
    clearly lower (the 95 % interval of the change, by paired bootstrap, does not lie below zero). `None` is a text
    left to a person, and not right. Source: McNemar 1947; Efron and Tibshirani 1993.

    >>> verdict = not_worse(["a", "b", "b"], ["a", "a", "b"], ["a", "b", "b"])
    >>> verdict.accepted, verdict.reason, verdict.gained, verdict.lost
    (True, 'better', 1, 0)
    """
    if not len(truth) == len(before) == len(after) or len(truth) == 0:
        raise InputError(
            f"There are {len(truth)} true labels, {len(before)} old and {len(after)} new ones. Give as many of each."
        )
    right_before = np.array([label == own for label, own in zip(truth, before, strict=True)])
    right_after = np.array([label == own for label, own in zip(truth, after, strict=True)])
    gained, lost = int((right_after & ~right_before).sum()), int((right_before & ~right_after).sum())
    values, change = _macro_f1_change(truth, before, after)
    reason = "better" if gained > lost else "same"
    if gained < lost:
        reason = "more_errors"
    elif change.high < 0:
        reason = "rare_labels_worse"
    return Comparison(
        accepted=reason in ("better", "same"),
        reason=reason,
        n=len(truth),
        right_before=int(right_before.sum()),
        right_after=int(right_after.sum()),
        gained=gained,
        lost=lost,
        p_value=_mcnemar(gained, lost),
        macro_f1_before=values[0],
        macro_f1_after=values[1],
        macro_f1_change=change,
    )


def _macro_f1_change(
    truth: Sequence[str], before: Sequence[str | None], after: Sequence[str | None]
) -> tuple[tuple[float, float], Estimate]:
    """Return both macro-F1 and their difference, resampling texts by what happened to them."""
    place = {
        label: number for number, label in enumerate(sorted({*truth, *before, *after} - {None}, key=str))
    }
    size = len(place) + 1  # the last one for texts left to a person
    rows = [[place.get(each, size - 1) for each in three] for three in zip(truth, before, after, strict=True)]
    cases, counts = np.unique(np.array(rows), axis=0, return_counts=True)
    samples = np.vstack((counts, generator().multinomial(len(rows), counts / len(rows), RESAMPLES)))
    old, new = (_stacked_f1(samples, cases[:, 0], cases[:, which], size) for which in (1, 2))
    low, high = np.quantile(new[1:] - old[1:], (0.025, 0.975))
    return (float(old[0]), float(new[0])), Estimate(float(new[0] - old[0]), float(low), float(high))


def _stacked_f1(
    samples: NDArray[Any], true: NDArray[Any], predicted: NDArray[Any], size: int
) -> NDArray[np.float64]:
    tables = np.zeros((len(samples), size * size), dtype=np.int64)
    for case, cell in enumerate(true * size + predicted):
        tables[:, cell] += samples[:, case]
    return macro_f1(tables.reshape(-1, size, size), size - 1)


def _mcnemar(gained: int, lost: int) -> float:
    """Return the two-sided exact p-value that gains and losses are equally likely.

    >>> round(_mcnemar(1, 9), 4), _mcnemar(3, 3), _mcnemar(0, 0)
    (0.0215, 1.0, 1.0)
    """
    total, fewer = gained + lost, min(gained, lost)
    if total == 0:
        return 1.0
    below = (
        lgamma(total + 1) - lgamma(k + 1) - lgamma(total - k + 1) - total * log(2) for k in range(fewer + 1)
    )
    return min(1.0, 2 * sum(exp(each) for each in below))
