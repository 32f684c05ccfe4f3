"""Topics: groups that hold together, names that read like words, the same on every run."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_mutual_info_score

from goodword.core.errors import InputError
from goodword.text import emerging_phrases, find_topics

DEAD = (
    "My {} died by noon",
    "Again the {} is empty at lunch",
    "Honestly this {} lasts an hour",
    "The {} drains",
)
BATTERY = [
    text.format(thing) for text in DEAD for thing in ("battery", "phone battery", "battery of the phone")
]
LATE = ("{}太慢", "{}等十天", "{}员摔箱子", "{}晚到一周")
PARCEL = [text.format(thing) for text in LATE for thing in ("快递", "昨天的快递", "包裹破损，快递")]
RUDE = ("{} spilled the soup", "{} ruined our dinner", "{} forgot the dinner", "{} shouted at my wife")
STAFF = [text.format(person) for text in RUDE for person in ("The waiter", "A rude waiter", "Our waiter")]
MANY = [*BATTERY, *PARCEL, *STAFF]


def test_different_things_are_different_topics_in_both_languages():
    numbers = find_topics(MANY, topics=3).assignments
    assert [len(set(numbers[k : k + 12])) for k in (0, 12, 24)] == [1, 1, 1]
    assert len(set(numbers)) == 3


def test_topics_are_named_by_whole_phrases_and_a_sentence_of_a_text():
    found = find_topics(MANY, topics=3)
    names = {phrase.casefold() for topic in found.topics for phrase in topic.phrases}
    assert {"battery", "快递", "waiter"} <= names
    assert not names & {"the", "was", "is", "递", "快", "裹破", "and the", "递太"}
    assert all(any(topic.sentence in text for text in MANY) for topic in found.topics)


def test_sizes_and_shares_are_those_of_the_assignments():
    found = find_topics([*MANY, "", None, "👍"], topics=3)
    for number, topic in enumerate(found.topics):
        assert topic.size == (found.assignments == number).sum()
        assert topic.share == pytest.approx(topic.size / (len(MANY) + 3))
    assert found.assignments[-3:].tolist() == [-1, -1, -1]
    sizes = [topic.size for topic in found.topics]
    assert sizes == sorted(sizes, reverse=True)


def test_more_texts_are_assigned_and_counted():
    found = find_topics(MANY, topics=3)
    more = ["my battery is empty", "包裹破损了", "nothing of all that"]
    numbers = found.assign(more)
    assert numbers[0] == found.assignments[0]
    assert numbers[1] == found.assignments[12]
    after = found.updated(more)
    assert after.assignments.tolist() == numbers.tolist()
    assert after.topics[numbers[0]].size == found.topics[numbers[0]].size + 1
    assert sum(topic.share for topic in after.topics) == pytest.approx((len(MANY) + 2) / (len(MANY) + 3))
    assert after.topics[0].phrases == found.topics[0].phrases


def test_the_same_texts_give_the_same_topics():
    one, other = find_topics(MANY, topics=3, seed=4), find_topics(MANY, topics=3, seed=4)
    assert one.topics == other.topics
    assert one.centres.tobytes() == other.centres.tobytes()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.text(), st.text("好坏快 abc", min_size=5)), max_size=15),
    st.integers(1, 4),
)
def test_any_texts_have_topics_or_none(texts, topics):
    found = find_topics(texts, topics=topics)
    assert len(found.topics) <= topics
    assert len(found.assignments) == len(texts)
    assert set(found.assignments) <= {-1, *range(len(found.topics))}
    assert found.assign(texts).tolist() == found.assignments.tolist()
    found.updated(texts)


def test_no_topics_are_refused():
    with pytest.raises(InputError, match="1 or more"):
        find_topics(["a"], topics=0)


def test_a_phrase_that_appears_is_emerging():
    before = [*MANY * 3]
    recent = [*MANY, *["The new app crashes at login"] * 12]
    told = emerging_phrases(recent, before)
    assert "app crashes" in told[0].phrase or told[0].phrase in "The new app crashes at login"
    assert told[0].recent == 12
    assert told[0].before == 0
    assert emerging_phrases(before, before) == []
    assert emerging_phrases([], []) == []


@pytest.mark.shared
def test_the_categories_of_a_shop_are_found(written):
    sets = ("zh_waimai_10k", "zh_hotel_htl_all", "en_airline", "en_coursera_reviews")
    texts = [text for name in sets for text in written(name)[:1000]]
    truth = np.repeat(np.arange(4), 1000)
    found = find_topics(texts, topics=8)
    told = found.assignments >= 0
    assert told.mean() > 0.9
    purity = sum(np.bincount(truth[found.assignments == number]).max() for number in range(len(found.topics)))
    assert purity / told.sum() > 0.9
    assert adjusted_mutual_info_score(truth[told], found.assignments[told]) > 0.5
