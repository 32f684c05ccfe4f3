"""The value of a mention: weeks against the oracle, the regression against statsmodels, verdicts against what is planted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword import metrics
from goodword.core.errors import InputError
from goodword.metrics import mention_value_weeks as weeks_of
from goodword.metrics.mention_value_weeks import LESS, MORE, NOTHING, newey_west, values_of

from . import oracle_tables as oracle
from .made_up import FEW, MENTION, event, logs, some


@FEW
@given(logs(["purchase", "refund", "click"]), some(MENTION), st.sampled_from(["money", "new_customers"]))
def test_the_weeks_are_those_of_the_oracle(events, mentions, outcome):
    seen = []
    original = weeks_of.whole_weeks
    weeks_of.whole_weeks = lambda found: seen.append(original(found)) or seen[-1]
    try:
        found = metrics.compute("mention_value", events, tables={"mentions": mentions}, outcome=outcome)
    finally:
        weeks_of.whole_weeks = original
    expected = oracle.weekly(events, mentions, outcome)
    assert seen[0].tolist() == (expected or [])
    assert len(found) == (0 if expected is None else 2)


def made(n):
    """Return a design and an outcome that anybody can make again."""
    t = np.arange(n)
    first, second = (t * 7 % 11).astype(float), (t * t % 13).astype(float)
    outcome = 50 + 0.5 * t + 3 * first - 2 * second + 10 * np.sin(t / 3) + (t * t * 5 % 17)
    return np.column_stack([np.ones(n), t, first, second]).astype(float), outcome


def test_newey_west_is_that_of_statsmodels():
    # statsmodels 0.15.0: OLS(...).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True})
    coefficients, covariance = newey_west(*made(40), jackknife=False)
    expected = [60.549076849859816, 0.2974364404186147, 3.369674480793768, -2.1059233669400967]
    errors = [4.936168724901019, 0.17076575692174986, 0.34514897016800783, 0.4592121465126313]
    assert coefficients == pytest.approx(expected, rel=1e-9)
    assert np.sqrt(np.diag(covariance)) == pytest.approx(errors, rel=1e-9)


def test_newey_west_is_the_double_sum_of_its_definition():
    design, outcome = made(30)
    coefficients, covariance = newey_west(design, outcome)
    inverse = np.linalg.inv(design.T @ design)
    residuals = [
        (outcome[t] - design[t] @ coefficients) / (1 - design[t] @ inverse @ design[t]) for t in range(30)
    ]
    steps, middle = int(4 * 0.3 ** (2 / 9)), np.zeros((4, 4))
    for t in range(30):
        for s in range(30):
            weight = max(0, 1 - abs(t - s) / (steps + 1))
            middle += weight * residuals[t] * residuals[s] * np.outer(design[t], design[s])
    assert covariance == pytest.approx(inverse @ middle @ inverse, rel=1e-8)


def a_year(random, worth, n=52, carried=0.5):
    """Return outcome and mentions of weeks in which a mention is worth so much, and sales carry on."""
    good, bad, noise = random.poisson(40, n).astype(float), random.poisson(25, n).astype(float), np.zeros(n)
    for week in range(1, n):
        noise[week] = carried * noise[week - 1] + random.normal(0, 100)
    return 1_000 + 10 * np.arange(n) + worth[0] * good + worth[1] * bad + noise, good, bad


@pytest.mark.parametrize("n", [24, 52])
def test_the_interval_holds_what_is_planted_and_finds_nothing_where_there_is_nothing(n):
    random, held, clear, of = np.random.default_rng(5), 0, 0, 300
    for _ in range(of):
        outcome, good, bad = a_year(random, (5, 0), n)
        found = values_of(outcome, {"favourable": good, "unfavourable": bad}, 1)
        if found is not None:
            held += found["favourable"].low <= 5 <= found["favourable"].high
            clear += found["unfavourable"].verdict != NOTHING
    assert held / of > 0.91
    assert clear / of < 0.09


def log_of(outcome, good, bad):
    """Return events and mentions with these weekly sums, from a Monday on."""
    events, mentions = [], []
    said = {"brand": "Lumen", "origin": "consumer", "stimulus": None}
    for week, (money, up, down) in enumerate(zip(outcome, good, bad, strict=True)):
        day = 4 + 7 * week
        events.append(event(2 * week, "purchase", day, f"p{week}", amount_minor=max(round(money), 0)))
        events.append(event(2 * week + 1, "view", day + 6, "x"))
        tones = ["favourable"] * int(up) + ["unfavourable"] * int(down) + ["neutral"]
        mentions += [
            said | {"local_day": day + place % 7, "sentiment": tone} for place, tone in enumerate(tones)
        ]
        mentions.append(said | {"local_day": day + 6, "sentiment": None})
        mentions.append(said | {"local_day": day, "sentiment": "favourable", "origin": "brand"})
    return events, mentions


def test_a_planted_value_is_found_and_nothing_is_said_too_early():
    outcome, good, bad = a_year(np.random.default_rng(8), (30, -40), carried=0)
    events, mentions = log_of(outcome, good, bad)
    rows = metrics.compute("mention_value", events, tables={"mentions": mentions}).to_dict("records")
    assert [(row["sentiment"], row["verdict"], row["weeks"]) for row in rows] == [
        ("favourable", MORE, 51),
        ("unfavourable", LESS, 51),
    ]
    for row, planted in zip(rows, (30, -40), strict=True):
        assert row["low"] < planted < row["high"]
        assert row["why"] is None
    short = metrics.compute("mention_value", events, tables={"mentions": mentions}, local_days=(4, 100))
    assert set(short["verdict"]) == {"too early to say"}
    assert set(short["why"]) == {"fewer weeks than needed"}
    assert short[["value", "low", "high"]].isna().all().all()
    assert "caused" not in str(rows) + metrics.metric("mention_value").explanation_en


def test_what_always_comes_together_cannot_be_told_apart():
    outcome, good, _ = a_year(np.random.default_rng(8), (30, 0))
    events, mentions = log_of(outcome, good, good)
    found = metrics.compute("mention_value", events, tables={"mentions": mentions})
    assert set(found["why"]) == {"these weeks cannot tell"}
    events, mentions = log_of(outcome, good, good * 0)
    alone = metrics.compute("mention_value", events, tables={"mentions": mentions}).to_dict("records")
    assert alone[0]["verdict"] == MORE
    assert (alone[1]["verdict"], alone[1]["why"]) == ("too early to say", "these weeks cannot tell")
    events, mentions = log_of(outcome * 0, good, good * 0)
    silent = metrics.compute("mention_value", events, tables={"mentions": mentions})
    assert set(silent["verdict"]) == {"too early to say"}


def test_an_outcome_there_is_none_of_is_refused():
    with pytest.raises(InputError, match="expected one of money, new_customers"):
        metrics.compute("mention_value", [event(0, "view", 1, "x")], outcome="luck")
