"""How often chance alone goes how far: from scores to false alarms in thirty days.

The curve was simulated with seeds over whole runs of the detector, learning included (`bench/alerts.py --calibrate`);
`bench/alerts.py` and the tests hold it against fresh series.
"""

import numpy as np

from .series import HOURS_A_MONTH, Floats

# Scores, and the alarms in 30 days that each gives, by the usual count of an hour.
SCORES = np.array([1.0, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 6.0])
LEVELS = np.array([0.05, 0.2, 1.0, 5.0, 25.0])
LOG_RATES = np.log(
    [
        [100.0, 7.02, 1.26, 0.340, 0.0167, 1.5e-3, 1e-4, 1e-7],
        [100.0, 3.60, 1.45, 0.450, 0.140, 0.0220, 0.0067, 1e-4],
        [100.0, 8.50, 3.70, 1.40, 0.440, 0.127, 0.0270, 5e-4],
        [100.0, 10.4, 6.82, 2.98, 0.990, 0.350, 0.0840, 1.5e-3],
        [100.0, 12.0, 9.00, 4.87, 2.10, 0.764, 0.200, 4e-3],
    ]
)
# The alarms that the evidence of shares gives, as a part of what Wald's bound allows; and where it says nothing yet.
SHARE_FACTOR, LEAST_EVIDENCE = 0.5, 1.0


def count_rate(score: Floats, level: Floats) -> Floats:
    """Return the false alarms in 30 days of counts at a threshold of this score; `level` is the usual count (S,)."""
    place = np.interp(np.log(np.maximum(level, 1e-9)), np.log(LEVELS), np.arange(len(LEVELS)))
    low = np.minimum(place.astype(np.int64), len(LEVELS) - 2)
    part = place - low
    curve = (1 - part[:, None]) * LOG_RATES[low] + part[:, None] * LOG_RATES[low + 1]
    step = np.clip(np.searchsorted(SCORES, score, side="right") - 1, 0, len(SCORES) - 2)
    rows = np.arange(len(score))
    left, right = curve[rows, step], curve[rows, step + 1]
    along = (score - SCORES[step]) / (SCORES[step + 1] - SCORES[step])
    result: Floats = np.minimum(np.exp(np.minimum(left + along * (right - left), 9.0)), HOURS_A_MONTH)
    return result


def share_rate(evidence: Floats, pace: Floats) -> Floats:
    """Return the false alarms in 30 days of shares at a threshold of this evidence (S,)."""
    result: Floats = np.minimum(SHARE_FACTOR * HOURS_A_MONTH * pace * np.exp(-evidence), HOURS_A_MONTH)
    return np.where(evidence >= LEAST_EVIDENCE, result, float(HOURS_A_MONTH))
