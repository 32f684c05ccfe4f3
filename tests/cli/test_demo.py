"""`goodword demo` opens a living workspace, and leaves nothing behind when it is told to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(home, port, *arguments):
    command = [sys.executable, "-m", "goodword.cli", "demo", "--port", str(port), "--no-browser", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        command,
        env={**environment, "GOODWORD_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def read_until(process, words):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError(f"{words!r} never came: {''.join(lines)}")


def answers(port) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


def test_the_first_run_makes_the_sample_and_prints_the_logins(home):
    port = free_port()
    process = start(home, port)
    try:
        printed = read_until(process, "agency@lumen.example")
        for role in ("marketing", "sales", "care", "legal", "analyst", "admin"):
            assert f"{role}@lumen.example" in printed
        assert f"http://127.0.0.1:{port}" in printed
        with urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            assert page.status == 200
            assert b"Goodword" in page.read()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert not answers(port)


def test_killing_the_supervisor_leaves_no_process_on_the_port(home):
    port = free_port()
    process = start(home, port)
    read_until(process, "agency@lumen.example")
    assert answers(port)
    process.kill()
    process.wait(10)
    assert wait_for(lambda: not answers(port)), "a child of the killed supervisor still answers"
