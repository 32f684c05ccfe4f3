"""Change in what comes in, and chance."""

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from goodword.core.errors import InputError
from goodword.text.drift import jensen_shannon, label_drift, text_drift


def test_the_divergence_equals_scipy():
    draw = np.random.default_rng(0)
    for _ in range(20):
        old, new = draw.integers(0, 9, (2, 12)) + np.eye(12)[:2].astype(int)
        assert jensen_shannon(old, new) == pytest.approx(jensenshannon(old, new, base=2) ** 2)


def test_the_same_source_does_not_drift():
    draw = np.random.default_rng(4)
    labels = draw.choice(["a", "b", None], 3000, p=[0.6, 0.3, 0.1]).tolist()
    found = label_drift(labels[:1000], labels[1000:])
    assert found.level == "none"
    assert found.divergence < 3 * found.expected


def test_a_new_mix_of_labels_drifts():
    assert label_drift(["a"] * 80 + ["b"] * 20, ["a"] * 63 + ["b"] * 37).level == "some"
    assert label_drift(["a"] * 80 + ["b"] * 20, ["a"] * 20 + [None] * 80).level == "much"


@pytest.mark.shared
def test_other_products_are_other_words(written):
    food, hotels = written("zh_waimai_10k"), written("zh_hotel_htl_all")[:1000]
    assert text_drift(food[::9], food[4::9]).level == "none"
    changed = text_drift(food[::9], hotels)
    assert changed.level != "none"
    assert changed.divergence > 5 * changed.expected


def test_an_empty_sample_is_refused():
    with pytest.raises(InputError, match="empty"):
        label_drift([], ["a"])
