"""A log in an object store, by any fsspec URL: no locks and no renaming, only "create this, unless it is there".

Each version is an object of its own, `manifests/<number>`, and whoever creates the next number first has made the next
version; the others look again and try anew. A segment that lost such a race is named by no manifest, and is swept once
it is older than any writer could be. Readers leave a lease beside the manifests, which keeps the files of their version
until it ends or runs out.
"""

import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import numpy as np

from goodword.core.errors import ConflictError, EnvironmentProblem
from goodword.core.ids import new_id
from goodword.events.errors import EventError
from goodword.events.files import Hashing, RemoteFile
from goodword.events.keys import Keys
from goodword.events.manifest import Manifest, Segment
from goodword.events.segments import COUNTS, DATA, KEYS, damaged
from goodword.events.store import Store, Work

LEASE_SECONDS = 6 * 3600.0  # how long a reader may take; one that dies holds its files so long
WRITER_SECONDS = 6 * 3600.0  # how long after it was begun a segment may still be put in place
_TRIES = 60


class RemoteStore(Store):
    """The files of one log behind an fsspec file system."""

    def __init__(self, filesystem: Any, root: str) -> None:
        self.filesystem, self.root = filesystem, root.rstrip("/")
        self._creates_once: bool | None = None

    @classmethod
    def open(cls, url: str) -> "RemoteStore":
        """Return the log at a URL; raises EventError for a kind of URL nothing here can open."""
        try:
            import fsspec

            filesystem, root = fsspec.core.url_to_fs(url)
        except ImportError as reason:
            raise EventError(
                f"{url} needs a package that is not installed ({reason}). "
                "Install goodword[object-store], or keep the event log in a local folder."
            ) from reason
        except (ValueError, OSError) as reason:
            raise EventError(
                f"{url} cannot be opened ({reason}). Expected an address like s3://bucket/events."
            ) from reason
        filesystem.use_listings_cache = False
        return cls(filesystem, root)

    @property
    def address(self) -> str:
        """The URL of the log."""
        return str(self.filesystem.unstrip_protocol(self.root))

    def file(self, name: str) -> RemoteFile:
        """Return a file of a segment."""
        return RemoteFile(self.filesystem, f"{self.root}/segments/{name}")

    def read_keys(self, segment: Segment) -> Keys:
        """Return the sorted keys of a segment."""
        file = self.file(f"{segment.name}{KEYS}")
        try:
            keys: Keys = np.frombuffer(file.read_bytes(), dtype="<u8")
        except (OSError, ValueError) as reason:
            raise damaged(file, reason) from reason
        if len(keys) != segment.rows:
            raise damaged(file, f"{len(keys)} keys for {segment.rows} rows")
        return keys

    @contextmanager
    def new_file(self, name: str) -> Iterator[Hashing]:
        """Give an object of a new segment to write to; it is there, whole, once it is closed."""
        path = f"{self.root}/segments/{name}"
        with self._explained("write", path):
            self.filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
            file = self.filesystem.open(path, "wb")
            try:
                yield Hashing(file)
            except BaseException:
                with suppress(Exception):
                    file.discard()
                raise
            file.close()

    def settle(self, name: str) -> None:
        """Do nothing: an object that was put is there."""

    def remove_segment(self, name: str) -> None:
        """Remove the files of a segment that no manifest names."""
        for ending in (DATA, KEYS, COUNTS):
            self._remove(f"{self.root}/segments/{name}{ending}")

    def manifest(self) -> Manifest:
        """Return the current version; an empty one when nothing was ever written."""
        while True:
            newest = max(self._names("manifests"), default=None)
            if newest is None:
                return Manifest()
            with suppress(FileNotFoundError), self._explained("read", newest):
                content = self.filesystem.cat_file(newest)
                if content:  # otherwise newer versions have come between the two, and this one was swept
                    return Manifest.read(content, where=newest)

    def pinned_manifest(self) -> tuple[Manifest, "Lease | None"]:
        """Return the current version and a lease that keeps its files."""
        while True:
            current = self.manifest()
            if not current.version:
                return current, None
            lease = Lease(self, current.version)
            if self.manifest().version == current.version:
                return current, lease
            lease.release()

    @contextmanager
    def maintaining(self) -> Iterator[None]:
        """Do nothing: two that maintain at once only waste work, whichever is second finds the version moved on."""
        yield

    def change(self, work: Work) -> Manifest:
        """Make what `work` says of the current version the next one; asks it again when another was faster."""
        self._check_creating()
        for attempt in range(_TRIES):
            current, begun = self.manifest(), time.monotonic()
            added, removed = work(current)
            if not added and not removed:
                return current
            if time.monotonic() - begun > WRITER_SECONDS / 2:
                continue  # the number may have been taken, and given back, meanwhile
            following = current.changed(removed=removed, added=added)
            try:
                self._create(f"{self.root}/manifests/{following.version:020d}", following.to_bytes())
            except FileExistsError:
                time.sleep(random.random() * min(1.0, 0.01 * 2**attempt))  # noqa: S311 - only to take turns
                continue
            return following
        raise ConflictError(f"{self.address} changed {_TRIES} times while this was tried. Try again later.")

    def sweep(self) -> tuple[int, int]:
        """Remove the files no version needs, old versions and leases that have run out."""
        current, now = self.manifest(), time.time()
        named = {segment.name for segment in current.segments}
        orphans = [path for path in self._segment_files() if self._segment_of(path) not in named]
        if self._leased(current.version, now):
            return 0, len(orphans)
        superseded = self._once_named()
        ripe = [
            path
            for path in orphans
            if (name := self._segment_of(path)) in superseded or now - _begun(name) > WRITER_SECONDS
        ]
        for path in ripe:
            self._remove(path)
        self._retire(now)
        return len(ripe), 0

    def serve(self, connection: Any) -> None:
        """Let a DuckDB connection read the files through the same file system."""
        with suppress(Exception):  # it is there already
            connection.register_filesystem(self.filesystem)

    def _retire(self, now: float) -> None:
        """Empty the versions before the current one, and remove them once nobody can still try to create their number.

        A number must stay taken as long as a writer may be at work on it: its events would be in a version nobody reads.
        """
        for path in sorted(self._names("manifests"))[:-1]:
            with suppress(FileNotFoundError):
                if now - self.filesystem.modified(path).timestamp() > WRITER_SECONDS:
                    self._remove(path)
                elif self.filesystem.size(path):
                    self.filesystem.pipe_file(path, b"")

    def _once_named(self) -> set[str]:
        """Return the segments of the versions still kept: one that is no longer current was put in place and replaced."""
        found: set[str] = set()
        for path in self._names("manifests"):
            with suppress(FileNotFoundError):
                content = self.filesystem.cat_file(path)
                versions = Manifest.read(content, where=path).segments if content else ()
                found.update(segment.name for segment in versions)
        return found

    def _leased(self, version: int, now: float) -> bool:
        held = False
        for path in self._names("leases"):
            with suppress(FileNotFoundError, ValueError):
                lease = json.loads(self.filesystem.cat_file(path))
                if lease["until"] <= now:
                    self._remove(path)
                elif lease["version"] < version:
                    held = True
        return held

    def _segment_files(self) -> list[str]:
        with suppress(FileNotFoundError):
            return sorted(self.filesystem.find(f"{self.root}/segments"))
        return []

    def _segment_of(self, path: str) -> str:
        return "/".join(path.split("/")[-2:]).rpartition(".")[0]

    def _names(self, folder: str) -> list[str]:
        with suppress(FileNotFoundError), self._explained("list", folder):
            self.filesystem.invalidate_cache()
            return [str(path) for path in self.filesystem.ls(f"{self.root}/{folder}", detail=False)]
        return []

    def _create(self, path: str, content: bytes) -> None:
        with self._explained("create", path):
            self.filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
            self.filesystem.pipe_file(path, content, mode="create")

    def _remove(self, path: str) -> None:
        with suppress(FileNotFoundError), self._explained("remove", path):
            self.filesystem.rm_file(path)

    def _check_creating(self) -> None:
        """Make sure that creating what is there fails: without it two writers could both think they were first."""
        if self._creates_once is None:
            probe = f"{self.root}/probes/{new_id().hex}"
            try:
                self._create(probe, b"1")
            except NotImplementedError as reason:
                raise EnvironmentProblem(
                    f"{self.address} cannot be written to. Use an object store or a local folder."
                ) from reason
            try:
                self._create(probe, b"2")
            except FileExistsError:
                self._creates_once = True
            else:
                self._creates_once = False
            self._remove(probe)
        if not self._creates_once:
            raise EnvironmentProblem(
                f"{self.address} lets one object be created twice, so two writers could lose each other's events. "
                "Use an object store with conditional writes, or a local folder."
            )

    @contextmanager
    def _explained(self, doing: str, path: str) -> Iterator[None]:
        try:
            yield
        except (FileExistsError, FileNotFoundError):
            raise
        except OSError as reason:
            raise EnvironmentProblem(
                f"Could not {doing} {path}: {reason}. Check the address, the access key and the network."
            ) from reason


class Lease:
    """A reader's hold on one version, until it is released or its time is over."""

    def __init__(self, store: RemoteStore, version: int) -> None:
        self._store, self._path = store, f"{store.root}/leases/{version}-{new_id().hex}"
        self._held = False
        lease = {"version": version, "until": time.time() + LEASE_SECONDS}
        with suppress(EnvironmentProblem):  # who may only read takes the risk of being overtaken by a sweep
            store._create(self._path, json.dumps(lease).encode())
            self._held = True

    def release(self) -> None:
        """Let go; releasing twice is harmless."""
        if self._held:
            self._held = False
            self._store._remove(self._path)


def _begun(segment: str) -> float:
    """Return when the writing of a segment began, seconds since 1970: its name is a UUIDv7."""
    return (UUID(segment.rpartition("/")[2]).int >> 80) / 1000
