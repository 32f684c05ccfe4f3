"""Short and long effect, against the oracle and against known answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword import metrics
from goodword.core.errors import InputError

from . import oracle_tables as oracle
from .made_up import FEW, cells, event, logs, near, spans

COUNTS = [
    "short_people", "short_buyers", "short_money", "long_people", "long_buyers", "long_money", "mature_short_buyers",
    "too_young",
]  # fmt: skip


@FEW
@given(
    logs(["click", "click", "purchase", "refund"]),
    st.sampled_from([(), ("channel",)]),
    st.sampled_from([(1, 2), (14, 90), (5, 30)]),
    spans(),
)
def test_term_effect(events, by, terms, span):
    short, long = terms
    found = metrics.compute("term_effect", events, by=by, short_days=short, long_days=long, local_days=span)
    expected = oracle.term_effect(events, by, short, long, span) or ({} if by else {(): (0,) * 8})
    order = sorted(expected, key=lambda key: [(part is None, part or "") for part in key])
    assert cells(found[[*by, *COUNTS]]) == [(*key, *expected[key]) for key in order]
    shares = [name for name in found.columns if name not in {*by, *COUNTS}]
    assert cells(found[sorted(shares)]) == near(_shares(expected[key]) for key in order)


def _shares(counts):
    people, buyers, _, old_people, old_buyers, _, soon, _ = counts
    low, high = oracle.wilson(soon, old_buyers)
    shares = {
        "short_share": oracle.ratio(buyers, people),
        "long_share": oracle.ratio(old_buyers, old_people),
        "ratio": oracle.ratio(old_buyers, soon),
        "ratio_low": 1 / high if soon else None,
        "ratio_high": 1 / low if soon else None,
    }
    shares["short_share_low"], shares["short_share_high"] = oracle.wilson(buyers, people)
    shares["long_share_low"], shares["long_share_high"] = oracle.wilson(old_buyers, old_people)
    return tuple(shares[name] for name in sorted(shares))


def test_the_young_are_counted_apart_and_one_event_is_enough():
    clicks = [event(number, "click", 10 + number, f"p{number}", channel="feed") for number in range(3)]
    bought = [
        event(3, "purchase", 20, "p0", amount_minor=100),
        event(4, "purchase", 80, "p1", amount_minor=300),
        event(5, "refund", 81, "p1", amount_minor=-100),
    ]
    row = metrics.compute("term_effect", [*clicks, *bought, event(6, "view", 102, "p9")]).iloc[0]
    assert (row["short_people"], row["short_buyers"], row["short_money"]) == (3, 1, 100)
    assert (row["long_people"], row["long_buyers"], row["long_money"], row["too_young"]) == (2, 2, 300, 1)
    assert row["ratio"] == 2.0
    # The day that is not over does not make a term whole.
    earlier = metrics.compute("term_effect", [*clicks, *bought, event(6, "view", 101, "p9")]).iloc[0]
    assert (earlier["long_people"], earlier["too_young"]) == (1, 2)
    alone = metrics.compute("term_effect", clicks[:1]).iloc[0]
    assert (alone["short_people"], alone["too_young"]) == (0, 1)
    assert alone[["short_share", "long_share", "ratio"]].isna().all()


def test_the_long_term_must_be_longer():
    with pytest.raises(InputError, match="short_days is 90 and long_days 90"):
        metrics.compute("term_effect", [event(0, "click", 1, "p")], short_days=90)
