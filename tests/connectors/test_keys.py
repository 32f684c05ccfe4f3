"""The second import of a file adds nothing; equal rows of one file stay apart."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.connectors.files import (
    Occurrences,
    Source,
    find_formats,
    guessed_mapping,
    open_source,
    prepare,
    recognise,
    row_keys,
    schema_for,
)
from goodword.core.ids import content_key


def keys_of(source: Source, kind: str, *, rows: int = 20_000, seen: Occurrences | None = None) -> list[str]:
    schema = schema_for(kind)
    mapping = guessed_mapping(recognise(schema, source))
    formats = find_formats(source, schema, mapping)
    seen = seen if seen is not None else Occurrences()
    keys: list[str] = []
    for batch in source.batches(rows=rows):
        result = prepare(batch, schema, mapping, formats=formats)
        keys += row_keys(result.table, identity=schema.identity, seen=seen)
    return keys


def test_rows_with_an_id_have_the_key_of_that_id() -> None:
    table = pa.table({"source": ["x", None], "external_id": ["1", "2"], "text": ["a", "b"], "line": [1, 2]})
    keys = row_keys(table, identity=("source", "external_id"), seen=Occurrences())
    assert keys == [content_key("x", "1"), content_key("", "2")]


def test_rows_without_an_id_have_the_key_of_their_content() -> None:
    text = "text,rating\nsame,5\nsame,5\nother,5\nsame,5\nsame,4\n"
    table = pa.table(
        {"text": ["same", "same", "other", "same"], "rating": [5.0, 5.0, 5.0, 4.0], "line": [2, 3, 4, 5]}
    )
    first = row_keys(table, identity=("external_id",), seen=Occurrences())
    again = row_keys(table.set_column(2, "line", pa.array([9, 9, 9, 9])), identity=(), seen=Occurrences())
    assert text
    assert len(set(first)) == 4
    assert first == again
    assert all(len(key) == 32 and int(key, 16) >= 0 for key in first)


def test_a_new_empty_field_changes_no_key() -> None:
    table = pa.table({"text": ["a", "b"]})
    wider = table.append_column("invented_later", pa.nulls(2, pa.string()))
    assert row_keys(table, identity=(), seen=Occurrences()) == row_keys(
        wider, identity=(), seen=Occurrences()
    )


def test_the_same_file_gives_the_same_keys_however_it_is_cut(write: Callable[..., Path]) -> None:
    rows = "".join(f"review number {i % 40},{i % 3 + 1}\n" for i in range(500))
    source = open_source(write("data.csv", f"text,rating\n{rows}".encode()))
    whole = keys_of(source, "mentions")
    assert len(set(whole)) == 500
    assert keys_of(source, "mentions", rows=7) == whole


def test_counting_goes_on_from_what_was_kept() -> None:
    hashes = np.random.default_rng(1).integers(0, 50, 300).astype(np.uint64)
    seen = Occurrences()
    seen.count(hashes[:200])
    copy = Occurrences.from_bytes(seen.to_bytes())
    assert len(copy) == len(seen) == 200
    assert copy.count(hashes[200:]).tolist() == seen.count(hashes[200:]).tolist()


@given(st.lists(st.lists(st.integers(0, 12), max_size=30), max_size=12))
def test_occurrences_agree_with_a_dictionary(chunks: list[list[int]]) -> None:
    seen, naive = Occurrences(), Counter[int]()
    for chunk in chunks:
        expected = []
        for value in chunk:
            expected.append(naive[value])
            naive[value] += 1
        assert seen.count(np.array(chunk, dtype=np.uint64)).tolist() == expected


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("text/en_airline.parquet", "mentions", 10_808),
        ("text/en_coursera_reviews.parquet", "mentions", 2_762),
        ("text/zh_online_shopping_10_cats.parquet", "mentions", 45_993),
        ("graphs/epinions.parquet", "graph", 811_478),
        ("marketing/medInnovations_nodes.csv", "people", 125),
        ("marketing/medInnovations_edges.csv", "graph", 294),
        ("marketing/hillstrom.csv.gz", "people", 64_000),
        ("marketing/cdnow_summary.csv", "people", 2_357),
        ("marketing/hillstrom.csv.gz", "survey", 64_000),
    ],
)
def test_real_files_come_in_whole(shared: Callable[[str], Path], name: str, kind: str, count: int) -> None:
    keys = keys_of(open_source(shared(name)), kind)
    assert (len(keys), len(set(keys))) == (count, count)
