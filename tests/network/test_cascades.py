"""Cascades against known answers, against NetworkX's distances and against trees that are none."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.core.errors import InputError
from goodword.network import CascadeStatistics, cascade_statistics, structural_virality


@st.composite
def trees(draw):
    """Draw a tree of up to sixty nodes, numbered in any order."""
    size = draw(st.integers(1, 60))
    above = [-1] + [draw(st.integers(0, node - 1)) for node in range(1, size)]
    name = draw(st.permutations(range(size)))
    parent = [0] * size
    for node, up in enumerate(above):
        parent[name[node]] = -1 if up < 0 else name[up]
    return parent


def binary(size):
    return [-1, *((node - 1) // 2 for node in range(1, size))]


@pytest.mark.parametrize(
    ("parent", "expected"),
    [
        ([-1], CascadeStatistics(1, 0, 1, 0.0)),
        ([-1, 0], CascadeStatistics(2, 1, 1, 1.0)),
        ([-1] + [0] * 9, CascadeStatistics(10, 1, 9, 1.8)),
        ([-1, *range(9)], CascadeStatistics(10, 9, 1, pytest.approx(11 / 3))),
        (binary(15), CascadeStatistics(15, 3, 8, pytest.approx(3.504762, abs=1e-6))),
    ],
)
def test_known_trees_have_known_values(parent, expected):
    assert cascade_statistics(parent) == expected


@settings(max_examples=200, deadline=None)
@given(trees())
def test_every_tree_equals_the_naive_count(parent):
    found = cascade_statistics(parent)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(parent)))
    graph.add_edges_from((up, node) for node, up in enumerate(parent) if up >= 0)
    from_root = nx.single_source_shortest_path_length(graph, parent.index(-1))
    levels = np.bincount(list(from_root.values()))
    assert (found.size, found.depth, found.breadth) == (len(parent), len(levels) - 1, levels.max())
    mean = nx.average_shortest_path_length(graph.to_undirected()) if len(parent) > 1 else 0.0
    assert found.structural_virality == pytest.approx(mean, rel=1e-12)


def test_a_path_of_a_million_nodes_needs_no_recursion():
    count = 1_000_000
    found = cascade_statistics(np.arange(-1, count - 1))
    assert (found.size, found.depth, found.breadth) == (count, count - 1, 1)
    assert found.structural_virality == pytest.approx((count + 1) / 3, rel=1e-9)


@pytest.mark.parametrize(
    ("parent", "said"),
    [
        ([], "at least one"),
        ([-1, 0.5], "float64"),
        ([[-1, 0]], r"shape \(1, 2\)"),
        ([-1, 5], "Node 1 came from 5"),
        ([-1, -2], "Node 1 came from -2"),
        ([-1, -1], "this has 2"),
        ([0], "this has 0"),
        ([-1, 2, 1], "2 of the 3 nodes lead in a circle"),
        ([-1, 1, 1], "1 of the 3 nodes lead in a circle"),
    ],
)
def test_what_is_no_tree_is_refused_in_a_sentence(parent, said):
    with pytest.raises(InputError, match=said):
        structural_virality(parent)
