"""How each database hands over many mentions in few values: five numbers a mention, all as floating-point numbers.

They are id, moment (microseconds since 1970 or `NEVER`), rating (or nan), original's id and import's id (or 0), each
exact as a float64.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FACETS = (
    "source_type",
    "source",
    "language",
    "sentiment",
    "cause",
    "intent",
    "aspects",
    "origin",
    "stimulus",
)
NEVER = -(10**18)  # the moment of a mention without one
MARK = "\x1f"  # between the values of facets; sources and languages come from outside and must not hold it


@dataclass(frozen=True, slots=True)
class Dialect:
    """The expression of the facet values, that of the numbers of all rows of a group, and how these are read."""

    texts: str
    packed: str
    numbers: Callable[[Sequence[Any]], NDArray[np.float64]]


def _texts(mark: str) -> str:
    free = ("source", "language")
    return f" || {mark} || ".join(
        f"replace({name}, {mark}, ' ')" if name in free else name for name in FACETS
    )


def _written(packed: Sequence[str]) -> NDArray[np.float64]:
    return np.fromstring(" ".join(packed), sep=" ").reshape(-1, 5)


def _binary(packed: Sequence[bytes]) -> NDArray[np.float64]:
    return np.frombuffer(b"".join(packed), dtype=">f8").astype(np.float64).reshape(-1, 5)


# Moments are kept as text, 2026-01-31 09:30:00.123456, the last part only where there is one.
_MICROSECONDS = (
    "coalesce(strftime('%%s', published_at) "
    f"|| iif(length(published_at) > 19, substr(published_at, 21), '000000'), '{NEVER}')"
)
SQLITE = Dialect(
    _texts("char(31)"),
    f"group_concat(id || ' ' || {_MICROSECONDS} || iif(rating IS NULL, ' nan', printf(' %%!.17g', rating)) "
    "|| coalesce(' ' || copy_of, ' 0') || coalesce(' ' || import_id, ' 0'), ' ')",
    _written,
)
POSTGRESQL = Dialect(
    _texts("chr(31)"),
    f"string_agg(float8send(id) || float8send(coalesce(round(date_part('epoch', published_at) * 1e6), {NEVER})) "
    "|| float8send(coalesce(rating, 'nan')) || float8send(coalesce(copy_of, 0)) "
    "|| float8send(coalesce(import_id, 0)), '')",
    _binary,
)
