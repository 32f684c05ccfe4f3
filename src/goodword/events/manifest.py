"""The manifest: which segments make up the log, and what is known of each without opening it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from goodword.core.errors import ConflictError
from goodword.core.events import FIRST_EVENT_COLUMNS
from goodword.events.errors import EventLogDamaged

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Segment:
    """One immutable piece of the log: its files, and the bounds (both included) that let a reader skip it.

    `size` is what its rows take in memory, in bytes; `digests` maps each file ending to the SHA-256 of the
    file; `tenants` is None when there are too many to list; `columns` are those its file has;
    `stored` is how many bytes that file takes, 0 in manifests from before it was written down.
    """

    name: str
    rows: int
    size: int
    digests: Mapping[str, str]
    event_id: tuple[str, str]
    ts_us: tuple[int, int]
    local_day: tuple[int, int]
    received_day: tuple[int, int]
    tenants: tuple[str, ...] | None
    kinds: tuple[str, ...]
    columns: tuple[str, ...] = FIRST_EVENT_COLUMNS
    stored: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """One version of the log.

    >>> Manifest.read(Manifest().to_bytes()) == Manifest()
    True
    """

    version: int = 0
    segments: tuple[Segment, ...] = ()

    def changed(self, *, removed: Collection[str], added: Collection[Segment]) -> "Manifest":
        """Return the next version; raises ConflictError when a segment to remove is no longer there."""
        names = {segment.name for segment in self.segments}
        gone = sorted(set(removed) - names)
        if gone:
            raise ConflictError(f"Another process has rewritten segment {gone[0]} meanwhile. Try again.")
        kept = [segment for segment in self.segments if segment.name not in set(removed)]
        ordered = sorted([*kept, *added], key=lambda segment: (segment.received_day, segment.name))
        return Manifest(self.version + 1, tuple(ordered))

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON, one segment a line."""
        lines = ",\n".join(json.dumps(_entry(segment), ensure_ascii=False) for segment in self.segments)
        return self.head + f"{lines}\n]}}\n".encode()

    @property
    def head(self) -> bytes:
        """The first line of the manifest, which tells its version."""
        return f'{{"format": {FORMAT}, "version": {self.version}, "segments": [\n'.encode()

    @classmethod
    def read(cls, data: bytes, *, where: object = "the manifest") -> "Manifest":
        """Return the manifest written in `data`; raises EventLogDamaged when it is not one."""
        try:
            content = json.loads(data)
            if content["format"] != FORMAT:
                raise EventLogDamaged(
                    f"{where} has format {content['format']}; this Goodword reads format {FORMAT}. "
                    "Use the version that wrote it, or a newer one."
                )
            return cls(content["version"], tuple(_segment(entry) for entry in content["segments"]))
        except (ValueError, KeyError, TypeError) as reason:
            raise EventLogDamaged(f"{where} cannot be read ({reason}). Restore it from a backup.") from reason


_FIELDS = tuple(field.name for field in fields(Segment))


def _entry(segment: Segment) -> dict[str, Any]:
    return {name: getattr(segment, name) for name in _FIELDS}


def _segment(entry: dict[str, Any]) -> Segment:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    return Segment(**values)
