"""Tables that leave as files."""

import csv
import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.connectors.files import FileError, open_source, open_writer

TABLE = pa.table(
    {"text": ['good, "really"\nso', "差", None], "stars": [5, 1, 3], "about": [["price", "staff"], [], None]}
)


def written(path, *tables):
    with open_writer(path) as writer:
        for table in tables:
            writer.write(table)
    return writer.left_out


@pytest.mark.parametrize(
    "name", ["out.csv", "out.tsv", "out.csv.gz", "out.jsonl", "out.ndjson.gz", "out.parquet"]
)
def test_what_was_written_is_read_again(tmp_path, name):
    assert written(tmp_path / name, TABLE, TABLE) == []
    source = open_source(tmp_path / name)
    tables = [batch.table for batch in source.batches()]
    assert sum(map(len, tables)) == 6
    assert [text or None for text in tables[0].column("text").to_pylist()[:3]] == TABLE.column(
        "text"
    ).to_pylist()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_csv_is_safe_for_spreadsheets_and_lists_are_readable(tmp_path):
    written(tmp_path / "out.csv", pa.table({"text": ["=1+1"], "about": [["price", "staff"]], "sure": [True]}))
    rows = list(csv.reader((tmp_path / "out.csv").open(encoding="utf-8-sig", newline="")))
    assert rows == [["text", "about", "sure"], ["'=1+1", "price; staff", "true"]]


def test_json_lines_keep_types(tmp_path):
    written(tmp_path / "out.jsonl.gz", TABLE)
    lines = gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    assert rows == TABLE.to_pylist()


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for name in ("a.csv.gz", "b.csv.gz"):
        written(tmp_path / name, TABLE)
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_column_that_comes_late_is_told(tmp_path, ending):
    late = pa.table({"more": ["x"], "text": ["b"]})
    assert written(tmp_path / f"out.{ending}", pa.table({"text": ["a"], "gone": ["g"]}), late) == ["more"]
    (batch,) = open_source(tmp_path / f"out.{ending}").batches()
    assert batch.table.column("text").to_pylist() == ["a", "b"]


def test_a_parquet_column_that_is_empty_at_first_holds_text_later(tmp_path):
    empty = pa.table({"text": ["a"], "hint": pa.nulls(1)})
    written(tmp_path / "out.parquet", empty, pa.table({"text": ["b"], "hint": ["paid"]}))
    assert pq.read_table(tmp_path / "out.parquet").column("hint").to_pylist() == [None, "paid"]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_nothing_is_left_of_a_file_that_was_cut_off(tmp_path, ending):
    (tmp_path / f"out.{ending}").write_text("before")
    with pytest.raises(RuntimeError), open_writer(tmp_path / f"out.{ending}") as writer:  # noqa: PT012
        writer.write(TABLE)
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == [f"out.{ending}"]
    assert (tmp_path / f"out.{ending}").read_text() == "before"


@pytest.mark.parametrize("name", ["out", "out.xlsx", "out.gz", "out.parquet.gz"])
def test_an_ending_that_names_no_format_is_refused(tmp_path, name):
    with pytest.raises(FileError, match=r"\.parquet"), open_writer(tmp_path / name):
        pass


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_any_text_survives_in_json_lines_and_parquet(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("any")
    table = pa.table({"text": pa.array(texts, pa.string())})
    written(folder / "out.jsonl", table)
    written(folder / "out.parquet", table)
    lines = (folder / "out.jsonl").read_text("utf-8").split("\n")[:-1]
    assert [json.loads(line)["text"] for line in lines] == texts
    assert pq.read_table(folder / "out.parquet").column("text").to_pylist() == texts
