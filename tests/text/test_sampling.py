"""What people are asked next."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.core.errors import InputError
from goodword.text import choose

texts = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12)), max_size=40)


@given(texts, st.integers(0, 50), st.floats(0, 1), st.integers(0, 9), st.sets(st.integers(0, 12)))
def test_one_of_each_open_cluster_and_never_more_than_asked(given_texts, n, share, seed, labelled):
    unsure = [each for each, _ in given_texts]
    clusters = np.array([each for _, each in given_texts], dtype=int)
    choice = choose(unsure, clusters, n, random_share=share, seed=seed, labelled=labelled)
    open_clusters = set(clusters.tolist()) - labelled
    assert len(choice) == min(n, len(open_clusters))
    assert len(set(clusters[choice.indexes].tolist())) == len(choice)
    assert set(clusters[choice.indexes].tolist()) <= open_clusters
    again = choose(unsure, clusters, n, random_share=share, seed=seed, labelled=labelled)
    assert choice.indexes.tolist() == again.indexes.tolist()


@given(texts, st.integers(0, 9))
def test_no_text_left_out_is_more_uncertain_than_one_asked(given_texts, seed):
    unsure = np.array([each for each, _ in given_texts])
    clusters = np.array([each for _, each in given_texts], dtype=int)
    choice = choose(unsure, clusters, 5, random_share=0, seed=seed)
    left = ~np.isin(clusters, clusters[choice.indexes])
    if left.any():
        assert unsure[choice.indexes].min() >= unsure[left].max()


def test_the_random_ones_are_a_fair_sample_of_everything():
    unsure = np.linspace(0, 1, 1000)
    drawn = []
    for seed in range(60):
        choice = choose(unsure, np.arange(1000), 100, seed=seed)
        drawn += choice.indexes[choice.reasons == "random"].tolist()
    assert np.mean(drawn) == pytest.approx(499.5, abs=25)
    assert len(drawn) == pytest.approx(60 * 15, abs=10)


def test_also_one_text_at_a_time_gets_its_random_share():
    reasons = [choose(np.ones(50), np.arange(50), 1, seed=seed).reasons[0] for seed in range(400)]
    assert reasons.count("random") == pytest.approx(60, abs=20)


def test_random_ones_stand_between_the_others():
    reasons = choose(np.linspace(0, 1, 500), np.arange(500), 200, seed=3).reasons
    assert 5 <= (reasons[:100] == "random").sum() <= 25


@pytest.mark.parametrize(
    ("unsure", "clusters", "n", "share"),
    [([0.5], [1, 2], 1, 0.1), ([float("nan")], [1], 1, 0.1), ([0.5], [1], -1, 0.1), ([0.5], [1], 1, 1.1)],
)
def test_what_makes_no_sense_is_refused(unsure, clusters, n, share):
    with pytest.raises(InputError):
        choose(unsure, clusters, n, random_share=share, seed=0)
