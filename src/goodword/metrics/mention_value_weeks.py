"""A regression over weeks with Newey–West intervals, in NumPy on a few hundred rows at most."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .days import week_of
from .definition import Options
from .intervals import Floats, student

if TYPE_CHECKING:
    import pandas as pd

SENTIMENTS = ("favourable", "unfavourable")
TOO_EARLY, MORE, LESS, NOTHING = "too early to say", "goes with more", "goes with less", "nothing clear"
FEW_WEEKS, CANNOT_TELL = "fewer weeks than needed", "these weeks cannot tell"
WEEKS_A_COEFFICIENT = 3
_MOST_CARRIED = 0.95  # of the outcome into the next week; beyond it what a mention adds would never end
_COLUMNS = ("sentiment", "value", "low", "high", "weeks", "verdict", "needed_weeks", "mentions", "why")


class Estimate(NamedTuple):
    """The value of one more mention, with its interval."""

    value: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """What may be said of it."""
        return MORE if self.low > 0 else LESS if self.high < 0 else NOTHING


def finish(found: "pd.DataFrame", options: Options) -> "pd.DataFrame":
    """Return a row per sentiment: its estimate, or why it is too early for one."""
    import pandas as pd

    weeks, lags = whole_weeks(found), int(options["lags"])
    columns = {name: weeks[:, place] for place, name in enumerate(("outcome", *SENTIMENTS))}
    varied = [name for name in SENTIMENTS if len(weeks) and np.ptp(columns[name]) > 0]
    needed = WEEKS_A_COEFFICIENT * (3 + (lags + 1) * len(varied or SENTIMENTS))
    enough = _used(weeks, lags) >= needed
    found_values = (
        values_of(columns["outcome"], {name: columns[name] for name in varied}, lags) if enough else None
    )
    rows = []
    for name in SENTIMENTS if len(found) and _both(found) else ():
        estimate = (found_values or {}).get(name)
        why = None if estimate else CANNOT_TELL if enough else FEW_WEEKS
        values = estimate or (None, None, None)
        verdict = estimate.verdict if estimate else TOO_EARLY
        rows.append((name, *values, _used(weeks, lags), verdict, needed, int(columns[name].sum()), why))
    kinds = dict.fromkeys(("value", "low", "high"), "float64")
    kinds |= dict.fromkeys(("weeks", "needed_weeks", "mentions"), "int64")
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object).astype(kinds)


def _both(found: "pd.DataFrame") -> bool:
    return {"events_days", "mentions_days"} <= set(found["part"])


def _used(weeks: Floats, lags: int) -> int:
    """Return how many weeks have all their earlier weeks."""
    return max(len(weeks) - max(lags, 1), 0)


def whole_weeks(found: "pd.DataFrame") -> Floats:
    """Return outcome, favourable and unfavourable (weeks, 3) of every whole week in which events and mentions were collected."""
    if not _both(found):
        return np.zeros((0, 3))
    days = found[found["part"].isin(["events_days", "mentions_days"])]
    first, last = int(days["day"].max()), int(days["last_day"].min())
    monday = week_of(first) if week_of(first) == first else week_of(first) + 7
    mondays = np.arange(monday, last - 5, 7)
    rows = found[found["part"].isin(["outcome", "mentions"])]
    sums = rows.groupby("day")[["outcome", *SENTIMENTS]].sum()
    values: Floats = sums.reindex(mondays, fill_value=0).to_numpy(dtype=np.float64)
    return values


def values_of(outcome: Floats, mentions: dict[str, Floats], lags: int) -> dict[str, Estimate] | None:
    """Return what one more mention of each kind (n each) goes with from its week on, or None where these weeks cannot tell.

    The outcome (n) of a week is regressed on mentions of the week and of the `lags` before it, with a level, a trend and the
    outcome of the week before held fixed. The value is the sum of a kind's coefficients over 1 less what carries on (the
    long-run effect); its interval is by the delta method, with Student's t.
    """
    start = max(lags, 1)
    n = len(outcome) - start
    held = [np.ones(n), np.arange(n, dtype=np.float64), outcome[start - 1 : -1]]
    counted = [
        series[start - lag : len(series) - lag] for series in mentions.values() for lag in range(lags + 1)
    ]
    design = np.column_stack([*held, *counted])
    scale = np.abs(design).max(axis=0)
    if not mentions or not (scale > 0).all() or not _apart(design / scale):
        return None
    coefficients, covariance = newey_west(design / scale, outcome[start:])
    left = 1 - coefficients[2] / scale[2]
    if left < 1 - _MOST_CARRIED:
        return None
    found = {}
    for place, name in enumerate(mentions):
        of_name = slice(3 + place * (lags + 1), 3 + (place + 1) * (lags + 1))
        slope = np.zeros(design.shape[1])
        slope[of_name] = 1 / scale[of_name] / left
        value = float(slope @ coefficients)
        slope[2] = value / scale[2] / left
        wide = student(n - design.shape[1]) * max(float(slope @ covariance @ slope), 0.0) ** 0.5
        found[name] = Estimate(value, value - wide, value + wide)
    return found


def _apart(design: Floats) -> bool:
    """Return whether no column is a sum of others, and no week the only one that tells of some column."""
    left, singular, _right = np.linalg.svd(design, full_matrices=False)
    return bool(singular[-1] > 1e-9 * singular[0] and (left**2).sum(axis=1).max() < 1 - 1e-6)


def newey_west(design: Floats, outcome: Floats, *, jackknife: bool = True) -> tuple[Floats, Floats]:
    """Return least squares coefficients (k) and their covariance (k, k), fit for residuals that hang together in time.

    `design` (n, k), `outcome` (n) in the order of time. Bartlett weights up to floor(4 (n / 100)^(2/9)) steps. With few weeks
    the plain covariance is too small: with `jackknife` each residual is divided by 1 less its leverage, else the whole is
    multiplied by n / (n - k). Sources: Newey and West (1987), equation 5, and (1994) for the steps; MacKinnon and White (1985).
    """
    n, k = design.shape
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ (design.T @ outcome)
    residuals = outcome - design @ coefficients
    if jackknife:
        residuals = residuals / (1 - np.einsum("ij,jk,ik->i", design, inverse, design))
    scores = design * residuals[:, None]
    steps = int(4 * (n / 100) ** (2 / 9))
    middle = scores.T @ scores
    for step in range(1, steps + 1):
        apart = scores[step:].T @ scores[:-step]
        middle += (1 - step / (steps + 1)) * (apart + apart.T)
    return coefficients, inverse @ middle @ inverse * (1 if jackknife else n / (n - k))
