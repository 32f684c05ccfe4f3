"""Logarithm and exponential that give the same bits on every machine: only the four operations, in a fixed order.

The C library's versions differ in the last bit between processors, which would make two trainings differ.
"""

from typing import Any

import numpy as np
from numba import njit

_LN2_HIGH = 0.693147180369123816490  # ln 2 in two parts, so that k·ln 2 loses nothing
_LN2_LOW = 1.90821492927058770002e-10
_SQRT_HALF = 0.70710678118654752440


@njit(cache=True, nogil=True)
def log(value: float) -> float:
    """Return the natural logarithm of a positive finite number (float64), to about 1e-15 relative.

    Halving or doubling brings the number next to 1; there ln x = 2·artanh((x − 1) / (x + 1)) as a series.

    >>> round(log(10.0), 12)
    2.302585092994
    """
    exponent = 0
    while value >= 2.0 * _SQRT_HALF:
        value *= 0.5
        exponent += 1
    while value < _SQRT_HALF:
        value *= 2.0
        exponent -= 1
    ratio = (value - 1.0) / (value + 1.0)
    square = ratio * ratio
    total = 0.0
    for odd in range(23, 0, -2):
        total = total * square + 1.0 / odd
    return exponent * _LN2_HIGH + (exponent * _LN2_LOW + 2.0 * ratio * total)


@njit(cache=True, nogil=True)
def exp(value: float) -> float:
    """Return e to the power of a number (float64), to about 1e-15 relative; 0 below −700, e^700 above 700.

    >>> round(exp(1.0), 12)
    2.718281828459
    """
    if value < -700.0:
        return 0.0
    value = min(value, 700.0)
    twos = int(np.floor(value / (_LN2_HIGH + _LN2_LOW) + 0.5))
    rest = (value - twos * _LN2_HIGH) - twos * _LN2_LOW
    total = 1.0
    for n in range(14, 0, -1):
        total = 1.0 + total * rest / n
    base = 2.0 if twos > 0 else 0.5
    for _ in range(abs(twos)):
        total *= base
    return total


@njit(cache=True, nogil=True)
def softmax(scores: Any, out: Any) -> None:
    """Write into `out` (float64 or float32, k) the shares that `scores` (k) stand for."""
    top = scores[0]
    for k in range(1, len(scores)):
        top = max(top, scores[k])
    total = 0.0
    for k in range(len(scores)):
        share = exp(scores[k] - top)
        out[k] = share
        total += share
    for k in range(len(scores)):
        out[k] /= total
