"""Running the command as people do, without starting a process for each."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from goodword.cli import main


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def goodword(tmp_path, monkeypatch, capsys) -> Callable[..., Ended]:
    """Run `goodword …` in the test's folder, with a data folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOODWORD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["goodword", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return run
