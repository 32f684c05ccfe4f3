"""The gate a new model must pass."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import f1_score

from goodword.core.errors import InputError
from goodword.text.comparison import not_worse

label = st.sampled_from(["a", "b", "c"])
rows = st.lists(
    st.tuples(label, st.one_of(st.none(), label), st.one_of(st.none(), label)), min_size=1, max_size=40
)


@given(rows)
def test_it_counts_what_changed(given_rows):
    truth, before, after = zip(*given_rows, strict=True)
    found = not_worse(truth, before, after)
    assert found.right_after - found.right_before == found.gained - found.lost
    assert found.right_before == sum(t == b for t, b in zip(truth, before, strict=True))
    if found.gained + found.lost:
        assert found.p_value == pytest.approx(binomtest(found.gained, found.gained + found.lost).pvalue)
    assert found.accepted == (found.lost <= found.gained and found.macro_f1_change.high >= 0)
    assert found.macro_f1_change.value == pytest.approx(found.macro_f1_after - found.macro_f1_before)
    if None not in after:
        assert found.macro_f1_after == pytest.approx(f1_score(truth, after, average="macro"))


@given(rows)
def test_a_model_may_replace_itself(given_rows):
    truth, before, _ = zip(*given_rows, strict=True)
    found = not_worse(truth, before, before)
    assert (found.accepted, found.reason, found.p_value) == (True, "same", 1.0)


def test_one_more_error_is_refused():
    found = not_worse(["a"] * 9 + ["b"], ["a"] * 9 + ["b"], ["a"] * 10)
    assert (found.accepted, found.reason) == (False, "more_errors")


def test_giving_up_a_rare_label_for_a_common_one_is_refused():
    truth = ["a"] * 180 + ["b"] * 20
    before = ["a"] * 155 + ["b"] * 25 + ["b"] * 20
    after = ["a"] * 200
    found = not_worse(truth, before, after)
    assert found.right_after > found.right_before
    assert (found.accepted, found.reason) == (False, "rare_labels_worse")


def test_it_always_says_the_same():
    draw = np.random.default_rng(2)
    truth, before, after = draw.choice(["a", "b"], (3, 200)).tolist()
    assert not_worse(truth, before, after) == not_worse(truth, before, after)


def test_unequal_numbers_are_refused():
    with pytest.raises(InputError, match="2 true labels, 1 old and 2 new"):
        not_worse(["a", "b"], ["a"], ["a", "b"])
