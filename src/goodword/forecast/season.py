"""What is usual: level, trend, hour of the day, day of the week and spread of counts, learned from four weeks.

All of it for many series at once; hours that nobody saw are NaN and count neither way.
"""

from dataclasses import dataclass

import numpy as np

from .series import Floats, Ints

DAYS = 28
WINDOW = DAYS * 24
_HALF_LIFE = 28.0  # days after which an hour weighs half
_HOUR_PRIOR, _DAY_PRIOR, _CELL_PRIOR = 1.0, 12.0, 40.0  # mentions' worth of "as usual" before data speak
_SPREAD_PRIOR = 40.0  # hours' worth of the prior spread
_PRIOR_SPREAD = 0.1
_CLIP = 4.0  # standard deviations above the expected value that an hour may teach
_STEEPEST = 0.05  # of the level a day
_TREND_PRIOR = 0.015
_PASSES = 2


@dataclass(frozen=True, slots=True)
class Season:
    """What is usual for S series.

    `level` (S,) per hour at the moment of fitting, `slope` (S,) per hour and day, `profile` (S, 168) factors by
    hour of the week, `spread` (S,) the a of variance = m + a m², `doubt` (S, 168) the squared relative error of the
    expected value.
    """

    level: Floats
    slope: Floats
    profile: Floats
    spread: Floats
    doubt: Floats

    def expected(self, hour_of_week: int, days_on: float) -> Floats:
        """Return the expected counts (S,) of an hour, `days_on` days after fitting."""
        level = np.maximum(self.level + self.slope * days_on, 0.2 * self.level)
        result: Floats = level * self.profile[:, hour_of_week]
        return result


def fit(counts: Floats, hours_of_week: Ints) -> Season:
    """Learn what is usual from the last hours: `counts` (S, n) with NaN where nobody saw, the newest last."""
    n = counts.shape[1]
    seen = ~np.isnan(counts)
    age = (n - np.arange(n) - 0.5) / 24
    fading = 0.5 ** (age / _HALF_LIFE)
    raw = np.where(seen, counts, 0.0)
    cells = np.eye(168)[hours_of_week] * fading[:, None]
    weight = seen @ cells
    kept, spread = raw, np.full(len(counts), 0.5)
    for _pass in range(_PASSES):
        profile, support, freedom = _profile(kept @ cells, weight)
        over_time = profile[:, hours_of_week]
        level, slope, error = _level(kept, seen, over_time, age)
        usual = np.maximum(level[:, None] - slope[:, None] * age, 0.2 * level[:, None]) * over_time
        kept = np.minimum(raw, usual + _CLIP * np.sqrt(usual + spread[:, None] * usual**2))
        spread = _spread(kept, usual, seen, freedom)
    return Season(level, slope, profile, spread, 1.0 / support + error[:, None])


def _profile(counted: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the factors by hour of the week (S, 168), how many counts speak for each, and how many are free (S,).

    Both arguments are sums by hour of the week (S, 168). Hour, day, and what is left to their pair, one after the
    other, each drawn towards 1 where little was counted.
    """
    n = len(counted)
    level = (counted.sum(1) + 0.5) / np.maximum(weight.sum(1), 1.0)
    base = (level[:, None] * weight).reshape(n, 7, 24)
    found = counted.reshape(n, 7, 24)
    by_hour = found.sum(1, keepdims=True) + _HOUR_PRIOR
    hour = by_hour / (base.sum(1, keepdims=True) + _HOUR_PRIOR)
    day = (found.sum(2, keepdims=True) + _DAY_PRIOR) / ((base * hour).sum(2, keepdims=True) + _DAY_PRIOR)
    both = hour * day
    cell = (found + _CELL_PRIOR) / (base * both + _CELL_PRIOR)
    factors = (both * cell).reshape(n, 168)
    expected = base * both
    freedom = 31 + (expected / (expected + _CELL_PRIOR)).sum((1, 2))
    return factors / factors.mean(1, keepdims=True), np.tile(by_hour[:, 0], 7), freedom


def _level(counts: Floats, seen: Floats, profile: Floats, age: Floats) -> tuple[Floats, Floats, Floats]:
    """Return level and slope now, and the squared relative error of the level, from day to day."""
    day = np.minimum(age.astype(np.int64), DAYS - 1)
    to_days = np.eye(DAYS)[day]
    exposure = (profile * seen) @ to_days  # in hours of the usual kind
    rate = (counts @ to_days) / np.maximum(exposure, 1e-9)
    x = -(np.arange(DAYS) + 0.5)
    weight = exposure * 0.5 ** (-x / _HALF_LIFE)
    mean = ((weight * rate).sum(1) + 0.5) / np.maximum(weight.sum(1), 1.0)
    uneven = _unevenness(rate, mean, exposure)
    ridge = uneven / (mean * _TREND_PRIOR**2)
    whole = np.maximum(weight.sum(1), 1e-9)
    centre = (weight * x).sum(1) / whole
    off = x - centre[:, None]
    slope = (weight * off * (rate - mean[:, None])).sum(1) / ((weight * off**2).sum(1) + ridge)
    slope = np.clip(slope, -_STEEPEST * mean, _STEEPEST * mean)
    level = np.maximum(mean - slope * centre, 0.2 * mean)
    error = uneven / np.maximum(whole * mean, 1.0)
    return level, slope, error


def _unevenness(rate: Floats, mean: Floats, exposure: Floats) -> Floats:
    """Return how many times more days differ than chance alone would have it, at least 1."""
    squares = np.minimum((rate - mean[:, None]) ** 2 * exposure / mean[:, None], 16.0)
    days = np.maximum((exposure > 0).sum(1), 1)
    result: Floats = np.maximum(squares.sum(1) / days, 1.0)
    return result


def _spread(counts: Floats, usual: Floats, seen: Floats, freedom: Floats) -> Floats:
    """Return a of variance = m + a m², by moments, drawn towards a prior.

    What was fitted to the same hours lies nearer to them than the truth: hence the `freedom` (S,) of the fit.
    """
    hours = seen.sum(1)
    nearer = hours / np.maximum(hours - freedom, np.maximum(hours / 2, 1.0))
    excess = np.where(seen, nearer[:, None] * (counts - usual) ** 2 - usual, 0.0).sum(1)
    squares = np.where(seen, usual**2, 0.0).sum(1)
    prior = _SPREAD_PRIOR * np.minimum(usual.mean(1), 1.0) ** 2 + 1e-9
    result: Floats = np.clip((excess + _PRIOR_SPREAD * prior) / (squares + prior), 0.0, 20.0)
    return result
