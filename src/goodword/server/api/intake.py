"""From what callers send to the tables that the apps take in, with the same keys as files get."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from goodword.connectors.files import Occurrences, row_keys, schema_for
from goodword.core.time import to_microseconds

from .shapes import Given

_TYPES = {
    "text": pa.string(),
    "choice": pa.string(),
    "moment": pa.int64(),
    "int": pa.int64(),
    "float": pa.float64(),
}


def table_of(kind: str, given: Sequence[Given]) -> pa.Table:
    """Return a batch as a table of the schema of its kind, with the key by which each is known.

    Moments become int64 microseconds, `extra` becomes JSON text; money is given in minor units only.
    """
    schema = schema_for(kind)
    columns: dict[str, Any] = {}
    for field in schema.fields:
        if field.type in _TYPES:
            values = [_plain(getattr(each, field.name, None)) for each in given]
            columns[field.name] = pa.array(values, _TYPES[field.type])
    if any(extras := [_extra(each) for each in given]):
        columns["extra"] = pa.array(extras, pa.string())
    table = pa.table(columns)
    keys = row_keys(table, identity=schema.identity, seen=Occurrences())
    return table.append_column("key", pa.array(keys, pa.string()))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_microseconds(value)
    return str(value) if isinstance(value, str) else value


def _extra(given: Given) -> str | None:
    extra = getattr(given, "extra", None)
    return json.dumps(extra, ensure_ascii=False, sort_keys=True) if extra else None
