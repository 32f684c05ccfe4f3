"""What cannot be read is said with its place and what it would be when put right; nothing is guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.text import QueryError, parse_query

MISTAKES = [
    # source, kind, column, fix
    ("lost OR found luggage", "mixed", 15, "lost OR (found luggage)"),
    ("a1 b1 OR c1", "mixed", 7, "(a1 b1) OR c1"),
    ("a1 AND b1 OR c1 AND d1", "mixed", 11, "(a1 AND b1) OR (c1 AND d1)"),
    ("(a1 OR b1 c1) d1", "mixed", 11, "(a1 OR (b1 c1)) d1"),
    ('"lost luggage', "quote_open", 1, '"lost luggage"'),
    ('lost luggage"', "quote_open", 13, "lost luggage"),
    ("lost or found", "lower_operator", 6, "lost OR found"),
    ("lost And found", "lower_operator", 6, "lost AND found"),
    ("lost not found", "lower_operator", 6, "lost NOT found"),
    ("lost near/5 found", "lower_operator", 6, "lost NEAR/5 found"),
    ("“lost luggage”", "curly_quote", 1, '"lost luggage"'),
    ("‘lost luggage’ now", "curly_quote", 1, '"lost luggage" now'),
    ("「行李丢了」", "curly_quote", 1, '"行李丢了"'),
    ("'lost luggage' now", "single_quote", 1, '"lost luggage" now'),
    ("（行李 OR 客服）", "full_width", 1, "(行李 OR 客服)"),
    ("sentiment：差评", "full_width", 10, "sentiment:差评"),
    ("refund＊", "full_width", 7, "refund*"),
    ("–refund lost", "foreign_operator", 1, "-refund lost"),
    ("lost NEAR/ found", "near_number", 6, "lost NEAR/5 found"),
    ("lost NEAR found", "near_number", 6, "lost NEAR/5 found"),
    ("lost NEAR/3f found", "near_number", 6, "lost NEAR/3 found"),
    ("lost NEAR/500 found", "near_number", 6, "lost NEAR/50 found"),
    ("a1 NEAR/2 b1 NEAR/3 c1", "near_chain", 14, "a1 NEAR/2 b1 AND b1 NEAR/3 c1"),
    ("a1 NEAR/2 (b1 OR d1) NEAR/3 c1", "near_chain", 22, "a1 NEAR/2 (b1 OR d1) AND (b1 OR d1) NEAR/3 c1"),
    ("lost NEAR/3 NOT found", "near_operand", 13, "lost AND NOT found"),
    ("lost NEAR/3 (found bag)", "near_operand", 13, "lost AND (found bag)"),
    ("lost NEAR/3 title:found", "near_operand", 13, "lost AND title:found"),
    ("-lost NEAR/3 found", "near_operand", 1, "NOT (lost NEAR/3 found)"),
    ("AND lost", "nothing_before", 1, "lost"),
    ("lost AND", "nothing_after", 6, "lost"),
    ("lost AND OR found", "nothing_before", 10, "lost AND found"),
    ("(lost AND) found", "nothing_after", 7, "(lost) found"),
    ("lost NOT", "nothing_after", 6, "lost"),
    ("(lost OR found", "left_open", 1, "(lost OR found)"),
    ("lost) found", "right_open", 5, "lost found"),
    ("lost ()", "empty", 6, "lost"),
    ('lost ""', "empty", 6, "lost"),
    ("lost !!!", "only_signs", 6, "lost"),
    ("!!! ...", "only_signs", 1, ""),
    ("*fund", "wildcard", 1, "fund"),
    ("re*nd", "wildcard", 3, "re*"),
    ("r*", "wildcard", 2, "r"),
    ('"lost lugg"*', "wildcard", 12, '"lost lugg*"'),
    ('"lo* luggage"', "wildcard", 4, '"lo luggage"'),
    ("colo?r", "question_mark", 5, "colo*"),
    ("lost | found", "foreign_operator", 6, "lost OR found"),
    ("lost && found", "foreign_operator", 6, "lost AND found"),
    ("lost !found", "foreign_operator", 6, "lost -found"),
    ("lost|found", "foreign_sign", 5, "lost OR found"),
    ("lost~2 found", "foreign_sign", 5, "lost found"),
    ('"lost luggage"~5', "glued", 15, '"lost luggage"'),
    ("+lost found", "foreign_sign", 1, "lost found"),
    ("行李，客服", "separator", 3, "行李 客服"),
    ("lost,found", "separator", 5, "lost found"),
    ("行李AND客服", "glued", 3, "行李 AND 客服"),
    ('lost"my bag"', "glued", 5, 'lost "my bag"'),
    ("lost(found)", "glued", 5, "lost (found)"),
    ("sentimnt:neutral", "unknown_field", 1, "sentiment:neutral"),
    ("http://shop.example lost", "unknown_field", 1, '"http://shop.example" lost'),
    ("sentiment: neutral", "field_space", 11, "sentiment:neutral"),
    ("lost sentiment:", "nothing_after", 6, "lost"),
    ("sentiment:neutrl", "unknown_value", 11, "sentiment:neutral"),
    ("sentiment:purple", "unknown_value", 11, ""),
    ("title:(author:ann)", "field_inside", 8, "title:(ann)"),
    ("rating>4", "field_colon", 7, "rating:>4"),
    ("rating=4", "field_colon", 7, "rating:4"),
    ("rating:4stars", "bad_number", 8, "rating:4"),
    ("rating:1-3", "bad_number", 8, "rating:1..3"),
    ("rating:≥4", "bad_number", 8, "rating:>=4"),
    ("rating:>= 4", "bad_number", 8, "rating:>=4"),
    ("rating:good", "bad_number", 8, ""),
    ("rating:3..1", "backwards", 8, "rating:1..3"),
    ("published:2026/1/5", "bad_day", 11, "published:2026-01-05"),
    ("published:2026-02-30", "bad_day", 11, "published:2026-02-28"),
    ("published:2026-02..2026-01", "backwards", 11, "published:2026-01..2026-02"),
    ("published:yesterday", "bad_day", 11, ""),
    ("author:a*n", "not_here", 8, "author:an"),
    ("lost\x00found", "unreadable", 5, "lostfound"),
    ("lost \ud800", "unreadable", 6, "lost"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "kind", "column", "fix"), MISTAKES, ids=[repr(each[0]) for each in MISTAKES]
)
def test_a_mistake_is_said_with_its_place_and_what_would_be_right(source, kind, column, fix):
    with pytest.raises(QueryError) as caught:
        parse_query(source)
    error = caught.value
    assert (error.kind, error.column, error.fix) == (kind, column, fix)
    assert str(error).endswith((".", "…")) or ":…" in str(error) or error.kind == "near_chain"
    if fix:
        parse_query(fix)


def test_limits_are_said():
    for source, kind in [
        ("lost " * 801, "too_long"),
        (" ".join(f"w{n}" for n in range(301)), "too_many_terms"),
        ("(" * 21 + "lost" + ")" * 21, "too_deep"),
        (f"({' OR '.join(f'w{n}' for n in range(30))}) NEAR/50 (a1 OR b1)", "near_many"),
    ]:
        with pytest.raises(QueryError) as caught:
            parse_query(source)
        assert (caught.value.kind, caught.value.fix) == (kind, "")


PIECES = st.sampled_from(
    ["lost", "行李", "AND", "OR", "NOT", "and", "-", "(", ")", '"', "NEAR/3", "NEAR/", "*", ":", "title:", "rating:",
     "sentiment:", "差评", "..", ">=4", "2026-01", "，", "“", "”", "（", "‘", "’", "~", "|", "?", " ", " ", " ", "👍", "\n"]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join)))
def test_anything_is_read_or_refused_with_a_fix_that_can_be_read(source):
    error = mistake(source)
    if error is None:
        parse_query(source).matches("lost 行李 👍", title="x")
        return
    assert 1 <= error.column <= max(len(source), 1) + 1
    if error.fix:
        parse_query(error.fix)


def mistake(source: str) -> QueryError | None:
    try:
        parse_query(source)
    except QueryError as error:
        return error
    return None
