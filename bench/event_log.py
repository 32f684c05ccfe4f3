"""What the event log costs: CPU time of each step, beside plain Arrow and Parquet doing the same to the same rows.

Run: `python bench/event_log.py [--millions 1] [--batch 100000] [--seed 0]`. Times are CPU seconds of the process.
"""

import argparse
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from goodword.events import EventLog, normalise

DAY_US = 86_400_000_000


def make_events(rows: int, day: int, rng: np.random.Generator) -> pa.Table:
    """Return random events of one received day with ids like those of the platform (32 hexadecimal digits)."""
    ids = rng.bytes(16 * rows).hex()
    people = np.array([f"{number:032x}" for number in range(20_000)])
    kinds = rng.choice(["view", "click", "share", "purchase"], rows, p=[0.6, 0.3, 0.08, 0.02])
    bought = kinds == "purchase"
    return normalise(
        pa.table(
            {
                "event_id": [ids[32 * row : 32 * row + 32] for row in range(rows)],
                "ts_us": day * DAY_US + rng.integers(0, DAY_US, rows),
                "local_day": np.full(rows, day),
                "received_day": np.full(rows, day),
                "tenant": np.full(rows, "lumen"),
                "kind": kinds,
                "channel": rng.choice(["feed", "email", "private_message"], rows),
                "person_id": people[rng.zipf(1.4, rows) % 20_000],
                "referrer_id": people[rng.zipf(1.4, rows) % 20_000],
                "link_id": people[rng.zipf(1.4, rows) % 20_000],
                "depth": rng.integers(0, 8, rows),
                "amount_minor": pa.array(rng.integers(100, 9_999, rows), mask=~bought),
                "currency": pa.array(np.full(rows, "EUR"), mask=~bought),
            }
        )
    )


def cpu(step: Callable[[], Any]) -> float:
    """Return the CPU seconds one call takes."""
    start = time.process_time()
    step()
    return time.process_time() - start


def line(name: str, seconds: float, rows: int, plain: tuple[str, float] | None = None) -> None:
    """Print one step: seconds, rows a second, and the ratio to the plain way."""
    ratio = "" if plain is None else f"  {seconds / plain[1]:5.2f} × {plain[0]} ({plain[1]:.3f} s)"
    print(f"{name:<46}{seconds:8.3f} s {rows / max(seconds, 1e-9):14,.0f} rows/s{ratio}")


def work_alone(step: str, folder: str, answer: Connection) -> None:
    """Do one step on a log in this process and send its peak memory in MB."""
    log = EventLog.open(folder)
    if step == "scan":
        for _ in log.scan():
            pass
    elif step == "compact":
        log.compact()
    else:
        log.erase(f"{78:032x}")
    status = Path("/proc/self/status").read_text()  # getrusage would count what the parent held before exec
    answer.send(int(status.split("VmHWM:")[1].split()[0]) / 1024)


def peak_memory(step: str, folder: Path) -> float:
    """Return the peak memory, in MB, of a fresh process that does one step."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=work_alone, args=(step, str(folder), sending))
    process.start()
    peak = float(receiving.recv())
    process.join()
    return peak


def plain_compaction(paths: list[str], target: Path) -> None:
    """Read, sort and write the same rows with nothing but Arrow."""
    table = pa.concat_tables([pq.read_table(path) for path in paths]).sort_by("ts_us")
    pq.write_table(table, target, compression="zstd")


def run(millions: float, batch: int, seed: int, folder: Path) -> None:
    """Fill a log in batches and time every step on it."""
    rng = np.random.default_rng(seed)
    log, plain = EventLog.open(folder / "events"), folder / "plain.parquet"
    batches = max(1, round(millions * 1_000_000 / batch))
    appended = written = 0.0
    for number in range(batches):
        events = make_events(batch, 20_000 + number // 10, rng)
        appended += cpu(lambda events=events: log.append(events))
        written += cpu(lambda events=events: pq.write_table(events, plain, compression="zstd"))
    total = batches * batch
    line(f"append {batches} × {batch:,}", appended, total, ("plain write", written))
    further = make_events(batch, 20_000 + batches // 10, rng)
    once = cpu(lambda: pq.write_table(further, plain, compression="zstd"))
    line(f"append {batch:,} to {total:,}", cpu(lambda: log.append(further)), batch, ("plain write", once))
    line("append the same again", cpu(lambda: log.append(further)), batch, ("plain write", once))
    total += batch
    files = log.files()
    merging = cpu(lambda: plain_compaction(files, folder / "merged.parquet"))
    shutil.copytree(folder / "events", folder / "copy")
    peaks = [f"{step} {peak_memory(step, folder / 'copy'):,.0f} MB" for step in ("scan", "compact", "erase")]
    line("compact", cpu(log.compact), total, ("plain read, sort, write", merging))
    later = make_events(batch, 20_000 + batches // 10, rng)
    line(f"append {batch:,} after compaction", cpu(lambda: log.append(later)), batch, ("plain write", once))
    total += batch
    files = log.files()
    reading = cpu(lambda: [pq.read_table(path) for path in files])
    line("scan, all columns", cpu(lambda: [None for _ in log.scan()]), total, ("plain read", reading))
    names = ["ts_us", "kind", "person_id"]
    reading = cpu(lambda: [pq.read_table(path, columns=names) for path in files])
    line("scan, 3 columns", cpu(lambda: [None for _ in log.scan(names)]), total, ("plain read", reading))
    line("counts", cpu(log.counts), total)
    line(
        "erase one person", cpu(lambda: log.erase(f"{77:032x}")), total, ("plain read, sort, write", merging)
    )
    line("verify", cpu(log.verify), total)
    size = sum(path.stat().st_size for path in (folder / "events").rglob("*") if path.is_file())
    print(f"{size / total:.1f} bytes an event on disk, {len(log.files())} segments")
    print(f"peak memory of a process of its own: {', '.join(peaks)}")


def main() -> None:
    """Read the options and run in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=float, default=1)
    parser.add_argument("--batch", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="goodword-bench-") as folder:
        run(options.millions, options.batch, options.seed, Path(folder))


if __name__ == "__main__":
    main()
