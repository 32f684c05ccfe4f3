"""How many labels until the model reads better by one point, and how sure one can be of that."""

from collections.abc import Sequence
from dataclasses import dataclass

from .curve import Outlook, outlook

Point = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The outlook of a learning curve, and what it becomes when any one of its points is left out.

    `low` and `high` are the fewest and the most labels of those; `high` is None when without some point no gain is in
    sight at all.
    """

    outlook: Outlook
    low: int | None = None
    high: int | None = None


def forecast(points: Sequence[Point]) -> Forecast:
    """Return the outlook with its range; without four points there is none.

    >>> found = forecast([(0, 0.60), (100, 0.65), (200, 0.66), (400, 0.69)])
    >>> found.low <= found.outlook.labels <= found.high
    True
    """
    found = outlook(points)
    if found.code != "likely" or len(points) < 4:
        return Forecast(found)
    others = [outlook([*points[:out], *points[out + 1 :]]).labels for out in range(len(points))]
    known = [labels for labels in (*others, found.labels) if labels is not None]
    return Forecast(found, min(known), None if None in others else max(known))
