"""The whole product running: `goodword demo` with its console and worker, in a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PASSWORD = "lumen-word-of-mouth"


@dataclass(frozen=True)
class Product:
    """A running installation."""

    address: str
    home: Path

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `goodword …` on it."""
        return subprocess.run(
            [sys.executable, "-m", "goodword.cli", *arguments],
            env=surroundings(self.home), capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip


def surroundings(home: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    return {**inherited, "GOODWORD_HOME": str(home), "COLUMNS": "200"}


@pytest.fixture(scope="session")
def product(tmp_path_factory) -> Iterator[Product]:
    home = tmp_path_factory.mktemp("product")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "goodword.cli", "demo", "--port", str(port), "--no-browser"]
    process = subprocess.Popen(
        command, env=surroundings(home), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        for line in process.stdout:
            if "agency@lumen.example" in line:
                break
        else:
            pytest.fail("goodword demo ended before it was ready")
        yield Product(f"http://127.0.0.1:{port}", home)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
