"""What is accepted as an event, what it becomes, and how a bad one is refused."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.core.errors import InputError
from goodword.core.events import EVENT_COLUMNS, EventKind
from goodword.events import EventError, events_schema, normalise

WIDTHS = {"int64": pa.int64(), "int32": pa.int32(), "int16": pa.int16(), "string": pa.string()}


def test_the_schema_is_the_one_of_the_core() -> None:
    assert [(field.name, field.type, field.nullable) for field in events_schema()] == [
        (column.name, WIDTHS[column.type], not column.required) for column in EVENT_COLUMNS
    ]


def test_missing_optional_columns_become_null_and_the_order_is_the_schemas(make_event) -> None:
    event = dict(reversed(make_event().items()))
    table = normalise([event])
    assert table.schema == events_schema()
    assert table.column("person_id").to_pylist() == [None]
    assert table.column("tenant").to_pylist() == ["lumen"]


def test_a_row_may_leave_out_what_another_row_has(make_event) -> None:
    table = normalise([make_event(1, depth=2), make_event(2)])
    assert table.column("depth").to_pylist() == [2, None]


def test_words_of_the_vocabulary_are_accepted_as_enum_members(make_event) -> None:
    assert normalise([make_event(kind=EventKind.SHARE)]).column("kind").to_pylist() == ["share"]


def test_numpy_integers_are_accepted(make_event) -> None:
    assert normalise([make_event(depth=np.int8(3))]).column("depth").to_pylist() == [3]


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())])
def test_any_arrow_text_is_accepted(make_event, kind: Any) -> None:
    table = pa.Table.from_pylist([make_event(1), make_event(2)])
    position = table.schema.get_field_index("channel")
    table = table.set_column(position, "channel", pa.array(["feed", None]).cast(kind))
    assert normalise(table).column("channel").to_pylist() == ["feed", None]


def test_whole_numbers_of_other_widths_and_whole_floats_are_accepted(make_event) -> None:
    table = pa.Table.from_pylist([make_event(1), make_event(2)])
    table = table.append_column("depth", pa.array([1.0, None]))
    table = table.append_column("amount_minor", pa.array([5, 0], pa.uint8()))
    table = table.append_column("currency", pa.array(["EUR", "EUR"]))
    assert normalise(table).column("depth").to_pylist() == [1, None]
    assert normalise(table).column("amount_minor").to_pylist() == [5, 0]


class Frame:
    """Any frame that speaks Arrow, as pandas and Polars do."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def test_a_frame_that_speaks_arrow_is_accepted(make_event) -> None:
    table = pa.Table.from_pylist([make_event(1)])
    assert normalise(Frame(table)).equals(normalise(table))


def test_the_index_pandas_adds_is_no_column(make_event) -> None:
    table = pa.Table.from_pylist([make_event(1)])
    assert normalise(table.append_column("__index_level_0__", pa.array([7]))).equals(normalise(table))


def test_nothing_is_nothing() -> None:
    assert normalise([]).num_rows == 0
    assert normalise(events_schema().empty_table()).schema == events_schema()


# Each case: the columns to set in the second of three rows, the column named, a part of the message.
BAD_ROWS = [
    ({"event_id": None}, "event_id", "empty"),
    ({"event_id": ""}, "event_id", "empty text"),
    ({"event_id": "erased:0123"}, "event_id", "erased:"),
    ({"event_id": 7}, "event_id", "7 is not a valid string"),
    ({"event_id": "\ud800"}, "event_id", "not a valid string"),
    ({"ts_us": "soon", "local_day": 20_000, "received_day": 20_000}, "ts_us", "'soon' is not a valid int64"),
    ({"ts_us": None, "local_day": 20_000, "received_day": 20_000}, "ts_us", "empty"),
    ({"local_day": True}, "local_day", "True is not a valid int32"),
    ({"local_day": 1.5}, "local_day", "1.5 is not a valid int32"),
    ({"local_day": 2**31}, "local_day", "is not a valid int32"),
    ({"local_day": 20_002}, "local_day", "time zone"),
    ({"local_day": 19_998}, "local_day", "time zone"),
    ({"received_day": 2**31 - 1}, "received_day", "calendar day"),
    ({"tenant": ""}, "tenant", "empty text"),
    ({"kind": "clicked"}, "kind", "'clicked' is not known; expected one of share, view"),
    ({"channel": "smoke"}, "channel", "'smoke' is not known"),
    ({"lever": "money"}, "lever", "'money' is not known"),
    ({"depth": -1}, "depth", "negative"),
    ({"depth": 40_000}, "depth", "40000 is not a valid int16"),
    ({"amount_minor": 500}, "currency", "None is no ISO 4217 code"),
    ({"amount_minor": 500, "currency": "euro"}, "currency", "'euro' is no ISO 4217 code"),
    ({"kind": "refund", "amount_minor": 5, "currency": "EUR"}, "amount_minor", "a refund is negative"),
    ({"kind": "purchase", "amount_minor": -5, "currency": "EUR"}, "amount_minor", "wrong sign"),
    ({"extra": "a note"}, "extra", "'a note' is not a JSON object"),
]


@pytest.mark.parametrize(("columns", "column", "message"), BAD_ROWS)
def test_a_bad_value_is_refused_with_its_column_and_row(
    make_event, columns: dict[str, Any], column: str, message: str
) -> None:
    broken = make_event(1)
    broken.update(columns)
    with pytest.raises(EventError, match=f"^Row 2, column {column}: ") as caught:
        normalise([make_event(0), broken, make_event(2)])
    assert message in str(caught.value)
    assert (caught.value.column, caught.value.row) == (column, 2)
    assert isinstance(caught.value, InputError)


def test_seconds_or_milliseconds_in_place_of_microseconds_are_refused(make_event) -> None:
    for factor in (1_000, 1_000_000):
        event = make_event()
        event["ts_us"] //= factor
        with pytest.raises(EventError, match="microseconds"):
            normalise([event])


def test_every_time_zone_of_the_world_is_accepted(make_event) -> None:
    hour = 3_600_000_000
    for offset in (-12, 0, 14):
        for hours in range(24):
            ts_us = 20_000 * 24 * hour + hours * hour
            day = (ts_us + offset * hour) // (24 * hour)
            normalise([make_event(ts_us=ts_us, local_day=day)])


@pytest.mark.parametrize("column", [column.name for column in EVENT_COLUMNS if column.required])
def test_a_missing_required_column_is_named(make_event, column: str) -> None:
    event = make_event()
    del event[column]
    with pytest.raises(EventError, match=f"column {column}: it is missing"):
        normalise([event])


def test_an_unknown_column_is_refused_with_the_nearest_known_one(make_event) -> None:
    with pytest.raises(EventError, match=r"'person' is not a column.*'person_id'"):
        normalise([make_event(person="p1")])


def test_an_arrow_column_of_the_wrong_type_is_refused(make_event) -> None:
    table = pa.Table.from_pylist([make_event(1)])
    position = table.schema.get_field_index("ts_us")
    zoned = pa.array([0], pa.int64()).cast(pa.timestamp("ms", "UTC"))
    with pytest.raises(EventError, match="Column ts_us: its type is timestamp"):
        normalise(table.set_column(position, "ts_us", zoned))


def test_a_fraction_in_an_arrow_column_is_found(make_event) -> None:
    table = pa.Table.from_pylist([make_event(number) for number in range(50)])
    depths = [1.0] * 50
    depths[37] = 1.5
    with pytest.raises(EventError, match=r"^Row 38, column depth: 1\.5"):
        normalise(table.append_column("depth", pa.array(depths)))


@pytest.mark.parametrize("events", [None, 5, "text", {"event_id": "e"}, ["text"], [None]])
def test_what_is_no_list_of_events_is_refused(events: Any) -> None:
    with pytest.raises(EventError, match=r"list of dicts|dict of columns"):
        normalise(events)


def test_a_column_given_twice_is_refused(make_event) -> None:
    table = pa.Table.from_pylist([make_event(1)])
    with pytest.raises(EventError, match="twice"):
        normalise(table.append_column("kind", table.column("kind")))


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "event_id": st.text(st.characters(codec="utf-8"), min_size=1).filter(
                    lambda t: t[:7] != "erased:"
                )
            },
            optional={
                "depth": st.integers(0, 2**15 - 1) | st.none(),
                "person_id": st.text(st.characters(codec="utf-8")) | st.none(),
                "lever": st.sampled_from(["helping", "privacy"]) | st.none(),
            },
        )
    )
)
def test_every_value_survives_in_both_shapes(rows: list[dict[str, Any]]) -> None:
    fixed = {"ts_us": 5, "local_day": 0, "received_day": 0, "tenant": "b", "kind": "view"}
    events = [row | fixed for row in rows]
    table = normalise(events)
    expected = [{column.name: event.get(column.name) for column in EVENT_COLUMNS} for event in events]
    assert table.to_pylist() == expected
    assert normalise(table).equals(table)
