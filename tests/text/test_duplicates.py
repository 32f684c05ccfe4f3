"""Copies: a naive reference, streams, and seeded edits of real texts in both languages."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from goodword.core.errors import InputError
from goodword.text import near_duplicates
from goodword.text.duplicates import DuplicateIndex
from goodword.text.shingles import shingles

LATE = "The parcel came two weeks late and nobody answered my mails"
RUDE = "服务员态度很差，等了一个小时才上菜，再也不会来了"
STORY = (
    "yesterday morning our neighbours finally received seven broken kitchen chairs although support "
    "department promised gently wrapped replacements before christmas without asking another single question twice"
)
LONG = STORY.split()

texts = st.lists(st.one_of(st.none(), st.text(), st.text("好坏快慢 ab!", min_size=6)), max_size=12)


@pytest.mark.parametrize(
    "copy",
    [
        f"RT @someone: {LATE}",
        f"{LATE} https://t.co/x1 #fail #never",
        LATE.upper() + "!!!",
        f"😡 {LATE} 👎👎",
        LATE.replace("nobody", "nobodi"),
        LATE.replace("two weeks ", ""),
        f"Hello, {LATE}",
    ],
)
def test_a_passed_on_english_text_is_a_copy(copy):
    assert near_duplicates(["something else", LATE, copy]).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "copy",
    [
        OpenCC("s2t").convert(RUDE),
        f"转发 @用户: {RUDE} #吐槽#",
        RUDE.replace("，", " , ") + "！！！",
        RUDE.replace("一个小时", "1个小时"),
        f"{RUDE}真的",
    ],
)
def test_a_passed_on_chinese_text_is_a_copy(copy):
    assert near_duplicates(["别的内容没有关系", RUDE, copy]).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "pair",
    [
        (LATE, RUDE),
        ("thanks", "thank"),
        ("给5分吧", "给1分吧"),
        ("@united thanks", "@delta thanks"),
        ("Great course, thanks coursera", "Great course, very good content"),
        ("👍👍👍", "👎👎👎"),
        ("https://a.example/1", "https://a.example/2"),
        ("", "a"),
    ],
)
def test_different_texts_are_not_copies(pair):
    assert near_duplicates(pair).tolist() == [0, 1]


def test_short_texts_are_the_same_whatever_their_case_width_and_spaces():
    assert near_duplicates(["Thx 5", "THX５", "谢谢", " 謝謝 ", None, ""]).tolist() == [0, 0, 2, 2, 4, 4]


def test_copies_of_copies_belong_together():
    chain = [" ".join(LONG[shift : shift + 16]) for shift in (0, 4, 8)]
    assert near_duplicates([chain[0], chain[2]]).tolist() == [0, 1]
    assert near_duplicates(chain).tolist() == [0, 0, 0]


@given(texts)
def test_the_same_text_twice_is_one_cluster_and_ids_are_first_texts(given_texts):
    ids = near_duplicates(given_texts + given_texts)
    half = len(given_texts)
    assert (ids[:half] == ids[half:]).all()
    assert (ids <= np.arange(2 * half)).all()
    assert (ids[ids] == ids).all()


@settings(max_examples=30)
@given(texts, st.integers(1, 5))
def test_a_stream_finds_what_one_call_finds(given_texts, step):
    index = DuplicateIndex()
    known: dict[int, int] = {}
    for begin in range(0, len(given_texts), step):
        batch = given_texts[begin : begin + step]
        numbers = np.arange(begin, begin + len(batch))
        found = index.add(numbers, batch)
        renamed = dict(index.merged)
        known = {number: renamed.get(cluster, cluster) for number, cluster in known.items()}
        known.update(zip(numbers.tolist(), found.tolist(), strict=True))
    assert list(known.values()) == near_duplicates(given_texts).tolist() == index.clusters.tolist()


def test_a_link_between_two_clusters_is_told():
    index = DuplicateIndex()
    assert index.add(np.array([30, 20]), [" ".join(LONG[:16]), " ".join(LONG[8:])]).tolist() == [30, 20]
    assert index.merged == []
    assert index.add(np.array([10]), [" ".join(LONG[4:20])]).tolist() == [30]
    assert index.merged == [(20, 30)]


@pytest.mark.parametrize("threshold", [0, -1, 1.5, float("nan")])
def test_a_threshold_that_is_no_similarity_is_refused(threshold):
    with pytest.raises(InputError, match="threshold"):
        near_duplicates(["a"], threshold=threshold)


def test_memory_does_not_grow_with_copies_and_is_bounded_for_long_texts():
    cut = shingles([RUDE, "很长的文章" + "".join(map(chr, range(0x4E00, 0x9000)))])
    assert len(cut.pieces) <= 300
    index = DuplicateIndex()
    for begin in range(0, 2000, 500):
        index.add(np.arange(begin, begin + 500), [LATE] * 500)
    assert len(index) == 2000
    assert set(index.clusters) == {0}


@settings(max_examples=50)
@given(
    st.text("abcdefgh", min_size=80, max_size=200),
    st.integers(0, 79),
    st.text("ijkl", min_size=1, max_size=90),
)
def test_long_texts_are_copies_by_the_similarity_of_their_pieces(text, place, inserted):
    other = text[:place] + inserted + text[place:]
    pieces = [{each[k : k + 5] for k in range(len(each) - 4)} for each in (text, other)]
    similarity = len(pieces[0] & pieces[1]) / len(pieces[0] | pieces[1])
    is_copy = len(set(near_duplicates([text, other]))) == 1
    if similarity >= 0.6:
        assert is_copy
    if similarity < 0.5:
        assert not is_copy


def _edited(text: str, draw: random.Random, fillers: str, words: list[str], joint: str) -> str:
    kind = draw.randrange(8)
    place = draw.randrange(1, len(text))
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + draw.choice(fillers) + text[place:]
    if kind == 2:
        return text[:place] + draw.choice(fillers) + text[place + 1 :]
    parts = text.split(joint) if joint in text else [text]
    if kind == 3:
        parts.insert(draw.randrange(len(parts) + 1), draw.choice(words))
        return joint.join(parts)
    if kind == 4:
        return f"RT @user{place}: {text}"
    if kind == 5:
        return f"{text} #{draw.choice(words)} https://t.co/{place}"
    if kind == 6:
        return text.upper() if joint == " " else OpenCC("s2t").convert(text)
    return f"{draw.choice('😀😡👍🔥')} {text}!!!"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "fillers", "words", "joint"),
    [
        ("en_sst2", "aeinrst", ["really", "so", "again"], " "),
        ("zh_waimai_10k", "的一是了我不", ["真的", "非常", "觉得"], "，"),
    ],
)
def test_seeded_edits_of_real_texts_are_found_and_nothing_else(written, name, fillers, words, joint):
    draw = random.Random(5)
    originals = [text for text in written(name) if len(text) >= 30][:1500]
    copies = [_edited(text, draw, fillers, words, joint) for text in originals]
    ids = near_duplicates(originals + copies)
    found = ids[: len(originals)] == ids[len(originals) :]
    sizes = np.unique(ids, return_counts=True)[1]
    pairs = (sizes * (sizes - 1) // 2).sum()
    assert found.mean() >= 0.97
    assert found.sum() / pairs >= 0.99
