"""What a metric is: one expression over the event table, with everything a reader of its number wants to know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from goodword.core.errors import InputError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd
    import pyarrow as pa

    from .engines import Engine

Options = Mapping[str, Any]


class Additivity(StrEnum):
    """Whether the rows of a metric may be summed."""

    ADDITIVE = "additive"  # over every column of the grain
    DISTINCT = "distinct"  # no: one person may be in several rows
    RATIO = "ratio"  # no: a mean or a share


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a metric may be asked with: its default, what is allowed, and what it means."""

    default: Any
    meaning: str
    check: Callable[[Any], bool]
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric: `query` makes the few rows that leave the engine, `finish` (NumPy, optional) the numbers from them.

    `query(events, options, engine)` gets the event table as an Ibis expression; `engine.kept` materialises a step.
    """

    name: str
    version: int
    title_en: str
    title_zh: str
    explanation_en: str
    explanation_zh: str
    unit: str
    grain: tuple[str, ...]  # `by` stands for the columns asked for
    additivity: Additivity
    source: str
    query: "Callable[[ir.Table, Options, Engine], ir.Table]"
    finish: "Callable[[pd.DataFrame, Options], pd.DataFrame] | None" = None
    options: Mapping[str, Option] = field(default_factory=dict)
    reads: "Mapping[str, pa.Schema]" = field(default_factory=dict)  # other tables: name and columns

    def checked_tables(self, given: "Mapping[str, Any]") -> "dict[str, pa.Table]":
        """Return the other tables the metric reads in exactly their columns; one that is not given is empty.

        Raises InputError for a table it does not read, and for a column that is missing or of another type.
        """
        import pyarrow as pa

        for name in given:
            if name not in self.reads:
                known = ", ".join(sorted(self.reads)) or "none besides the events"
                raise InputError(f"{self.name} reads no table {name!r}. It reads: {known}.")
        found = {}
        for name, schema in self.reads.items():
            if name not in given:
                found[name] = schema.empty_table()
                continue
            table = _as_table(name, given[name], schema)
            missing = [column for column in schema.names if column not in table.column_names]
            if missing:
                raise InputError(
                    f"The table {name!r} has no column {missing[0]!r}; expected {', '.join(schema.names)}."
                )
            try:
                found[name] = table.select(schema.names).cast(schema)
            except (pa.ArrowException, ValueError) as reason:
                raise InputError(f"The table {name!r} is not of the expected types ({reason}).") from reason
        return found

    def checked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return every option's value; raises InputError for one that is unknown or not allowed."""
        for name, value in given.items():
            option = self.options.get(name)
            if option is None:
                known = ", ".join(sorted(self.options)) or "none"
                raise InputError(f"{self.name} has no option {name!r}. It has: {known}.")
            if not option.check(value):
                raise InputError(f"{self.name} was given {name}={value!r}; expected {option.expected}.")
        return {name: option.default for name, option in self.options.items()} | dict(given)


def _as_table(name: str, given: Any, schema: "pa.Schema") -> "pa.Table":
    """Return rows (a list of dicts), columns, or a frame as a table."""
    import pyarrow as pa

    if isinstance(given, pa.Table):
        return given
    try:
        if isinstance(given, list | tuple):
            return pa.Table.from_pylist(list(given), schema=None if given else schema)
        return pa.table(given)
    except (pa.ArrowException, TypeError, ValueError, AttributeError) as reason:
        raise InputError(f"The table {name!r} cannot be read as a table ({reason}).") from reason


DIMENSIONS = (
    "programme_id",
    "channel",
    "lever",
    "tie_strength",
    "segment",
    "local_day",
    "link_id",
    "referrer_id",
    "root_id",
)


def by_option(*default: str) -> Option:
    """Return the option that splits a metric by columns of the event table."""
    return Option(
        default=default,
        meaning="the columns to split by",
        check=lambda value: (
            isinstance(value, tuple | list)
            and set(value) <= set(DIMENSIONS)
            and len(set(value)) == len(value)
        ),
        expected=f"different columns among {', '.join(DIMENSIONS)}",
    )


def days_option(default: int | None, meaning: str, *, least: int = 1) -> Option:
    """Return an option of whole days."""
    return Option(
        default=default,
        meaning=meaning,
        check=lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= 3660,
        expected=f"whole days from {least} to 3660",
    )


def span_option(meaning: str) -> Option:
    """Return the option of a span of local days. It takes the place of the filter of this name: see `compute`."""
    return Option(
        default=None,
        meaning=meaning,
        check=lambda value: (
            value is None
            or (
                isinstance(value, tuple | list)
                and len(value) == 2
                and all(isinstance(day, int) and not isinstance(day, bool) for day in value)
                and value[0] <= value[1]
            )
        ),
        expected="(first day, last day), both included, in days since 1970",
    )


def share_option(default: float, meaning: str) -> Option:
    """Return an option that is a share of a whole."""
    return Option(
        default=default,
        meaning=meaning,
        check=lambda value: (
            isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
        ),
        expected="a number from 0 to 1",
    )


def name_option(meaning: str) -> Option:
    """Return an option that is one name, or none for all."""
    return Option(
        default=None,
        meaning=meaning,
        check=lambda value: value is None or (isinstance(value, str) and value != ""),
        expected="a name",
    )
