"""What an import of mentions costs, beside DuckDB reading the same file and `executemany` writing the same table.

Run: `python bench/import_mentions.py [--rows 200000] [--format csv] [--language en] [--seed 0]`. Each way runs in a
process of its own, on a fresh SQLite database with the platform's settings: `goodword` is the engine of
`goodword import mentions`; `duckdb` reads the file with DuckDB and inserts with `executemany` into an identical
table with the same indexes and a text index of its own (FTS5 over the same texts); `duckdb, bare` is the same table
without any index. Neither of the latter types, checks, keys or can repeat an import: they are the floor, not a rival.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WORDS_EN = (
    "flight delay luggage lost staff kind help never again great price service room clean course teacher clear "
    "refund answer call phone wait hour thank best worst food seat crew support email bag gate plane team very"
)
WORDS_ZH = (
    "行李 丢了 客服 很好 质量 不错 快递 太慢 价格 便宜 推荐 购买 喜欢 失望 退货 包装 手机 酒店 服务 态度"
)


def write_file(path: Path, rows: int, language: str, seed: int) -> None:
    """Write mentions with ids, texts of about 100 characters, times, ratings and two columns no field takes."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    rng = np.random.default_rng(seed)
    words = np.array((WORDS_EN if language == "en" else WORDS_ZH).split())
    joint = " " if language == "en" else ""
    lengths = rng.integers(6, 28, rows)
    drawn = words[rng.integers(0, len(words), int(lengths.sum()))].tolist()
    ends = np.cumsum(lengths)
    texts = [joint.join(drawn[end - n : end]) for n, end in zip(lengths.tolist(), ends.tolist(), strict=True)]
    seconds = rng.integers(1_700_000_000, 1_760_000_000, rows)
    table = pa.table(
        {
            "id": pa.array(np.arange(rows) + 10**15).cast(pa.string()),
            "text": texts,
            "created": pa.array(seconds, pa.timestamp("s")).cast(pa.string()),
            "rating": rng.integers(1, 6, rows),
            "author": [f"user{n}" for n in rng.integers(0, 50_000, rows).tolist()],
            "shop": rng.choice(["north", "south", "web"], rows),
            "votes": rng.integers(0, 100, rows),
        }
    )
    if path.suffix == ".parquet":
        pa.parquet.write_table(table, path)
    else:
        pa.csv.write_csv(table, path)


def prepare(home: Path) -> Any:
    """Make a fresh database and return the actor on its brand."""
    os.environ["GOODWORD_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    from goodword.cli import setup

    setup.prepare()
    return setup.brand_actor(None)


def run_goodword(path: Path, home: Path) -> tuple[float, float]:
    """Import the file with the engine."""
    actor = prepare(home)
    from goodword.server.imports.facade import do_create_import, run_import

    cpu, wall = time.process_time(), time.perf_counter()
    run, _ = do_create_import(actor, "mentions", path)
    run = run_import(run.pk, actor)
    taken = time.process_time() - cpu, time.perf_counter() - wall
    assert (run.state, run.rejected) == ("done", 0), run.problem
    return taken


def run_duckdb(path: Path, home: Path, *, bare: bool) -> tuple[float, float]:
    """Read the file with DuckDB and insert with executemany, all columns of the table filled, in one transaction."""
    actor = prepare(home)
    import duckdb
    from django.db import connection

    connection.ensure_connection()
    raw = connection.connection
    if bare:
        names = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'listening_mention' AND sql NOT NULL"
        ).fetchall()
        for (name,) in names:
            raw.execute(f'DROP INDEX "{name}"')
    else:
        raw.execute("CREATE VIRTUAL TABLE plain_search USING fts5(text, content='', columnsize=0)")
    columns = [row[1] for row in raw.execute("PRAGMA table_info(listening_mention)") if row[1] != "id"]
    given = {
        "key": "md5(id::varchar)", "external_id": "id", "text": "text", "author": "author", "rating": "rating",
        "published_at": "strftime(created::timestamp, '%Y-%m-%d %H:%M:%S')",
        "published_day": "date_diff('day', DATE '1970-01-01', created::date)",
        "collected_at": "'2026-01-01 00:00:00'", "brand_id": str(actor.brand_id), "import_id": "1",
        "extra": "json_object('shop', shop, 'votes', votes)::varchar",
        "origin": "'consumer'", "stimulus": "'organic'",
    }  # fmt: skip
    select = ", ".join(given.get(name, "''") for name in columns)
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT INTO listening_mention ({', '.join(columns)}) VALUES ({marks})"
    text = columns.index("text")
    cpu, wall = time.process_time(), time.perf_counter()
    found = duckdb.connect().execute(f"SELECT {select} FROM '{path}'")
    raw.execute("BEGIN IMMEDIATE")
    first = 1
    while rows := found.fetchmany(20_000):
        raw.executemany(insert, rows)
        if not bare:
            texts = ((first + number, row[text]) for number, row in enumerate(rows))
            raw.executemany("INSERT INTO plain_search (rowid, text) VALUES (?, ?)", texts)
        first += len(rows)
    raw.execute("COMMIT")
    return time.process_time() - cpu, time.perf_counter() - wall


def measure(way: str, path: Path) -> dict[str, float]:
    """Run one way in a process of its own; return CPU and wall seconds and the peak of its memory in MB."""
    with tempfile.TemporaryDirectory() as home:
        said = apart("--only", way, "--file", str(path), "--home", home)
    return json.loads(said.splitlines()[-1])


def apart(*arguments: str) -> str:
    """Run this script in another process: a child starts with the memory of its parent, so this one stays small."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def only(way: str, path: Path, home: Path) -> None:
    """Run one way and print its figures."""
    if way == "goodword":
        cpu, wall = run_goodword(path, home)
    else:
        cpu, wall = run_duckdb(path, home, bare=way == "duckdb, bare")
    print(json.dumps({"cpu": cpu, "wall": wall, "peak": peak_megabytes()}))


def peak_megabytes() -> float:
    """Return the most memory this process has held."""
    status = Path("/proc/self/status")
    if status.exists():  # unlike getrusage, it does not start with what the parent held
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--format", choices=["csv", "parquet"], default="csv")
    parser.add_argument("--language", choices=["en", "zh"], default="en")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only == "file":
        write_file(given.file, given.rows, given.language, given.seed)
        return
    if given.only:
        only(given.only, given.file, given.home)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"mentions.{given.format}"
        write_file(path, given.rows, given.language, given.seed)
        print(
            f"{given.rows:,} mentions ({given.language}, {given.format}, {path.stat().st_size / 1e6:.0f} MB) into SQLite\n"
        )
        print(f"{'':14}{'CPU s':>8}{'wall s':>8}{'rows/CPU s':>12}{'rows/s':>10}{'peak MB':>9}")
        found = {way: measure(way, path) for way in ("goodword", "duckdb", "duckdb, bare")}
        for way, figures in found.items():
            rates = given.rows / figures["cpu"], given.rows / figures["wall"]
            print(
                f"{way:14}{figures['cpu']:8.2f}{figures['wall']:8.2f}{rates[0]:12,.0f}{rates[1]:10,.0f}"
                f"{figures['peak']:9.0f}"
            )
        for way in ("duckdb", "duckdb, bare"):
            cpu, wall = (found[way][unit] / found["goodword"][unit] for unit in ("cpu", "wall"))
            print(
                f"goodword against {way}: {cpu:.2f}× its rows per CPU second, {wall:.2f}× per second (target 0.5×)"
            )


if __name__ == "__main__":
    main()
