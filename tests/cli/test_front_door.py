"""What can go wrong at the front door gets one sentence."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def goodword(*arguments, **environment):
    surroundings = {**os.environ, "COLUMNS": "200", **environment}
    return subprocess.run(
        [sys.executable, "-m", "goodword.cli", *arguments],
        capture_output=True,
        text=True,
        env=surroundings,
        check=False,
        timeout=120,
    )


def says(result, *words, status=1):
    assert result.returncode == status, result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    for word in words:
        assert word in result.stderr
    return result.stderr


def test_a_taken_port_is_named_with_another_to_take(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        result = goodword("demo", "--port", str(port), "--no-browser", GOODWORD_HOME=str(tmp_path))
    says(result, f"Port {port} cannot be used", f"PORT={port + 1} make demo")
    assert not (tmp_path / "goodword.sqlite3").exists()


def test_a_port_that_is_no_number_is_refused(tmp_path):
    says(goodword("serve", PORT="eighty", GOODWORD_HOME=str(tmp_path)), "PORT is 'eighty'")


@pytest.mark.parametrize("number", ["0", "-1", "99999", "eighty"])
@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_there_is_not_is_wrong_usage(tmp_path, command, number):
    says(goodword(command, "--port", number, GOODWORD_HOME=str(tmp_path)), "--port", status=2)
    assert not (tmp_path / "goodword.sqlite3").exists()


def test_the_version_is_told(tmp_path):
    result = goodword("--version", GOODWORD_HOME=str(tmp_path))
    assert result.returncode == 0
    assert result.stdout.startswith("goodword ")


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="writes into a SQLite file")
def test_a_database_that_cannot_grow_is_said_in_a_sentence(tmp_path):
    limited = f"ulimit -f 64; exec {sys.executable} -m goodword.cli password a@b.example"
    result = subprocess.run(
        ["bash", "-c", limited], capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "GOODWORD_HOME": str(tmp_path)},
    )  # fmt: skip
    says(result, "goodword: The database")


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    says(goodword("doctor", GOODWORD_HOME=str(tmp_path / "file" / "home")), "cannot be made", "GOODWORD_HOME")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_data_folder_is_named(tmp_path):
    tmp_path.chmod(0o500)
    says(goodword("doctor", GOODWORD_HOME=str(tmp_path)), "read-only")


def test_an_unknown_database_is_refused(tmp_path):
    result = goodword("doctor", GOODWORD_HOME=str(tmp_path), DATABASE_URL="oracle://somewhere/x")
    says(result, "PostgreSQL and SQLite")


def test_a_database_that_does_not_answer_is_named(tmp_path):
    result = goodword(
        "password",
        "a@b.example",
        GOODWORD_HOME=str(tmp_path),
        DATABASE_URL="postgresql://nobody@127.0.0.1:1/none",
    )
    said = says(result, "The database cannot be used", "unset it to use SQLite")
    assert "127.0.0.1" in said


def test_a_missing_secret_file_is_named(tmp_path):
    says(
        goodword("doctor", GOODWORD_HOME=str(tmp_path), GOODWORD_SECRET_FILE="/nowhere"),
        "GOODWORD_SECRET_FILE",
        "/nowhere",
    )


def test_an_unknown_command_is_wrong_usage(tmp_path):
    result = goodword("frobnicate", GOODWORD_HOME=str(tmp_path))
    assert result.returncode == 2
    assert "frobnicate" in result.stderr


def test_nobody_with_that_address(tmp_path):
    says(
        goodword("password", "nobody@example.org", GOODWORD_HOME=str(tmp_path)),
        "Nobody signs in as nobody@example.org",
    )


def test_the_link_of_an_invitation_is_at_the_address_people_use(tmp_path):
    invite = ("invite", f"{tmp_path.name}@school.example", "--organisation", "home")
    here = goodword(*invite, GOODWORD_HOME=str(tmp_path), PORT="8123")
    there = goodword(*invite, GOODWORD_HOME=str(tmp_path), GOODWORD_URL="https://words.example.org/")
    assert here.stdout.startswith("http://127.0.0.1:8123/invitation/gwi_"), here.stderr
    assert there.stdout.startswith("https://words.example.org/invitation/gwi_"), there.stderr


def test_nobody_is_invited_as_what_there_is_not(tmp_path):
    says(goodword("invite", "ada", GOODWORD_HOME=str(tmp_path)), "ada is no e-mail address")
    says(
        goodword("invite", "a@b.example", "--role", "queen", GOODWORD_HOME=str(tmp_path)), "--role", status=2
    )


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    goodword("doctor", GOODWORD_HOME=str(tmp_path))
    first = (tmp_path / "secret").read_text()
    goodword("doctor", GOODWORD_HOME=str(tmp_path))
    assert (tmp_path / "secret").read_text() == first
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("tool", "word"), [("node", "Node.js"), ("python", "")])
def test_a_missing_tool_is_named_before_anything_is_installed(tmp_path, tool, word):
    result = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "check_tools.py"), tool],
        capture_output=True, text=True, env={"PATH": str(tmp_path)}, check=False,
    )  # fmt: skip
    assert result.returncode == (1 if word else 0)
    assert word in result.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_a_missing_python_is_named(tmp_path):
    result = subprocess.run(
        ["make", "-B", "PYTHON=python-nowhere", ".venv/.synced"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert "Python is missing (python-nowhere). Install Python 3.11" in result.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_checkout_is_named(tmp_path):
    tmp_path.chmod(0o500)
    check = [sys.executable, str(ROOT / "tools" / "check_tools.py"), "folder"]
    result = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "read-only" in result.stderr
