"""The event log: what happened, once each, in Parquet files named by a manifest.

On disk, in one folder:

- `manifest.json`: the version, and for each segment its rows, bounds and SHA-256s; replaced in one step, and the only
  thing that makes a segment part of the log;
- `segments/<first received day>/<id>.parquet`: up to 524,288 events of one or more whole received days (a very busy
  day has several), sorted by ts_us, zstd; beside it `.keys` (what appends look ids up in) and `.counts` (Arrow);
- `writer.lock`, `maintenance.lock`: who changes the log, who rewrites segments;
- `pins/<version>`: held by readers, so that files they still need are not removed.

Every segment is written once. Compaction and erasure write new ones and swap them in the manifest; the old files go
as soon as no reader holds a version that names them.
"""

from goodword.events.appending import Receipt
from goodword.events.compaction import Compaction
from goodword.events.erasure import Erasure
from goodword.events.errors import EventError, EventLogDamaged
from goodword.events.filters import Filters
from goodword.events.log import EventLog
from goodword.events.manifest import Segment
from goodword.events.schema import events_schema, normalise
from goodword.events.snapshot import Snapshot
from goodword.events.verification import Verification

__all__ = [
    "Compaction",
    "Erasure",
    "EventError",
    "EventLog",
    "EventLogDamaged",
    "Filters",
    "Receipt",
    "Segment",
    "Snapshot",
    "Verification",
    "events_schema",
    "normalise",
]
