"""Referred customers and others, against the oracle and against known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword import metrics
from goodword.core.errors import InputError
from goodword.metrics.matching import difference

from . import oracle_tables as oracle
from .made_up import FEW, cells, event, logs, near, spans

KINDS = ["sign_up", "sign_up", "sign_up", "purchase", "purchase", "refund"]


@FEW
@given(logs(KINDS), st.sampled_from([1.0, 0.25, 0]), spans())
def test_referred_vs_others(events, margin, span):
    found = metrics.compute("referred_vs_others", events, margin_share=margin, local_days=span)
    assert cells(found) == near(oracle.referred_vs_others(events, margin, span))


def joining(number, day, referred):
    return event(number, "sign_up", day, f"p{number}", referrer_id="ann" if referred else None)


def buying(number, day, person, amount=100):
    kind = "purchase" if amount > 0 else "refund"
    return event(number, kind, day, person, amount_minor=amount)


def test_the_others_are_weighted_as_the_referred_are_spread_over_months():
    # January: 3 referred, 1 other; February: 1 referred, 3 others. Everybody of January buys, nobody of February.
    january = [joining(number, 2, number < 3) for number in range(4)]
    february = [joining(number, 33, number < 5) for number in range(4, 8)]
    bought = [buying(10 + number, 5, f"p{number}") for number in range(4)]
    row = metrics.compute(
        "referred_vs_others", [*january, *february, *bought, event(99, "view", 63, "x")]
    ).iloc[0]
    assert (row["referred_people"], row["others_people"]) == (4, 4)
    assert (row["referred_active"], row["others_active"], row["difference_active"]) == (0.75, 0.75, 0)
    assert (row["referred_margin"], row["others_margin"]) == (75, 75)
    assert row["difference_active_low"] < 0 < row["difference_active_high"]


def test_only_whole_months_of_age_count_and_months_without_a_counterpart_are_counted():
    events = [joining(0, 2, True), joining(1, 2, False), joining(2, 40, True)]
    events += [buying(3, 31, "p0"), buying(4, 32, "p0", 50), buying(5, 33, "p0", -30), buying(6, 1, "p1")]
    whole = [*events, event(7, "view", 70, "x")]
    found = metrics.compute("referred_vs_others", whole)
    assert list(found["age_month"]) == [1, 2]
    first, second = found.to_dict("records")
    assert (first["referred_active"], first["referred_repurchase"], first["referred_margin"]) == (1, 0, 100)
    assert (second["referred_active"], second["referred_repurchase"], second["referred_margin"]) == (
        1,
        1,
        120,
    )
    assert first["others_active"] == 0  # bought before joining: not as a customer of this age
    assert (first["months_left_out"], first["people_left_out"]) == (1, 1)
    assert second["months_left_out"] == 0
    # The day that is not over does not make a month whole.
    assert len(metrics.compute("referred_vs_others", [*events, event(7, "view", 61, "x")])) == 1


def test_money_is_exact_beyond_what_a_float_can_hold():
    most = 2**53 + 1
    events = [
        joining(0, 2, True),
        joining(1, 2, False),
        buying(2, 3, "p0", most),
        buying(3, 4, "p0", -most + 7),
    ]
    row = metrics.compute("referred_vs_others", [*events, event(7, "view", 70, "x")]).iloc[0]
    assert row["referred_margin"] == 7


def test_the_sign_is_never_assumed():
    def log(worse):
        people = [joining(number, 2, number % 2 == 0) for number in range(80)]
        bought = [buying(200 + n, 5, f"p{n}") for n in range(80) if (n % 2 == 0) == worse or n % 8 < 2]
        return [*people, *bought, event(999, "view", 40, "x")]

    better = metrics.compute("referred_vs_others", log(True)).iloc[0]
    worse = metrics.compute("referred_vs_others", log(False)).iloc[0]
    assert better["difference_active_low"] > 0
    assert worse["difference_active_high"] < 0
    assert better["difference_active"] == pytest.approx(-worse["difference_active"])


def test_the_interval_covers_what_is_planted():
    random, people, chances = np.random.default_rng(3), np.array([[30.0, 80.0], [70.0, 20.0]]), [0.1, 0.4]
    weights = people[1] / people[1].sum()
    covered = 0
    for _ in range(800):
        bought = np.array([random.binomial(group.astype(int), chances) for group in people]).astype(float)
        shrunk = (bought.sum(axis=1) + 1) / (people.sum(axis=1) + 2)
        found = difference(people, bought, shrunk * (1 - shrunk))
        assert found.referred == pytest.approx(float(bought[1] @ (weights / people[1])))
        covered += found.low <= 0 <= found.high
    assert 0.93 <= covered / 800 <= 0.995


def test_margin_is_a_share_and_nobody_makes_no_row():
    events = [joining(0, 2, True)]
    assert metrics.compute("referred_vs_others", events).empty
    with pytest.raises(InputError, match="expected a number from 0 to 1"):
        metrics.compute("referred_vs_others", events, margin_share=1.2)
