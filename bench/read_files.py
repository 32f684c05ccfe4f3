"""Rows per second of reading a file into typed, keyed mentions, beside DuckDB reading the same file in the same run.

uv run python bench/read_files.py [ROWS]
"""

import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from goodword.connectors.files import (
    Occurrences,
    find_formats,
    guessed_mapping,
    open_source,
    prepare,
    recognise,
    row_keys,
    schema_for,
)

_WORDS = "the flight was late, nobody told us why; but the crew were kind 行李 丢了 客服 很好"
_READERS = {"csv": "read_csv", "csv.gz": "read_csv", "jsonl": "read_json", "parquet": "read_parquet"}
_ROUNDS = 3


def make_table(rows: int) -> pa.Table:
    """Return mentions like an export of tweets, about 200 bytes a row."""
    generator = np.random.default_rng(7)
    words = np.array(_WORDS.split(), dtype=object)
    texts = [" ".join(words[chosen]) for chosen in generator.integers(0, len(words), (rows, 18))]
    seconds = np.sort(generator.integers(1_420_000_000, 1_430_000_000, rows)).astype("datetime64[s]")
    return pa.table(
        {
            "tweet_id": pa.array(np.arange(rows) + 570_000_000_000_000_000),
            "text": texts,
            "airline": generator.choice(["United", "Delta", "Virgin America"], rows),
            "sentiment": generator.choice(["positive", "neutral", "negative"], rows),
            "sentiment_confidence": generator.random(rows).round(4),
            "tweet_created": [f"{str(second).replace('T', ' ')} -0800" for second in seconds],
        }
    )


def write_files(table: pa.Table, folder: Path) -> list[Path]:
    """Write the table in every format."""
    paths = [folder / f"mentions.{ending}" for ending in _READERS]
    arrow_csv.write_csv(table, str(paths[0]))
    paths[1].write_bytes(gzip.compress(paths[0].read_bytes(), 6))
    paths[2].write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in table.to_pylist()), "utf-8")
    pq.write_table(table, str(paths[3]))
    return paths


def import_file(path: Path, *, with_id: bool) -> int:
    """Read, prepare and key a whole file; return how many rows came out."""
    source, schema = open_source(path), schema_for("mentions")
    mapping = guessed_mapping(recognise(schema, source))
    if not with_id:
        mapping.pop("external_id")
    formats, seen, rows = find_formats(source, schema, mapping), Occurrences(), 0
    for batch in source.batches():
        prepared = prepare(batch, schema, mapping, formats=formats)
        rows += len(row_keys(prepared.table, identity=schema.identity, seen=seen))
    return rows


def duckdb_file(path: Path) -> int:
    """Let DuckDB read the same file into a table on one thread; return how many rows it holds."""
    reader = next(
        function for ending, function in _READERS.items() if path.name.endswith(f"mentions.{ending}")
    )
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute(f"CREATE TABLE mentions AS SELECT * FROM {reader}('{path}')")
        found = connection.execute("SELECT count(*) FROM mentions").fetchone()
    return int(found[0]) if found else 0


def timed(work: Callable[[], int]) -> tuple[float, float]:
    """Return the best processor and wall time of some rounds, in seconds."""
    best = (float("inf"), float("inf"))
    for _ in range(_ROUNDS):
        processor, wall = time.process_time(), time.perf_counter()
        work()
        best = min(best[0], time.process_time() - processor), min(best[1], time.perf_counter() - wall)
    return best


def main() -> None:
    """Print one line per format."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        paths = write_files(make_table(rows), Path(folder))
        print(
            f"{rows:,} rows; processor time, best of {_ROUNDS}; everything from opening the file to keyed records"
        )
        print(f"{'file':<18}{'by id':>14}{'by content':>14}{'DuckDB':>14}{'ratio':>8}{'wall by id':>14}")
        for path in paths:
            by_id, wall = timed(lambda path=path: import_file(path, with_id=True))  # type: ignore[misc]
            by_content, _ = timed(lambda path=path: import_file(path, with_id=False))  # type: ignore[misc]
            theirs, _ = timed(lambda path=path: duckdb_file(path))  # type: ignore[misc]
            rates = (f"{rows / seconds:>12,.0f}/s" for seconds in (by_id, by_content, theirs))
            print(f"{path.name:<18}{''.join(rates)}{theirs / by_id:>8.2f}{rows / wall:>12,.0f}/s")


if __name__ == "__main__":
    main()
