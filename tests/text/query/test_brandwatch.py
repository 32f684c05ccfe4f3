"""Queries from elsewhere are taken over, with a word for everything they lose."""

import pytest

from goodword.text import QueryError, from_brandwatch

TAKEN = [
    (
        '("lost luggage" OR suitcase*) AND NOT title:solved',
        '("lost luggage" OR suitcase*) AND NOT title:solved',
        [],
    ),
    ("refund NEAR/3f airline", "refund NEAR/3 airline", ["order"]),
    ("refund NEAR/99 airline", "refund NEAR/50 airline", ["distance"]),
    ("raw:U.S. price", '"U.S." price', ["raw"]),
    ("{BA} delay", '"BA" delay', ["case"]),
    ("site:shop.example bag", "source:shop.example bag", ["site"]),
    ("at_mentions:goodword", "goodword", ["mentioned"]),
    ("#sale @ann", "sale ann", ["sign", "sign"]),
    ("wom?n complain*", "wom* complain*", ["wildcard"]),
    ("lost <<<the old\nlist>>> bag", "lost   bag", ["comment"]),
    ("rating:[1 TO 3] bag", "rating:1..3 bag", []),
    ("rating:[4 TO *]", "rating:4..", []),
    ('"lost bag"~5', "(lost NEAR/5 bag)", ["slop"]),
    ("language:en (质量 OR 價格)", "language:en (质量 OR 價格)", []),
    ("((a1 OR b1) NEAR/5 (c1 OR d1)) AND author:ann", "((a1 OR b1) NEAR/5 (c1 OR d1)) AND author:ann", []),
]


@pytest.mark.parametrize(("source", "translated", "notes"), TAKEN, ids=[each[0] for each in TAKEN])
def test_what_can_be_kept_is_kept_and_the_rest_is_said(source, translated, notes):
    taken = from_brandwatch(source)
    assert taken.query.source == translated
    assert [note.kind for note in taken.notes] == notes
    assert all(str(note).endswith(".") and 1 <= note.column <= len(source) for note in taken.notes)


@pytest.mark.parametrize(
    "source",
    ["country:gb bag", "authorFollowers:[10 TO 20] bag", "*fund", '"los* bag"', '"a1 b1 c1"~4', "a1 OR b1 c1", "lost or found",
     "a1 NEAR/2 b1 NEAR/2 c1", "(a1 AND b1) NEAR/3 c1", "links:shop.example", '"open'],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(source):
    with pytest.raises(QueryError) as caught:
        from_brandwatch(source)
    assert caught.value.column >= 1
