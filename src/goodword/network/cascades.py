"""One cascade as a tree: how large, how deep, how broad, and how much it spread from person to person."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from goodword.core.errors import InputError

ROOT = -1
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CascadeStatistics:
    """A cascade in four numbers: nodes, longest way from the root, most nodes at one depth, structural virality.

    >>> found = cascade_statistics([-1, 0, 0, 1])  # two have it from the first, and one of them passed it on
    >>> found.size, found.depth, found.breadth, round(found.structural_virality, 3)
    (4, 2, 2, 1.667)
    """

    size: int
    depth: int
    breadth: int
    structural_virality: float


def cascade_statistics(parent: ArrayLike) -> CascadeStatistics:
    """Return size, depth, breadth and structural virality of one tree.

    `parent` is a sequence of integers, shape (n): for each node the place of the one it came from, −1 for the root. The order
    of the nodes does not matter. Time and memory grow with n alone, however deep the tree. Raises InputError when
    it is no tree: no root or several, a place outside of it, or nodes that lead in a circle.

    >>> cascade_statistics([-1, 0, 0, 1])
    CascadeStatistics(size=4, depth=2, breadth=2, structural_virality=1.6666666666666667)
    """
    tree = _tree(parent)
    order = _from_the_leaves(tree)
    if len(order) < len(tree):
        raise InputError(
            f"{len(tree) - len(order)} of the {len(tree)} nodes lead in a circle, so this is no cascade. "
            "Give each node the place of the node it came from, and −1 for the first."
        )
    depths = _depths(tree, order)
    return CascadeStatistics(
        size=len(tree),
        depth=int(depths.max()),
        breadth=int(np.bincount(depths).max()),
        structural_virality=_virality(tree, order),
    )


def structural_virality(parent: ArrayLike) -> float:
    """Return the mean distance between two nodes of a tree: 2 for a large broadcast, more where it went from hand to hand.

    `parent` is as in `cascade_statistics`. A tree of one node has 0. Source: Goel, Anderson, Hofman and Watts (2016), The
    structural virality of online diffusion, equation 1, computed as Σ 2·s·(n − s) / (n·(n − 1)) over the edges, s being the
    nodes under the edge.

    >>> round(structural_virality([-1] + [0] * 9), 6)  # a star of ten
    1.8
    >>> round(structural_virality([-1, *range(9)]), 6)  # a path of ten
    3.666667
    """
    return cascade_statistics(parent).structural_virality


def _tree(parent: ArrayLike) -> Ints:
    given = np.asarray(parent)
    if given.ndim != 1 or not len(given) or not np.issubdtype(given.dtype, np.integer):
        raise InputError(
            f"A cascade is one row of whole numbers, at least one; this is {given.dtype} of shape {given.shape}. "
            "Give each node the place of the node it came from, and −1 for the first."
        )
    tree = given.astype(np.int64)
    outside = np.flatnonzero((tree < ROOT) | (tree >= len(tree)))
    if len(outside):
        raise InputError(
            f"Node {outside[0]} came from {tree[outside[0]]}, but the cascade has the nodes 0 to {len(tree) - 1}. "
            "Number its nodes from 0."
        )
    roots = int((tree == ROOT).sum())
    if roots != 1:
        raise InputError(f"A cascade has one root (−1); this has {roots}. Give several cascades one by one.")
    return tree


@njit(cache=True, nogil=True)
def _from_the_leaves(tree: Ints) -> Ints:
    """Return the nodes so that each comes after all under it; those in a circle are left out."""
    waiting = np.zeros(len(tree), np.int64)
    for node in range(len(tree)):
        if tree[node] != ROOT:
            waiting[tree[node]] += 1
    order = np.empty(len(tree), np.int64)
    found = 0
    for node in range(len(tree)):
        if waiting[node] == 0:
            order[found] = node
            found += 1
    done = 0
    while done < found:
        above = tree[order[done]]
        done += 1
        if above != ROOT:
            waiting[above] -= 1
            if waiting[above] == 0:
                order[found] = above
                found += 1
    return order[:found]


@njit(cache=True, nogil=True)
def _depths(tree: Ints, order: Ints) -> Ints:
    depths = np.zeros(len(tree), np.int64)
    for place in range(len(order) - 1, -1, -1):
        node = order[place]
        if tree[node] != ROOT:
            depths[node] = depths[tree[node]] + 1
    return depths


@njit(cache=True, nogil=True)
def _virality(tree: Ints, order: Ints) -> float:
    count = len(tree)
    if count == 1:
        return 0.0
    under = np.ones(count, np.int64)
    total = 0.0
    for place in range(count):
        node = order[place]
        if tree[node] != ROOT:
            under[tree[node]] += under[node]
            total += float(under[node]) * float(count - under[node])
    return 2.0 * total / (float(count) * float(count - 1))
