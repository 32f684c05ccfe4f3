"""What metrics cost: CPU seconds of one thread on made-up events, beside SQL written by hand that gives the same rows.

Run: `python bench/metrics.py [--quick] [--large] [--rows N] [--metric NAME] [--folder F]`. As it is, 10 million events, then
growth exponents and peak memory from 1 to 10 million; `--quick` 1 million and no growth; `--large` only growth and memory, at 1,
10 and 100 million (at most N; 4 GB of disk). A folder keeps the logs for the next run.
"""

import argparse
import math
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import _metrics_sql
import numpy as np

from goodword import metrics
from goodword.events import EventLog
from goodword.network import cascade_statistics, structural_virality
from goodword.sample.many_events import write_events

MILLION = 1_000_000
EIGHT = "ts_us, kind, channel, person_id, referrer_id, root_id, depth, amount_minor"
FUNNEL = "kind, channel, person_id, referrer_id, root_id, depth"
FIVE = {"models": tuple(_metrics_sql.DIRECT.split(", "))}
# name: metric, options, SQL by hand, columns of the scan it is held against, and how many times that scan it may cost
MEASURED: dict[str, tuple[str, dict[str, Any], Callable[[Any], Any], str, float | None]] = {
    "funnel": ("funnel", {}, _metrics_sql.funnel, FUNNEL, 2),
    "attribution, last touch": ("attribution", {"models": ("last",)}, _metrics_sql.last_touch, EIGHT, 3),
    "attribution, five models": ("attribution", FIVE, _metrics_sql.five_models, EIGHT, 5),
    "attribution, seven models": ("attribution", {}, _metrics_sql.attribution, EIGHT, None),
    "cascades": ("cascades", {}, _metrics_sql.cascades, EIGHT, 4),
    "k_factor": ("k_factor", {}, _metrics_sql.k_factor, EIGHT, None),
    "cycle_time": ("cycle_time", {}, _metrics_sql.cycle_time, EIGHT, None),
    "downstream": ("downstream", {}, _metrics_sql.downstream, EIGHT, None),
}
MOST_OF_SQL, MOST_GROWTH, MOST_MEMORY = 1.25, 1.1, 2_000


def cpu(step: Callable[[], Any]) -> tuple[float, Any]:
    """Return the CPU seconds, of user and system, that a call takes, and what it returns."""
    start = resource.getrusage(resource.RUSAGE_SELF)
    found = step()
    end = resource.getrusage(resource.RUSAGE_SELF)
    return end.ru_utime - start.ru_utime + end.ru_stime - start.ru_stime, found


def one_thread() -> None:
    """Let every DuckDB opened from now on in this process have one thread."""
    import duckdb

    connect = duckdb.connect
    duckdb.connect = lambda *given, **options: connect(
        *given, **{**options, "config": {"threads": 1, **(options.get("config") or {})}}
    )


@contextmanager
def by_hand(log: EventLog) -> Any:
    """Give a DuckDB connection over the log, as the metrics have one."""
    import duckdb

    with duckdb.connect() as connection, log.snapshot() as snapshot:
        connection.execute(f"CREATE VIEW given_events AS {snapshot.sql()}")
        yield connection


def scan(log: EventLog, columns: str) -> float:
    """Return the seconds to read every value of some columns once; the better of two."""
    with by_hand(log) as connection:
        query = f"SELECT bit_xor(hash({columns})) FROM given_events"
        return min(cpu(lambda: connection.execute(query).fetchall())[0] for _time in range(2))


def ours(name: str, log: EventLog) -> Any:
    """Return a measured metric as Goodword computes it."""
    metric, options, *_ = MEASURED[name]
    return metrics.compute(metric, log, **options)


def theirs(name: str, log: EventLog) -> Any:
    """Return it by the SQL written by hand."""
    with by_hand(log) as connection:
        return MEASURED[name][2](connection)


def same(name: str, found: Any, by_sql: Any) -> None:
    """Compare every cell: keys and counts exactly, floats to 1e-9; raises AssertionError."""
    from pandas.testing import assert_frame_equal

    assert_frame_equal(found, by_sql[list(found.columns)], check_dtype=False, rtol=1e-9, obj=name)


def mark(value: float, most: float | None) -> str:
    """Return a figure with its target and whether it holds."""
    return (
        f"{value:6.2f}" if most is None else f"{value:6.2f} ≤ {most:<5g}{'✓' if value <= most else 'missed'}"
    )


def table(log: EventLog) -> None:
    """Print each metric beside its SQL and its scan."""
    for name in MEASURED:  # what is read on first use costs nothing below
        ours(name, log_of(20_000, Path(log.folder).parent))
    scans = {columns: scan(log, columns) for columns in (EIGHT, FUNNEL)}
    for columns, seconds in scans.items():
        print(f"scan of {len(columns.split(','))} columns: {seconds:.2f} s", flush=True)
    print(f"{'':<27}{'s':>7}{'SQL, s':>8}  {'/ SQL':<22}{'/ scan':<22}rows")
    for name, (_metric, _options, _sql, columns, most) in MEASURED.items():
        seconds, found = cpu(partial(ours, name, log))
        by_sql, expected = cpu(partial(theirs, name, log))
        same(name, found, expected)
        ratios = mark(seconds / by_sql, MOST_OF_SQL), mark(seconds / scans[columns], most)
        print(
            f"{name:<27}{seconds:7.2f}{by_sql:8.2f}  {ratios[0]:<22}{ratios[1]:<22}{len(found)}", flush=True
        )


def alone(name: str, folder: str, rows: int, answer: Connection) -> None:
    """Compute one metric in this process of its own and send CPU seconds and peak memory in MB."""
    one_thread()
    small, log = log_of(20_000, Path(folder)), log_of(rows, Path(folder))
    ours(name, small)
    seconds, _ = cpu(partial(ours, name, log))
    status = Path("/proc/self/status").read_text()  # getrusage would count what the parent held before exec
    answer.send((seconds, int(status.split("VmHWM:")[1].split()[0]) / 1024))


def in_a_process(name: str, folder: Path, rows: int) -> tuple[float, float]:
    """Return CPU seconds and peak memory of a metric in a fresh process."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=alone, args=(name, str(folder), rows, sending))
    process.start()
    sending.close()
    found: tuple[float, float] = receiving.recv()
    process.join()
    return found


def growth(folder: Path, sizes: list[int], names: list[str]) -> None:
    """Print seconds and memory at each size, and the exponent of the growth from the first to the last."""
    print(f"{'':<27}" + "".join(f"{rows / MILLION:>9g} M: s, MB" for rows in sizes) + "   exponent, memory")
    for name in names:
        found = [in_a_process(name, folder, rows) for rows in sizes]
        exponent = math.log(found[-1][0] / found[0][0]) / math.log(sizes[-1] / sizes[0])
        cells = "".join(f"{seconds:>10.2f} {memory:>7,.0f}" for seconds, memory in found)
        print(
            f"{name:<27}{cells}   {mark(exponent, MOST_GROWTH)} {mark(found[-1][1], MOST_MEMORY)}", flush=True
        )


def trees(nodes: int = MILLION) -> None:
    """Print what one tree of a million nodes costs: a path, the deepest there is, and a random one."""
    structural_virality([-1, 0])
    random = np.append(
        -1, (np.random.default_rng(0).random(nodes - 1) * np.arange(1, nodes)).astype(np.int64)
    )
    for name, parent in (("path", np.arange(-1, nodes - 1)), ("random tree", random)):
        seconds, found = cpu(partial(cascade_statistics, parent))
        print(f"{name} of {nodes:,} nodes: {seconds:.2f} s, depth {found.depth:,}", flush=True)


def log_of(rows: int, folder: Path) -> EventLog:
    """Return a log of so many events, made now if it is not there."""
    log = EventLog.open(folder / f"events-{rows}")
    with log.snapshot() as snapshot:
        there = snapshot.rows
    if there != rows:
        start = time.process_time()
        write_events(log, rows)
        print(f"{rows:,} events made and appended in {time.process_time() - start:.1f} s", flush=True)
    return log


def main() -> None:
    """Read the options and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--rows", type=int, help="how many events, instead")
    parser.add_argument("--metric", action="append", choices=MEASURED, help="only these, of the growth")
    parser.add_argument("--folder", type=Path, help="where the logs stay")
    options = parser.parse_args()
    rows = options.rows or (MILLION if options.quick else 10 * MILLION)
    with tempfile.TemporaryDirectory(prefix="goodword-bench-") as passing:
        folder = options.folder or Path(passing)
        if not options.large:
            one_thread()
            table(log_of(rows, folder))
        most = (options.rows or 100 * MILLION) if options.large else rows
        sizes = [size for size in (MILLION, 10 * MILLION, 100 * MILLION) if size <= most]
        if len(sizes) > 1:
            for size in (20_000, *sizes):
                log_of(size, folder)
            growth(folder, sizes, options.metric or list(MEASURED))
        trees()


if __name__ == "__main__":
    main()
