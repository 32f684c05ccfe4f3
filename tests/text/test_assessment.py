"""Quality on labelled texts: against scikit-learn, and against counting by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix, f1_score, log_loss, precision_recall_fscore_support

from goodword.core.errors import InputError
from goodword.text.assessment import BINS, assess, wilson

CLASSES = ("bad", "fine", "good")


def sample(size, seed, sharpness=1.0):
    draw = np.random.default_rng(seed)
    probabilities = draw.dirichlet(np.ones(3) * sharpness, size)
    truth = [CLASSES[draw.choice(3, p=row)] for row in probabilities]
    return truth, probabilities


@pytest.mark.parametrize("size", [1, 2, 7, 400])
def test_it_equals_scikit_learn(size):
    truth, probabilities = sample(size, seed=size)
    predicted = [CLASSES[k] for k in probabilities.argmax(axis=1)]
    found = assess(truth, CLASSES, probabilities)
    assert found.confusion.tolist() == confusion_matrix(truth, predicted, labels=CLASSES).tolist()
    assert found.macro_f1.value == pytest.approx(f1_score(truth, predicted, average="macro"))
    assert found.log_loss == pytest.approx(log_loss(truth, probabilities, labels=CLASSES))
    reference = precision_recall_fscore_support(truth, predicted, labels=CLASSES, zero_division=0)
    per_label = [(each.precision, each.recall, each.f1, each.support) for each in found.per_label]
    assert pytest.approx(np.array(reference)) == np.array(per_label).T


def test_bins_hold_every_text_and_the_error_is_their_weighted_gap():
    truth, probabilities = sample(500, seed=3)
    found = assess(truth, CLASSES, probabilities)
    top = probabilities.max(axis=1)
    right = np.array(truth) == np.array(CLASSES)[probabilities.argmax(axis=1)]
    error = 0.0
    for k in range(BINS):
        inside = (top > k / BINS) & (top <= (k + 1) / BINS)
        assert found.calibration[k].count == inside.sum()
        if inside.any():
            error += inside.mean() * abs(top[inside].mean() - right[inside].mean())
    assert found.calibration_error == pytest.approx(error)


def test_probabilities_that_mean_what_they_say_are_calibrated():
    truth, probabilities = sample(20_000, seed=1)
    assert assess(truth, CLASSES, probabilities).calibration_error < 0.015
    assert assess(truth, CLASSES, np.sqrt(probabilities)).calibration_error > 0.1


@given(
    st.lists(
        st.tuples(st.sampled_from(CLASSES), st.sampled_from([0.4, 0.6, 0.8, 0.9])), min_size=1, max_size=30
    )
)
def test_coverage_is_the_largest_share_that_is_accurate_enough(rows):
    truth = [label for label, _ in rows]
    probabilities = [[share, (1 - share) / 2, (1 - share) / 2] for _, share in rows]
    right = np.array([label == "bad" for label in truth])
    top = np.array([share for _, share in rows])
    for each in assess(truth, CLASSES, probabilities).coverage:
        shares = [np.mean(top >= cut) for cut in set(top) if right[top >= cut].mean() >= each.accuracy]
        assert each.share == pytest.approx(max(shares, default=0))
        if each.share:
            assert right[top >= each.threshold].mean() >= each.accuracy
            assert np.mean(top >= each.threshold) == pytest.approx(each.share)


def test_a_threshold_leaves_texts_to_people():
    found = assess(
        ["bad", "bad", "good"], CLASSES, [[0.9, 0.1, 0], [0.3, 0.4, 0.3], [0, 0.3, 0.7]], threshold=0.7
    )
    assert found.kept == pytest.approx(2 / 3)
    assert found.accuracy_kept == 1
    nothing = assess(["bad"], CLASSES, [[0.5, 0.5, 0]], threshold=0.9)
    assert nothing.kept == 0
    assert np.isnan(nothing.accuracy_kept)


def test_labels_given_may_differ_from_the_likeliest():
    probabilities = [[0.6, 0.4, 0], [0.6, 0.4, 0]]
    found = assess(["bad", "fine"], CLASSES, probabilities, predicted=["bad", "fine"])
    assert found.accuracy.value == 1
    assert found.coverage[0].share == 0


def test_a_label_the_model_does_not_know_is_missed():
    found = assess(["bad", "unheard"], CLASSES, [[1, 0, 0], [1, 0, 0]])
    assert found.labels == (*CLASSES, "unheard")
    assert found.accuracy.value == 0.5
    assert found.per_label[3].support == 1
    assert found.per_label[3].recall == 0


def test_intervals_hold_the_value_and_shrink_with_more_texts():
    few, many = (assess(*(each := sample(size, seed=5))[:1], CLASSES, each[1]) for size in (40, 4000))
    for found in (few, many):
        for estimate in (found.accuracy, found.macro_f1):
            assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert many.macro_f1.high - many.macro_f1.low < few.macro_f1.high - few.macro_f1.low


def test_wilson_against_the_published_example():
    assert wilson(81, 263).low == pytest.approx(0.2553, abs=1e-4)  # Newcombe 1998, table I
    assert wilson(81, 263).high == pytest.approx(0.3662, abs=1e-4)
    assert wilson(0, 20).low == 0
    assert wilson(20, 20).high == 1


@pytest.mark.parametrize(
    ("truth", "probabilities", "message"),
    [
        ([], np.empty((0, 3)), "no labelled text"),
        (["bad"], [[0.5, 0.5]], "shape"),
        (["bad"], [[0.5, 0.5, float("nan")]], "not a number"),
    ],
)
def test_what_cannot_be_compared_is_refused(truth, probabilities, message):
    with pytest.raises(InputError, match=message):
        assess(truth, CLASSES, probabilities)
