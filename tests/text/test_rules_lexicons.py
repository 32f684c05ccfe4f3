"""The lexicons that ship: whole, alike in both languages, and right on sentences a person would agree on."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from goodword.core.errors import InputError
from goodword.core.vocabulary import Cause, Intent, Sentiment
from goodword.text import Reader, rules
from goodword.text.characters import characters
from goodword.text.rules.sources import LANGUAGES

DATA = Path(__file__).resolve().parents[3] / "shared/data/text"

EXAMPLES = (Path(__file__).parent / "rules_examples.txt").read_text("utf-8").splitlines()
SENTENCES = [tuple(part.strip() for part in line.split("|")) for line in EXAMPLES if not line.startswith("#")]


def best(task: str, texts: list[str]) -> list[str]:
    labels, scores = rules.default().tasks[task], rules.default().scores(characters(texts))[task]
    return [str(labels[row.argmax()]) if row.max() > 0 else "" for row in scores]


@pytest.mark.parametrize(("task", "label", "text"), SENTENCES)
def test_a_sentence_is_read_as_a_person_would(task, label, text):
    assert best(task, [text]) == [label.strip("–")]


def test_labels_are_those_of_the_vocabulary():
    tasks = rules.default().tasks
    assert tasks["cause"] == tuple(Cause)
    assert tasks["intent"] == tuple(Intent)
    assert tasks["sentiment"] == tuple(Sentiment)


@pytest.mark.parametrize("task", ["cause", "intent", "origin", "sentiment", "aspect"])
def test_every_label_has_phrases_in_both_languages(task):
    rows = rules.default().rows[task]
    for label in rules.default().tasks[task]:
        phrases = [row.phrase for row in rows if label in (row.label, row.negated)]
        chinese = [phrase for phrase in phrases if any("一" <= each <= "鿿" for each in phrase)]
        assert chinese, label
        assert len(chinese) < len(phrases) or (task, label) == ("sentiment", "neutral"), label


def test_aspects_have_names_in_both_languages():
    names = rules.aspect_names()
    assert tuple(names) == rules.default().tasks["aspect"]
    assert all(tuple(each) == LANGUAGES for each in names.values())


def test_a_brand_brings_its_own_aspects():
    own = rules.default().with_aspects({"miss_li": ["Miss Li", "李老师"], "price": []})
    assert own.tasks["aspect"] == ("miss_li", "price")
    assert own.scores(characters(["I like miss li", "李老师的课太贵"]))["aspect"].astype(bool).tolist() == [
        [True, False],
        [True, True],
    ]
    assert [hit.label for hit in own.hits("太贵", "cause")] == ["price"]


def test_an_aspect_without_words_is_refused():
    with pytest.raises(InputError, match="parking"):
        rules.default().with_aspects({"parking": []})


@pytest.mark.parametrize(("language", "least"), [("zh", 300), ("en", 150)])
def test_neutral_sentences_are_many_and_hardly_ever_read_as_good_or_bad(language, least):
    sentences = rules.neutral_sentences(language)
    assert len(sentences) == len({*sentences}) >= least
    wrong = [
        each
        for each, label in zip(sentences, best("sentiment", sentences), strict=True)
        if label not in ("neutral", "")
    ]
    assert len(wrong) < 0.1 * len(sentences), wrong


@pytest.mark.parametrize(
    "text",
    [
        "广告太多了，烦",
        "优惠码用不了",
        "抽奖都是骗人的",
        "他们让我写好评，恶心",
        "不是水军，真心推荐",
        "没有返现，不是软文",
        "The promo code did not work",
        "This is not a paid review, I bought it",
    ],
)
def test_who_complains_of_advertising_or_denies_it_is_not_paid(text):
    assert Reader.default().read([text])[0].origin_hint is None


@pytest.mark.parametrize(
    "text",
    [
        "本文含广告",
        "#广告# 这款面霜不错",
        "用我的优惠码下单",
        "转发抽奖，抽三位送耳机",
        "招兼职，日结",
        "好评返现",
        "Join our giveaway!",
    ],
)
def test_who_discloses_or_advertises_looks_paid(text):
    assert Reader.default().read([text])[0].origin_hint == "paid"


@pytest.mark.shared
@pytest.mark.skipif(not DATA.exists(), reason=f"The labelled texts are not there: {DATA}")
def test_a_lost_bag_is_a_delivery_and_a_rude_agent_a_service_problem():
    rows = pq.read_table(DATA / "en_airline.parquet").to_pylist()[1::2]
    wanted = {"Customer Service Issue": "service_problem", "Flight Attendant Complaints": "service_problem",
              "Late Flight": "delivery", "Cancelled Flight": "delivery", "Lost Luggage": "delivery"}  # fmt: skip
    asked = [row for row in rows if row["cause"] in wanted]
    found = best("cause", [row["text"] for row in asked])
    right = sum(wanted[row["cause"]] == each for row, each in zip(asked, found, strict=True))
    assert right / len(asked) > 0.65
