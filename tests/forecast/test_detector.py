"""The detector through its public name: what it finds, how often it errs, gaps, learning, saving."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.forecast import SpikeDetector, replay, share, spike_detector, volume
from goodword.forecast.report import GAP, LEARNING, WATCHING
from goodword.forecast.series import HOUR

from .conftest import FIRST, LEARN, counts

MIXED = [volume("mentions"), share("unfavourable"), share("price")]


def mixed(seed: int, hours: int) -> tuple[np.ndarray, np.ndarray]:
    """Return counts and totals of three series, with some holes."""
    random = np.random.default_rng(seed)
    totals = random.poisson(4, hours).astype(float)
    hits = np.stack(
        [totals, random.binomial(totals.astype(int), 0.25), random.binomial(totals.astype(int), 0.05)]
    )
    hits = hits.astype(float)
    hits[:, random.random(hours) < 0.03] = np.nan
    return hits, np.tile(totals, (3, 1))


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 99), st.lists(st.integers(1, 300), min_size=1, max_size=4))
def test_reading_hour_by_hour_saved_in_between_is_reading_all_at_once(seed, cuts):
    hours = 372
    hits, totals = mixed(seed, hours)
    hits[:, 350:355] = totals[:, 350:355] = 60
    whole = spike_detector(MIXED, alarms_per_month=5, zone="Europe/Berlin").read(FIRST, hits, totals)
    detector, parts, start = spike_detector(MIXED, alarms_per_month=5, zone="Europe/Berlin"), [], 0
    for end in sorted({min(each, hours) for each in np.cumsum(cuts).tolist()} | {hours}):
        parts.append(detector.read(FIRST + start * HOUR, hits[:, start:end], totals[:, start:end]))
        detector = SpikeDetector.from_state(json.loads(json.dumps(detector.state())))
        start = end
    for name in ("expected", "low", "high", "score", "rate", "span", "state", "alarm", "begins", "calm"):
        np.testing.assert_array_equal(
            np.concatenate([getattr(part, name) for part in parts], 1), getattr(whole, name)
        )


def test_one_hour_at_a_time_is_the_same_too():
    hits, totals = mixed(7, 380)
    whole = spike_detector(MIXED).read(FIRST, hits, totals)
    detector = spike_detector(MIXED)
    single = [detector.read(FIRST + i * HOUR, hits[:, [i]], totals[:, [i]]) for i in range(380)]
    np.testing.assert_array_equal(np.concatenate([each.score for each in single], 1), whole.score)


def alone(report, wanted: float) -> float:
    """Return the alarms of a series in 30 days, each watched by itself: crossings after a quiet day."""
    over = report.rate[:, LEARN:] <= wanted
    n, last = 0, np.full(len(over), -99)
    for i in range(over.shape[1]):
        n += int((over[:, i] & (i - last > 24)).sum())
        last = np.where(over[:, i], i, last)
    return n / len(over) / (over.shape[1] / 720)


@pytest.mark.parametrize("base", [0.3, 1.0, 10.0])
def test_false_alarms_are_at_most_what_is_stated(base):
    values = counts(int(base * 100), base, 80, 28 + 60)
    report = spike_detector([volume(str(i)) for i in range(80)]).read(FIRST, values)
    assert alone(report, 2.0) <= 2.0
    assert alone(report, 0.5) <= 0.5


def test_false_alarms_of_shares_are_at_most_what_is_stated():
    random = np.random.default_rng(5)
    totals = random.poisson(5, (80, 88 * 24)).astype(float)
    hits = random.binomial(totals.astype(int), 0.2).astype(float)
    report = spike_detector([share(str(i)) for i in range(80)]).read(FIRST, hits, totals)
    assert alone(report, 2.0) <= 2.0


def test_over_many_series_together_the_stated_rate_holds_as_well():
    report = spike_detector([volume(str(i)) for i in range(100)]).read(FIRST, counts(6, 1.0, 100, 28 + 60))
    assert sum(alarm.at >= FIRST + LEARN * HOUR for alarm in report.alarms()) <= 3


def test_a_rise_is_found_and_told_with_what_was_usual():
    values = counts(8, 5.0, 1, 40)
    begin = 35 * 24 + 14
    values[0, begin : begin + 6] *= 5
    (alarm,) = [
        a for a in spike_detector([volume("m")]).read(FIRST, values).alarms() if a.at > FIRST + LEARN * HOUR
    ]
    assert FIRST + begin * HOUR <= alarm.at <= FIRST + (begin + 3) * HOUR
    assert FIRST + (begin + 4) * HOUR <= alarm.until <= FIRST + (begin + 24) * HOUR
    assert alarm.seen > alarm.high > alarm.expected
    assert alarm.rate < 1
    assert alarm.p == pytest.approx(alarm.rate / 720)
    assert alarm.reason in {"shock", "rise"}


@pytest.mark.parametrize("pause", [4, 10, 20])
def test_a_crisis_that_starts_soon_after_a_short_alarm_goes_on_with_it(pause):
    blip = 35 * 24 + 14
    crisis = blip + 4 + pause
    values = counts(pause, 10.0, 1, 42)
    values[0, blip] = 150
    values[0, crisis : crisis + 96] *= 4
    report = spike_detector([volume("m")]).read(FIRST, values)
    assert report.alarm[0, crisis + 6 : crisis + 48].mean() > 0.8
    (alarm,) = (a for a in report.alarms() if a.at >= FIRST + LEARN * HOUR)
    assert alarm.at == FIRST + blip * HOUR
    assert alarm.until >= FIRST + (crisis + 48) * HOUR


def test_a_grown_share_is_found_though_the_volume_is_as_usual():
    random = np.random.default_rng(9)
    totals = random.poisson(6, (1, 35 * 24)).astype(float)
    part = np.full(35 * 24, 0.2)
    part[32 * 24 :] = 0.5
    hits = random.binomial(totals.astype(int), part).astype(float)
    (alarm,) = spike_detector([share("unfavourable")]).read(FIRST, hits, totals).alarms()
    assert alarm.reason == "share"
    assert FIRST + 32 * 24 * HOUR <= alarm.at < FIRST + 33 * 24 * HOUR
    assert alarm.since <= alarm.at


def test_a_week_with_its_quiet_sundays_raises_nothing_on_monday():
    week = np.where(np.arange(60 * 24) // 24 % 7 == 6, 0.2, 1.0)
    report = spike_detector([volume(str(i)) for i in range(30)]).read(
        FIRST, counts(10, 8.0, 30, 60, factor=week)
    )
    mondays = [a for a in report.alarms() if a.at.weekday() == 0 and a.at > FIRST + LEARN * HOUR]
    assert len(mondays) <= 1


def test_the_hours_are_those_of_the_zone():
    """A day's curve stays where it is when the clocks change, if the zone says that they do."""
    hours = 60 * 24
    start = FIRST.replace(month=2, day=16)
    moments = [(start + i * HOUR) for i in range(hours)]
    from zoneinfo import ZoneInfo

    local = np.array([each.astimezone(ZoneInfo("Europe/Berlin")).hour for each in moments])
    mean = np.where(local == 8, 60.0, 4.0)
    values = np.random.default_rng(11).poisson(mean, (1, hours)).astype(float)
    aware = spike_detector([volume("m")], zone="Europe/Berlin").read(start, values)
    blind = spike_detector([volume("m")], zone="UTC").read(start, values)
    changed = (29 + 13) * 24
    assert not aware.begins[0, LEARN:].any()
    assert blind.begins[0, changed - 48 : changed + 72].any()


def test_hours_that_nobody_saw_are_not_judged_and_no_zero():
    values = counts(12, 5.0, 2, 34)
    gaps = np.zeros(34 * 24, bool)
    gaps[30 * 24 : 32 * 24] = True
    values[:, gaps] = 999
    report = spike_detector([volume("a"), volume("b")]).read(FIRST, values, gaps=gaps)
    assert not report.alarm[:, 29 * 24 :].any()
    assert (report.state[:, gaps] == GAP).all()
    assert np.isnan(report.rate[:, gaps]).all()
    assert report.expected[:, 33 * 24 :].mean() == pytest.approx(
        report.expected[:, 29 * 24 : 30 * 24].mean(), rel=0.2
    )


def test_hours_left_out_are_gaps():
    values = counts(13, 5.0, 1, 30)
    told = spike_detector([volume("m")])
    told.read(FIRST, values[:, :500])
    after = told.read(FIRST + 510 * HOUR, values[:, 510:])
    holed = values.copy()
    holed[:, 500:510] = np.nan
    np.testing.assert_array_equal(
        after.score, spike_detector([volume("m")]).read(FIRST, holed).score[:, 510:]
    )


def test_under_fourteen_days_only_the_limit_raises_an_alarm():
    values = counts(14, 2.0, 1, 13)
    values[0, 200:203] = 70
    assert not list(spike_detector([volume("m")]).read(FIRST, values).alarms())
    report = spike_detector([volume("m")], limit=50).read(FIRST, values)
    (alarm,) = report.alarms()
    assert (alarm.at, alarm.reason, alarm.rate, alarm.p) == (FIRST + 200 * HOUR, "limit", None, None)
    assert (report.state == LEARNING).all()
    later = spike_detector([volume("m")], limit=50).read(FIRST, counts(14, 2.0, 1, 16))
    assert (later.state[0, 15 * 24 :] == WATCHING).all()


def test_a_replay_says_what_another_detector_would_have_said():
    values = counts(15, 3.0, 12, 58)
    values[3, 900:912] *= 4
    report = spike_detector([volume(str(i)) for i in range(12)], alarms_per_month=1).read(FIRST, values)
    for wanted in (0.2, 1.0, 10.0):
        own = spike_detector([volume(str(i)) for i in range(12)], alarms_per_month=wanted).read(FIRST, values)
        assert list(replay(report, [wanted])[0].alarms) == list(own.alarms())
    few, many = (len(each.alarms) for each in replay(report, [0.2, 10.0]))
    assert few <= many


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: spike_detector([volume("m")], alarms_per_month=0), "above 0"),
        (lambda: spike_detector([volume("m"), volume("m")]), "same name"),
        (lambda: spike_detector([volume("m")], zone="Nowhere/At all"), "time zone"),
        (lambda: spike_detector([volume("m")]).read(FIRST, [1, 2]), "one row"),
        (lambda: spike_detector([volume("m")]).read(FIRST, [[-1]]), "negative"),
        (lambda: spike_detector([share("m")]).read(FIRST, [[1]]), "totals"),
        (lambda: spike_detector([share("m")]).read(FIRST, [[2]], [[1]]), "more hits"),
        (lambda: SpikeDetector.from_state({"version": 99}), "version 99"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(wrong, said):
    with pytest.raises(ValueError, match=said):
        wrong()


def test_hours_are_read_once():
    detector = spike_detector([volume("m")])
    detector.read(FIRST, [[1, 2, 3]])
    with pytest.raises(ValueError, match="read before"):
        detector.read(FIRST + 2 * HOUR, [[1]])
