"""What the query language means, by example."""

from datetime import UTC, date, datetime

import pytest

from goodword.text import parse_query

TEXT = "My suitcase was lost in Vienna; nobody refunded it. 行李丢了，客服沒有人接電話 👍"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", True),
        ("suitcase", True),
        ("SUITCASE vienna", True),
        ("suitcase AND berlin", False),
        ("suitcase OR berlin", True),
        ("suitcase NOT berlin", True),
        ("suitcase -vienna", False),
        ("NOT vienna", False),
        ("-berlin", True),
        ('"lost in Vienna"', True),
        ('"lost Vienna"', False),
        ("refund", False),
        ("refund*", True),
        ('"nobody ref*"', True),
        ("suitcase NEAR/2 lost", True),
        ("lost NEAR/1 suitcase", True),
        ("suitcase NEAR/0 lost", False),
        ("(suitcase OR bag) NEAR/3 (lost OR stolen)", True),
        ("行李", True),
        ("李行", False),
        ("行李 NEAR/0 丢", True),
        ("没有人", True),
        ("電話 OR 电邮", True),
        ("👍", True),
        ("ＬＯＳＴ", True),
        ("(lost OR found) (vienna OR berlin)", True),
        ("行李*", True),
        ("it.", True),
        ("title:lost", False),
        ("text:(lost vienna)", True),
        ("NOT (lost berlin)", True),
    ],
)
def test_words(query, said):
    assert parse_query(query).matches(TEXT) is said


KNOWN = {
    "title": "A bad day", "language": "en", "sentiment": "unfavourable", "cause": "delivery", "intent": "complaint",
    "aspect": ("luggage", "price"), "origin": "consumer", "stimulus": "organic", "source": "Weibo",
    "source_type": "social_network", "author": "Ann Lee", "rating": 2, "published": date(2026, 1, 31),
}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sentiment:unfavourable", True),
        ("sentiment:Unfavourable", True),
        ("sentiment:差评", True),
        ("倾向:差评", True),
        ("sentiment:好评", False),
        ("-sentiment:favourable", True),
        ("cause:(delivery OR price)", True),
        ('cause:"product defect"', False),
        ("aspect:price aspect:luggage", True),
        ("aspect:teacher", False),
        ("language:中文", False),
        ("source:weibo", True),
        ("source:we*", True),
        ("source_type:social_network", True),
        ('author:"ann lee"', True),
        ("author:ann", False),
        ("rating:2", True),
        ("rating:1..3", True),
        ("rating:<2", False),
        ("rating:..2", True),
        ("rating:>2", False),
        ("published:2026-01-31", True),
        ("published:2026", True),
        ("published:>2026-01", False),
        ("published:2026-01-01..2026-02-01", True),
        ("published:..2026-01-30", False),
        ("title:bad", True),
        ("title:(bad NEAR/0 day)", True),
        ("day lost", True),
        ('"day my"', False),
        ("title:*", True),
        ("rating:* author:*", True),
        ("NOT aspect:*", False),
        ("lost (rating:1 OR sentiment:差评)", True),
    ],
)
def test_fields(query, said):
    assert parse_query(query).matches(TEXT, **KNOWN) is said


@pytest.mark.parametrize(
    "query", ["rating:1..9", "sentiment:neutral", "published:2026", "author:a*", "aspect:price"]
)
def test_what_is_not_known_is_not_found_and_its_contrary_is(query):
    assert not parse_query(query).matches(TEXT)
    assert parse_query(f"NOT {query}").matches(TEXT)


@pytest.mark.parametrize(
    "moment", ["2026-01-31", "2026-01-31T23:00:00+08:00", datetime(2026, 1, 31, 5, tzinfo=UTC)]
)
def test_a_day_is_given_in_any_of_its_forms(moment):
    assert parse_query("published:2026-01-31").matches("", published=moment)


def test_what_was_asked_for_is_marked_in_the_original():
    text = "Refunded? 質量 isn't a LOST  cause: lost bag"
    query = parse_query('refund* 质量 "lost bag" -cause isn')
    assert [text[a:b] for a, b in query.marks(text)] == ["Refunded", "質量", "isn", "lost bag"]


def test_a_query_knows_whether_it_asks_for_anything():
    assert parse_query("  ").is_empty
    assert not parse_query("x1").is_empty
