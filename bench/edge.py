"""What a redirect costs: CPU of the whole process tree per request, beside nginx answering `return 302` on the same machine.

Run: `python bench/edge.py [--links 100000] [--seconds 4]` (needs nginx and wrk; Debian: apt-get install nginx-light wrk).
Each server is given the same random clicks; ours looks each up, names the visitor, signs a token and records the event.
The drain, which runs beside it, is measured by itself on what was recorded. Then latency at half load, or as near to it as
the client comes, beside the disk's own fdatasync; and the memory of a million links, which needs neither nginx nor wrk.
"""

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from goodword.edge import LinkRow, write_snapshot
from goodword.edge.drain import Drain, log_folders
from goodword.edge.following import Links
from goodword.edge.settings import EdgeSettings

HOST = "127.0.0.1"
CONNECTIONS = (64, 256)
TICK = os.sysconf("SC_CLK_TCK")
SERVE = """
import os, sys
from functools import partial
from pathlib import Path
from granian import Granian
from goodword.edge.app import Edge
from goodword.edge.settings import EdgeSettings
def load(parent, settings): return Edge(settings, parent=parent)
home, port, durable = sys.argv[1:]
settings = EdgeSettings(Path(home) / "edge", b"bench", durable=durable == "durable")
Granian("edge", address="127.0.0.1", port=int(port), interface="rsgi", workers=1, http="1", websockets=False,
        backlog=4096, log_enabled=False).serve(target_loader=partial(load, os.getpid(), settings), wrap_loader=False)
"""
NGINX = """
worker_processes 1; daemon off; pid {home}/nginx.pid; error_log /dev/null;
events {{}}
http {{ access_log off; client_body_temp_path {home}; proxy_temp_path {home}; fastcgi_temp_path {home};
  uwsgi_temp_path {home}; scgi_temp_path {home};
  server {{ listen 127.0.0.1:{port}; location /r/ {{ return 302 https://shop.example$uri; }} }} }}
"""
CLICKS = """
math.randomseed(7)
request = function()
  return wrk.format("GET", "/r/c" .. math.random(1, {links}), {{
    ["User-Agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
    ["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8", ["Accept-Language"] = "en-GB,en;q=0.9",
    ["Accept-Encoding"] = "gzip, deflate, br"}})
end
"""
PUBLISHED = (
    ("Starlette on Granian, durable", "116 µs", "10"),
    ("Litestar / FastAPI, durable", "246 / 393 µs", "21 / 34"),
    ("Django WSGI with its middleware, durable", "855 µs", "74"),
    ("Kutt 3.2, visit recorded, its default", "7,000–17,000 µs", "–"),
)


def free_port() -> int:
    """Return a port nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def rows(count: int) -> Iterator[LinkRow]:
    """Yield links as a busy brand has them."""
    for number in range(1, count + 1):
        yield LinkRow(
            f"c{number}", f"https://shop.example/products/tea-{number % 5_000}?colour=green", "1", f"{number:032x}",
            referrer_id=f"{number % 70_000:032x}", root_id=f"{number // 3:032x}", depth=number % 6, programme_id="7",
            channel="feed", lever="helping", time_zone="Asia/Shanghai", campaign="spring",
        )  # fmt: skip


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found += family(int(folder.name))
        except OSError:
            continue
    return found


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process tree so far, user and system."""
    ticks = 0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICK


@contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    """Run a server until the end of the block; gives its process id once it answers."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    break
            time.sleep(0.1)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def click(port: int, script: Path, seconds: float, connections: int = 64) -> tuple[int, float]:
    """Send clicks as fast as they are answered; returns how many, and the 99th percentile in ms."""
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds:g}s",
        "--latency",
        "-s",
        str(script),
        f"http://{HOST}:{port}",
    ]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in text, text
    words = text.split()
    slow = words[words.index("99%") + 1]
    unit = {"us": 1e-3, "ms": 1.0, "s": 1e3}
    name = next(each for each in ("us", "ms", "s") if slow.endswith(each))
    return int(words[words.index("requests") - 1]), float(slow.removesuffix(name)) * unit[name]


PACED = """
import asyncio, random, sys, time
port, rate, seconds, n = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), 64
ask = "GET /r/c%d HTTP/1.1\\r\\nHost: x\\r\\nUser-Agent: Mozilla/5.0 Firefox/140.0\\r\\nAccept-Language: en\\r\\n\\r\\n"
waits = []
async def come(k, start):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    due = start + k / rate
    while due < start + seconds:
        await asyncio.sleep(max(0, due - time.perf_counter()))
        begin = max(due, time.perf_counter() - 0.002)  # the client's own lateness does not count, a queue does
        writer.write((ask % random.randint(1, 1000)).encode())
        await reader.readuntil(b"\\r\\n\\r\\n")
        waits.append((time.perf_counter() - begin) * 1e3)
        due += n / rate
async def main():
    start = time.perf_counter() + 0.2
    await asyncio.gather(*[come(k, start) for k in range(n)])
asyncio.run(main())
print(*waits[len(waits) // 10:])
"""


def paced(port: int, per_second: float, seconds: float) -> list[float]:
    """Send clicks at a steady pace over 64 connections; returns the waiting times in ms."""
    command = [sys.executable, "-c", PACED, str(port), str(per_second), str(seconds)]
    return [
        float(each)
        for each in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    ]


def fdatasync_ms(folder: Path, seconds: float) -> list[float]:
    """Return how long the disk takes for 4 KB appended and synced, in ms."""
    found = []
    with (folder / "probe").open("wb", buffering=0) as file:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            file.write(b"x" * 4096)
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            found.append((time.perf_counter() - start) * 1e3)
            time.sleep(0.002)
    return found


def percentile(values: list[float], share: float) -> float:
    """Return a percentile of the values."""
    return float(np.percentile(values, share * 100))


def measure_links(folder: Path, count: int) -> None:
    """Print what many links take in memory, and how soon they are there."""
    path = folder / "many.sqlite3"
    start = time.process_time()
    write_snapshot(path, rows(count), hosts=["shop.example"])
    written = time.process_time() - start
    before = resident_mb()
    start = time.process_time()
    links = Links(path)
    links.refresh()
    print(f"\n{count:,} links: written in {written:.1f} CPU s, loaded in {time.process_time() - start:.1f} CPU s, "
          f"{links.nbytes / 1e6:.0f} MB in arrays, process +{resident_mb() - before:.0f} MB (target ≤ 300)")  # fmt: skip


def print_drain(home: Path) -> None:
    """Print what carrying the recorded events from the spools into the event log takes."""
    start = time.process_time()
    drained = Drain(
        EdgeSettings(home / "edge", b"bench").spools, log_folders(home / "events", home / "machines")
    ).run_once()
    seconds, count = time.process_time() - start, drained.added + drained.already_there
    cost = f"{seconds / count * 1e6:.1f} µs an event" if count else "nothing was recorded"
    print(f"{'the drain, beside either of ours':<44}{cost:>18} ({count:,} events)")


def resident_mb() -> float:
    """Return the memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=4)
    given = parser.parse_args()
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        if missing:
            said = f"{' and '.join(missing)} not found. Debian: apt-get install nginx-light wrk"
            print(f"NOT MEASURED: CPU of a request, of the drain, latency: {said}")
        else:
            write_snapshot(home / "edge" / "links.sqlite3", rows(given.links), hosts=["shop.example"])
            compare(home, given.links, given.seconds)
        measure_links(home, 1_000_000)


def compare(home: Path, links: int, seconds: float) -> None:
    """Print the cost of each server and the latency of ours; two turns each, the cheaper one counts."""
    script, config = home / "clicks.lua", home / "nginx.conf"
    script.write_text(CLICKS.format(links=links))
    ports = {name: free_port() for name in ("nginx", "buffered", "durable")}
    config.write_text(NGINX.format(home=home, port=ports["nginx"]))
    commands = {"nginx": ["nginx", "-p", str(home), "-c", str(config)]}
    for name in ("buffered", "durable"):
        commands[name] = [sys.executable, "-c", SERVE, str(home), str(ports[name]), name]
    cost: dict[tuple[str, int], float] = {}
    rate: dict[str, float] = {}
    for _ in range(2):
        for name, command in commands.items():
            with running(command, ports[name]) as pid:
                for connections in CONNECTIONS:
                    click(ports[name], script, 1, connections)
                    before = cpu_seconds(pid)
                    count, _ = click(ports[name], script, seconds, connections)
                    each = (cpu_seconds(pid) - before) / count * 1e6
                    cost[name, connections] = min(each, cost.get((name, connections), each))
                    rate[name] = max(rate.get(name, 0), count / seconds)
    head = "".join(f"{f'{connections} connections':>24}" for connections in CONNECTIONS)
    print(f"{'CPU a request (× nginx)':<44}{head}{'most a second':>16}")
    labels = {
        "nginx": "nginx return 302",
        "buffered": "ours, not durable",
        "durable": "ours, on disk before the answer",
    }
    for name, label in labels.items():
        cells = "".join(
            f"{cost[name, each]:>12.1f} µs ({cost[name, each] / cost['nginx', each]:>5.1f} ×)"
            for each in CONNECTIONS
        )
        print(f"{label:<44}{cells}{rate[name]:>16,.0f}")
    for label, published, ratio in PUBLISHED:
        print(f"{label + ' (published)':<52}{published:>16} ({ratio} ×)")
    print_drain(home)
    with running(commands["durable"], ports["durable"]):
        click(ports["durable"], script, 1)
        half = min(rate["durable"] / 2, 3_000)  # more than that the pacing client cannot send
        disk = fdatasync_ms(home, 2)
        waits = paced(ports["durable"], half, seconds)
        disk += fdatasync_ms(home, 2)
    print(
        f"\nat {half:,.0f} a second ({half / rate['durable']:.0%} of the most): "
        f"p50 {statistics.median(waits):.1f} ms, p99 {percentile(waits, 0.99):.1f} ms; "
        f"fdatasync p50 {statistics.median(disk):.1f} ms, p99 {percentile(disk, 0.99):.1f} ms; "
        f"p99 ÷ (2 × p99 of fdatasync) = {percentile(waits, 0.99) / 2 / percentile(disk, 0.99):.2f} (target ≤ 1)"
    )


if __name__ == "__main__":
    main()
