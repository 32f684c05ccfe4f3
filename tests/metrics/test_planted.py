"""What the sample's simulator planted is found again by the metrics, from its tables alone."""

from datetime import date

import pyarrow as pa
import pytest

from goodword import metrics
from goodword.core.vocabulary import CostKind
from goodword.sample import simulate

from .made_up import DAY, HOUR
from .oracle_tables import wilson

PARTS = {"reward": "rewards_minor", "content": "content_minor", "tool": "tools_minor", "staff": "staff_minor"}


@pytest.fixture(scope="module")
def sample():
    return simulate(scale=1, seed=7, end_day=date(2026, 6, 30))


@pytest.fixture(scope="module")
def events(sample):
    return sample.events_of("lumen-school")


def local_day(ts):
    return (ts + 8 * HOUR) // DAY


@pytest.fixture(scope="module")
def mentions(sample):
    rows = sample.mentions.select(["origin", "stimulus"]).append_column(
        "sentiment", sample.labels["sentiment"]
    )
    days = pa.array([local_day(ts) for ts in sample.mentions["published_at"].to_pylist()], pa.int32())
    rows = rows.append_column("local_day", days)
    return rows.append_column("brand", pa.array(["Lumen"] * len(rows)))


def test_three_in_four_of_the_referred_name_their_friend(sample, events):
    answers = [
        {"person_id": row["respondent"], "told": row["who_told_you"], "told_by": row["told_by"],
         "local_day": local_day(row["submitted_at"])}
        for row in sample.answers.select(["respondent", "who_told_you", "told_by", "submitted_at"]).to_pylist()
    ]  # fmt: skip
    found = metrics.compute("purchase_source", events, tables={"answers": answers})
    assert found["people"].sum() == 400
    assert found["share"].sum() == pytest.approx(1)
    assert (
        found["named"].sum() == found["named_referrer"].sum() > 0
    )  # whoever names somebody names the right one
    low, high = wilson(int(found["named_referrer"].sum()), int(found["through_link"].sum()))
    assert low < 0.75 < high


def test_referred_customers_are_like_others_because_nothing_else_is_planted(events):
    found = metrics.compute("referred_vs_others", events)
    compared = found[found["others_people"] > 0]
    assert len(compared) >= 5
    for name in ("active", "repurchase", "margin"):
        assert (compared[f"difference_{name}_low"] <= 0).all()
        assert (compared[f"difference_{name}_high"] >= 0).all()
    assert compared["referred_active"].iloc[0] == pytest.approx(
        0.38, abs=0.08
    )  # planted: PURCHASE_AFTER_SIGN_UP


def test_the_cost_of_a_customer_is_that_of_the_truth(sample, events):
    truth = sample.truth["costs"]
    days = min(events["local_day"].to_pylist()), max(events["local_day"].to_pylist())
    costs = [
        {"kind": kind.value, "channel": channel, "first_day": days[0], "last_day": days[1],
         "amount_minor": row[PARTS[kind.value]]}
        for channel, row in truth.items() for kind in CostKind
    ]  # fmt: skip
    lifts = [
        {"channel": channel, "share": planted, "low": planted - 0.05, "high": planted + 0.05}
        for channel, row in sample.truth["channels"].items()
        for planted in [1 - row["would_have_come_anyway"]]
    ]
    # In the sample a new customer is a sign-up that bought: its people of before the window are in no sign-up.
    found = metrics.compute(
        "acquisition_cost", events, tables={"costs": costs, "lifts": lifts},
        kinds=["sign_up", "purchase"], window_days=180,
    )  # fmt: skip
    rows = {row["channel"]: row for row in found[found["channel"].notna()].to_dict("records")}
    ring = len(sample.truth["fraud"]["puppets"])
    for channel, row in truth.items():
        ours = rows[channel]
        assert ours["cost"] == row["cost_minor"]
        assert row["new_customers"] <= ours["new_customers"] <= row["new_customers"] + ring
        if row["new_customers"] and ours["new_customers"] == row["new_customers"]:
            assert round(ours["cost_per_customer"]) == row["attributed_cost_per_customer_minor"]
    whole = found[found["channel"].isna()].iloc[0]
    assert whole["cost"] == sum(row["cost_minor"] for row in truth.values())
    everybody = sum(row["new_customers"] for row in truth.values())
    assert everybody <= whole["new_customers"] <= everybody + ring
    caused = sum(row["incremental_customers"] for row in truth.values())
    assert found["incremental_customers"].sum() == pytest.approx(caused, rel=0.15)


def test_volume_has_the_spike_the_burst_and_the_growth(sample, events, mentions):
    tables = {"mentions": mentions}
    found = metrics.compute("word_of_mouth_volume", events, tables=tables).set_index("week")
    assert found["mentions"].sum() == sum(origin == "consumer" for origin in mentions["origin"].to_pylist())
    assert found["shares"].sum() == sum(kind == "share" for kind in events["kind"].to_pylist())
    assert (found["organic"] + found["stimulated"] + found["unknown"]).equals(found["mentions"])
    assert found["stimulated"].sum() / found["mentions"].sum() == pytest.approx(0.12, abs=0.03)
    spike = date.fromisoformat(sample.truth["periods"]["share_spike"]["first_day"])
    week = (spike - date(1970, 1, 1)).days
    assert found["shares"].loc[week - 6 : week + 6].max() == found["shares"].max()


def test_nobody_is_put_off_by_a_bad_review_in_the_sample(events, mentions):
    found = metrics.compute("mention_value", events, tables={"mentions": mentions})
    assert list(found["verdict"]) == ["nothing clear", "nothing clear"]
    assert (found["low"] <= 0).all()
    assert (found["high"] >= 0).all()


def test_what_follows_late_is_never_less_than_what_follows_soon(events):
    found = metrics.compute("term_effect", events)
    assert (found["long_buyers"] >= found["mature_short_buyers"]).all()
    assert (found["short_people"] >= found["long_people"]).all()
    assert (found["ratio"].dropna() >= 1).all()
    converts = found.set_index("channel")["short_share"]
    assert (
        converts["private_message"] > converts["feed"]
    )  # planted: a private message converts best, a feed worst


@pytest.mark.parametrize(
    "name",
    [
        "acquisition_cost", "mention_value", "purchase_source", "referred_vs_others", "share_of_voice", "term_effect",
        "word_of_mouth_volume",
    ],
)  # fmt: skip
def test_two_runs_are_byte_identical_in_whatever_order_the_events_came(name, events, mentions):
    reads = metrics.metric(name).reads
    tables = {"mentions": mentions} if "mentions" in reads else {}
    first, second = (
        metrics.compute(name, each, tables=tables).to_csv(index=False)
        for each in (events, events.take(list(range(events.num_rows))[::-1]))
    )
    assert first == second
