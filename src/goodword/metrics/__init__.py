"""Each metric of word of mouth, defined once: what it means, and one expression that every engine computes.

>>> from goodword import metrics
>>> "funnel" in metrics.names()
True
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goodword.events import Filters

from .definition import Additivity, Metric, Option
from .registry import metric, names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    import pandas as pd

    from .engines import Engine

__all__ = ["Additivity", "Answer", "Metric", "Option", "answer", "compute", "explain", "metric", "names"]

_FILTERS = frozenset(Filters.__annotations__)


@dataclass(frozen=True, slots=True)
class Answer:
    """A metric's rows, and what the engine was asked for exactly these."""

    frame: "pd.DataFrame"
    sql: str


def compute(
    name: str,
    log_or_table: Any,
    *,
    engine: str = "duckdb",
    tables: "Mapping[str, Any] | None" = None,
    same_person: Any = None,
    **filters: Any,
) -> "pd.DataFrame":
    """Return a metric of some events, a row per value of its grain, ordered by it.

    `log_or_table` is an `EventLog`, a snapshot of one, or a table of events (pyarrow, pandas, Polars). `tables` are what else
    the metric reads (`metric(name).reads`). `same_person`, a table of alias and person_id, says who a visitor turned out to be.
    `filters` are those of `goodword.events.Filters` (tenant, channels, local_days …) and the metric's own options
    (`metric(name).options`).
    Counts are int64, money is in minor units, shares and means are float64 and null where there is nothing to divide by.
    Raises InputError for a metric, an option, a table or an engine there is none of.

    >>> event = {"event_id": "a", "ts_us": 0, "local_day": 0, "received_day": 0, "tenant": "b", "kind": "click",
    ...          "channel": "feed", "person_id": "p", "root_id": "r", "link_id": "r"}
    >>> compute("funnel", [event], by=("channel",))[["channel", "seen", "found", "visited"]].values.tolist()
    [['feed', 1, 1, 0]]
    """
    asked, options = _asked(name, filters)
    with _running(asked, log_or_table, engine, tables, same_person, filters) as running:
        found = running.frame(asked.query(running.events, options, running))
    return found if asked.finish is None else asked.finish(found, options)


def answer(
    name: str,
    log_or_table: Any,
    *,
    engine: str = "duckdb",
    tables: "Mapping[str, Any] | None" = None,
    same_person: Any = None,
    **filters: Any,
) -> Answer:
    """Return what `compute` does together with what the engine was asked, in one go."""
    asked, options = _asked(name, filters)
    with _running(asked, log_or_table, engine, tables, same_person, filters) as running:
        result = asked.query(running.events, options, running)
        found, sql = running.frame(result), running.sql(result)
    return Answer(found if asked.finish is None else asked.finish(found, options), sql)


def explain(
    name: str,
    log_or_table: Any,
    *,
    engine: str = "duckdb",
    tables: "Mapping[str, Any] | None" = None,
    same_person: Any = None,
    **filters: Any,
) -> str:
    """Return what the engine is asked for a metric: its SQL, for a reader who wants to know. See `compute`."""
    asked, options = _asked(name, filters)
    with _running(asked, log_or_table, engine, tables, same_person, filters) as running:
        return running.sql(asked.query(running.events, options, running))


def _asked(name: str, filters: "Mapping[str, Any]") -> tuple[Metric, dict[str, Any]]:
    asked = metric(name)
    own = {key: value for key, value in filters.items() if key not in _FILTERS or key in asked.options}
    return asked, asked.checked(own)


def _running(
    asked: Metric, source: Any, engine: str, tables: Any, same_person: Any, filters: "Mapping[str, Any]"
) -> "AbstractContextManager[Engine]":
    from .engines import aliases_of, opened

    # A metric that has an option of a filter's name reads what lies outside it, too, and applies it itself.
    wanted: Any = {
        key: value for key, value in filters.items() if key in _FILTERS and key not in asked.options
    }
    return opened(
        engine,
        source,
        wanted,
        tables=asked.checked_tables(tables or {}),
        same_person=aliases_of(same_person),
    )
