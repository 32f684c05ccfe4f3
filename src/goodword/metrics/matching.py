"""Two groups made alike in when they joined: direct standardisation, in NumPy on a few rows."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .definition import Options
from .intervals import Floats, Z

if TYPE_CHECKING:
    import pandas as pd

OTHERS, REFERRED = 0, 1
_SUMS = ("people", "active", "repurchase", "money", "squares")
_COLUMNS = (
    "age_month", "referred_people", "others_people", "referred_active", "others_active", "referred_repurchase",
    "others_repurchase", "referred_margin", "others_margin",
    *(f"difference_{name}{end}" for name in ("active", "repurchase", "margin") for end in ("", "_low", "_high")),
    "months_left_out", "people_left_out",
)  # fmt: skip


class Difference(NamedTuple):
    """The means of two groups and how far the first is above the second, with its 95 % interval."""

    referred: float
    others: float
    difference: float
    low: float
    high: float


def compared(found: "pd.DataFrame", options: Options) -> "pd.DataFrame":
    """Return a row per month of age, from the sums of each stratum (see `referred.query`)."""
    import pandas as pd

    months = np.unique(found["month"])
    sums = _by_age(found, months)
    rows = [_row(age, sums[:, :, :, age], float(options["margin_share"])) for age in range(1, sums.shape[3])]
    frame = pd.DataFrame([row for row in rows if row is not None], columns=list(_COLUMNS))
    whole = ["age_month", "referred_people", "others_people", "months_left_out", "people_left_out"]
    return frame.astype(dict.fromkeys(_COLUMNS, "float64") | dict.fromkeys(whole, "int64"))


def _by_age(found: "pd.DataFrame", months: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Floats:
    """Return the sums (5, group, month, age) over everybody whose month of that age is over."""
    oldest = int(found["mature"].max()) if len(found) else 0
    sums = np.zeros((len(_SUMS), 2, len(months), oldest + 1))
    place = {int(month): number for number, month in enumerate(months)}
    for row in found.itertuples(index=False):
        at = int(row.referred), place[int(row.month)]
        if row.age == 0:
            sums[(0, *at, slice(1, row.mature + 1))] += row.people
            continue
        sums[(1, *at, row.age)] += row.active
        for number, name in enumerate(_SUMS[2:], 2):
            sums[(number, *at, slice(row.age, row.mature + 1))] += getattr(row, name)
    return sums


def _row(age: int, sums: Floats, margin: float) -> tuple[float, ...] | None:
    """Return one month of age, or None where nobody is left to compare."""
    people = sums[0]
    both = (people[OTHERS] > 0) & (people[REFERRED] > 0)
    alone = people[:, ~both]
    left_out = int((alone.sum(axis=0) > 0).sum()), int(alone.sum())
    if not both.any():
        return (age, 0, 0, *[np.nan] * 15, *left_out) if left_out[0] else None
    people, active, twice, money, squares = sums[:, :, both]
    found = (
        difference(people, active, _shares_variance(people, active)),
        difference(people, twice, _shares_variance(people, twice)),
        difference(people, money * margin, _variance_within(people, money * margin, squares * margin**2)),
    )
    means = [mean for each in found for mean in (each.referred, each.others)]
    ends = [end for each in found for end in each[2:]]
    return (age, people[REFERRED].sum(), people[OTHERS].sum(), *means, *ends, *left_out)


def difference(people: Floats, sums: Floats, variance: Floats) -> Difference:
    """Return the difference of two groups' means, both with the referred people's weights over the strata.

    `people` and `sums` (group, stratum) have nobody missing; `variance` (group) is of one person. The normal interval is nan
    where a variance is.

    >>> people = np.array([[1.0, 3.0], [3.0, 1.0]])  # others, referred
    >>> found = difference(people, np.array([[1.0, 0.0], [3.0, 0.0]]), np.zeros(2))
    >>> found.referred, found.others, found.difference
    (0.75, 0.75, 0.0)
    """
    weights = people[REFERRED] / people[REFERRED].sum()
    others, referred = (sums / people) @ weights
    wide = Z * float(np.sqrt((variance[:, None] * weights**2 / people).sum()))
    apart = float(referred - others)
    return Difference(float(referred), float(others), apart, apart - wide, apart + wide)


def _shares_variance(people: Floats, sums: Floats) -> Floats:
    """Return each group's variance of a yes or no, with one more of each: nobody in ten does not prove nobody ever."""
    shares = (sums.sum(axis=1) + 1) / (people.sum(axis=1) + 2)
    variance: Floats = shares * (1 - shares)
    return variance


def _variance_within(people: Floats, sums: Floats, squares: Floats) -> Floats:
    """Return each group's variance around the means of its strata, nan where every stratum has one person."""
    around = np.maximum(squares - sums**2 / people, 0).sum(axis=1)
    degrees = (people - 1).sum(axis=1)
    found: Floats = np.divide(around, degrees, out=np.full(2, np.nan), where=degrees > 0)
    return found
