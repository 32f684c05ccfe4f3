"""The notation in which lexicons are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.core.errors import InputError
from goodword.text.rules import Lexicon
from goodword.text.rules.phrases import split, variants


def test_phrases_stand_between_commas_of_both_languages_and_lines():
    assert split("late, never came\n# a note\n 太慢，没到 # 另一个\n") == [
        "late",
        "never came",
        "太慢",
        "没到",
    ]


def test_a_hashtag_is_no_note():
    assert split("#ad, #广告") == ["#ad", "#广告"]


def test_alternatives_multiply_and_nest():
    assert variants("(a|b) c") == ["a c", "b c"]
    assert variants("x(a|b(1|2)|)y") == ["xay", "xb1y", "xb2y", "xy"]
    assert variants(r":\)") == [":)"]


@given(st.lists(st.text("ab ", max_size=3), min_size=1, max_size=4))
def test_a_bracket_stands_for_each_of_its_choices(choices):
    assert variants("p(" + "|".join(choices) + ")q") == list(dict.fromkeys(f"p{each}q" for each in choices))


@pytest.mark.parametrize("phrase", ["(a|b", "a)b", "a|b", "((a)"])
def test_a_bracket_without_its_partner_is_named(phrase):
    with pytest.raises(InputError, match=r"bracket|out of place"):
        variants(phrase)


@pytest.mark.parametrize("phrase", ["", "  ", "*", "... late", "late ...", "late ..", "_ late"])
def test_what_is_no_phrase_is_refused(phrase):
    with pytest.raises(InputError, match="no phrase"):
        Lexicon.from_rows([(phrase, "x")]).hits("late")


def test_a_phrase_of_too_many_variants_is_refused():
    with pytest.raises(InputError, match="stands for 4096 phrases"):
        variants("(a|b|c|d|e|f|g|h)" * 4)


def test_a_label_that_the_task_does_not_have_is_refused():
    from goodword.text.rules import Rules

    with pytest.raises(InputError, match="none of good, bad"):
        Rules.from_rows({"sign": [("fine", "god")]}, labels={"sign": ("good", "bad")}).hits("fine", "sign")
