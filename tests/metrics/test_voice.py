"""Volume of word of mouth and share of voice, against the oracle."""

from hypothesis import given
from hypothesis import strategies as st

from goodword import metrics

from . import oracle_tables as oracle
from .made_up import FEW, MENTION, cells, event, logs, near, some, spans

BRANDS = st.sampled_from([None, "Lumen"])


@FEW
@given(logs(["share", "share", "view"], most=15), some(MENTION), spans(60), BRANDS)
def test_volume(events, mentions, span, brand):
    found = metrics.compute(
        "word_of_mouth_volume", events, tables={"mentions": mentions}, local_days=span, brand=brand
    )
    assert cells(found) == oracle.volume(events, mentions, span, brand)


@FEW
@given(some(MENTION), spans(60))
def test_share_of_voice(mentions, span):
    found = metrics.compute(
        "share_of_voice", [event(0, "view", 1, "p")], tables={"mentions": mentions}, local_days=span
    )
    assert cells(found) == near(oracle.share_of_voice(mentions, span))


def test_only_consumers_count_and_a_quiet_week_is_a_row_of_zeros():
    said = {"brand": "Lumen", "origin": "consumer", "stimulus": None, "sentiment": None}
    mentions = [
        said | {"local_day": 4},
        said | {"local_day": 10, "origin": "employee"},
        said | {"local_day": 18, "origin": None},
        said | {"local_day": 18, "stimulus": "organic"},
    ]
    found = metrics.compute(
        "word_of_mouth_volume", [event(0, "share", 24, "p")], tables={"mentions": mentions}
    )
    assert cells(found) == [(4, 1, 0, 0, 1, 0, 0), (11, 0, 0, 0, 0, 0, 0), (18, 1, 1, 0, 0, 1, 1)]
    voice = cells(
        metrics.compute("share_of_voice", [event(0, "view", 1, "p")], tables={"mentions": mentions})
    )
    assert voice[0][:3] == ("Lumen", 2, 1.0)
    assert voice[0][5] is None  # nothing is judged: no share, and no division by zero
