"""A log in a local folder: one writer at a time by locks of the kernel, versions by renaming a file."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

import numpy as np

from goodword.core.errors import EnvironmentProblem
from goodword.events.durable import explained, make_folder, new_file, remove_file, replace_file, sync_folder
from goodword.events.errors import EventError, EventLogDamaged
from goodword.events.files import Hashing
from goodword.events.keys import Keys
from goodword.events.locks import Pin, exclusive, older_pins_held
from goodword.events.manifest import Manifest, Segment
from goodword.events.segments import COUNTS, DATA, KEYS, damaged
from goodword.events.store import Store, Work


class LocalStore(Store):
    """The files of one log in a folder. Every change goes through `change`, under the writer's lock."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.segments = root / "segments"  # one folder per first received day

    @property
    def address(self) -> str:
        """The folder of the log."""
        return str(self.root)

    def file(self, name: str) -> Path:
        """Return the path of a segment's file."""
        return self.segments / name

    def read_keys(self, segment: Segment) -> Keys:
        """Return the sorted keys of a segment, mapped rather than read."""
        path = self.segments / f"{segment.name}{KEYS}"
        try:
            keys: Keys = np.memmap(path, dtype="<u8", mode="r", shape=(segment.rows,))
        except (OSError, ValueError) as reason:
            raise damaged(path, reason) from reason
        return keys

    @contextmanager
    def new_file(self, name: str) -> Iterator[Hashing]:
        """Give a file of a new segment to write to."""
        path = self.segments / name
        make_folder(path.parent)
        with new_file(path) as file:
            yield Hashing(file)

    def settle(self, name: str) -> None:
        """Make the names of a new segment's files durable."""
        sync_folder((self.segments / name).parent)

    def remove_segment(self, name: str) -> None:
        """Remove the files of a segment that no manifest names."""
        for ending in (DATA, KEYS, COUNTS):
            remove_file(self.segments / f"{name}{ending}")

    def manifest(self) -> Manifest:
        """Return the current version; an empty one when nothing was ever written."""
        file = self._open_manifest()
        if file is None:
            return Manifest()
        with file:
            return self._read(file)

    def pinned_manifest(self) -> tuple[Manifest, Pin | None]:
        """Return the current version and a pin that keeps its files, None when there is nothing to keep."""
        while True:
            file = self._open_manifest()
            if file is None:
                return Manifest(), None
            with file:  # open until the comparison, so that its inode is not given to another file
                manifest = self._read(file)
                pin = Pin(self.root / "pins", manifest.version)
                if not pin.held or os.path.samestat(os.fstat(file.fileno()), self._manifest_path.stat()):
                    return manifest, pin
            pin.release()

    @contextmanager
    def _writing(self) -> Iterator[Manifest]:
        """Hold the right to change the log; gives the current version, which stays so until `commit`."""
        self._prepare()
        with exclusive(self.root / "writer.lock"):
            yield self.manifest()

    @contextmanager
    def maintaining(self) -> Iterator[None]:
        """Hold the right to rewrite segments; always taken before the right to write."""
        self._prepare()
        with exclusive(self.root / "maintenance.lock"):
            yield

    def change(self, work: Work) -> Manifest:
        """Make what `work` says of the current version the next one, durably."""
        with self._writing() as current:
            added, removed = work(current)
            return self._commit(current, added, removed) if added or removed else current

    def _commit(self, current: Manifest, added: Collection[Segment], removed: Collection[str]) -> Manifest:
        following = current.changed(removed=removed, added=added)
        self._check_still(current)
        replace_file(self._manifest_path, following.to_bytes())
        return following

    def sweep(self) -> tuple[int, int]:
        """Remove the files no version needs; holds the writer's lock, so that nobody is in the middle of a segment."""
        with self._writing() as current:
            return self._sweep(current)

    def _sweep(self, current: Manifest) -> tuple[int, int]:
        named = {segment.name for segment in current.segments}
        orphans = [path for path in self._segment_files() if self._name(path) not in named]
        if older_pins_held(self.root / "pins", current.version):
            return 0, len(orphans)
        for path in orphans:
            remove_file(path)
        for folder in {path.parent for path in orphans}:
            sync_folder(folder)
            if not any(folder.iterdir()):
                folder.rmdir()
        remove_file(self.root / "manifest.json.tmp")
        return len(orphans), 0

    def _segment_files(self) -> list[Path]:
        return sorted(path for path in self.segments.glob("*/*") if path.is_file())

    def _name(self, path: Path) -> str:
        return path.relative_to(self.segments).as_posix().removesuffix(path.suffix)

    def _prepare(self) -> None:
        """Make sure there is a log: without a manifest nothing else is ever written.

        Syncing the folder makes a version that another process put in place, and died before it could sync,
        as durable as what is about to be said of it.
        """
        if not self.root.is_dir():
            make_folder(self.root)
        if not self._manifest_path.exists():
            with exclusive(self.root / "writer.lock"):
                if self._open_manifest() is None:
                    replace_file(self._manifest_path, Manifest().to_bytes())
        sync_folder(self.root)

    def _check_still(self, current: Manifest) -> None:
        """The lock should see to it; on a file system where it does not, refuse rather than lose a version."""
        with explained(self._manifest_path, "read"), self._manifest_path.open("rb") as file:
            if file.readline() != current.head:
                raise EnvironmentProblem(
                    f"{self.root} was changed by another process in spite of its lock. "
                    "Keep the log on a local file system that supports file locks."
                )

    @property
    def _manifest_path(self) -> Path:
        return self.root / "manifest.json"

    def _open_manifest(self) -> BinaryIO | None:
        with explained(self._manifest_path, "read"):
            try:
                return self._manifest_path.open("rb")
            except FileNotFoundError:
                if not self._segment_files():
                    return None
            try:
                return self._manifest_path.open(
                    "rb"
                )  # the first append may have written both since the first look
            except FileNotFoundError:
                raise EventLogDamaged(
                    f"{self._manifest_path} is missing although there are segments. Restore it from a backup."
                ) from None

    def _read(self, file: BinaryIO) -> Manifest:
        with explained(self._manifest_path, "read"):
            return Manifest.read(file.read(), where=self._manifest_path)


def is_remote(path_or_url: object) -> bool:
    """Tell whether an address is one that fsspec has to open.

    >>> is_remote("s3://bucket/events"), is_remote("file:///srv/events"), is_remote("/srv/events")
    (True, False, False)
    """
    scheme, found, _rest = str(path_or_url).partition("://")
    return bool(found) and scheme.replace("+", "").isalnum() and scheme != "file"


def local_folder(path_or_url: str | os.PathLike[str]) -> Path:
    """Return the folder a log's address means; raises EventError for an address that is no local folder.

    >>> local_folder("file:///srv/events")
    PosixPath('/srv/events')
    """
    text = os.fspath(path_or_url)
    if not isinstance(text, str) or not text.strip() or "\0" in text:
        raise EventError(
            f"{text!r} is no address of an event log. Give a folder, such as /srv/goodword/events."
        )
    if "://" not in text:
        return Path(text).expanduser().absolute()
    parts = urlsplit(text)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        raise EventError(f"{text} is no local folder. Give a path or a file:/// address.")
    return Path(unquote(parts.path))
