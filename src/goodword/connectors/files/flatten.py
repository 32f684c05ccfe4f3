"""JSON objects as rows of text: one level of names with dots, lists as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

Row = dict[str, str | None]


class _Number(str):
    """A number as it is written, so that 570301130888122368 and 1.10 lose nothing."""

    __slots__ = ()


DECODER = json.JSONDecoder(parse_int=_Number, parse_float=_Number, parse_constant=lambda _: None)


def flatten(record: Mapping[str, Any]) -> Row:
    """Return one object as text by column; `{"user": {"id": 7}}` becomes `user.id`.

    >>> flatten(DECODER.decode('{"id": 7, "ok": true, "user": {"name": "Li"}, "tags": ["a"], "x": null}'))
    {'id': '7', 'ok': 'true', 'user.name': 'Li', 'tags': '["a"]', 'x': None}
    """
    row: Row = {}
    for key, value in record.items():
        if value is None or type(value) is str or type(value) is _Number:
            row[key] = value
        elif isinstance(value, dict) and value:
            for inner, part in value.items():
                row[f"{key}.{inner}"] = as_text(part)
        else:
            row[key] = as_text(value)
    return row


def as_text(value: Any) -> str | None:
    """Return a JSON value as a person would type it; lists and objects stay JSON."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return _dumped(value)
    return str(value)


def _dumped(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_dumped(str(key))}:{_dumped(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_dumped, value)) + "]"
    return value if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False, default=str)


def column_names(rows: Iterable[Mapping[str, object]], known: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names in the order they are first met, those already known first."""
    names = dict.fromkeys(known)
    for row in rows:
        if not row.keys() <= names.keys():
            names.update(dict.fromkeys(row))
    return tuple(names)


def rows_table(rows: Sequence[Mapping[str, str | None]], known: Sequence[str]) -> pa.Table:
    """Return rows as a table of text columns; a name not known before gets a column at the end."""
    names = column_names(rows, known)
    columns = [pa.array([row.get(name) for row in rows], pa.string()) for name in names]
    return pa.table(columns, names=list(names))
