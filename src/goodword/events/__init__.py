"""The event log: what happened, once each, in Parquet files named by a manifest."""

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
