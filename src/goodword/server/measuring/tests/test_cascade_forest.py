"""Who has it from whom as a forest: the same numbers as of one tree, whatever the order, and a place for everybody."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.network import cascade_statistics
from goodword.server.measuring.cascade_forest import plant, shape_of
from goodword.server.measuring.cascade_layout import lay_out


@st.composite
def trees(draw, most: int = 40) -> list[int]:
    """Parents of a tree in any order of its places."""
    size = draw(st.integers(1, most))
    parents = [-1, *(draw(st.integers(0, at - 1)) for at in range(1, size))]
    shuffled = draw(st.permutations(range(size)))
    found = [0] * size
    for at, parent in enumerate(parents):
        found[shuffled[at]] = -1 if parent < 0 else shuffled[parent]
    return found


def planted(parents: list[int]):
    return plant([f"p{at}" for at in range(len(parents))], [None if up < 0 else f"p{up}" for up in parents])


@given(trees())
@settings(max_examples=150, deadline=None)
def test_the_numbers_are_those_of_the_library(parents):
    shape, known = shape_of(planted(parents)), cascade_statistics(parents)
    assert (shape.size, shape.depth, shape.breadth) == (known.size, known.depth, known.breadth)
    assert shape.structural_virality == pytest.approx(known.structural_virality, abs=1e-9)


def everybody_above(parents: list[int], at: int) -> set[int]:
    up = parents[at]
    return set() if up < 0 else {up} | everybody_above(parents, up)


@given(trees())
@settings(max_examples=80, deadline=None)
def test_everybody_is_counted_under_whom_they_have_it_from(parents):
    forest = planted(parents)
    above = [everybody_above(parents, at) for at in range(len(parents))]
    assert forest.depth.tolist() == [len(path) for path in above]
    assert forest.under.tolist() == [sum(at in path for path in above) for at in range(len(parents))]
    seen: set[int] = set()
    for at in forest.order.tolist():
        assert forest.parent[at] == -1 or int(forest.parent[at]) in seen
        seen.add(at)


@given(trees())
@settings(max_examples=80, deadline=None)
def test_nobody_stands_where_somebody_else_does(parents):
    forest = planted(parents)
    layout = lay_out(forest)
    branches = {(int(depth), round(slot, 6)) for depth, slot in zip(forest.depth, layout.slot, strict=True)}
    rings = {(round(x, 6), round(y, 6)) for x, y in zip(layout.x, layout.y, strict=True)}
    assert len(branches) == len(rings) == len(parents)


def test_a_missing_referrer_makes_a_tree_of_its_own_beside_the_first():
    forest = plant(["ann", "ben", "cleo", "dan"], [None, "ann", "gone", "cleo"])
    shape, layout = shape_of(forest), lay_out(forest)
    assert (forest.trees, shape.size, shape.depth, shape.structural_virality) == (2, 4, 1, None)
    assert layout.slot[2] > layout.slot[:2].max() + 1
    assert np.hypot(layout.x[0] - layout.x[2], layout.y[0] - layout.y[2]) > 2


def test_people_in_a_circle_are_left_out():
    forest = plant(["ann", "ben", "cleo", "dan"], [None, "cleo", "ben", "ann"])
    assert forest.kept.tolist() == [0, 3]
    assert forest.parent.tolist() == [-1, 0]
    assert shape_of(plant(["ann", "ben"], ["ben", "ann"])) is None


def test_a_chain_of_fifty_thousand_needs_no_recursion():
    size = 50_000
    forest = planted([-1, *range(size - 1)])
    assert shape_of(forest).depth == size - 1
    assert lay_out(forest).slot.tolist() == [0.0] * size


def test_a_broadcast_has_room_for_everybody_on_its_ring():
    forest = planted([-1] + [0] * 10_000)
    layout = lay_out(forest)
    x, y = layout.x[1:] - layout.x[0], layout.y[1:] - layout.y[0]
    next_to = np.hypot(np.diff(x), np.diff(y))
    assert next_to.min() > 1
