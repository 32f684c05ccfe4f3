"""One Spark session in this process: opened for a metric, or held open for many, and stopped by whoever opened it."""

import os
import shutil
import socket
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from goodword.core.errors import EnvironmentProblem, InputError

_ANSWER_SECONDS, _WORKER_SECONDS = 5.0, 60.0
_HERE = ("127.0.0.1", "localhost", "::1")


@contextmanager
def session(master: str | None = None, **settings: str) -> Iterator[Any]:
    """Give a Spark session on `spark://host:port`; None is what Spark's own settings name, or this machine's cores.

    Metrics computed meanwhile use it instead of starting one each. `settings` are Spark's own, dots as double underscores
    (`spark__executor__memory="4g"`); SPARK_CONF_DIR and spark-defaults.conf are heeded too. Raises EnvironmentProblem where
    Spark or Java is missing, no master answers, or no worker takes the work; InputError for an odd address, and
    where a session on another master is open.
    """
    hosts = _hosts(master) if master is not None else ()
    _check_installed()
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    running = SparkContext._active_spark_context
    if running is not None:
        if master is not None and running.master != master:
            raise InputError(
                f"A Spark session on {running.master} is open already. Stop it before you use {master}."
            )
        yield SparkSession.builder.getOrCreate()
        return
    if hosts:
        _check_master(hosts)
    with tempfile.TemporaryDirectory(prefix="goodword-spark-") as scratch:
        spark = _started(SparkSession.builder, master, hosts, Path(scratch), settings)
        try:
            if hosts:
                _await_worker(spark, master)
            yield spark
        finally:
            spark.stop()


def _hosts(master: str) -> tuple[tuple[str, int], ...]:
    """Return the host and port of each master; there may be several, of which one is in charge.

    >>> _hosts("spark://one:7077,two:7077")
    (('one', 7077), ('two', 7077))
    """
    found = []
    for part in master.removeprefix("spark://").split(","):
        host, colon, port = part.rpartition(":")
        if not (colon and host and port.isdecimal() and 0 < int(port) < 65_536):
            raise InputError(
                f"{master!r} is no address of a Spark master. Write spark://host:port, such as spark://10.0.0.5:7077."
            )
        found.append((host.strip("[]"), int(port)))
    return tuple(found)


def _check_installed() -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError:
        raise EnvironmentProblem(
            "The engine spark is not installed. Install it: pip install 'goodword[spark]'."
        ) from None
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        raise EnvironmentProblem(
            "Spark needs Java 17 or newer, and there is no java. Install it (Debian: apt-get install default-jre-headless)."
        )


def _check_master(hosts: tuple[tuple[str, int], ...]) -> None:
    """Ask at the door before Spark does, which would knock for minutes."""
    said = ""
    for host, port in hosts:
        try:
            socket.create_connection((host, port), timeout=_ANSWER_SECONDS).close()
        except OSError as reason:
            said = f"{host}:{port}: {reason.strerror or reason}"
        else:
            return
    raise EnvironmentProblem(
        f"No Spark master answers ({said}). Check the address; the master's own page shows it."
    )


def _started(
    builder: Any,
    master: str | None,
    hosts: tuple[tuple[str, int], ...],
    scratch: Path,
    settings: dict[str, str],
) -> Any:
    chosen = {
        "spark.app.name": "goodword",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": scratch.as_uri(),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",  # overflow and bad casts fail, as they do in DuckDB, and are never a silent null
        "spark.sql.adaptive.enabled": "true",
    }
    if master is not None:
        chosen["spark.master"] = master
    if hosts and all(host in _HERE for host, _ in hosts):
        chosen |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    chosen |= {name.replace("__", "."): value for name, value in settings.items()}
    for name, value in chosen.items():
        builder = builder.config(name, value)
    try:
        with _quietly(scratch / "spark.txt"):
            return builder.getOrCreate()
    except Exception as reason:
        with suppress(Exception):
            _forget_broken_context()
        said = str(reason).strip().splitlines()[0] if str(reason).strip() else type(reason).__name__
        raise EnvironmentProblem(
            f"Spark did not start{f' on {master}' if master else ''} ({said[:200]}). "
            "Its version must be that of the cluster, and this machine must be reachable from the workers."
        ) from reason


@contextmanager
def _quietly(heard: Path) -> Iterator[None]:
    """Let what a starting Java says go into a file, for as long as it runs: nobody asked for it on the screen."""
    sys.stderr.flush()
    before = os.dup(2)
    with heard.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", FutureWarning
            )  # of PySpark about pandas 3, which nothing here hands it
            yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def _forget_broken_context() -> None:
    from pyspark import SparkContext

    if SparkContext._active_spark_context is not None:
        SparkContext._active_spark_context.stop()


def _await_worker(spark: Any, master: str | None) -> None:
    """Wait until a worker has given an executor; a job on a cluster without one would wait for ever."""
    until = time.monotonic() + _WORKER_SECONDS
    scala = spark.sparkContext._jsc.sc()
    while scala.getExecutorMemoryStatus().size() < 2:  # the driver is one of them
        if time.monotonic() > until:
            raise EnvironmentProblem(
                f"No worker of {master} took the work within {_WORKER_SECONDS:.0f} seconds. "
                "Check that workers are registered, and have a core and the memory of spark.executor.memory free."
            )
        time.sleep(0.05)
