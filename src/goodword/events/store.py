"""Where the files of a log are, which version is current, and how the next one takes its place."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

from goodword.events.files import Hashing, Source
from goodword.events.keys import Keys
from goodword.events.manifest import Manifest, Segment
from goodword.events.segments import COUNTS, DATA

Work: TypeAlias = Callable[[Manifest], tuple[Collection[Segment], Collection[str]]]
"""Makes segments to add, and names those to remove, from the current version; may be asked again if that moved on."""


class Hold(Protocol):
    """A reader's hold on a version: its files stay until it is released."""

    def release(self) -> None:
        """Let go; releasing twice is harmless."""


class Store(ABC):
    """The files of one log; every change of what it consists of is a new version of its manifest."""

    @property
    @abstractmethod
    def address(self) -> str:
        """The folder or URL of the log."""

    @abstractmethod
    def file(self, name: str) -> Source:
        """Return a file of a segment by the segment's name and the file's ending."""

    @abstractmethod
    def read_keys(self, segment: Segment) -> Keys:
        """Return the sorted keys of a segment."""

    @abstractmethod
    def new_file(self, name: str) -> AbstractContextManager[Hashing]:
        """Give a file of a new segment to write to; at the end it is complete and durable."""

    @abstractmethod
    def settle(self, name: str) -> None:
        """Make the names of a new segment's files durable."""

    @abstractmethod
    def remove_segment(self, name: str) -> None:
        """Remove the files of a segment that no manifest names."""

    @abstractmethod
    def manifest(self) -> Manifest:
        """Return the current version; an empty one when nothing was ever written."""

    @abstractmethod
    def pinned_manifest(self) -> tuple[Manifest, Hold | None]:
        """Return the current version and a hold that keeps its files, None when there is nothing to keep."""

    @abstractmethod
    def maintaining(self) -> AbstractContextManager[None]:
        """Hold the right to rewrite segments."""

    @abstractmethod
    def change(self, work: Work) -> Manifest:
        """Make what `work` says of the current version the next one, durably; nothing if it says nothing."""

    @abstractmethod
    def sweep(self) -> tuple[int, int]:
        """Remove the files no version needs; returns how many were removed and how many readers still hold.

        Needs the right to rewrite segments.
        """

    def serve(self, connection: Any) -> None:  # noqa: B027 - a local folder needs nothing
        """Let a DuckDB connection read the files."""

    def put_in_place(self, added: Collection[Segment], removed: Collection[str]) -> Manifest:
        """Put some segments in the place of others."""
        return self.change(lambda _current: (added, removed))

    def data(self, segment: Segment) -> Source:
        """Return a segment's Parquet file."""
        return self.file(f"{segment.name}{DATA}")

    def counts(self, segment: Segment) -> Source:
        """Return a segment's counts."""
        return self.file(f"{segment.name}{COUNTS}")
