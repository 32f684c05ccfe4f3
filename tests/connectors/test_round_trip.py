"""Whatever strings a table holds, written as CSV in any encoding and dialect it reads back the same."""

import csv
import gzip
import io
import json
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodword.connectors.files import Limits, open_source
from goodword.connectors.files.lexing import Lexer
from goodword.connectors.files.records import find_records

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
NASTY = st.text(st.sampled_from(list(" ab,;\t|\"\n\r\\'é评😀=")), max_size=8)
SMALL = Limits(block_bytes=64)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 4))
    cell = st.one_of(TEXT, NASTY)
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=12))
    return [[f"name{i}" for i in range(width)], *rows]


def write(rows: list[list[str]], delimiter: str, terminator: str, quoting: int) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=terminator, quoting=quoting)
    writer.writerows(rows)
    return stream.getvalue()


@settings(max_examples=300, deadline=None)
@given(
    rows=tables(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    terminator=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]),
    packed=st.booleans(),
)
@example([["name0"], ['"'], [""]], ",", "\n", csv.QUOTE_MINIMAL, "utf-8", False)
def test_csv_round_trip(
    rows: list[list[str]], delimiter: str, terminator: str, quoting: int, encoding: str, packed: bool
) -> None:
    # A blank line and a row of one cell of white space look the same without quotation marks.
    if len(rows[0]) == 1 or any(not "".join(row).strip() for row in rows):
        quoting = csv.QUOTE_ALL
    # Python 3.11 leaves a lone carriage return unquoted when lines end in a line feed.
    if any("\r" in cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL
    data = write(rows, delimiter, terminator, quoting).encode(encoding)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(gzip.compress(data) if packed else data)
        source = open_source(path, encoding=encoding, delimiter=delimiter, header=True, limits=SMALL)
        read = [list(row.values()) for batch in source.batches() for row in batch.table.to_pylist()]
        rejects = [reject for batch in source.batches() for reject in batch.rejects]
    assert (read, rejects) == (rows[1:], [])


@settings(max_examples=100, deadline=None)
@given(tables(), st.booleans())
def test_json_round_trip(rows: list[list[str]], lines: bool) -> None:
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    text = "\n".join(json.dumps(r) for r in records) if lines else json.dumps(records, ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.json"
        path.write_bytes(text.encode())
        source = open_source(path, limits=SMALL)
        read = [row for batch in source.batches() for row in batch.table.to_pylist()]
    assert read == records


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(list('ab,"\n\r')), max_size=40))
def test_the_fast_reader_agrees_with_the_careful_one(text: str) -> None:
    data = text.encode()
    span = find_records(data, delimiter=b",", quoted=True, at_end=True)
    if span is None:
        return
    records, used = Lexer(b",", True, 1000).records(data, at_end=True)
    assert [record.start for record in records] == span.starts.tolist()
    assert used == len(data)
    assert [data.count(b"\n", 0, record.start) for record in records] == span.lines.tolist()


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from(list('ab,;"\n\r\\ ')), max_size=60), st.integers(0, 30))
def test_any_text_is_read_without_an_accident(text: str, skip: int) -> None:
    data = ("x,y\n" + text).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(data)
        source = open_source(path, delimiter=",", header=True, limits=Limits(block_bytes=16, record_bytes=32))
        batches = list(source.batches(skip_rows=skip))
    lines = np.concatenate([[0], *(batch.lines for batch in batches)])
    assert (np.diff(lines) > 0).all()
    assert all(0 < r.line <= data.count(b"\n") + 1 for batch in batches for r in batch.rejects)
