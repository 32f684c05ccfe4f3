"""What no field holds, kept as one JSON object per row."""

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from .arrow import Array, Column, pc
from .columns import column_texts, combined
from .scalars import EMPTY, text, without
from .texts import clean_texts, json_escaped


def extra_objects(table: pa.Table, columns: Sequence[str]) -> Array:
    """Return a JSON object (text) per row from some columns, null where all of them are empty.

    Numbers and truth values of typed files stay such; text is cleaned; empty values are left out.

    >>> extra_objects(pa.table({"a": ["x", ""], "b": [1, None]}), ["a", "b"]).to_pylist()
    ['{"a":"x","b":1}', None]
    """
    members = [_member(name, table.column(name)) for name in columns]
    if not members:
        return pa.nulls(len(table), pa.string())
    empty = np.logical_and.reduce([np.asarray(pc.is_null(member)) for member in members])
    if empty.any():
        # Joining with "skip" leaves out a row whose parts are all null, instead of giving an empty text for it.
        members[0] = pc.if_else(pa.array(empty), EMPTY, members[0])
    joined = pc.binary_join_element_wise(*members, text(","), null_handling="skip")
    objects = pc.binary_join_element_wise(text("{"), joined, text("}"), EMPTY)
    return without(objects, pa.array(empty)) if empty.any() else objects


def _member(name: str, column: Column) -> Array:
    """Return `"name":value` per row, null where there is no value."""
    array = combined(column)
    texts = column_texts(array)
    kind = array.type
    prefix = json.dumps(name, ensure_ascii=False) + ":"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return pc.binary_join_element_wise(text(prefix), texts, EMPTY)
    written = json_escaped(clean_texts(texts, prose=True))
    return pc.binary_join_element_wise(text(f'{prefix}"'), written, text('"'), EMPTY)
