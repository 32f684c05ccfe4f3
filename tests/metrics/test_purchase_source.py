"""Who told them, against the oracle and against known answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword import metrics
from goodword.core.errors import InputError

from . import oracle_tables as oracle
from .made_up import FEW, PEOPLE, cells, event, logs, near, some, spans

ANSWER = {
    "person_id": st.sampled_from([*PEOPLE, None]),
    "told": st.sampled_from(["friend", "search", "广告", None]),
    "told_by": st.sampled_from([*PEOPLE, None]),
    "local_day": st.integers(0, 60),
}


@FEW
@given(logs(["sign_up", "sign_up", "click"], most=20), some(ANSWER), spans(60))
def test_purchase_source(events, answers, span):
    found = metrics.compute("purchase_source", events, tables={"answers": answers}, local_days=span)
    assert cells(found) == near(oracle.purchase_source(events, answers, span))


def answer(person, told, told_by=None, day=10):
    return {"person_id": person, "told": told, "told_by": told_by, "local_day": day}


def test_the_latest_answer_of_each_person_counts_beside_what_the_events_know():
    events = [event(number, "sign_up", 5, f"p{number}", referrer_id="ann") for number in range(3)]
    answers = [
        answer("p0", "friend", "ann"),
        answer("p1", "friend", "bo"),
        answer("p2", "friend", "ann", 9),
        answer("p2", "search"),
        answer("stranger", "friend"),
    ]
    rows = cells(metrics.compute("purchase_source", events, tables={"answers": answers}))
    assert [row[:3] + row[5:] for row in rows] == [
        ("friend", 3, 0.75, 2, 1, 2),
        ("search", 1, 0.25, 1, 0, 0),
    ]


def test_without_answers_there_is_no_row_and_a_wrong_table_gets_a_sentence():
    events = [event(0, "sign_up", 5, "p", referrer_id="ann")]
    assert metrics.compute("purchase_source", events).empty
    for tables, said in (
        ({"costs": []}, "reads no table 'costs'. It reads: answers"),
        ({"answers": [{"person_id": "p"}]}, "has no column 'told'"),
        ({"answers": [answer("p", "friend", day="soon")]}, "not of the expected types"),
        ({"answers": 7}, "cannot be read as a table"),
    ):
        with pytest.raises(InputError, match=said):
            metrics.compute("purchase_source", events, tables=tables)
