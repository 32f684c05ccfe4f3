"""A model of attribution asked for alone gives what it gives beside the others."""

import pyarrow as pa
import pytest

from goodword import metrics
from goodword.core.errors import InputError
from goodword.sample.many_events import event_tables


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
