"""The commands of the page about scale, on a cluster whose workers nobody else holds on to."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from goodword import metrics
from goodword.core.errors import EnvironmentProblem

from .engine_cases import odd_events
from .spark_cluster import free_port, spark_cluster

pytest.importorskip("pyspark", reason="Spark is not installed: make large")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17 or newer"),
]
THROUGH = {"link_id": "l", "root_id": "l", "channel": "feed"}
SHARED = [
    {"event_id": "a", "ts": "2026-03-01T10:00:00Z", "kind": "share", "person_id": "ann", "depth": 0}
    | THROUGH,
    {"event_id": "b", "ts": "2026-03-01T11:00:00Z", "kind": "click", "person_id": "bo"} | THROUGH,
]
SCALE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with spark_cluster(tmp_path_factory.mktemp("spark")) as address:
        yield address


def test_the_commands_of_the_scale_page_run_on_a_cluster(cluster, tmp_path):
    (tmp_path / "spark-defaults.conf").write_text(f"spark.master {cluster}\nspark.driver.host 127.0.0.1\n")
    events = tmp_path / "events.jsonl"
    events.write_text("\n".join(json.dumps(row) for row in SHARED))
    home = {**os.environ, "GOODWORD_HOME": str(tmp_path / "home"), "DATABASE_URL": ""}
    assert run(f"goodword import events {events}", home).returncode == 0
    lines = [
        line
        for line in SCALE.read_text("utf-8").splitlines()
        if re.search(r"^[^`]*goodword metrics .*--engine", line)
    ]
    assert len(lines) == 3
    for line in lines:
        here = line.replace("spark://10.0.0.5:7077", cluster).replace("/etc/spark/conf", str(tmp_path))
        done = run(here.replace("attribution.csv", str(tmp_path / "attribution.csv")), home)
        assert done.returncode == 0, done.stderr
        assert "WARN" not in done.stderr
    assert (tmp_path / "attribution.csv").read_text().startswith("channel,first,last,linear")


def run(line, surroundings):
    words = shlex.split(line)
    given = dict(words.pop(0).split("=", 1) for _ in range(2) if "=" in words[0])
    command = [sys.executable, "-m", "goodword.cli", *words[1:]]
    return subprocess.run(
        command, env=surroundings | given, capture_output=True, text=True, check=False, timeout=600
    )


def test_a_master_that_is_not_there_is_one_sentence(cluster):
    with pytest.raises(EnvironmentProblem, match="No Spark master answers") as caught:
        metrics.compute("funnel", odd_events(), engine=f"spark://127.0.0.1:{free_port()}")
    assert "\n" not in str(caught.value)
