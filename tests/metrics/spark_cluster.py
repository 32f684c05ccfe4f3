"""A real Spark cluster on this machine: one master and two workers, each a process of its own, from the wheel's spark-class."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
WORKERS = 2
_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG


@contextmanager
def spark_cluster(folder: Path) -> Iterator[str]:
    """Start a master and two workers, and give the master's address; their output goes into the folder."""
    port = free_port()
    with ExitStack() as stack:
        master = ("--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        stack.enter_context(daemon(folder, "master", MASTER, *master))
        address = f"spark://127.0.0.1:{port}"
        wait_for(folder / "master.log", "New state: ALIVE", 1)
        for number in range(1, WORKERS + 1):
            given = ("--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0")
            work = ("--work-dir", str(folder / f"work-{number}"))
            stack.enter_context(daemon(folder, f"worker-{number}", WORKER, *given, *work, address))
        wait_for(folder / "master.log", "Registering worker", WORKERS)
        yield address


@contextmanager
def daemon(folder: Path, name: str, java_class: str, *arguments: str) -> Iterator[None]:
    """Run one class of Spark in a process group of its own, and end that group afterwards."""
    import pyspark

    spark_home = Path(pyspark.__file__).parent
    said = folder / f"{name}.log"
    surroundings = {
        **os.environ, "SPARK_HOME": str(spark_home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_LOCAL_DIRS": str(folder / "local"), "SPARK_CONF_DIR": str(folder), "SPARK_SCALA_VERSION": "2.13",
    }  # fmt: skip
    with said.open("wb") as output:
        process = subprocess.Popen(
            [str(spark_home / "bin" / "spark-class"), java_class, *arguments],
            stdout=output, stderr=output, env=surroundings, start_new_session=True, preexec_fn=_end_with_the_tests,
        )  # fmt: skip
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


def _end_with_the_tests() -> None:
    """Ask Linux to end this process when the one that started it is gone, were it killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_WHEN_PARENT_DIES, signal.SIGTERM)


def wait_for(log: Path, words: str, times: int, seconds: float = 60) -> None:
    """Wait until a log has said something so many times."""
    until = time.monotonic() + seconds
    while (said := log.read_text("utf-8", "replace")).count(words) < times:
        if time.monotonic() > until:
            pytest.fail(f"{log.name} did not say {words!r} {times} times:\n{said[-2_000:]}")
        time.sleep(0.05)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
