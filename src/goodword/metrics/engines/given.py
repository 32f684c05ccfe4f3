"""What an engine is opened over: events, conditions on them, other tables, and who is the same person."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from goodword.events import EventLog, Filters, Snapshot, normalise
from goodword.events.filters import EventFilter

Source = Any  # an EventLog, one version of it, or a table: pyarrow, pandas, Polars
Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Given:
    """Events with everything that belongs to them; each engine takes them in its own way."""

    source: Source
    filters: Filters
    tables: Tables = field(default_factory=dict)
    same_person: Any = None  # a pyarrow table of alias and person_id, or nothing

    @property
    def has_aliases(self) -> bool:
        """Whether anybody is known by two names."""
        return self.same_person is not None and self.same_person.num_rows > 0

    @contextmanager
    def opened(self) -> Iterator[Snapshot | pa.Table]:
        """Give a version of the log that stays as it is, or the wanted events as a table where a table was given."""
        if isinstance(self.source, EventLog):
            with self.source.snapshot() as snapshot:
                yield snapshot
        elif isinstance(self.source, Snapshot):
            yield self.source
        else:
            yield EventFilter.of(self.filters).apply(normalise(self.source))
