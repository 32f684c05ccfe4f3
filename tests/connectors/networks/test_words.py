"""What is shared: words in texts, marks, settings, news."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.connectors.entered import read_settings
from goodword.connectors.marks import marked, start
from goodword.connectors.protocol import Field, FieldKind, Mention, SettingError
from goodword.connectors.steps import REMEMBERED, News
from goodword.connectors.words import Words


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("Lumen", "LUMEN!", True),
        ("lumen", "Ｌｕｍｅｎ", True),
        ("lumen", "illumination lumens", False),
        ("lumen", "#lumen @lumen lumen's", True),
        ("lumen", "买了lumen的灯", True),
        ("Lumen School", "lumen\n school is", True),
        ("Lumen School", "lumenschool", False),
        ("小米", "我的小米手机", True),
        ("小米手机", "小米 手机", False),
        ("C++", "I like c++.", True),
        (".NET", "on .net today", True),
        ("größe", "GRÖSSE", True),
        ("straße", "STRASSE", True),
    ],
)
def test_words(word: str, text: str, found: bool) -> None:
    assert Words([word]).found(text) is found


def test_no_words_want_everything() -> None:
    assert Words([]).found("anything", "")
    assert Words(["  "]).found("")


@settings(deadline=None)
@given(
    st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3),
    st.text("abc .,#", max_size=30),
)
def test_words_are_what_a_split_finds(words: list[str], text: str) -> None:
    assert Words(words).found(text) == bool(set(words) & set(re.split(r"[ .,#]+", text)))


@settings(deadline=None)
@given(st.lists(st.integers(0, 20_000), min_size=1, max_size=60))
def test_marks_stay_few_and_old_enough(waits: list[int]) -> None:
    marks, rounds, when = [], [], 0
    for newest, wait in enumerate(waits):
        when += wait
        rounds.append((when, newest))
        marks = marked(marks, when, newest, 3600)
        assert len(marks) < 20
        begun = next(moment for moment, number in rounds if str(number) == start(marks))
        assert begun <= when - 3600 or begun == rounds[0][0]


def test_what_is_unchanged_is_no_news() -> None:
    said = [Mention(native_id=str(number), text="a") for number in range(REMEMBERED + 100)]
    news = News([])
    assert len(news.of(said)) == len(said)
    assert len(news.kept) == REMEMBERED
    again = News(news.kept)
    assert again.of(said[-REMEMBERED:]) == []
    changed = Mention(native_id=said[-1].native_id, text="b")
    assert again.of([said[-1], changed]) == [changed]


FIELDS = (
    Field(name="site", label_en="Site", label_zh="网站", kind=FieldKind.URL),
    Field(name="words", label_en="Words", label_zh="词", kind=FieldKind.LIST, required=False),
    Field(name="days", label_en="Days", label_zh="天", kind=FieldKind.NUMBER, required=False, default=7),
    Field(name="deep", label_en="Deep", label_zh="深", kind=FieldKind.FLAG, required=False),
    Field(
        name="how", label_en="How", label_zh="方式", kind=FieldKind.CHOICE, required=False, default="a",
        choices=(("a", "A", "甲"), ("b", "B", "乙")),
    ),
)  # fmt: skip


def test_settings_are_cleaned() -> None:
    given = {"site": " forum.example:8080/x/ ", "words": "a\n\n a \nb", "days": "3", "deep": "on", "how": "b"}
    read = {"site": "https://forum.example:8080/x", "words": ("a", "b"), "days": 3, "deep": True, "how": "b"}
    assert read_settings(FIELDS, given) == read
    assert read_settings(FIELDS, {"site": "x.example"}) == {
        "site": "https://x.example", "words": (), "days": 7, "deep": False, "how": "a"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("site", ""),
        ("site", "ftp://x.example"),
        ("site", "https://user:secret@x.example"),
        ("site", "https://x.example:99999"),
        ("site", "two words"),
        ("site", 7),
        ("words", [1]),
        ("days", -1),
        ("days", True),
        ("days", 1.5),
        ("deep", "maybe"),
        ("how", "c"),
        ("other", "x"),
    ],
)
def test_settings_that_cannot_work_are_named(name: str, value: object) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings(FIELDS, {"site": "x.example", name: value})
    assert caught.value.field == name
    assert "secret" not in str(caught.value)
