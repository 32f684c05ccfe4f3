"""What no field holds, kept as one JSON object per row."""

import json
from collections.abc import Sequence

import pyarrow as pa

from .arrow import Array, Column, pc
from .columns import column_texts, combined
from .scalars import EMPTY, number, text, without
from .texts import clean_texts, json_strings


def extra_objects(table: pa.Table, columns: Sequence[str]) -> Array:
    """Return a JSON object (text) per row from some columns, null where all of them are empty.

    Numbers and truth values of typed files stay such; text is cleaned; empty values are left out.

    >>> extra_objects(pa.table({"a": ["x", ""], "b": [1, None]}), ["a", "b"]).to_pylist()
    ['{"a":"x","b":1}', None]
    """
    members = [_member(name, table.column(name)) for name in columns]
    if not members:
        return pa.nulls(len(table), pa.string())
    joined = pc.binary_join_element_wise(*members, EMPTY, null_handling="replace", null_replacement="")
    inner = pc.utf8_slice_codeunits(joined, start=1)
    objects = pc.binary_join_element_wise(text("{"), inner, text("}"), EMPTY)
    empty = pc.equal(pc.binary_length(joined), number(0, pa.int32()))
    return without(objects, empty) if pc.any(empty).as_py() else objects


def _member(name: str, column: Column) -> Array:
    """Return `,"name":value` per row, null where there is no value."""
    array = combined(column)
    texts = column_texts(array)
    kind = array.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)):
        texts = json_strings(clean_texts(texts, prose=True))
    prefix = "," + json.dumps(name, ensure_ascii=False) + ":"
    return pc.binary_join_element_wise(text(prefix), texts, EMPTY)
