"""Words are the same whatever way a text is typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.text.words import placed_words, words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ""),
        ("Don't GO!", "don t go"),
        ("ＡＢＣ１２", "abc12"),
        ("行李丢了", "行 李 丢 了"),
        ("臺灣質量", "台 湾 质 量"),
        ("iPhone手机15", "iphone 手 机 15"),
        ("👍🏽❤️", "👍 ❤"),
        ("lug\u00adgage re\u200bfund", "luggage refund"),
        ("cafe\u0301 Straße ΣΑΣ", "café strasse σασ"),
        ("한국어 カタカナ", "한 국 어 カ タ カ ナ"),
        ("\x00\ud800a", "a"),
        ("１，２。３", "1 2 3"),
        ("x" * 300, "x" * 100),
    ],
)
def test_what_is_read(text, read):
    assert words(text) == read


@given(st.text(max_size=60))
def test_reading_again_changes_nothing_but_what_was_cut(text):
    once = words(text)
    assert words(once) == once
    assert once == " ".join(once.split())


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Mn", "Mc", "Me"]), max_size=60))
def test_words_are_found_where_they_stand(text):
    text = unicodedata.normalize("NFC", text)
    placed = list(placed_words(text))
    for word, start, end in placed:
        assert words(text[start:end]).startswith(word) or word in words(text[start:end]).split()
    assert [start for _, start, _ in placed] == sorted(start for _, start, _ in placed)


def test_only_the_beginning_of_a_very_long_text_is_read():
    assert words("a " * 60_000).count("a") == 50_000
