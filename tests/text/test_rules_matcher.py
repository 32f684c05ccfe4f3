"""Finding phrases: what matches where, what wins, what a negation does; against a slow matcher that is easy to read."""

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.text.characters import characters
from goodword.text.rules import Lexicon, Row, Rules

NEGATIONS = (
    Row("not", "n"),
    Row("never", "n"),
    Row("不", "n"),
    Row("没有", "n"),
    Row("不错", "n", 0),
    Row("not only", "n", 0),
)


def found(phrase: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in Lexicon.from_rows([(phrase, "x")]).hits(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "parts"),
    [
        ("late", "Late, LATE and late!", ["Late", "LATE", "late"]),
        ("late", "translate the latest", []),
        ("disappoint*", "Disappointing disappointment", ["Disappointing", "disappointment"]),
        ("rip* off", "ripping me off, ripped off", ["ripped off"]),
        ("very _ teacher", "a very good teacher, a very, good teacher", ["very good teacher"]),
        ("never ... arriv*", "it has never even once really arrived", ["never even once really arrived"]),
        ("never ... arriv*", "it never did, it arrived", []),
        ("never ... arriv*", "never in all of my life arrived", []),
        ("never .. arrived", "never yet arrived", ["never yet arrived"]),
        ("never .. arrived", "never as yet arrived", []),
        ("慢", "太慢了，慢慢来", ["慢", "慢", "慢"]),
        ("客服...差", "客服的态度非常差", ["客服的态度非常差"]),
        ("客服...差", "客服的态度不能说是差", []),
        ("客服...差", "客服好，菜差", []),
        ("service ... great", "service was not so great", []),
        ("app", "這个APP不行", ["APP"]),
        ("退款", "快退欵退款", ["退款"]),
        ("退款", "還沒退款", ["退款"]),
        ("00 hours", "waited 36 hours", ["36 hours"]),
        ("#ad", "#ad #adventure", ["#ad"]),
        ("thanks @brand", "thanks @Some_Shop!", ["thanks @Some_Shop"]),
        ("❤", "I ❤️ it", ["❤"]),
        ("?", "why？？", ["？", "？"]),
        ("don't", "I don’t", ["don’t"]),
    ],
)
def test_what_a_phrase_matches(phrase, text, parts):
    assert found(phrase, text) == parts


def test_the_longest_phrase_wins_over_those_within_it():
    rows = [("not worth the money", "price", 3), ("money", "other", 1), ("worth", "good", 1)]
    assert [hit.label for hit in Lexicon.from_rows(rows).hits("not worth the money, money")] == [
        "price",
        "other",
    ]


def test_phrases_of_a_label_that_overlap_count_once_with_the_heavier():
    lexicon = Lexicon.from_rows([("a b", "x", 1), ("b c", "x", 2), ("c d", "y", 1)])
    assert lexicon.scores(characters(["a b c d"])).tolist() == [[2.0, 1.0]]


def test_tasks_do_not_disturb_each_other():
    rules = Rules.from_rows({"cause": [("late", "delivery")], "aspect": [("late delivery", "delivery")]})
    assert [len(rules.hits("late delivery", task)) for task in ("cause", "aspect")] == [1, 1]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("good", "good"),
        ("not good", "bad"),
        ("not so very good", "bad"),
        ("not one of the very good", "good"),
        ("not, good", "good"),
        ("not only good", "good"),
        ("很好", "good"),
        ("不是很好", "bad"),
        ("不错，好", "good"),
        ("不知道到底好", "good"),
        ("没有好", "bad"),
    ],
)
def test_a_negation_reaches_two_words_or_three_characters(text, label):
    lexicon = Lexicon.from_rows([("good", "good", 1, "bad"), ("好", "good", 1, "bad")], negations=NEGATIONS)
    hits = lexicon.hits(text)
    assert [hit.label for hit in hits] == [label]
    if label == "bad":
        assert text[hits[0].start] in "n不没"


def test_a_negation_drops_turns_keeps_or_is_what_counts():
    rows = [
        ("cheap", "price"),
        ("helpful", "good", 1, "service"),
        ("refund", "service", 1, "same"),
        ("work", None, 1, "defect"),
    ]
    lexicon = Lexicon.from_rows(rows, negations=NEGATIONS)
    texts = ["not cheap", "not helpful", "not refund", "not work", "work"]
    labels = [[hit.label for hit in lexicon.hits(text)] for text in texts]
    assert labels == [[], ["service"], ["service"], ["defect"], []]


def test_a_phrase_with_its_own_negation_is_complete():
    rows = [("没有收到", "delivery"), ("有用", "good", 1, "bad"), ("质量差", "defect", 1, "fine")]
    lexicon = Lexicon.from_rows(rows, negations=NEGATIONS)
    assert [hit.label for hit in lexicon.hits("没有收到质量差")] == ["delivery", "defect"]
    assert [hit.label for hit in lexicon.hits("没有用")] == ["bad"]


def test_offsets_are_those_of_the_text_as_given():
    text = "<p>Ｌａｔｅ&amp;late \u200bwe @Ann_B  sооо late</p>"
    lexicon = Lexicon.from_rows([("late", "x"), ("@somebody", "y")])
    assert [text[hit.start : hit.end] for hit in lexicon.hits(text)] == ["Ｌａｔｅ", "late", "@Ann_B", "late"]


def test_odd_texts_are_read():
    texts = [
        None,
        "",
        " ",
        "\x00\x01",
        "\ud800",
        "a" * 200_000,
        "不" * 50_000,
        "never " * 20_000,
        "<" * 1000,
        "(((" * 999,
        "🙂" * 99,
    ]
    rules = Rules.from_rows(
        {"a": [("never ... never", "x"), ("不...不", "y"), ("a*", "z")]}, negations=NEGATIONS
    )
    assert np.isfinite(rules.scores(characters(texts))["a"]).all()
    assert rules.scores(characters([]))["a"].shape == (0, 3)


def test_more_hits_than_there_was_room_for():
    assert len(Lexicon.from_rows([("a", "x")]).hits("a " * 2000)) == 2000


# The slow matcher: every phrase is tried at every start, sign by sign.

TEXTS = st.lists(
    st.sampled_from(["a", "ab", "b", "bab", "no", "not", "差", "好", "不", " ", " ", ",", "?", "🙂"]),
    max_size=14,
)
WORDS = st.lists(st.sampled_from(["a", "ab", "b", "no", "差", "不好", "好", "?"]), min_size=1, max_size=3)
LITERAL = st.lists(
    st.tuples(WORDS, st.sampled_from([" ", ""]), st.sampled_from("xyz"), st.sampled_from([0.5, 1.0, 2.0])),
    min_size=1,
    max_size=6,
)
JOINTS = st.sampled_from([" ", "", " ... ", " .. ", " _ ", "* ", "*"])
WITH_SIGNS = st.lists(st.tuples(WORDS, JOINTS, st.just("x"), st.just(1.0)), min_size=1, max_size=6)


def joined(parts: list[str], joint: str) -> str:
    return re.sub(r"\s+", " ", joint.join(parts)).strip()


def ends(signs: list[str], text: str, at: int) -> set[int]:
    """Return where a phrase that begins at `at` may end."""
    if not signs:
        return {at}
    sign, rest = signs[0], signs[1:]
    if sign == "*":
        return ends(rest, text, word_end(text, at))
    if sign == "_":
        stop = word_end(text, at)
        return ends(rest, text, stop) if stop > at else set()
    if sign in ("...", ".."):
        return (
            set().union(*(ends(rest, text, stop) for stop in gap_ends(text, at, sign)))
            if boundary(text, at)
            else set()
        )
    return ends(rest, text, at + 1) if text[at : at + 1] == sign else set()


def gap_ends(text: str, at: int, sign: str) -> list[int]:
    spent, found = 0, []
    while at < len(text) and spent <= 6:
        found.append(at)
        stop = max(at + 1, word_end(text, at))
        token = text[at:stop]
        if token in ("no", "not", "不") or token in (",", "?"):
            break
        if is_word(token[0]):
            spent += 2 if sign == "..." else 6
        elif token != " ":
            spent += (1 if sign == "..." else 2) if unicodedata.category(token) == "Lo" else 1
        at = stop
    return found


def is_word(character: str) -> bool:
    return bool(re.fullmatch("[a-z0]", character))


def word_end(text: str, at: int) -> int:
    while at < len(text) and (is_word(text[at]) or text[at] == "'"):
        at += 1
    return at


def boundary(text: str, at: int) -> bool:
    return at in (0, len(text)) or not (is_word(text[at]) and is_word(text[at - 1]))


def slow_scores(rows: list[tuple[str, str, float]], text: str) -> dict[str, float]:
    scores: dict[str, float] = {}
    reach, last = 0, {}
    for start in range(len(text)):
        if not boundary(text, start) or text[start] == " ":
            continue
        candidates = []
        for phrase, label, weight in rows:
            signs = re.findall(r"\.\.\.|\.\.|[^ ]| (?!\.\.)", re.sub(r"(\.\.+) ", r"\1", phrase))
            stops = [stop for stop in ends(signs, text, start) if boundary(text, stop)]
            candidates += [(stop, label, weight) for stop in stops]
        longest = max((stop for stop, _, _ in candidates), default=0)
        if longest <= reach:
            continue
        reach = longest
        for label in {label for stop, label, _ in candidates if stop == longest}:
            weight = max(w for stop, each, w in candidates if stop == longest and each == label)
            before_stop, before_weight = last.get(label, (0, 0.0))
            counted = before_weight if start < before_stop else 0.0
            if weight > counted:
                scores[label] = scores.get(label, 0) + weight - counted
                last[label] = (longest, weight)
    return scores


@settings(max_examples=500, deadline=None)
@given(st.one_of(LITERAL, WITH_SIGNS), TEXTS)
def test_the_walk_finds_what_the_slow_matcher_finds(phrases, parts):
    text = characters(["".join(parts)]).text(0)
    rows = [(joined(words, joint), label, weight) for words, joint, label, weight in phrases]
    lexicon = Lexicon.from_rows(rows)
    scores = dict(zip(lexicon.labels, lexicon.scores(characters([text]))[0].tolist(), strict=True))
    assert {label: score for label, score in scores.items() if score} == slow_scores(rows, text)
