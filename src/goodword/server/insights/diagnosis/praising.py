"""What people praise: the aspects that favourable mentions speak of, unless far more people blame them.

Ranked by the favourable mentions with an aspect, times the share of praise among those who praise or blame it. Left out
is what fewer than three in a hundred favourable mentions speak of, and what is blamed three times as often as praised.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST, MOST_BLAMED = 0.03, 3


@dataclass(frozen=True, slots=True)
class Praised:
    """An aspect, and how many mentions praise and blame it."""

    key: str
    praised: int
    blamed: int

    @property
    def is_asset(self) -> bool:
        """Whether more praise it than blame it."""
        return self.praised > self.blamed


def by_praise(praised: Mapping[str, int], blamed: Mapping[str, int], favourable: int) -> list[Praised]:
    """Return what is praised, the clearest first.

    >>> [each.key for each in by_praise({"staff": 50, "price": 60}, {"price": 150, "staff": 10}, 500)]
    ['staff', 'price']
    """
    found = [Praised(key, n, blamed.get(key, 0)) for key, n in praised.items()]
    kept = [
        each
        for each in found
        if each.praised >= LEAST * favourable and each.blamed < MOST_BLAMED * each.praised
    ]
    return sorted(kept, key=lambda each: (-(each.praised**2) / (each.praised + each.blamed), each.key))
