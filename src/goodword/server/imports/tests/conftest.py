"""Files to import, and an import in one call."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from goodword.server.imports import engine, reading
from goodword.server.imports.facade import ImportRun, Options, do_create_import, run_import


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    """A data folder of the test's own: reports, uploads and event logs."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture
def small_chunks(monkeypatch) -> int:
    """Pieces of a hundred rows, so that a small file has many."""
    monkeypatch.setattr(reading, "CHUNK_ROWS", 100)
    return 100


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV file."""

    def to_file(header: Sequence[str], rows: Iterable[Sequence[object]], name: str = "data.csv") -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
        return path

    return to_file


@pytest.fixture
def bring_in(cast) -> Callable[..., ImportRun]:
    """Import a file for Ada's brand; a keyword that is an option goes into the options."""

    def run(kind: str, path: Path, *, strict: bool = False, dry_run: bool = False, **options) -> ImportRun:
        made, _reading = do_create_import(
            cast.actor(), kind, path, options=Options(**options), strict=strict, dry_run=dry_run
        )
        return run_import(made.pk, cast.actor())

    return run


def counters(run: ImportRun) -> tuple[str, int, int, int]:
    """What an import says it did."""
    return (str(run.state), run.added, run.already_there, run.rejected)


__all__ = ["counters", "engine"]
