"""Pages of the mentions held in memory, cut by position like those of the table."""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodword.server.shell.lists.cursors import Position
from goodword.server.shell.lists.keyset import WITH_KEY, Key, Order, Take, is_behind, part_of, parts_of

from .dialects import NEVER
from .finding import microseconds, moment_of
from .held import Mask
from .rows import Rows

SORTS = ("published_at", "rating", "pk")
Places = NDArray[np.int64]


def taker(rows: Rows, mask: Mask, order: Order) -> Take:
    """Return what takes some of the rows in an order."""
    return partial(_taken, rows, mask, order)


def _taken(
    rows: Rows, mask: Mask, order: Order, start: Position | None, size: int, *, forward: bool
) -> list[Key]:
    keys, down = _keys(rows, order), order.descending == forward
    taken: list[Key] = []
    for part in parts_of(order, forward=forward):
        if start is not None and is_behind(part, start, forward=forward):
            continue
        places = np.flatnonzero(mask & (_has_key(rows, order) == (part == WITH_KEY)))
        by = keys if part == WITH_KEY else rows.ids
        if start is not None and part == part_of(start):
            places = _beyond(rows, by, places, start, down=down)
        some = _first(by, places, size - len(taken), down=down)
        taken += [(int(rows.ids[place]), _value(rows, order, place, part)) for place in some.tolist()]
        if len(taken) == size:
            break
    return taken


def _keys(rows: Rows, order: Order) -> NDArray[Any]:
    match order.sort.key:
        case "published_at":
            return rows.moments
        case "rating":
            return rows.ratings
    return rows.ids


def _has_key(rows: Rows, order: Order) -> Mask:
    match order.sort.key:
        case "published_at":
            dated: Mask = rows.moments != NEVER
            return dated
        case "rating":
            return ~np.isnan(rows.ratings)
    return np.ones(len(rows.ids), dtype=np.bool_)


def _value(rows: Rows, order: Order, place: int, part: str) -> Any:
    if part != WITH_KEY:
        return None
    key = _keys(rows, order)[place].item()
    return moment_of(key) if order.sort.key == "published_at" else key


def _beyond(rows: Rows, by: NDArray[Any], places: Places, start: Position, *, down: bool) -> Places:
    """Return the places that come after a position; rows of the same key are told apart by their ids."""
    value: Any = start.pk if start.value is None else start.value
    value = microseconds(value) if hasattr(value, "tzinfo") else value
    keys, ids = by[places], rows.ids[places]
    further = (keys < value) | ((keys == value) & (ids < start.pk))
    nearer = (keys > value) | ((keys == value) & (ids > start.pk))
    found: Places = places[further if down else nearer]
    return found


def _first(by: NDArray[Any], places: Places, size: int, *, down: bool) -> Places:
    """Return the first places in the order of a key, then of the place: ids rise with it."""
    keys = by[places]
    if len(places) > 4 * size > 0:
        edge = len(keys) - size if down else size - 1
        limit = np.partition(keys, edge)[edge]
        some = keys >= limit if down else keys <= limit
        places, keys = places[some], keys[some]
    ordered = places[np.lexsort((places, keys))]
    return ordered[::-1][:size] if down else ordered[:size]
