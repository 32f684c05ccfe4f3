"""Who has it from whom as a forest of places: how deep each person is, and how many are under them.

A cascade is one tree unless a referrer is missing; then it is several, and each is a whole of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROOT = -1
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Forest:
    """People by place, parents anywhere: `parent` (−1 for a root), steps from the root, people under each.

    `kept` are the places in what was given: who leads in a circle belongs to no tree and is left out. `order` lists the
    places so that each comes after the one above it, and a branch stays together.
    """

    parent: Ints
    depth: Ints
    under: Ints
    order: Ints
    kept: Ints

    @property
    def trees(self) -> int:
        """How many trees there are."""
        return int((self.parent == ROOT).sum())

    @property
    def children(self) -> Ints:
        """How many people have it directly from each."""
        return np.bincount(self.parent[self.parent != ROOT], minlength=len(self.parent))


@dataclass(frozen=True, slots=True)
class Shape:
    """A forest in numbers; structural virality is known of one tree only."""

    size: int
    depth: int
    breadth: int
    trees: int
    structural_virality: float | None


def plant(people: Sequence[str], above: Sequence[str | None]) -> Forest:
    """Return the forest of people, each with whom they have it from; who is not among them is nobody.

    >>> plant(["ann", "ben", "cleo"], [None, "ann", "gone"]).parent.tolist()
    [-1, 0, -1]
    """
    place = {person: at for at, person in enumerate(people)}
    parent = [ROOT if each is None else place.get(each, ROOT) for each in above]
    parent = [ROOT if up == at else up for at, up in enumerate(parent)]
    order = _branches_together(parent)
    kept = np.array(sorted(order), dtype=np.int64)
    moved = np.full(len(parent), ROOT, dtype=np.int64)
    moved[kept] = np.arange(len(kept))
    given = np.array(parent, dtype=np.int64)[kept]
    fresh = np.where(given == ROOT, ROOT, moved[given])
    in_order = moved[np.array(order, dtype=np.int64)]
    return Forest(fresh, *_counted(fresh, in_order), in_order, kept)


def shape_of(forest: Forest) -> Shape | None:
    """Return the numbers of a forest, those of `goodword.network.cascade_statistics`; None where nobody is in it.

    What is under everybody is known here, so nothing has to be compiled while somebody waits for a page.
    """
    size = len(forest.parent)
    if not size:
        return None
    virality = None
    if forest.trees == 1:
        under = (forest.under[forest.parent != ROOT] + 1).astype(np.float64)
        virality = float(2 * (under * (size - under)).sum() / (size * (size - 1))) if size > 1 else 0.0
    breadth = int(np.bincount(forest.depth).max())
    return Shape(size, int(forest.depth.max()), breadth, forest.trees, virality)


def _branches_together(parent: Sequence[int]) -> list[int]:
    """Return the places root first, branch by branch, without recursion; circles are never reached."""
    children: list[list[int]] = [[] for _each in parent]
    roots: list[int] = []
    for at, up in enumerate(parent):
        (roots if up == ROOT else children[up]).append(at)
    order, waiting = [], roots[::-1]
    while waiting:
        at = waiting.pop()
        order.append(at)
        waiting.extend(reversed(children[at]))
    return order


def _counted(parent: Ints, order: Ints) -> tuple[Ints, Ints]:
    depth, under = [0] * len(parent), [0] * len(parent)
    ups = parent.tolist()
    places = order.tolist()
    for at in places:
        if ups[at] != ROOT:
            depth[at] = depth[ups[at]] + 1
    for at in reversed(places):
        if ups[at] != ROOT:
            under[ups[at]] += under[at] + 1
    return np.array(depth, dtype=np.int64), np.array(under, dtype=np.int64)
