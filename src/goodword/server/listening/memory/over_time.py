"""Mentions held in memory, counted by stretches of time and the values they have there."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from .dialects import NEVER
from .held import Held, Mask

Numbers = NDArray[np.int64]
UNDATED = -1


class OverTime:
    """The mentions of a mask that have certain values, counted over time as often as asked."""

    def __init__(self, held: Held, mask: Mask, only: Mapping[str, str]) -> None:
        for facet, value in only.items():
            values = held.kinds.values_of(facet)
            wanted = values.index(value) if value in values else -1
            mask = mask & (held.codes(facet) == wanted)[held.rows.kinds]
        self._held = held
        self._kinds, self._moments = held.rows.kinds[mask], held.rows.moments[mask]

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last moment, in microseconds since 1970; None when no mention has one."""
        dated = self._moments[self._moments != NEVER]
        return (int(dated.min()), int(dated.max())) if len(dated) else None

    def counted(self, starts: Numbers, one: str, other: str) -> Counter[tuple[int, str, str]]:
        """Return how many mentions there are by stretch of time and the stored values of two facets.

        `starts` (int64, rising) are the first moments of the stretches; a mention before the first of them, or
        without a moment, is `UNDATED`.
        """
        ones, others = self._held.kinds.values_of(one), self._held.kinds.values_of(other)
        pair = self._held.codes(one) * len(others) + self._held.codes(other)
        place = np.searchsorted(starts, self._moments, side="right")
        flat, counts = np.unique(place * (len(ones) * len(others)) + pair[self._kinds], return_counts=True)
        found: Counter[tuple[int, str, str]] = Counter()
        for code, count in zip(flat.tolist(), counts.tolist(), strict=True):
            stretch, both = divmod(code, len(ones) * len(others))
            found[stretch + UNDATED, ones[both // len(others)], others[both % len(others)]] = count
        return found
