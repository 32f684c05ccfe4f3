"""Pages by position instead of by number: as fast on the last page as on the first, and stable when rows come in.

Rows without a sort key come last in both directions. They are read by a query of their own, so that no database
has to be told where nulls go and an ordinary index serves both parts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeAlias

from django.db.models import Func, Q, QuerySet
from django.db.models.expressions import Combinable

from .columns import Sort
from .cursors import Position

Key: TypeAlias = tuple[int, Any]


class Take(Protocol):
    """Takes up to `size` keys of rows after a position, or before it, in the direction gone."""

    def __call__(self, start: Position | None, size: int, *, forward: bool) -> list[Key]:
        """Return the keys, the nearest first."""


class Unindexed(Func):
    """The same value, out of the sight of SQLite's planner: it then filters by the best index and sorts what is left."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite takes no index through a unary plus; PostgreSQL has statistics and needs no hint."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


@dataclass(frozen=True, slots=True)
class Order:
    """A sort in one direction; `few` says that little is left to sort, so walking an index would be a waste."""

    sort: Sort
    descending: bool
    few: bool = False

    @property
    def scope(self) -> str:
        """The name of the order inside a cursor."""
        return f"{'-' if self.descending else ''}{self.sort.name}"

    @property
    def expression(self) -> Combinable:
        """What the query orders by."""
        return Unindexed(self.sort.expression) if self.few else self.sort.expression


@dataclass(frozen=True, slots=True)
class Slice:
    """The keys (id, sort key) of one page in display order, and whether there is more on either side."""

    keys: Sequence[Key]
    before: bool
    after: bool


def slice_of(take: Take, size: int, start: Position | None) -> Slice:
    """Return one page of `size` rows; without a start, the first."""
    if start is None or start.forward:
        keys = take(start, size + 1, forward=True)
        return Slice(keys[:size], before=start is not None, after=len(keys) > size)
    keys = take(start, size + 1, forward=False)
    if len(keys) < size:
        return slice_of(take, size, None)
    return Slice(keys[:size][::-1], before=len(keys) > size, after=True)


def streamed(rows: QuerySet[Any], order: Order, *, chunk: int) -> Iterator[Any]:
    """Yield every row in order, holding one chunk at a time."""
    for part in parts_of(order, forward=True):
        yield from _ordered(rows, order, part, forward=True).iterator(chunk_size=chunk)


def take_of(rows: QuerySet[Any], order: Order) -> Take:
    """Return what takes the rows of a query in an order."""
    return partial(_taken, rows, order)


def _taken(
    rows: QuerySet[Any], order: Order, start: Position | None, size: int, *, forward: bool
) -> list[Key]:
    keys: list[Key] = []
    for part in parts_of(order, forward=forward):
        if start is not None and is_behind(part, start, forward=forward):
            continue
        found = _ordered(rows, order, part, forward=forward)
        if start is not None and part == part_of(start):
            found = found.filter(_beyond(start, descending=order.descending == forward))
        keys += found.values_list("pk", "sort_key")[: size - len(keys)]
        if len(keys) == size:
            break
    return keys


WITH_KEY, WITHOUT_KEY = "with", "without"


def parts_of(order: Order, *, forward: bool) -> tuple[str, ...]:
    """Return the parts of a list in the direction gone: the rows with a sort key, and those without."""
    parts = (WITH_KEY, WITHOUT_KEY) if order.sort.nullable else (WITH_KEY,)
    return parts if forward else parts[::-1]


def part_of(start: Position) -> str:
    """Return the part of a list that a position lies in."""
    return WITHOUT_KEY if start.value is None else WITH_KEY


def is_behind(part: str, start: Position, *, forward: bool) -> bool:
    """Whether a part of a list was gone through before a position was reached."""
    return part != part_of(start) and (part == WITH_KEY) == forward


def _ordered(rows: QuerySet[Any], order: Order, part: str, *, forward: bool) -> QuerySet[Any]:
    down = order.descending == forward
    found: QuerySet[Any] = rows.annotate(sort_key=order.expression)
    if order.sort.nullable:
        found = found.filter(sort_key__isnull=part == WITHOUT_KEY)
    by_id = "-pk" if down else "pk"
    if part == WITHOUT_KEY:
        return found.order_by(by_id)
    return found.order_by("-sort_key" if down else "sort_key", by_id)


def _beyond(start: Position, *, descending: bool) -> Q:
    step = "lt" if descending else "gt"
    further = Q(**{f"pk__{step}": start.pk})
    if start.value is None:
        return further
    # The outer comparison is what an index can use; the inner one breaks ties.
    return Q(**{f"sort_key__{step}e": start.value}) & (
        Q(**{f"sort_key__{step}": start.value}) | (Q(sort_key=start.value) & further)
    )
