"""Whether the first row names the columns, and names that are all there and all different."""

import re
from collections.abc import Sequence

from .schemas import known_headers
from .shapes import shape

_TYPED = {"number", "moment", "url", "email"}
_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\ufeff\u200b\\s]+")


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return column names without gaps or repeats; the third column without a name is `column_3`.

    >>> unique_names(["text", "", "text", " a\\nb "])
    ('text', 'column_2', 'text_2', 'a b')
    """
    cleaned = [_UNSEEN.sub(" ", cell).strip()[:200] for cell in cells]
    wanted = {name for name in cleaned if name}
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(cleaned, start=1):
        name, number = cell or f"column_{position}", 1
        base = name
        while name in taken or (number > 1 and name in wanted):
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        names.append(name)
    return tuple(names)


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first of some rows of text cells names the columns.

    Known names settle it. Otherwise a first row whose cells have the shape of the data below is data.

    >>> has_header([["id", "when"], ["1", "2020-09-03"]]), has_header([["7", "2020-09-02"], ["1", "2020-09-03"]])
    (True, False)
    """
    first = [cell.strip() for cell in rows[0]]
    if any(known_headers(cell) for cell in first):
        return not any(shape(cell) in {"moment", "url", "email"} for cell in first)
    if any(len(cell) > 120 for cell in first) or not any(first):
        return False
    votes = sum(_vote(first[i], [row[i] for row in rows[1:] if i < len(row)]) for i in range(len(first)))
    if votes:
        return votes > 0
    filled = [cell.casefold() for cell in first if cell]
    return len(set(filled)) == len(filled) and not any(shape(cell) in _TYPED for cell in filled)


def _vote(first: str, below: Sequence[str]) -> int:
    """Return 1 when a cell differs from what stands below it as a name would, −1 when it is one of them, else 0."""
    shapes = [shape(cell) for cell in below]
    filled = [name for name in shapes if name != "empty"]
    if not filled:
        return 0
    usual = max(set(filled), key=filled.count)
    if usual in _TYPED and filled.count(usual) >= 0.7 * len(filled):
        return -1 if shape(first) == usual else (0 if shape(first) == "empty" else 1)
    repeated = [cell.strip() for cell in below].count(first)
    return -1 if first and repeated else 0
