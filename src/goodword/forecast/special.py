"""The few special functions the detector needs, on whole arrays."""

import numpy as np

from .series import Floats

_SHIFT = 8
_LEAST = 1e-9


def log_gamma(x: Floats) -> Floats:
    """Return the logarithm of the gamma function of positive numbers (Stirling's series, to 1e-10).

    >>> log_gamma(np.array([3.0, 5.0])).round(8).tolist()
    [0.69314718, 3.17805383]
    """
    shifted = x + _SHIFT
    rising = np.ones_like(x)
    for step in range(_SHIFT):
        rising = rising * (x + step)
    inverse = 1.0 / shifted
    square = inverse * inverse
    series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
    whole = (shifted - 0.5) * np.log(shifted) - shifted + 0.5 * np.log(2 * np.pi) + series
    result: Floats = whole - np.log(rising)
    return result


def normal_score(seen: Floats, mean: Floats, variance: Floats, third: Floats) -> Floats:
    """Return how far out on the normal curve a sum lies, from its mean, variance and third cumulant.

    The sum is taken for a shifted gamma variable (Pearson III) and brought to the normal curve by Wilson and
    Hilferty's cube root.

    >>> normal_score(np.array([10.0]), np.array([10.0]), np.array([10.0]), np.array([1e-9])).round(3).tolist()
    [0.0]
    """
    deviation = np.sqrt(np.maximum(variance, _LEAST))
    skewness = np.maximum(third / deviation**3, 1e-4)
    root = 2.0 / skewness
    stretched = np.maximum(1.0 + (seen - mean) / deviation * skewness / 2, _LEAST)
    result: Floats = 3 * root * (np.cbrt(stretched) - 1.0 + 1.0 / (9 * root * root))
    return result


def value_at(score: float, mean: Floats, variance: Floats, third: Floats) -> Floats:
    """Return the value that has a normal score: what `normal_score` turns back; never below zero.

    >>> one = np.array([4.0])
    >>> float(normal_score(value_at(1.5, one, one, one), one, one, one)[0].round(6))
    1.5
    """
    deviation = np.sqrt(np.maximum(variance, _LEAST))
    skewness = np.maximum(third / deviation**3, 1e-4)
    root = 2.0 / skewness
    stretched = np.maximum(1.0 - 1.0 / (9 * root * root) + score / (3 * root), 0.0) ** 3
    result: Floats = np.maximum(mean + (stretched - 1.0) * root * deviation, 0.0)
    return result
