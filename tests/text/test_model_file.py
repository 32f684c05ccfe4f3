"""The file format: sealed, described, and never believed where it does not fit."""

from hashlib import blake2b

import numpy as np
import pytest

from goodword.text import Model, ModelFileError, model_file
from goodword.text.head_arrays import put_together, taken_apart
from goodword.text.model_file import packed, unpacked
from goodword.text.shipped import LANGUAGES, shipped_head


def test_what_is_packed_comes_back():
    arrays = {"b": np.arange(6, dtype=np.float32).reshape(2, 3), "a": np.array([1], dtype=np.int64)}
    described, found = unpacked(packed({"kind": "x"}, arrays), "x")
    assert described == {"kind": "x"}
    assert found["b"].tolist() == arrays["b"].tolist()
    assert found["a"].tolist() == [1]


@pytest.mark.parametrize(
    "array", [np.array([None, {}], dtype=object), np.array(["text"]), np.array([1 + 2j]), np.array([True])]
)
def test_other_kinds_of_numbers_are_refused(array):
    with pytest.raises((ModelFileError, ValueError)):
        unpacked(packed({}, {"a": array}), "x")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b'"format":1', b'"format":2', "format 2"),
        (b"[3]", b"[9]", "larger than the file"),
        (b'"float32"', b'"float99"', "no model has"),
    ],
)
def test_a_header_that_lies_is_refused(before, after, said):
    data = packed({}, {"a": np.zeros(3, np.float32)})[:-32].replace(before, after)
    with pytest.raises(ModelFileError, match=said):
        unpacked(data + blake2b(data, digest_size=32).digest(), "x")


@pytest.mark.parametrize("name", ["hashes", "rare", "weights", "factors", "rarity", "scale"])
def test_parts_that_do_not_fit_are_refused(name):
    head = shipped_head("en")
    described, arrays = taken_apart(head, "head")
    arrays[f"head/{name}"] = arrays[f"head/{name}"][:-1]
    with pytest.raises(ModelFileError):
        put_together(described, arrays, "head")
    del arrays[f"head/{name}"]
    with pytest.raises(ModelFileError, match="missing"):
        put_together(described, arrays, "head")


@pytest.mark.parametrize("name", ["hashes", "weights", "factors", "centre", "scale"])
def test_numbers_of_another_kind_or_none_at_all_are_refused(name):
    described, arrays = taken_apart(shipped_head("en"), "head")
    arrays[f"head/{name}"] = arrays[f"head/{name}"].astype(np.float32)
    with pytest.raises(ModelFileError, match="do not fit"):
        put_together(described, arrays, "head")
    arrays[f"head/{name}"] = np.full_like(arrays[f"head/{name}"], np.nan, np.float64)
    with pytest.raises(ModelFileError, match="do not fit"):
        put_together(described, arrays, "head")


@pytest.mark.parametrize(
    "description",
    [{"kind": "model"}, {"kind": "model", "head": None}, {"kind": "model", "head": []}, [], "model"],
)
def test_a_model_that_is_not_described_is_refused(tmp_path, description):
    model_file.write(tmp_path / "a.model", description, taken_apart(shipped_head("en"), "head")[1])
    with pytest.raises(ModelFileError):
        Model.load(tmp_path / "a.model")


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_models_are_small(language):
    from importlib.resources import files

    assert 0 < len(files("goodword.text").joinpath("models", f"{language}.model").read_bytes()) <= 8_000_000


def test_a_write_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(FileNotFoundError):
        model_file.write(tmp_path / "absent" / "a.model", {}, {})
    assert list(tmp_path.iterdir()) == []
