"""Which causes hurt most: how many say it, and whether they become more.

Hurt is the number of unfavourable consumer mentions with a cause, copies included (each was read by somebody), times its
growth on the days before. Growth is (now + 10) / (before + 10), at least a half and at most two: the ten pull small
numbers to no growth, and nothing outranks by its growth alone what is more than four times as common. Without days to
compare with, growth is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PULL = 10
SLOWEST, FASTEST = 0.5, 2.0


@dataclass(frozen=True, slots=True)
class Hurt:
    """A cause with its mentions now and before (None: nothing to compare with), its growth and its hurt."""

    key: str
    now: int
    before: int | None
    growth: float
    hurt: float


def growth(now: int, before: int | None) -> float:
    """Return how a number of mentions grew.

    >>> growth(30, 10), growth(5, None), growth(1000, 0), growth(0, 1000)
    (2.0, 1.0, 2.0, 0.5)
    >>> growth(3, 1)
    1.1818181818181819
    """
    if before is None:
        return 1.0
    return min(FASTEST, max(SLOWEST, (now + PULL) / (before + PULL)))


def by_hurt(now: Mapping[str, int], before: Mapping[str, int] | None) -> list[Hurt]:
    """Return causes, the one that hurts most first; equal ones by their mentions, then by name.

    >>> [each.key for each in by_hurt({"price": 40, "delivery": 50}, {"price": 10, "delivery": 60})]
    ['price', 'delivery']
    """
    found = []
    for key, count in now.items():
        earlier = None if before is None else before.get(key, 0)
        grown = growth(count, earlier)
        found.append(Hurt(key, count, earlier, grown, count * grown))
    return sorted(found, key=lambda each: (-each.hurt, -each.now, each.key))
