"""What a customer costs, against the oracle and against known answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword import metrics
from goodword.core.errors import InputError
from goodword.metrics.acquisition_cost import part_of_days, spread

from . import oracle_tables as oracle
from .made_up import CHANNELS, FEW, cells, event, logs, spans

KINDS = ["click", "click", "sign_up", "purchase", "purchase"]
COUNTS = ["channel", "new_customers", *oracle.KINDS, "cost"]


@st.composite
def costs(draw):
    first = draw(st.integers(0, 400))
    return {
        "kind": draw(st.sampled_from(oracle.KINDS)), "channel": draw(st.sampled_from(CHANNELS)), "first_day": first,
        "last_day": first + draw(st.integers(0, 60)), "amount_minor": draw(st.integers(0, 10**16)),
    }  # fmt: skip


@FEW
@given(logs(KINDS), st.lists(costs(), max_size=6), st.sampled_from([1, 30]), spans())
def test_customers_and_costs(events, spent, window, span):
    found = metrics.compute(
        "acquisition_cost", events, tables={"costs": spent}, window_days=window, local_days=span
    )
    expected = oracle.acquisition(events, spent, window, span)
    assert cells(found[COUNTS]) == [(channel, *row, sum(row[1:])) for channel, row in expected.items()]
    whole = found[found["channel"].isna()][[*oracle.KINDS, "cost"]].sum()
    parts = found[found["channel"].notna()][[*oracle.KINDS, "cost"]].sum()
    if found["channel"].notna().any():
        assert whole.tolist() == parts.tolist()


@given(st.integers(-(10**18), 10**18), st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_what_is_spread_adds_up_and_is_fair_to_the_minor_unit(amount, weights):
    parts = spread(amount, weights)
    assert sum(parts) == amount
    used = weights if any(weights) else [1] * len(weights)
    for part, weight in zip(parts, used, strict=True):
        assert abs(part * sum(used) - amount * weight) < sum(used)


@settings(max_examples=50)
@given(st.integers(0, 10**12), st.integers(0, 50), st.integers(0, 50), st.integers(-5, 110))
def test_spans_that_follow_each_other_add_up(amount, first, length, cut):
    last = first + length
    parts = [part_of_days(amount, first, last, span) for span in ((-10, cut), (cut + 1, 200))]
    assert sum(parts) == amount


def bought(number, person, channel, day=10):
    return [
        event(2 * number, "click", day - 1, person, channel=channel),
        event(2 * number + 1, "purchase", day, person, channel=channel, amount_minor=500),
    ]


def cost(amount, channel=None, first=1, last=10, kind="content"):
    return {"kind": kind, "channel": channel, "first_day": first, "last_day": last, "amount_minor": amount}


def lift(channel, share, low, high):
    return {"channel": channel, "share": share, "low": low, "high": high}


EVENTS = [*bought(0, "a", "feed"), *bought(1, "b", "feed"), *bought(2, "c", "email")]


def test_attributed_beside_incremental():
    tables = {
        "costs": [cost(1_000, "feed"), cost(100, "email", kind="staff"), cost(100, kind="tool")],
        "lifts": [lift("feed", 0.5, 0.25, 0.8), lift(None, 0.4, -0.1, 0.9)],
    }
    rows = metrics.compute("acquisition_cost", EVENTS, tables=tables).to_dict("records")
    email, feed, whole = rows
    assert (feed["cost"], feed["tool"], feed["cost_per_customer"]) == (1_067, 67, 533.5)
    assert (feed["incremental_customers"], feed["incremental_low"], feed["incremental_high"]) == (1, 0.5, 1.6)
    assert feed["cost_per_incremental"] == 1_067
    assert feed["cost_per_incremental_low"] == pytest.approx(1_067 / 1.6)
    assert feed["cost_per_incremental_high"] == 2_134
    assert feed["why_not"] is None
    assert (email["cost"], email["why_not"]) == (133, "no randomised test")
    assert (whole["cost"], whole["new_customers"]) == (1_200, 3)
    assert whole["why_not"] == "the interval of the test includes zero"
    for row in (email, whole):
        assert all(row[name] != row[name] for name in row if "incremental" in name)


def test_a_channel_without_customers_divides_by_nothing():
    tables = {"costs": [cost(90, "print"), cost(10)], "lifts": [lift("print", 0.5, 0.2, 0.8)]}
    rows = metrics.compute("acquisition_cost", [event(0, "view", 3, "x")], tables=tables).to_dict("records")
    assert [(row["channel"], row["cost"], row["why_not"]) for row in rows] == [
        ("print", 100, "no new customers"),
        (None, 100, "no randomised test"),
    ]
    assert rows[0]["cost_per_customer"] != rows[0]["cost_per_customer"]
    fewer = {"lifts": [lift("feed", -0.3, -0.5, -0.1)]}
    assert "found fewer" in metrics.compute("acquisition_cost", EVENTS, tables=fewer).iloc[1]["why_not"]


def test_days_are_pro_rata_and_an_old_customer_is_not_new():
    tables = {"costs": [cost(100, "feed", 1, 20)]}
    again = [event(90, "purchase", 15, "a", amount_minor=5), event(91, "click", 14, "a", channel="feed")]
    found = metrics.compute("acquisition_cost", [*EVENTS, *again], tables=tables, local_days=(11, 20))
    assert cells(found[["channel", "new_customers", "cost"]]) == [("feed", 0, 50), (None, 0, 50)]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"costs": [cost(1, "television")]}, "has the channel 'television'; expected one of"),
        ({"costs": [cost(1, kind="lunch")]}, "has the kind 'lunch'; expected one of reward, content"),
        ({"costs": [cost(1, first=3, last=2)]}, "expected the last day not before the first"),
        ({"lifts": [lift("feed", 0.5, 0.6, 0.7)]}, "expected the share within its interval"),
        ({"lifts": [lift("feed", None, None, None)]}, "expected the share within its interval"),
        ({"lifts": [lift("feed", 0.5, 0.4, 0.7)] * 2}, "two tests of the channel 'feed'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(tables, said):
    with pytest.raises(InputError, match=said):
        metrics.compute("acquisition_cost", EVENTS, tables=tables)
