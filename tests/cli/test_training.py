"""`goodword train`: a model in a file, and what it is worth."""

import json

import pytest

from goodword.text import Model

GOOD = ("great {}", "I love the {}", "the {} works well", "good {}, thanks", "{} is perfect")
BAD = ("terrible {}", "I hate the {}", "the {} is broken", "bad {}, refund", "{} is useless")
THINGS = ("phone", "battery", "screen", "charger", "case", "camera", "speaker", "keyboard", "strap", "box")


@pytest.fixture
def labelled(tmp_path):
    rows = [
        f'"{form.format(thing)}",{label}'
        for forms, label in ((GOOD, "up"), (BAD, "down"))
        for form in forms
        for thing in THINGS
    ]
    (tmp_path / "in.csv").write_text("\n".join(["said,verdict", *rows, ",up", "no label,"]))
    return tmp_path / "in.csv"


def test_a_model_is_trained_measured_and_kept(goodword, tmp_path, labelled):
    result = goodword(
        "train", labelled, "-o", "out.model", "--text", "said", "--label", "verdict", "--profile", "fast"
    )
    assert result.returncode == 0, result.stderr
    assert (
        "Trained on 100 texts of in.csv, said → verdict (2 rows without a text or a label left out)"
        in result.stdout
    )
    assert "it had not seen" in result.stdout
    assert Model.load(tmp_path / "out.model").predict(["I hate it", "great"]).tolist() == ["down", "up"]


def test_the_same_file_and_seed_give_the_same_bytes(goodword, tmp_path, labelled):
    for name in ("a", "b"):
        result = goodword(
            "train", labelled, "-o", name, "--text", "said", "--label", "verdict", "--seed", "3", "--json"
        )
        assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["held_out"]["texts"] >= 15
    assert 0.5 < told["held_out"]["accuracy"]["value"] <= 1
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_with_few_texts_nothing_is_held_back_and_that_is_said(goodword, tmp_path):
    (tmp_path / "in.csv").write_text(
        "text,sentiment\ngood,positive\nbad,negative\nvery good,positive\nso bad,negative\n"
    )
    result = goodword("train", "in.csv", "-o", "out.model")
    assert result.returncode == 0, result.stderr
    assert "not measured" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence", "status"),
    [
        (("--profile", "best"), "Choose quality or fast", 2),
        (("--text", "said"), "Pass --label COLUMN", 1),
        (("--text", "said", "--label", "said"), "Pass another --label", 1),
        (("--text", "said", "--label", "empty"), "No row of", 1),
        (("--text", "said", "--label", "same"), "two labels or more", 1),
    ],
)
def test_what_goes_wrong_is_one_sentence(goodword, tmp_path, arguments, sentence, status):
    (tmp_path / "in.csv").write_text("said,empty,same\nfine,,x\ngood,,x\n")
    result = goodword("train", "in.csv", "-o", "out.model", *arguments)
    assert result.returncode == status, result.stderr
    assert sentence in " ".join(result.stderr.split())
    assert not (tmp_path / "out.model").exists()
