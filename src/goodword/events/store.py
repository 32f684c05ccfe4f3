"""The folder of a log: where its files are, which version is current, who may change it."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

import numpy as np

from goodword.core.errors import EnvironmentProblem
from goodword.events.durable import explained, make_folder, remove_file, replace_file, sync_folder
from goodword.events.errors import EventError, EventLogDamaged
from goodword.events.keys import Keys
from goodword.events.locks import Pin, exclusive, older_pins_held
from goodword.events.manifest import Manifest, Segment
from goodword.events.segments import COUNTS, DATA, KEYS, damaged


@dataclass(frozen=True, slots=True)
class Store:
    """The files of one log. Every change goes through `commit`, under the writer's lock."""

    root: Path

    @property
    def segments(self) -> Path:
        """The folder of the segments, one folder per first received day."""
        return self.root / "segments"

    def data(self, segment: Segment) -> Path:
        """Return the path of a segment's Parquet file."""
        return self.segments / f"{segment.name}{DATA}"

    def read_keys(self, segment: Segment) -> Keys:
        """Return the sorted keys of a segment, mapped rather than read."""
        path = self.segments / f"{segment.name}{KEYS}"
        try:
            keys: Keys = np.memmap(path, dtype="<u8", mode="r", shape=(segment.rows,))
        except (OSError, ValueError) as reason:
            raise damaged(path, reason) from reason
        return keys

    def counts(self, segment: Segment) -> Path:
        """Return the path of a segment's counts."""
        return self.segments / f"{segment.name}{COUNTS}"

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
    def writing(self) -> Iterator[Manifest]:
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

    def commit(
        self, current: Manifest, *, added: Collection[Segment], removed: Collection[str] = ()
    ) -> Manifest:
        """Make the next version the current one, durably, if `current` still is; needs the writer's lock."""
        following = current.changed(removed=removed, added=added)
        self._check_still(current)
        replace_file(self._manifest_path, following.to_bytes())
        return following

    def sweep(self, current: Manifest) -> tuple[int, int]:
        """Remove the files no version needs; returns how many were removed and how many readers still hold.

        Needs both locks, so that nobody is in the middle of writing a segment.
        """
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
        raise EventError(
            f"{parts.scheme}://{parts.netloc} cannot hold an event log; it needs a local folder. "
            "Give a path or a file:/// address."
        )
    return Path(unquote(parts.path))
