"""Training a model: the same bytes again, what it refuses, what it survives, what it shows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.core.errors import InputError
from goodword.text import Model, ModelFileError, train

GOOD = [
    "a great course",
    "I love the teacher",
    "老师讲得很好",
    "非常满意，推荐",
    "really great lessons",
    "课程很棒",
]
BAD = [
    "a terrible course",
    "I hate the app",
    "老师太差了",
    "非常失望，退款",
    "really bad lessons",
    "课程很烂",
]
TEXTS = [f"{text} {ending}" for ending in ("", "today", "again", "今天") for text in GOOD + BAD]
LABELS = (["good"] * len(GOOD) + ["bad"] * len(BAD)) * 4


@pytest.fixture(scope="module")
def model() -> Model:
    return train(TEXTS, LABELS)


@pytest.mark.parametrize("profile", ["quality", "fast"])
def test_it_learns_both_languages(profile):
    model = train(TEXTS, LABELS, profile=profile)
    assert model.classes == ("bad", "good")
    assert model.predict(["what a great teacher", "太差了，失望"]).tolist() == ["good", "bad"]


def test_the_same_texts_and_seed_give_the_same_bytes(model):
    assert train(TEXTS, LABELS).to_bytes() == model.to_bytes()
    assert train(TEXTS, LABELS, seed=1).to_bytes() != model.to_bytes()


def test_a_saved_model_says_exactly_the_same(model, tmp_path):
    model.save(tmp_path / "a.model")
    again = Model.load(tmp_path / "a.model")
    assert np.array_equal(again.predict_proba(TEXTS), model.predict_proba(TEXTS))
    assert again.to_bytes() == (tmp_path / "a.model").read_bytes()


def test_probabilities_are_shares(model):
    found = model.predict_proba([*TEXTS, "", None, "无关", "👍"])
    assert found.dtype == np.float32
    assert found.shape == (len(TEXTS) + 4, 2)
    assert np.allclose(found.sum(1), 1, atol=1e-5)


def test_order_and_company_of_texts_do_not_matter(model):
    alone = np.vstack([model.predict_proba([text]) for text in TEXTS])
    assert np.array_equal(alone, model.predict_proba(TEXTS))


def test_evidence_lies_in_the_text_as_it_was_written(model):
    text = "Well, the <b>COURSE</b> is GREAT &amp; the app fine"
    words = [word for word, _ in model.evidence(text)]
    assert "GREAT" in words
    assert all(word in text for word in words)
    assert "".join(word for word, _ in model.evidence("我觉得老师太差了"))


def test_weights_let_sure_labels_win():
    texts, labels = ["it works"] * 8, ["good", "bad"] * 4
    sure_good = train(texts, labels, weights=[1.0, 0.05] * 4).predict_proba(["it works"])[0]
    sure_bad = train(texts, labels, weights=[0.05, 1.0] * 4).predict_proba(["it works"])[0]
    assert sure_good[1] > 0.5 > sure_bad[1]


@pytest.mark.parametrize(
    ("texts", "labels", "options", "said"),
    [
        (["a", "b"], ["x"], {}, "2 texts and 1 labels"),
        (["a", "b"], ["x", "x"], {}, "two labels or more"),
        ([], [], {}, "two labels or more"),
        (["a", "b"], ["x", None], {}, "Text number 2 has no label"),
        (["a", "b"], ["x", "y"], {"profile": "best"}, "Choose quality or fast"),
        (["a", "b"], ["x", "y"], {"weights": [1, 0]}, "above 0"),
        (["a"] * 1001, [str(n) for n in range(1001)], {}, "right column"),
    ],
)
def test_bad_input_gets_a_sentence(texts, labels, options, said):
    with pytest.raises(InputError, match=said):
        train(texts, labels, **options)


@pytest.mark.parametrize("labels", [["a", "b"], ["a", "b", "c"], ["a", "a", "b"]])
def test_very_few_texts_are_enough_to_begin_with(labels):
    model = train([f"text {label}" for label in labels], labels)
    assert model.predict_proba(["text a"]).shape == (1, len(set(labels)))


@given(st.lists(st.text(max_size=80), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(texts):
    found = _trained().predict_proba(texts)
    assert np.isfinite(found).all()
    for text in texts:
        for span in _trained().spans(text):
            assert 0 <= span.start < span.end <= len(text)


_KEPT: list[Model] = []


def _trained() -> Model:
    if not _KEPT:
        _KEPT.append(train(TEXTS, LABELS))
    return _KEPT[0]


@pytest.mark.parametrize("place", [0, 9, 20, 400, -40, -1])
def test_a_damaged_file_is_refused(model, tmp_path, place):
    data = bytearray(model.to_bytes())
    data[place] ^= 1
    (tmp_path / "bad.model").write_bytes(data)
    with pytest.raises(ModelFileError):
        Model.load(tmp_path / "bad.model")


@pytest.mark.parametrize("content", [b"", b"GOODWORD", b"GOODWORD" + b"\xff" * 60, b"PK\x03\x04 a pickle?"])
def test_what_is_no_model_is_refused(tmp_path, content):
    (tmp_path / "no.model").write_bytes(content)
    with pytest.raises(ModelFileError):
        Model.load(tmp_path / "no.model")
    with pytest.raises(ModelFileError, match="cannot be read"):
        Model.load(tmp_path / "absent.model")
