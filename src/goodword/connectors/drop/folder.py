"""The folder files are dropped into: inside the one base folder, no links followed, files only when they are whole."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from goodword.core.surroundings import variable

from ..protocol import RefusedError, SettingError, UnavailableError

VARIABLE = "GOODWORD_DROP"
ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".csv.gz", ".jsonl.gz")
MOST_BYTES = 500_000_000
_QUIET = 60.0  # seconds without a change after which a file is whole


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as it lies in the folder."""

    name: str
    size: int
    changed: int  # nanoseconds

    @property
    def state(self) -> list[int]:
        """What tells whether it was written to since."""
        return [self.size, self.changed]


@dataclass(frozen=True, slots=True)
class Copy:
    """A private copy of a dropped file: nobody writes to it while it is read."""

    path: Path
    digest: str


def folder_for(subfolder: str) -> Path:
    """Return the folder a setting names; raises `SettingError` unless it is there, inside the base folder."""
    base = variable(VARIABLE)
    if not base:
        raise SettingError("folder", f"No folder is open for files: an administrator sets {VARIABLE} to one.")
    path = Path(base) / subfolder
    if Path(subfolder).is_absolute() or ".." in Path(subfolder).parts:
        raise SettingError("folder", "Name a folder inside the base folder, such as weibo, without “..”.")
    if not path.is_dir():
        raise SettingError(
            "folder", f"There is no folder “{subfolder or '.'}” in the base folder: make it first."
        )
    if not _is_inside(path):
        raise SettingError("folder", f"The folder “{subfolder}” leads out of the base folder.")
    return path


def look(folder: Path) -> list[Dropped]:
    """Return the files that may be read, the oldest first; links, hidden files and other kinds are passed over."""
    try:
        if not _is_inside(folder):
            raise RefusedError(f"The folder “{folder.name}” leads out of the base folder.")
        with os.scandir(folder) as entries:
            found = [_dropped(entry) for entry in entries if _is_wanted(entry)]
    except OSError as error:
        raise UnavailableError(f"The folder “{folder.name}” cannot be read ({error.strerror}).") from None
    return sorted(found, key=lambda file: (file.changed, file.name))


def is_whole(file: Dropped, before: object, now: datetime) -> bool:
    """Tell whether a file is written to its end: unchanged for a minute, or since it was last looked at."""
    return file.size > 0 and (before == file.state or now.timestamp() - file.changed / 1e9 > _QUIET)


def copied(folder: Path, file: Dropped) -> Copy | None:
    """Return a private copy of a file, or None when it is being written to; delete its path afterwards."""
    try:
        source = os.open(folder / file.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with (
        os.fdopen(source, "rb") as raw,
        tempfile.NamedTemporaryFile(delete=False, prefix="goodword-drop-") as target,
    ):
        if not _is_still(raw.fileno(), file):
            Path(target.name).unlink()
            return None
        shutil.copyfileobj(raw, target, 1 << 20)
        still = _is_still(raw.fileno(), file)
    if not still:
        Path(target.name).unlink()
        return None
    return Copy(Path(target.name), _digest(Path(target.name)))


def _digest(path: Path) -> str:
    digest = sha256()
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest()[:32]


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as raw:
        while block := raw.read(1 << 20):
            yield block


def _is_still(descriptor: int, file: Dropped) -> bool:
    found = os.fstat(descriptor)
    return stat.S_ISREG(found.st_mode) and [found.st_size, found.st_mtime_ns] == file.state


def _is_inside(path: Path) -> bool:
    base = Path(variable(VARIABLE)).resolve()
    return path.resolve().is_relative_to(base)


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    return not name.startswith((".", "~")) and name.endswith(ENDINGS) and entry.is_file(follow_symlinks=False)


def _dropped(entry: os.DirEntry[str]) -> Dropped:
    found = entry.stat(follow_symlinks=False)
    return Dropped(entry.name, found.st_size, found.st_mtime_ns)
