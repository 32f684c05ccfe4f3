"""Events, answers, mentions and costs that Hypothesis makes up, and how a frame is compared cell by cell."""

import math

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from .oracle import DAY

FEW = settings(max_examples=12, deadline=None)
PEOPLE = [f"p{number}" for number in range(6)]
CHANNELS = ["feed", "comment", "email", None]
HOUR = DAY // 24


def event(number, kind, day, person, **more):
    """Return an event on a local day of Shanghai, a fraction of a second past an odd hour."""
    row = {
        "event_id": f"e{number:04d}", "ts_us": day * DAY - 8 * HOUR + number * 37_000_001 % DAY, "local_day": day,
        "received_day": day, "tenant": "b", "kind": kind, "channel": None, "lever": None, "programme_id": None,
        "person_id": person, "link_id": None, "referrer_id": None, "root_id": None, "depth": None, "amount_minor": None,
        "currency": None,
    }  # fmt: skip
    if "amount_minor" in more:
        row["currency"] = "CNY"
    return row | more


@st.composite
def logs(draw, kinds, *, days=120, most=40):
    """Draw events of a few people over some days: some come late, some in the same moment, some refer themselves."""
    start, rows = draw(st.integers(0, 400)), []
    for number in range(draw(st.integers(1, most))):
        kind, day = draw(st.sampled_from(kinds)), start + draw(st.integers(0, days))
        more = {
            "channel": draw(st.sampled_from(CHANNELS)),
            "referrer_id": draw(st.sampled_from([*PEOPLE, None, None])),
            "received_day": day + draw(st.sampled_from([0, 0, 40])),
        }
        if draw(st.booleans()):
            more["ts_us"] = day * DAY - 8 * HOUR + draw(st.sampled_from([0, 1, DAY - 1]))
        if kind in ("purchase", "refund"):
            more["amount_minor"] = draw(st.integers(1, 50_000)) * (-1 if kind == "refund" else 1)
        rows.append(event(number, kind, day, draw(st.sampled_from([*PEOPLE, None])), **more))
    return draw(st.permutations(rows))


def spans(days=160):
    """Draw no span, or one of some days."""
    pair = st.tuples(st.integers(0, 400 + days), st.integers(0, days))
    return st.none() | pair.map(lambda drawn: (drawn[0], drawn[0] + drawn[1]))


def some(rows, most=25):
    """Draw a list of some rows."""
    return st.lists(st.fixed_dictionaries(rows), max_size=most)


MENTION = {
    "local_day": st.integers(0, 60),
    "brand": st.sampled_from(["Lumen", "Other", None]),
    "origin": st.sampled_from(["consumer", "consumer", "consumer", "brand", "paid", None]),
    "stimulus": st.sampled_from(["organic", "stimulated", None]),
    "sentiment": st.sampled_from(["favourable", "unfavourable", "neutral", None]),
}


def cells(frame):
    """Return the rows of a frame, with None for what is missing."""
    return [tuple(map(_none_for_nan, row)) for row in frame.itertuples(index=False)]


def near(rows):
    """Return rows that equal others to 1e-9 in their fractions, exactly in all else."""
    return [
        tuple(pytest.approx(cell, rel=1e-9, abs=1e-9) if isinstance(cell, float) else cell for cell in row)
        for row in rows
    ]


def _none_for_nan(value):
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value
