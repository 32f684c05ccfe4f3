"""95 % intervals in closed form, so that the same data always give the same ones."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Z = 1.959963984540054  # 97.5 % of a standard normal lie below


def share(part: Any, whole: Any) -> Floats:
    """Return part / whole (n), nan where the whole is 0.

    >>> share([1, 0], [2, 0]).tolist()
    [0.5, nan]
    """
    parts, wholes = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    found: Floats = np.divide(parts, wholes, out=np.full(wholes.shape, np.nan), where=wholes != 0)
    return found


def wilson(part: Any, whole: Any) -> tuple[Floats, Floats]:
    """Return the ends of the 95 % interval of a share (n), nan where the whole is 0.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.

    >>> low, high = wilson([3], [4])
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.3006, 0.9544)
    """
    parts, wholes = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    found, number = share(parts, wholes), np.where(wholes > 0, wholes, np.nan)
    middle = found + Z**2 / (2 * number)
    wide = Z * np.sqrt(found * (1 - found) / number + Z**2 / (4 * number**2))
    scale = 1 + Z**2 / number
    low, high = (middle - wide) / scale, (middle + wide) / scale
    # Rounding must not move an end off a share of nothing or of all.
    return np.where(parts == 0, np.where(wholes > 0, 0.0, np.nan), low), np.where(
        (parts == wholes) & (wholes > 0), 1.0, high
    )


def student(degrees: int) -> float:
    """Return the value 97.5 % of Student's t lie below, to a thousandth from 5 degrees of freedom on.

    Source: Abramowitz and Stegun (1964), 26.7.5.

    >>> [round(student(degrees), 3) for degrees in (6, 10, 30, 1000)]
    [2.447, 2.228, 2.042, 1.962]
    """
    n, z = float(degrees), Z
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return z + sum(term / n**power for power, term in enumerate(terms, 1))
