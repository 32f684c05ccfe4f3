"""Ids of mentions, many at once, from the text index and from the table."""

from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import QuerySet
from numpy.typing import NDArray

from goodword.text.query import Node

from ..lookups import Lookup, lookup
from ..unsure import unsure_and_right
from .held import Held, Mask

# A bitmap of a million places must fit, or every row is compared again; compiling the query costs more than running it.
_SETTINGS = "SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"


def text_mask(brand_id: int, held: Held, node: Node) -> Mask:
    """Return which mentions have the words that a part of a query asks for."""
    kept = held.kept.get(node, len(held))
    if kept is not None:
        return kept
    asked = lookup(node)
    mask = held.mask_of(_found(asked)) ^ asked.is_out
    unsure, right = unsure_and_right(brand_id, node)
    if unsure:
        mask &= ~held.mask_of(np.array(unsure, dtype=np.int64))
        mask |= held.mask_of(np.array(right, dtype=np.int64))
    return held.kept.put(node, mask)


def _found(asked: Lookup) -> NDArray[np.int64]:
    """Return the ids, packed into one value by the database: a row for each would cost more than finding them."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SETTINGS)
            packed = _one(cursor, f"SELECT string_agg(int8send(id), '') FROM ({asked.sql}) AS found", asked)  # noqa: S608
        return np.frombuffer(packed or b"", dtype=">i8").astype(np.int64)
    with connection.cursor() as cursor:
        written = _one(cursor, f"SELECT group_concat(id) FROM ({asked.sql})", asked)  # noqa: S608
    return np.fromstring(written or "", dtype=np.int64, sep=",")


def _one(cursor: Any, sql: str, asked: Lookup) -> Any:
    cursor.execute(sql, asked.values)
    return cursor.fetchone()[0]


def table_mask(held: Held, rows: QuerySet[Any]) -> Mask:
    """Return which mentions a query of the table finds."""
    return held.mask_of(np.fromiter(rows.order_by().values_list("pk", flat=True).iterator(), dtype=np.int64))
