"""The event table as Arrow sees it, and events of any accepted shape brought into exactly that form."""

import difflib
import numbers
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import pyarrow as pa

from goodword.core.events import EVENT_COLUMNS, EventColumn
from goodword.events.checks import check_values
from goodword.events.errors import EventError

_TYPES: dict[str, Any] = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "int16": pa.int16(),
    "string": pa.string(),
}
_PANDAS_INDEX = "__index_level_"  # what pandas adds when rows were filtered or sorted
COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in EVENT_COLUMNS)


class ArrowStream(Protocol):
    """Any frame that hands out Arrow data (pandas, Polars, a record batch, a DuckDB relation)."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


Events: TypeAlias = pa.Table | ArrowStream | Sequence[Mapping[str, Any]]


def events_schema() -> pa.Schema:
    """Return the Arrow schema of the log: EVENT_COLUMNS in order, required columns not nullable.

    >>> events_schema().field("ts_us")
    pyarrow.Field<ts_us: int64 not null>
    """
    return pa.schema(
        pa.field(column.name, _TYPES[column.type], nullable=not column.required) for column in EVENT_COLUMNS
    )


def normalise(events: Events) -> pa.Table:
    """Return the events as a table of exactly `events_schema()`, missing optional columns null.

    `events` is a pyarrow table, a frame that speaks Arrow (pandas, Polars) or a list of dicts. Whole
    numbers are accepted in any width that fits. Raises EventError, naming column and row, for a missing or
    unknown column, a value of the wrong type, or one that contradicts the schema (see `check_values`).

    >>> normalise([{"event_id": "e1", "ts_us": 0, "local_day": 0, "received_day": 0, "tenant": "b",
    ...             "kind": "share"}]).column("depth").to_pylist()
    [None]
    """
    columns, rows = _columns(events)
    _check_names(columns, rows)
    arrays = [
        _cast(columns[column.name], column) if column.name in columns else pa.nulls(rows, _TYPES[column.type])
        for column in EVENT_COLUMNS
    ]
    table = pa.Table.from_arrays(arrays, schema=events_schema())
    check_values(table)
    return table


def check_columns(names: Iterable[str]) -> None:
    """Raise EventError for the first name that is not a column of the log, with the nearest one that is."""
    for name in names:
        if name not in COLUMN_NAMES:
            near = difflib.get_close_matches(str(name), COLUMN_NAMES, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" Expected one of {', '.join(COLUMN_NAMES)}."
            raise EventError(
                f"{name!r} is not a column of the event log.{hint} Put anything else into 'extra' as JSON."
            )


def _columns(events: Events) -> tuple[dict[str, Any], int]:
    """Return the given columns by name (Arrow arrays) and the number of rows."""
    if hasattr(events, "__arrow_c_stream__"):
        table = events if isinstance(events, pa.Table) else pa.table(events)
        if len(set(table.column_names)) < table.num_columns:
            raise EventError(f"A column is there twice: {', '.join(table.column_names)}. Keep one of each.")
        names = [name for name in table.column_names if not name.startswith(_PANDAS_INDEX)]
        return {name: table.column(name) for name in names}, table.num_rows
    if isinstance(events, list | tuple):
        return _columns_of_rows(events), len(events)
    raise EventError(
        f"The events are a {type(events).__name__}. Give a pyarrow table, a frame or a list of dicts."
    )


def _columns_of_rows(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    names: dict[str, None] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise EventError(f"expected a dict of columns, not a {type(row).__name__}.", row=number)
        names.update(dict.fromkeys(row))
    check_columns(names)
    return {
        column.name: _array_of_values([row.get(column.name) for row in rows], column)
        for column in EVENT_COLUMNS
        if column.name in names
    }


def _array_of_values(values: list[Any], column: EventColumn) -> Any:
    """Return the Python values as an Arrow array; types first, because Arrow truncates 1.5 to 1."""
    allowed = str if column.type == "string" else numbers.Integral
    odd = {
        kind
        for kind in set(map(type, values)) - {type(None)}
        if kind is bool or not issubclass(kind, allowed)
    }
    if odd:
        row = next(index for index, value in enumerate(values) if type(value) in odd)
        raise _wrong_value(values[row], column, row)

    def attempt(count: int) -> Any:
        return pa.array(values[:count], _TYPES[column.type])

    return _attempt_all(attempt, len(values), lambda row: _wrong_value(values[row], column, row))


def _cast(array: Any, column: EventColumn) -> Any:
    """Return an Arrow array as the column's type, never losing a digit."""
    if array.type == _TYPES[column.type]:
        return array
    given = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    if not (pa.types.is_null(given) or _acceptable(given, column)):
        raise EventError(
            f"its type is {array.type}; expected {column.type} ({column.meaning}).", column=column.name
        )

    def attempt(count: int) -> Any:
        return array.slice(0, count).cast(_TYPES[column.type])

    return _attempt_all(attempt, len(array), lambda row: _wrong_value(array[row].as_py(), column, row))


def _acceptable(given: pa.DataType, column: EventColumn) -> bool:
    if column.type == "string":
        return bool(
            pa.types.is_string(given) or pa.types.is_large_string(given) or pa.types.is_string_view(given)
        )
    return bool(pa.types.is_integer(given) or pa.types.is_floating(given))


def _attempt_all(attempt: Callable[[int], Any], rows: int, error: Callable[[int], EventError]) -> Any:
    """Return attempt(rows); if it fails, raise the error of the first row that makes it fail."""
    failures = (pa.ArrowException, OverflowError, UnicodeError, ValueError, TypeError)
    try:
        return attempt(rows)
    except failures as reason:
        low, high = 0, rows
        while high - low > 1:
            middle = (low + high) // 2
            try:
                attempt(middle)
                low = middle
            except failures:
                high = middle
        raise error(low) from reason


def _wrong_value(value: Any, column: EventColumn, row: int) -> EventError:
    given = repr(value)
    given = given if len(given) <= 60 else given[:57] + "…"
    problem = f"{given} is not a valid {column.type}; expected {column.meaning}."
    return EventError(problem, column=column.name, row=row + 1)


def _check_names(columns: Mapping[str, Any], rows: int) -> None:
    check_columns(columns)
    missing = [column for column in EVENT_COLUMNS if column.required and column.name not in columns]
    if missing and rows:
        column = missing[0]
        raise EventError(
            f"it is missing in every row; expected {column.type}: {column.meaning}.",
            column=column.name,
            row=1,
        )
