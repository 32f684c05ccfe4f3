"""Is what the manifest promises really there, byte for byte?"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest

import pyarrow as pa
import pyarrow.parquet as pq

from goodword.events.errors import EventLogDamaged
from goodword.events.files import Source, readable
from goodword.events.manifest import Manifest, Segment
from goodword.events.store import Store


@dataclass(frozen=True, slots=True)
class Verification:
    """How far the log is sound: what was checked, and the first broken file with what is wrong."""

    segments: int
    rows: int
    broken: str | None = None
    problem: str | None = None

    @property
    def ok(self) -> bool:
        """Whether everything is as the manifest says."""
        return self.broken is None


def verify(store: Store, manifest: Manifest) -> Verification:
    """Check every file of every segment against the manifest, in its order; stops at the first broken one."""
    rows = 0
    for index, segment in enumerate(manifest.segments):
        for path, problem in _problems(store, segment):
            return Verification(index, rows, str(path), problem)
        rows += segment.rows
    return Verification(len(manifest.segments), rows)


def check_intact(store: Store, segment: Segment) -> None:
    """Raise EventLogDamaged if a file of the segment is not what was written; ask before copying from it."""
    for path, problem in _problems(store, segment):
        raise EventLogDamaged(f"{path} of the event log is damaged. {problem}")


def _problems(store: Store, segment: Segment) -> Iterator[tuple[Source, str]]:
    for ending, digest in segment.digests.items():
        path = store.file(f"{segment.name}{ending}")
        problem = _problem(path, digest)
        if problem:
            yield path, problem
    problem = _row_problem(store.data(segment), segment)
    if problem:
        yield store.data(segment), problem


def _problem(path: Source, digest: str) -> str | None:
    try:
        with path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except FileNotFoundError:
        return "It is missing. Restore the log's folder from a backup."
    except OSError as reason:
        return f"It cannot be read ({reason.strerror}). Check the disk and the permissions."
    return None if found == digest else "Its content is not what was written. Restore it from a backup."


def _row_problem(path: Source, segment: Segment) -> str | None:
    try:
        found = pq.read_metadata(readable(path)).num_rows
    except (OSError, pa.ArrowException) as reason:
        return f"It is no readable Parquet file ({reason}). Restore it from a backup."
    if found != segment.rows:
        return f"It holds {found} rows; the manifest says {segment.rows}. Restore both from one backup."
    return None
