"""What makes an event acceptable beyond its types: each rule names the first row that breaks it."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goodword.core.events import EVENT_COLUMNS, EventKind
from goodword.core.vocabulary import Channel, Lever, TieStrength
from goodword.events.errors import EventError

DAY_US = 86_400_000_000
ERASED_PREFIX = "erased:"
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # what a calendar date can hold: years 1 to 9999

_Rule = tuple[str, Callable[[pa.Table], Any], str]


def check_values(table: pa.Table) -> None:
    """Raise EventError for the first broken rule, with its column and row (counting from 1).

    Required columns hold a value; ids are not empty and not in the form erasure leaves behind; kind,
    channel, lever and tie_strength are in the vocabulary; local_day is the day of ts_us in some time zone (which also
    catches seconds or milliseconds given for microseconds); depth is not negative; an amount has a currency
    and the sign of its kind; extra is a JSON object.
    """
    if table.num_rows == 0:
        return
    for column, broken, problem in _rules():
        row = pc.index(pc.fill_null(broken(table), False), True).as_py()
        if row >= 0:
            value = table.column(column)[row].as_py()
            raise EventError(problem.format(value=value), column=column, row=row + 1)


def _rules() -> Iterator[_Rule]:
    for column in EVENT_COLUMNS:
        if column.required:
            yield column.name, _is_null(column.name), f"it is empty; expected {column.meaning}."
    for name in ("event_id", "tenant"):
        yield name, _equals(name, ""), "it is an empty text; expected an id."
    yield "event_id", _is_erased, f"an id may not start with {ERASED_PREFIX!r}, which erasure leaves behind."
    for name, words in (
        ("kind", EventKind),
        ("channel", Channel),
        ("lever", Lever),
        ("tie_strength", TieStrength),
    ):
        yield name, _outside(name, words), f"{{value!r}} is not known; expected one of {', '.join(words)}."
    for name in ("local_day", "received_day"):
        yield name, _no_date(name), "{value} is no calendar day; expected days since 1970-01-01."
    yield (
        "local_day",
        _other_day,
        "day {value} is not the day of ts_us in any time zone; ts_us is in microseconds.",
    )
    yield (
        "depth",
        _negative("depth"),
        "{value} is negative; expected the steps from the first share, 0 or more.",
    )
    yield (
        "amount_minor",
        _wrong_sign,
        "{value} has the wrong sign; a refund is negative, anything else is not.",
    )
    yield "currency", _no_currency, "{value!r} is no ISO 4217 code; an amount needs one, such as EUR or CNY."
    yield "extra", _no_object, '{value!r} is not a JSON object; expected something like {{"note": "…"}}.'


def _is_null(name: str) -> Callable[[pa.Table], Any]:
    return lambda table: pc.is_null(table.column(name))


def _equals(name: str, value: str) -> Callable[[pa.Table], Any]:
    return lambda table: pc.equal(table.column(name), value)


def _negative(name: str) -> Callable[[pa.Table], Any]:
    return lambda table: pc.less(table.column(name), 0)


def _outside(name: str, words: Iterable[StrEnum]) -> Callable[[pa.Table], Any]:
    known = pa.array([*map(str, words), None], pa.string())
    return lambda table: pc.invert(pc.is_in(table.column(name), value_set=known))


def _no_date(name: str) -> Callable[[pa.Table], Any]:
    return lambda table: pc.or_(
        pc.less(table.column(name), _FIRST_DAY), pc.greater(table.column(name), _LAST_DAY)
    )


def _is_erased(table: pa.Table) -> Any:
    return pc.starts_with(table.column("event_id"), ERASED_PREFIX)


def _other_day(table: pa.Table) -> Any:
    """Mark rows whose local day no zone allows: offsets run from −12 to +14 hours, so a day either side."""
    day_us = pc.multiply(pc.cast(table.column("local_day"), pa.int64()), DAY_US)
    ahead = pc.subtract(pc.divide(table.column("ts_us"), 2), pc.divide(day_us, 2))  # halves cannot overflow
    return pc.or_(pc.less(ahead, -7 * DAY_US // 24), pc.greater_equal(ahead, 18 * DAY_US // 24))


def _wrong_sign(table: pa.Table) -> Any:
    amount, refund = table.column("amount_minor"), pc.equal(table.column("kind"), EventKind.REFUND.value)
    return pc.if_else(refund, pc.greater(amount, 0), pc.less(amount, 0))


def _no_currency(table: pa.Table) -> Any:
    currency = table.column("currency")
    malformed = pc.invert(pc.match_substring_regex(currency, "^[A-Z]{3}$"))
    missing = pc.and_(pc.is_null(currency), pc.is_valid(table.column("amount_minor")))
    return pc.or_(missing, pc.fill_null(malformed, False))


def _no_object(table: pa.Table) -> Any:
    return pc.invert(pc.match_substring_regex(table.column("extra"), r"(?s)^\s*\{.*\}\s*$"))
