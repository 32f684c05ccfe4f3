"""The parts against plain references: the normal score, log gamma, shares, seasons, discoveries."""

from math import erfc, lgamma, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.forecast.calibration import LEVELS, SCORES, count_rate, share_rate
from goodword.forecast.episodes import Alarms, discoveries, episodes
from goodword.forecast.season import WINDOW, fit
from goodword.forecast.special import log_gamma, normal_score, value_at
from goodword.forecast.watching_shares import ODDS, evidence, learn

from .conftest import counts, curve


@given(st.floats(1e-6, 1e6))
def test_log_gamma_is_the_one_of_the_standard_library(x):
    assert float(log_gamma(np.array([x]))[0]) == pytest.approx(lgamma(x), rel=1e-9, abs=1e-9)


def negative_binomial_tail(seen: int, mean: float, spread: float) -> float:
    """Return the chance of `seen` or more, summed term by term."""
    size = 1 / spread
    q = mean / (mean + size)
    terms = (
        lgamma(k + size) - lgamma(size) - lgamma(k + 1) + size * log(1 - q) + k * log(q) for k in range(seen)
    )
    return 1 - sum(np.exp(term) for term in terms)


@pytest.mark.parametrize("mean", [2.0, 8.0, 40.0])
@pytest.mark.parametrize("spread", [0.05, 0.2])
def test_the_normal_score_has_the_tail_of_the_negative_binomial(mean, spread):
    for seen in range(int(mean * 1.5) + 2, int(mean * 2.5) + 6, 2):
        exact = negative_binomial_tail(seen, mean, spread)
        third = mean * (1 + spread * mean) * (1 + 2 * spread * mean)
        parts = (np.array([each]) for each in (seen - 0.5, mean, mean + spread * mean**2, third))
        score = float(normal_score(*parts)[0])
        assert erfc(score / sqrt(2)) / 2 == pytest.approx(exact, rel=0.5)


@given(st.floats(0.1, 50), st.floats(0, 3), st.floats(-1, 4))
def test_the_value_at_a_score_has_that_score(mean, spread, score):
    one = np.array([mean])
    moments = one, one + spread * one**2, one * (1 + spread * one) * (1 + 2 * spread * one)
    value = value_at(score, *moments)
    assert value >= 0
    if value > 1e-3:
        assert float(normal_score(value, *moments)[0]) == pytest.approx(score, abs=1e-4)


def beta_binomial(hits: int, total: int, share: float, alike: float) -> float:
    """Return the logarithm of the chance of so many hits, from the textbook."""
    a, b = share * (1 / alike - 1), (1 - share) * (1 / alike - 1)
    chosen = lgamma(total + 1) - lgamma(hits + 1) - lgamma(total - hits + 1)
    both = lgamma(hits + a) + lgamma(total - hits + b) - lgamma(total + a + b)
    return chosen + both - (lgamma(a) + lgamma(b) - lgamma(a + b))


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.01, 0.8), st.floats(0.002, 0.3))
def test_the_evidence_is_the_ratio_of_two_beta_binomials(hits, misses, share, alike):
    total, grown = hits + misses, ODDS * share / (1 + (ODDS - 1) * share)
    expected = beta_binomial(hits, total, grown, alike) - beta_binomial(hits, total, share, alike)
    found = evidence(*(np.array([float(each)]) for each in (hits, total, share, alike)))
    assert float(found[0]) == pytest.approx(expected, abs=1e-6)


def test_the_season_finds_the_day_the_week_the_trend_and_the_spread():
    weekend = np.where(np.arange(WINDOW) // 24 % 7 >= 5, 0.5, 1.0)
    trend = np.linspace(0.75, 1.25, WINDOW)
    values = counts(1, 20, 40, 28, size=5.0, factor=weekend * trend)
    season = fit(values, np.arange(WINDOW) % 168)
    shape = curve(168) * np.repeat([1, 1, 1, 1, 1, 0.5, 0.5], 24)
    assert np.abs(season.profile.mean(0) / (shape / shape.mean()) - 1).max() < 0.15
    level = 20 * weekend.mean()
    assert season.level.mean() == pytest.approx(level * 1.25, rel=0.06)
    assert season.slope.mean() == pytest.approx(level * 0.5 / 28, rel=0.25)
    assert season.spread.mean() == pytest.approx(0.2, abs=0.05)


def test_a_spike_hardly_changes_what_is_usual():
    values = counts(2, 5, 1, 28)
    spiked = values.copy()
    spiked[0, 300:306] += 500
    plain, after = fit(values, np.arange(WINDOW) % 168), fit(spiked, np.arange(WINDOW) % 168)
    assert after.level[0] == pytest.approx(plain.level[0], rel=0.1)


def test_hours_that_nobody_saw_change_nothing_but_the_doubt():
    values = counts(3, 5, 1, 28)
    holed = values.copy()
    holed[0, 100:148] = np.nan
    plain, after = fit(values, np.arange(WINDOW) % 168), fit(holed, np.arange(WINDOW) % 168)
    assert after.level[0] == pytest.approx(plain.level[0], rel=0.05)
    assert (after.doubt >= plain.doubt * 0.9).all()


def test_the_usual_share_is_learned_in_spite_of_a_burst():
    totals = np.full((1, WINDOW), 10.0)
    hits = np.random.default_rng(4).binomial(10, 0.2, (1, WINDOW)).astype(float)
    hits[0, 200:210] = 10
    assert learn(hits, totals).share[0] == pytest.approx(0.2, abs=0.015)


def benjamini_hochberg(rates: list[float], wanted: float) -> list[bool]:
    """Return the discoveries by the definition: the largest k with the k-th smallest at most wanted · k / n."""
    known = sorted(rate for rate in rates if not np.isnan(rate))
    line = max((rate for k, rate in enumerate(known, 1) if rate <= wanted * k / len(known)), default=-1.0)
    return [not np.isnan(rate) and rate <= line for rate in rates]


@given(st.lists(st.one_of(st.floats(0, 50), st.just(float("nan"))), max_size=12), st.floats(0.1, 10))
def test_discoveries_are_benjamini_and_hochbergs(rates, wanted):
    assert discoveries(np.array(rates, float), wanted).tolist() == benjamini_hochberg(rates, wanted)


def test_rates_fall_as_scores_grow_and_never_exceed_an_hour_each():
    for level in [0.01, *LEVELS, 300.0]:
        scores = np.linspace(-3, 9, 200)
        rates = count_rate(scores, np.full(200, level))
        assert (np.diff(rates) <= 1e-12).all()
        assert rates.max() <= 720
    assert count_rate(SCORES[1:2], LEVELS[2:3])[0] == pytest.approx(8.5)
    assert (np.diff(share_rate(np.linspace(0, 9, 50), np.full(50, 0.5))) <= 1e-12).all()


def said(pattern: str) -> list[tuple[int, int]]:
    """Return the alarms of hours written as x (stands out), w (stands out by what is past only), . (usual), ? (unseen)."""
    state, found = Alarms.new(1), []
    for hour in pattern:
        rate = np.array([{"x": 0.01, "w": 0.01, ".": 100.0, "?": np.nan}[hour]])
        found.append(state.step(rate, 1.0, np.array([False]), np.array([hour in "w."])))
    alarm, begins = (np.stack(part, 1) for part in zip(*found, strict=True))
    return [(each.first, each.last) for each in episodes(alarm, begins)]


@pytest.mark.parametrize(
    ("pattern", "alarms"),
    [
        (".xx....x" + "." * 30 + "x.", [(1, 4), (38, 39)]),  # a single hour in the cool-down is let pass
        (".x..." + "." * 4 + "xxxx....", [(1, 14)]),  # what comes back is the same alarm, which goes on
        (".x..." + "." * 19 + "x" * 40, [(1, 63)]),
        (".x..." + "." * 23 + "x" * 40, [(1, 3), (28, 67)]),
        (".x...xx.xx.xx.", [(1, 3)]),
        (".xwww" + "w" * 40, [(1, 3)]),  # what is past does not bring it back
        (".x..." + "." * 9 + "xx???x...", [(1, 21)]),  # hours that nobody saw are left out of the row
    ],
)
def test_an_alarm_ends_after_three_usual_hours_and_three_unusual_ones_in_the_next_day_bring_it_back(
    pattern, alarms
):
    assert said(pattern) == alarms
