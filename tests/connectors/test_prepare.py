"""Raw rows as typed records."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from goodword.connectors.files import Batch, Formats, Prepared, find_formats, open_source, prepare, schema_for
from goodword.core.errors import InputError

Maker = Callable[..., Prepared]


def prepared(
    kind: str,
    columns: Mapping[str, list[object]],
    mapping: Mapping[str, str] | None = None,
    **options: object,
) -> Prepared:
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    lines = np.arange(2, len(table) + 2, dtype=np.int64)
    schema = schema_for(kind)
    mapping = mapping or {name: name for name in columns if name in schema.by_name}
    return prepare(Batch(table, lines, [], 1.0, len(table)), schema, mapping, **options)  # type: ignore[arg-type]


def test_a_mention() -> None:
    result = prepared(
        "mentions",
        {
            "external_id": [570301130888122368],
            "text": ["  good\x00 \r\nvalue "],
            "published_at": ["2015-02-24 11:35:52 -0800"],
            "sentiment": ["好评"],
            "rating": ["4,5"],
            "language": ["en-US"],
            "airline": ['Virgin "America"\n'],
            "confidence": [0.5],
        },
    )
    row = result.table.to_pylist()[0]
    assert {key: value for key, value in row.items() if value is not None} == {
        "external_id": "570301130888122368",
        "text": "good \nvalue",
        "published_at": 1424806552000000,
        "sentiment": "favourable",
        "rating": 4.5,
        "language": "en",
        "extra": '{"airline":"Virgin \\"America\\"","confidence":0.5}',
        "line": 2,
    }
    assert json.loads(row["extra"])["airline"] == 'Virgin "America"'
    assert result.table.schema.field("published_at").type == pa.int64()
    assert result.rejects == []


def test_every_rejected_row_is_told_once_with_line_column_and_value() -> None:
    result = prepared(
        "mentions",
        {
            "text": ["fine", "", "fine", "fine", "x" * 100_001],
            "published_at": ["2026-01-01", "2026-01-01", "soon", "2026-01-01", "2026-01-01"],
            "sentiment": ["positive", "nonsense", "nonsense", "meh", None],
        },
    )
    assert result.table["line"].to_pylist() == [2]
    assert [(r.line, r.column, r.value[:10]) for r in result.rejects] == [
        (3, "text", ""),
        (4, "published_at", "soon"),
        (5, "sentiment", "meh"),
        (6, "text", "x" * 10),
    ]
    assert "favourable, neutral, unfavourable" in result.rejects[2].reason
    assert "at most 100000" in result.rejects[3].reason
    assert all(r.reason_zh for r in result.rejects)
    assert len(result.rejects[3].value) <= 200


def test_blank_rows_are_passed_over_in_silence() -> None:
    result = prepared("mentions", {"text": ["a", "", None], "note": ["", " ", "NULL"]})
    assert (result.blank, result.rejects, len(result.table)) == (2, [], 1)
    ties = prepared("graph", {"source": ["a", ""], "target": ["b", ""], "weight": ["", ""]})
    assert (ties.blank, ties.table["weight"].to_pylist()) == (1, [1.0])


@pytest.mark.parametrize("word", ["", " ", "NULL", "NaN", "None", "N/A", "\\N", "-"])
def test_words_that_say_nothing_are_null(word: str) -> None:
    result = prepared("mentions", {"text": ["x"], "url": [word], "published_at": [word], "rating": [word]})
    assert result.rejects == []
    assert result.table.select(["url", "published_at", "rating"]).to_pylist() == [
        {"url": None, "published_at": None, "rating": None}
    ]


def test_in_prose_none_is_a_word_and_null_a_name() -> None:
    result = prepared("mentions", {"text": ["None", "n/a"], "author": ["Null", "None"]})
    assert result.table["text"].to_pylist() == ["None", "n/a"]
    assert result.table["author"].to_pylist() == ["Null", "None"]


def test_constants_and_defaults_fill_every_row() -> None:
    result = prepared(
        "mentions", {"text": ["a", "b"]}, constants={"source": "twitter", "published_at": "2026-05-31"}
    )
    assert result.table["source"].to_pylist() == ["twitter", "twitter"]
    assert result.table["published_at"].to_pylist() == [1780185600000000] * 2


def test_ids_rounded_by_a_spreadsheet_are_refused() -> None:
    result = prepared("mentions", {"text": ["a", "b"], "external_id": ["5.70301E+17", "5E17x+1"]})
    assert [r.line for r in result.rejects] == [2]
    assert "spreadsheet" in result.rejects[0].reason


def test_native_types_need_no_text() -> None:
    stamp = pa.array([1_000_000], pa.timestamp("us"))
    table = pa.table({"text": ["a"], "at": stamp, "stars": pa.array([float("nan")]), "n": pa.array([2**60])})
    batch = Batch(table, np.array([1]), [], 1.0, 1)
    mapping = {"text": "text", "published_at": "at", "rating": "stars"}
    row = prepare(batch, schema_for("mentions"), mapping, zone="Asia/Shanghai").table.to_pylist()[0]
    assert (row["published_at"], row["rating"]) == (1_000_000 - 8 * 3600 * 1_000_000, None)
    assert row["extra"] == '{"n":1152921504606846976}'


def test_ambiguous_dates_ask_for_the_order() -> None:
    columns = {"text": ["a", "b"], "published_at": ["03/04/2026", "25/04/2026"]}
    guessed = prepared("mentions", columns)
    assert [r.line for r in guessed.rejects] == [2]
    assert "--date-order" in guessed.rejects[0].reason
    told = prepared("mentions", columns, formats=Formats(date_orders={"published_at": "dmy"}))
    assert told.rejects == []


def test_formats_are_found_over_the_whole_file(write: Callable[..., Path]) -> None:
    dates = ["03/04/2026"] * 3000 + ["25/04/2026"]
    text = "text;date;rating;label\n" + "".join(f"a {i};{d};4,5;{i % 2}\n" for i, d in enumerate(dates))
    source = open_source(write("data.csv", text.encode()))
    mapping = {"text": "text", "published_at": "date", "rating": "rating", "sentiment": "label"}
    schema = schema_for("mentions")
    formats = find_formats(source, schema, mapping)
    assert formats.date_orders == {"published_at": "dmy"}
    assert formats.decimals == {"rating": ","}
    assert formats.scales["sentiment"]["0"] == "unfavourable"
    assert find_formats(source, schema, mapping, date_order="mdy").date_orders == {"published_at": "mdy"}
    with pytest.raises(InputError, match="dmy"):
        find_formats(source, schema, mapping, date_order="ymd")


def test_events_and_their_money() -> None:
    result = prepared(
        "events",
        {
            "kind": ["order", "退款", "purchase", "click", "purchase"],
            "ts": ["2026-05-31"] * 5,
            "amount": ["1,234.50", "-3", "12.345", None, "7"],
            "currency": ["eur", "JPY", "EUR", None, None],
        },
        formats=Formats(decimals={"amount": "."}),
    )
    assert result.table["kind"].to_pylist() == ["purchase", "refund", "click"]
    assert result.table["amount_minor"].to_pylist() == [123450, -3, None]
    assert result.table["currency"].to_pylist() == ["EUR", "JPY", None]
    assert [(r.line, r.column) for r in result.rejects] == [(4, "amount"), (6, "amount")]


def test_amounts_that_contradict_each_other() -> None:
    columns = {
        "kind": ["purchase"] * 2,
        "ts": ["2026-05-31"] * 2,
        "amount": ["12.00", "12.00"],
        "amount_minor": [1200, 12],
    }
    result = prepared("events", columns, constants={"currency": "EUR"})
    assert result.table["amount_minor"].to_pylist() == [1200]
    assert "do not agree" in result.rejects[0].reason


def test_numbers_out_of_range_and_not_whole() -> None:
    result = prepared(
        "people", {"external_id": ["a", "b", "c", "d"], "followers": ["12", "1.5", "-1", "1,200"]}
    )
    assert result.table["followers"].to_pylist() == [12, 1200]
    assert [r.line for r in result.rejects] == [3, 4]


def test_answers_keep_every_other_column() -> None:
    result = prepared("survey", {"respondent": ["r1"], "q1": ["5"], "q2": ["非常同意"]})
    assert json.loads(result.table["extra"][0].as_py()) == {"q1": "5", "q2": "非常同意"}


def test_empty_batches_are_fine() -> None:
    result = prepared("mentions", {"text": pa.array([], pa.string()), "x": pa.array([], pa.string())})
    assert (len(result.table), result.rejects) == (0, [])
