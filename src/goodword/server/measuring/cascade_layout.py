"""Where each person of a cascade stands in its picture: as branches and as rings. The same forest always looks the same."""

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from .cascade_forest import ROOT, Forest, Ints

_APART = 1.1  # the least distance of two people on one ring, in steps between rings
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Layout:
    """`slot` is the place across the branches (a leaf takes one); `x` and `y` are the place on the rings, a step apart."""

    slot: Floats
    x: Floats
    y: Floats


def lay_out(forest: Forest) -> Layout:
    """Return where everybody stands: branches as wide as their leaves, and trees beside each other."""
    slot, first, last = _slots(forest)
    x, y = _rings(forest, slot, first, last)
    return Layout(slot, x, y)


def _slots(forest: Forest) -> tuple[Floats, Floats, Floats]:
    """Return each place's slot, and the first and last slot of what is under it."""
    ups, size = forest.parent.tolist(), len(forest.parent)
    first, last = [0.0] * size, [0.0] * size
    leaf = forest.children == 0
    here = -1.0
    for at in forest.order.tolist():
        if ups[at] == ROOT and here >= 0:
            here += 1.0  # a free slot between two trees
        if leaf[at]:
            here += 1.0
            first[at] = last[at] = here
        else:
            first[at], last[at] = np.inf, -np.inf
    for at in reversed(forest.order.tolist()):
        if (up := ups[at]) != ROOT:
            first[up], last[up] = min(first[up], first[at]), max(last[up], last[at])
    ends = np.array(first), np.array(last)
    return (ends[0] + ends[1]) / 2, *ends


def _rings(forest: Forest, slot: Floats, first: Floats, last: Floats) -> tuple[Floats, Floats]:
    """Return the places on rings round each root, the trees set in rows that make about a square."""
    tree = _tree_of(forest)
    roots = np.flatnonzero(forest.parent == ROOT)
    x, y, reach = np.zeros(len(slot)), np.zeros(len(slot)), np.zeros(len(roots))
    members = np.argsort(tree, kind="stable")
    bounds = np.searchsorted(tree[members], np.arange(len(roots) + 1))
    for number, root in enumerate(roots):
        these = members[bounds[number] : bounds[number + 1]]
        radius = _radii(np.bincount(forest.depth[these]))
        angle = 2 * pi * (slot[these] - first[root]) / (last[root] - first[root] + 1) - pi / 2
        out = radius[forest.depth[these]]
        x[these], y[these], reach[number] = out * np.cos(angle), out * np.sin(angle), radius[-1]
    across, down = _in_rows(reach)
    return x + across[tree], y + down[tree]


def _radii(at_depth: Ints) -> Floats:
    """Return how far each ring is out: a step further than the last, and long enough for its people."""
    radius = np.zeros(len(at_depth))
    for depth in range(1, len(at_depth)):
        radius[depth] = max(radius[depth - 1] + 1, at_depth[depth] * _APART / (2 * pi))
    return radius


def _tree_of(forest: Forest) -> Ints:
    numbers, ups = [0] * len(forest.parent), forest.parent.tolist()
    roots = {int(root): number for number, root in enumerate(np.flatnonzero(forest.parent == ROOT))}
    for at in forest.order.tolist():
        numbers[at] = roots[at] if ups[at] == ROOT else numbers[ups[at]]
    return np.array(numbers, dtype=np.int64)


def _in_rows(reach: Floats) -> tuple[Floats, Floats]:
    """Return the middle of each tree of a given reach, the trees in rows, none touching another."""
    wide = 2 * reach + 1.5
    longest = max(float(wide.max(initial=0)), sqrt(float((wide**2).sum())) * 1.2)
    across, down = np.zeros(len(reach)), np.zeros(len(reach))
    left = top = tall = 0.0
    for number, width in enumerate(wide.tolist()):
        if left and left + width > longest:
            left, top, tall = 0.0, top + tall, 0.0
        across[number], down[number] = left + width / 2, top + width / 2
        left, tall = left + width, max(tall, width)
    return across, down
