"""Shares of namings with their intervals: who is named how often, by mentions that may name several."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..numbers import share_interval

DRAWS = 2_000
_SEED = 9
MOST = 20  # names that are compared at once


@dataclass(frozen=True, slots=True)
class ShareEstimate:
    """A share between 0 and 1 with its 95 % interval; `method` is wilson or bootstrap."""

    count: int
    n: int
    share: float | None
    interval: tuple[float, float] | None
    method: str


def shares(masks: Sequence[NDArray[np.bool_]]) -> list[ShareEstimate]:
    """Return for each of some names its share of all namings; the masks say which mentions name it.

    Where no mention names two, the share is that of mentions, and its interval Wilson's. Otherwise the mentions are
    drawn anew 2,000 times with a fixed seed (a multinomial over who is named together) and the interval holds the
    middle 95 % of the shares drawn; a name that all or none have keeps Wilson's, for drawing anew never changes it.

    >>> a, b = np.array([1, 1, 1, 0], bool), np.array([0, 0, 0, 1], bool)
    >>> [(each.count, each.n, each.share, each.method) for each in shares([a, b])]
    [(3, 4, 0.75, 'wilson'), (1, 4, 0.25, 'wilson')]
    """
    counts = [int(mask.sum()) for mask in masks]
    n = sum(counts)
    if not n:
        return [ShareEstimate(0, 0, None, None, "wilson") for _mask in masks]
    together = np.zeros(len(masks[0]), dtype=np.int64)
    for place, mask in enumerate(masks):
        together |= mask.astype(np.int64) << place
    patterns, times = np.unique(together[together > 0], return_counts=True)
    drawn = _drawn(patterns, times, len(masks)) if int(times.sum()) < n else None
    return [_estimate(place, count, n, drawn) for place, count in enumerate(counts)]


def _drawn(patterns: NDArray[np.int64], times: NDArray[np.int64], names: int) -> NDArray[np.float64]:
    """Return shares drawn anew, float64 (DRAWS, names)."""
    total = int(times.sum())
    draws = np.random.default_rng(_SEED).multinomial(total, times / total, size=DRAWS)
    named = (patterns[:, None] >> np.arange(names)) & 1
    namings = draws @ named
    whole: NDArray[np.float64] = namings / namings.sum(axis=1, keepdims=True)
    return whole


def _estimate(place: int, count: int, n: int, drawn: NDArray[np.float64] | None) -> ShareEstimate:
    share = count / n
    if drawn is None or count in (0, n):
        return ShareEstimate(count, n, share, share_interval(count, n), "wilson")
    low, high = np.quantile(drawn[:, place], (0.025, 0.975))
    return ShareEstimate(count, n, share, (float(low), float(high)), "bootstrap")
