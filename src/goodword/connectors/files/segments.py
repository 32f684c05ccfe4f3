"""Texts that Google exports in pieces, one JSON object after the other."""

import json
from typing import Any

import pyarrow as pa

from .arrow import Array, pc
from .scalars import EMPTY

_START = '{"text":'


def without_segments(texts: Array) -> Array:
    """Return texts (string array) with those in pieces put together; every other text stays as it is.

    >>> without_segments(pa.array(['{"text":"Great "},{"text":"lamp"}', "{\\"text\\": plain", None])).to_pylist()
    ['Great lamp', '{"text": plain', None]
    """
    marked = pc.starts_with(texts, pattern=_START)
    if not pc.any(marked).as_py():
        return texts
    whole = [_joined(value) if value and value.startswith(_START) else value for value in texts.to_pylist()]
    return pc.if_else(pc.is_null(texts), texts, pc.coalesce(pa.array(whole, pa.string()), EMPTY))


def _joined(value: str) -> str:
    try:
        pieces: Any = json.loads(f"[{value}]")
        return "".join(str(piece["text"]) for piece in pieces).strip()
    except (ValueError, KeyError, TypeError, RecursionError):
        return value
