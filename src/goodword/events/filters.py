"""Which events are wanted: one description to skip segments and row groups by, mask rows, write SQL."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

import pyarrow as pa
import pyarrow.compute as pc

from goodword.core.events import EventKind
from goodword.core.vocabulary import Channel
from goodword.events.errors import EventError
from goodword.events.manifest import Segment


class Filters(TypedDict, total=False):
    """The conditions of `scan`, `table`, `files`, `sql` and `relation`; all given ones must hold.

    An empty collection matches nothing; None, or leaving it out, asks for no condition. Times are
    microseconds since 1970 UTC, from `since_us` up to but without `until_us`; days are (first, last), both
    included.
    """

    tenant: str | Collection[str] | None
    kinds: str | Collection[str] | None
    channels: str | Collection[str] | None
    programme_id: str | Collection[str] | None
    person_id: str | Collection[str] | None
    referrer_id: str | Collection[str] | None
    link_id: str | Collection[str] | None
    since_us: int | None
    until_us: int | None
    local_days: tuple[int, int] | None
    received_days: tuple[int, int] | None


_WORD_COLUMNS = {
    "tenant": "tenant",
    "kinds": "kind",
    "channels": "channel",
    "programme_id": "programme_id",
    "person_id": "person_id",
    "referrer_id": "referrer_id",
    "link_id": "link_id",
}
_VOCABULARY = {"kinds": EventKind, "channels": Channel}


@dataclass(frozen=True, slots=True)
class EventFilter:
    """The checked conditions: words a column may hold, ranges (ends included) it must lie in."""

    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ranges: tuple[tuple[str, int | None, int | None], ...] = ()

    @classmethod
    def of(cls, filters: Filters) -> "EventFilter":
        """Check the conditions; raises EventError naming the one that cannot be used.

        >>> EventFilter.of({"kinds": ["click"], "until_us": 10}).sql()
        "kind IN ('click') AND ts_us <= 9"
        """
        unknown = set(filters) - set(Filters.__annotations__)
        if unknown:
            known = ", ".join(Filters.__annotations__)
            raise EventError(f"{min(unknown)!r} is not a condition on events; expected one of {known}.")
        words = tuple(
            (column, _words(name, filters[name]))  # type: ignore[literal-required]
            for name, column in _WORD_COLUMNS.items()
            if filters.get(name) is not None
        )
        return cls(words, tuple(_ranges(filters)))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns the conditions look at."""
        return tuple(dict.fromkeys([name for name, _ in self.words] + [name for name, _, _ in self.ranges]))

    def may_match(self, segment: Segment) -> bool:
        """Tell from the manifest whether a segment can hold a wanted event."""
        listed = {"tenant": segment.tenants, "kind": segment.kinds}
        for name, wanted in self.words:
            present = listed.get(name)
            if not wanted or (present is not None and not set(wanted) & set(present)):
                return False
        return all(
            _overlap(getattr(segment, name), low, high)
            for name, low, high in self.ranges
            if name in ("ts_us", "local_day", "received_day")
        )

    def groups(self, metadata: Any) -> list[int]:
        """Return the row groups of a Parquet file that can hold a wanted event, from their statistics."""
        positions = {metadata.schema.column(index).name: index for index in range(metadata.num_columns)}
        wanted = []
        for group in range(metadata.num_row_groups):
            described = metadata.row_group(group)
            statistics = [
                (described.column(positions[name]).statistics, low, high) for name, low, high in self.ranges
            ]
            if all(
                known is None or not known.has_min_max or _overlap((known.min, known.max), low, high)
                for known, low, high in statistics
            ):
                wanted.append(group)
        return wanted

    def apply(self, table: pa.Table) -> pa.Table:
        """Return the rows of the table that match."""
        for name, wanted in self.words:
            known = pa.array(wanted, pa.string())
            table = table.filter(pc.is_in(table.column(name), value_set=known))
        for name, low, high in self.ranges:
            if low is not None:
                table = table.filter(pc.greater_equal(table.column(name), low))
            if high is not None:
                table = table.filter(pc.less_equal(table.column(name), high))
        return table

    def sql(self) -> str:
        """Return the conditions as an SQL expression over the event columns."""
        parts = [
            f"{name} IN ({', '.join(map(sql_text, wanted))})" if wanted else "false"
            for name, wanted in self.words
        ]
        for name, low, high in self.ranges:
            parts += [f"{name} >= {low}"] if low is not None else []
            parts += [f"{name} <= {high}"] if high is not None else []
        return " AND ".join(parts) or "true"


def sql_text(value: str) -> str:
    """Return a text as an SQL literal.

    >>> sql_text("it's")
    "'it''s'"
    """
    return "'" + value.replace("'", "''") + "'"


def _words(name: str, given: Any) -> tuple[str, ...]:
    values = (
        (given,) if isinstance(given, str) else tuple(given) if isinstance(given, Collection) else (given,)
    )
    for value in values:
        if not isinstance(value, str):
            raise EventError(f"The condition {name!r} has {value!r}; expected a text or several.")
        known = _VOCABULARY.get(name)
        if known is not None and value not in set(known):
            raise EventError(f"The condition {name!r} has {value!r}; expected one of {', '.join(known)}.")
    return tuple(map(str, values))


def _ranges(filters: Filters) -> Iterator[tuple[str, int | None, int | None]]:
    since, until = _number("since_us", filters.get("since_us")), _number("until_us", filters.get("until_us"))
    if since is not None or until is not None:
        yield "ts_us", since, None if until is None else until - 1
    for name, days in (
        ("local_day", filters.get("local_days")),
        ("received_day", filters.get("received_days")),
    ):
        if days is None:
            continue
        if not isinstance(days, tuple | list) or len(days) != 2:
            raise EventError(f"The condition '{name}s' is {days!r}; expected (first day, last day).")
        yield name, _number(f"{name}s", days[0]), _number(f"{name}s", days[1])


def _number(name: str, value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise EventError(f"The condition {name!r} has {value!r}; expected a whole number.")
    return value


def _overlap(bounds: tuple[int, int], low: int | None, high: int | None) -> bool:
    return (low is None or bounds[1] >= low) and (high is None or bounds[0] <= high)
