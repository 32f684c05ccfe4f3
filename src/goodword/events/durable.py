"""Writing so that it is still there after a crash: content synced before its name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from goodword.core.errors import EnvironmentProblem

_BUFFER = 1 << 20


@contextmanager
def explained(path: Path, doing: str) -> Iterator[None]:
    """Turn an OSError into a sentence that names the path and what was being done with it."""
    try:
        yield
    except OSError as reason:
        raise EnvironmentProblem(
            f"Could not {doing} {path}: {reason.strerror or reason}. "
            "Check the folder, its permissions and the free space."
        ) from reason


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Give a new file to write to, and sync its content; on failure nothing of it is left."""
    with explained(path, "write"):
        try:
            with path.open("wb", buffering=_BUFFER) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def write_file(path: Path, data: bytes | memoryview) -> None:
    """Write a new file and sync its content; on failure nothing of it is left."""
    with new_file(path) as file:
        file.write(data)


def replace_file(path: Path, data: bytes) -> None:
    """Put new content in the place of a file in one step that readers see whole or not at all."""
    waiting = path.with_name(path.name + ".tmp")
    write_file(waiting, data)
    with explained(path, "replace"):
        os.replace(waiting, path)  # noqa: PTH105 - one call the crash test can count
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable."""
    with explained(path, "sync"):
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def make_folder(path: Path) -> None:
    """Create a folder and its parents, each name durable."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    with explained(path, "create"):
        path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        sync_folder(folder.parent)


def remove_file(path: Path) -> None:
    """Remove a file if it is there."""
    with explained(path, "remove"):
        if path.exists():
            os.unlink(path)  # noqa: PTH108 - one call the crash test can count
