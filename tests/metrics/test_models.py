"""The models of attribution: each alone gives what it gives beside the others, and together they share out every purchase."""

import pyarrow as pa
import pytest

from goodword import metrics
from goodword.core.errors import InputError
from goodword.sample.many_events import event_tables

from .made_up import DAY, event


@pytest.mark.parametrize("models", [("last",), ("linear", "shapley"), ("markov",)])
def test_a_model_alone_gives_what_it_gives_beside_the_others(models):
    events = pa.concat_tables(event_tables(20_000))
    together = metrics.compute("attribution", events).set_index("channel")
    alone = metrics.compute("attribution", events, models=models).set_index("channel")
    assert tuple(alone.columns) == models
    assert alone.index.dropna().isin(together.index).all()
    for model in models:
        expected = together.loc[alone.index.dropna(), model]
        assert alone[model].dropna().iloc[:-1].tolist() == pytest.approx(expected.tolist(), rel=1e-9)
        assert alone[model].sum() == pytest.approx(together[model].sum(), rel=1e-9)


@pytest.mark.parametrize("models", [(), ("last", "last"), ("luck",), "last"])
def test_models_there_are_none_of_are_refused(models):
    with pytest.raises(InputError, match="expected different models among first, last"):
        metrics.compute("attribution", [], models=models)


def credit(events, **asked):
    return metrics.compute("attribution", events, **asked).set_index("channel")


def test_a_purchase_of_nobody_known_is_in_the_whole():
    events = [
        event(0, "click", 10, "p", channel="feed"),
        event(1, "purchase", 11, "p", amount_minor=100),
        event(2, "purchase", 11, None, amount_minor=50),
    ]
    found = credit(events)
    assert found.loc["feed"].tolist() == [100.0] * 7
    assert found[found.index.isna()].iloc[0].tolist() == [50.0] * 7


def test_clicks_before_the_days_asked_for_count_and_purchases_outside_do_not():
    events = [
        event(0, "click", 10, "p", channel="feed"),
        event(1, "purchase", 30, "p", amount_minor=100),
        event(2, "purchase", 29, "p", amount_minor=7),
        event(3, "purchase", 32, "p", amount_minor=7),
    ]
    found = credit(events, local_days=(30, 31))
    assert found.loc["feed"].tolist() == [100.0] * 7
    assert found.sum().tolist() == [100.0] * 7


def test_touches_of_long_ago_share_as_they_would_if_they_were_new():
    def told(first_day):
        return [
            event(0, "click", first_day, "p", channel="feed", ts_us=first_day * DAY),
            event(1, "click", first_day + 1, "p", channel="email", ts_us=(first_day + 1) * DAY),
            event(2, "purchase", 3_000, "p", ts_us=3_000 * DAY, amount_minor=300),
        ]

    for first_day in (2_998, 1_800, 2):
        found = credit(told(first_day), window_days=3_660, half_life_days=1)["time_decay"]
        assert found["feed"] == pytest.approx(100)
        assert found["email"] == pytest.approx(200)
    apart = [*told(2)[:1], *told(2_998)[1:]]
    assert credit(apart, window_days=3_660, half_life_days=1)["time_decay"]["email"] == pytest.approx(300)
