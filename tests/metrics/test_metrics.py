"""Every metric against the oracle, on events that Hypothesis makes up, and against known answers."""

import math

import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from goodword import metrics
from goodword.core.errors import InputError
from goodword.events import EventLog

from . import oracle
from .made_up import event

PEOPLE = [f"p{number}" for number in range(7)]
ROOTS = ["r1", "r2", None]
KINDS = ["share", "view", "click", "visit", "sign_up", "purchase", "refund"]
CHANNELS = ["feed", "comment", "private_message", None]
FEW = settings(max_examples=12, deadline=None)


@st.composite
def logs(draw, kinds=KINDS):
    """Draw a few events among a few people; moments often tie, referrers may be missing, lead back or be oneself."""
    rows = []
    for number in range(draw(st.integers(1, 40))):
        ts = draw(st.integers(0, 40)) * oracle.DAY // 2
        rows.append(
            {
                "event_id": f"e{number:03d}", "ts_us": ts, "local_day": ts // oracle.DAY, "received_day": 0, "tenant": "b",
                "kind": draw(st.sampled_from(kinds)), "channel": draw(st.sampled_from(CHANNELS)), "lever": None,
                "programme_id": None, "person_id": draw(st.sampled_from([*PEOPLE, None])), "link_id": None,
                "referrer_id": draw(st.sampled_from([*PEOPLE, None])), "root_id": draw(st.sampled_from(ROOTS)),
                "depth": draw(st.sampled_from([0, 1, None])), "amount_minor": None, "currency": None,
            }
        )  # fmt: skip
        if rows[-1]["kind"] in ("purchase", "refund"):
            sign = -1 if rows[-1]["kind"] == "refund" else 1
            rows[-1] |= {"amount_minor": sign * draw(st.integers(1, 500)), "currency": "CNY"}
    return rows


def near(value):
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)


def none_for_nan(value):
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value


@FEW
@given(logs(), st.sampled_from([(), ("channel",), ("channel", "root_id")]))
def test_funnel(events, by):
    found = metrics.compute("funnel", events, by=by)
    expected = oracle.funnel(events, by) or ({} if by else {(): [0] * 5})
    rows = {
        tuple(map(none_for_nan, row[: len(by)])): list(row[len(by) :])
        for row in found.itertuples(index=False)
    }
    assert rows == expected


@FEW
@given(logs(["sign_up", "sign_up", "view"]))
def test_cycle_time(events):
    row = metrics.compute("cycle_time", events).iloc[0]
    hours = oracle.cycle_hours(events)
    assert row["pairs"] == len(hours)
    if hours:
        assert (row["median_hours"], row["p90_hours"]) == (
            near(oracle.quantile(hours, 0.5)), near(oracle.quantile(hours, 0.9))
        )  # fmt: skip


@FEW
@given(logs(["sign_up", "sign_up", "view"]), st.integers(1, 12))
def test_k_factor(events, window):
    found = metrics.compute("k_factor", events, window_days=window)
    people, brought, sharers = oracle.k_factor(events, window)
    if not people:
        assert not len(found)
        return
    row = found.iloc[0]
    assert (row["people"], row["brought"], row["sharers_who_brought"]) == (people, brought, sharers)
    assert row["k"] == near(brought / people)
    assert row["k_low"] <= row["k"] + 1e-9
    assert row["k"] <= row["k_high"] + 1e-9


@FEW
@given(logs(["sign_up", "sign_up", "view"]))
def test_the_parts_of_k_sum_to_the_whole(events):
    whole = metrics.compute("k_factor", events, window_days=3)
    parts = metrics.compute("k_factor", events, window_days=3, by=("channel",))
    assert parts["brought"].sum() == whole["brought"].sum()
    assert parts["k"].sum() == near(whole["k"].sum())


@FEW
@given(logs(["share"]))
def test_cascades(events):
    found = metrics.compute("cascades", events)
    rows = {row[0]: (*row[1:5], none_for_nan(row[5])) for row in found.itertuples(index=False)}
    assert rows == {root: (*row[:4], near(row[4])) for root, row in oracle.cascades(events).items()}


@FEW
@given(
    logs(["click", "click", "purchase"]),
    st.integers(1, 10),
    st.integers(1, 9),
    st.sampled_from([None, (0, 5), (8, 12), (15, 40)]),
)
def test_attribution(events, window, half_life, days):
    asked = {"window_days": window, "half_life_days": half_life, "local_days": days}
    found = metrics.compute("attribution", events, **asked)
    expected = oracle.attribution(events, window, half_life, days)
    for row in found.to_dict("records"):
        credit = expected[none_for_nan(row["channel"])]
        for model in ("first", "last", "linear", "position", "time_decay"):
            assert row[model] == near(credit[model])
        if none_for_nan(row["channel"]):
            assert row["shapley"] == near(credit["shapley"])
    first, last = days or (0, 40)
    wanted = [e for e in events if e["kind"] == "purchase" and first <= e["local_day"] <= last]
    money = sum(e["amount_minor"] for e in wanted)
    for model in ("first", "last", "linear", "position", "time_decay", "markov", "shapley"):
        assert found[model].sum() == near(money)


@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(logs(["click", "click", "click", "purchase"]), st.sampled_from([None, (13, 18)]))
def test_markov_shares_out_by_removal_effects(events, days):
    found = metrics.compute("attribution", events, window_days=10, local_days=days)
    channels = list(found["channel"].dropna())
    first, last = (days[0] - 11, days[1]) if days else (0, 40)
    near_days = [each for each in events if first <= each["local_day"] <= last]
    effects = oracle.removal_effects(near_days, 10, channels, days)
    money = found["linear"].iloc[:-1].sum()
    expected = [effect / sum(effects) * money if sum(effects) else 0.0 for effect in effects]
    assert list(found["markov"].iloc[:-1]) == [pytest.approx(each, rel=1e-6, abs=1e-6) for each in expected]


@FEW
@given(logs(["sign_up", "sign_up", "purchase", "refund"]))
def test_downstream(events):
    found = metrics.compute("downstream", events)
    rows = {row[0]: tuple(row[1:]) for row in found.itertuples(index=False)}
    assert rows == oracle.downstream(events)
    assert list(found["downstream_money"]) == sorted(found["downstream_money"], reverse=True)


def test_nobody_brings_themselves():
    def log(*referrers):
        signed = [
            event(place, "sign_up", 0, f"p{place}", referrer_id=who) for place, who in enumerate(referrers)
        ]
        return [*signed, event(8, "view", 40, "x")]

    own = log("p0", None)
    assert metrics.compute("k_factor", own).iloc[0][["people", "brought", "k"]].tolist() == [2, 0, 0.0]
    assert metrics.compute("cycle_time", own).iloc[0]["pairs"] == 0
    another = log(None, "p0")
    assert metrics.compute("k_factor", another).iloc[0][["people", "brought", "k"]].tolist() == [2, 1, 0.5]
    # Somebody under another name is nobody else.
    aliases = {"alias": ["p0"], "person_id": ["p1"]}
    assert metrics.compute("cycle_time", another, same_person=aliases).iloc[0]["pairs"] == 0


def test_the_day_that_is_not_over_does_not_make_the_days_of_k_whole():
    signed = event(0, "sign_up", 0, "p")
    assert metrics.compute("k_factor", [signed, event(1, "view", 30, "x")]).empty
    assert metrics.compute("k_factor", [signed, event(1, "view", 31, "x")]).iloc[0]["people"] == 1


def test_the_funnel_leaves_out_what_people_do_through_links_of_their_own():
    through = {"root_id": "r", "depth": 1, "channel": "feed"}
    events = [
        event(0, "click", 1, "p", referrer_id="p", **through),
        event(1, "purchase", 2, "p", referrer_id="p", amount_minor=5, **through),
        event(2, "view", 1, "p", referrer_id="q", **through),
        event(3, "click", 1, "s", **through),
    ]
    found = metrics.compute("funnel", events, by=()).iloc[0]
    assert found.tolist() == [2, 1, 0, 0, 0]  # p has only seen it, as far as another's link goes


def share(number, person, above, root="r"):
    return {
        "event_id": f"e{number:06d}", "ts_us": number, "local_day": 0, "received_day": 0, "tenant": "b", "kind": "share",
        "person_id": person, "referrer_id": above, "root_id": root, "depth": 0,
    }  # fmt: skip


def test_a_chain_of_ten_thousand_is_fourteen_rounds():
    count = 10_000
    table = pa.Table.from_pylist([share(n, f"p{n}", f"p{n - 1}" if n else None) for n in range(count)])
    row = metrics.compute("cascades", table).iloc[0]
    assert (row["size"], row["depth"], row["breadth"], row["trees"]) == (count, count - 1, 1, 1)
    assert row["structural_virality"] == pytest.approx((count + 1) / 3, rel=1e-9)


def test_a_log_and_its_table_give_the_same(tmp_path):
    log = EventLog.open(tmp_path)
    log.append([share(0, "a", None), share(1, "b", "a"), share(2, "c", "a", root="s")])
    assert metrics.compute("cascades", log).equals(metrics.compute("cascades", log.table()))
    assert metrics.compute("cascades", log, tenant="another").empty


def test_no_events_give_no_rows_and_no_trouble():
    empty = [share(0, "a", None) | {"kind": "refund", "amount_minor": -1, "currency": "CNY"}]
    for name in metrics.names():
        found = metrics.compute(name, empty)
        assert len(found) <= 1


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("funel", {}, "Did you mean 'funnel'"),
        ("funnel", {"by": ("moon",)}, "expected different columns among"),
        ("funnel", {"window": 3}, "no option 'window'"),
        ("k_factor", {"window_days": 0}, "expected whole days from 1"),
        ("k_factor", {"cohort": "year"}, "expected one of all, month, week"),
        ("funnel", {"engine": "abacus"}, "no engine 'abacus'"),
    ],
)
def test_wrong_questions_get_a_sentence(name, given, said):
    with pytest.raises(InputError, match=said):
        metrics.compute(name, [share(0, "a", None)], **given)


def test_what_is_asked_can_be_read_and_comes_the_same_twice():
    events = [share(0, "a", None), share(1, "b", "a") | {"depth": 1}]
    assert "GROUP BY" in metrics.explain("funnel", events)
    assert metrics.explain("funnel", events) == metrics.explain("funnel", events)


@pytest.mark.parametrize("name", metrics.names())
def test_every_metric_explains_itself_in_both_languages(name):
    found = metrics.metric(name)
    for english, chinese in ((found.title_en, found.title_zh), (found.explanation_en, found.explanation_zh)):
        assert english.isascii() or "–" in english
        assert any("一" <= letter <= "鿿" for letter in chinese)
    assert found.source
    assert found.grain
