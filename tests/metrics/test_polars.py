"""An independent witness on many rows: Polars computes the funnel and the last touch, and every cell agrees."""

import polars as pl
import pytest

from goodword import metrics
from goodword.sample.many_events import event_tables

ROWS = 1_000_000
STEPS = {"view": 1, "click": 2, "visit": 3, "lead": 3, "sign_up": 3, "purchase": 4, "share": 1}
WINDOW_US = 30 * 86_400_000_000


@pytest.fixture(scope="module")
def events():
    import pyarrow as pa

    return pa.concat_tables(event_tables(ROWS, seed=11))


@pytest.fixture(scope="module")
def frame(events):
    return pl.from_arrow(events)


@pytest.mark.slow
def test_funnel_by_channel(events, frame):
    came = frame.filter(
        pl.col("person_id").is_not_null() & pl.col("root_id").is_not_null() & pl.col("kind").is_in(list(STEPS))
        & pl.col("person_id").ne_missing(pl.col("referrer_id"))
        & ((pl.col("kind") != "share") | (pl.col("depth") > 0))
    )  # fmt: skip
    step = pl.col("kind").replace_strict(STEPS, return_dtype=pl.Int64)
    people = came.group_by("channel", "person_id").agg(
        furthest=step.max(), told=(pl.col("kind") == "share").any().cast(pl.Int64)
    )
    stages = [(pl.col("furthest") >= place).sum().cast(pl.Int64).alias(name) for place, name in enumerate(
        ("seen", "found", "visited", "decided"), 1)]  # fmt: skip
    expected = people.group_by("channel").agg(*stages, pl.col("told").sum()).sort("channel", nulls_last=True)
    found = metrics.compute("funnel", events)
    assert [tuple(row) for row in found.itertuples(index=False)] == expected.rows()


@pytest.mark.slow
def test_last_touch(events, frame):
    bought = frame.filter(pl.col("kind") == "purchase")
    clicks = frame.filter(
        (pl.col("kind") == "click") & pl.col("person_id").is_not_null() & pl.col("channel").is_not_null()
    ).select("person_id", "channel", click_us="ts_us", click="event_id")
    pairs = bought.select("event_id", "person_id", "amount_minor", "ts_us").join(clicks, on="person_id")
    age = pl.col("ts_us") - pl.col("click_us")
    last = (
        pairs.filter(age.is_between(0, WINDOW_US))
        .sort("event_id", "click_us", "click")
        .group_by("event_id", maintain_order=True)
        .last()
    )
    expected = dict(last.group_by("channel").agg(pl.col("amount_minor").sum()).rows())
    found = metrics.compute("attribution", events).set_index("channel")["last"]
    known = found[found.index.notna()]
    assert {channel: round(money, 9) for channel, money in known.items() if money} == expected
    whole = bought["amount_minor"].sum()
    assert found.sum() == pytest.approx(whole, rel=1e-9)
    assert found[found.index.isna()].iloc[0] == pytest.approx(whole - sum(expected.values()), rel=1e-9)
