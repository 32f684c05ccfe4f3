"""Keys that make the second import of a file add nothing."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import pyarrow as pa

from goodword.core.ids import content_key

from .arrow import Array, pc
from .columns import column_texts
from .occurrences import Occurrences
from .scalars import EMPTY, text

_SEPARATOR = "\x1f"  # the separator of goodword.core.ids.content_key
_NOT_CONTENT = frozenset({"line"})


def row_keys(table: pa.Table, *, identity: Sequence[str], seen: Occurrences) -> list[str]:
    """Return a key of 32 hexadecimal digits per prepared row, the same whenever the file is read again.

    `identity` names qualifiers and, last, the id. A row with an id has `content_key(*qualifiers, id)`, empty text for a
    missing qualifier. Any other row has a key of all it holds and of how many equal rows came before it in the file,
    counted by `seen`: twice the same file gives the same keys, two equal rows of one file different ones.

    >>> table = pa.table({"source": ["x", None, None], "external_id": ["1", None, None], "text": ["a", "b", "b"]})
    >>> keys = row_keys(table, identity=("source", "external_id"), seen=Occurrences())
    >>> keys[0] == content_key("x", "1"), len(set(keys))
    (True, 3)
    """
    if not len(table):
        return []
    if not identity or identity[-1] not in table.column_names:
        return _content_keys(table, seen)
    ids = column_texts(table.column(identity[-1]))
    if not ids.null_count:
        return _identity_keys(table, identity)
    known = pc.is_valid(ids)
    with_id = iter(_identity_keys(table.filter(known), identity))
    without = iter(_content_keys(table.filter(pc.invert(known)), seen))
    return [next(with_id) if has_id else next(without) for has_id in known.to_pylist()]


def _identity_keys(table: pa.Table, identity: Sequence[str]) -> list[str]:
    parts = [pc.fill_null(column_texts(table.column(name)), EMPTY) for name in identity]
    joined = pc.binary_join_element_wise(*parts, text(_SEPARATOR)) if len(parts) > 1 else parts[0]
    return [blake2b(part, digest_size=16).hexdigest() for part in joined.cast(pa.binary()).to_pylist()]


def _content_keys(table: pa.Table, seen: Occurrences) -> list[str]:
    digests = [blake2b(part, digest_size=16).digest() for part in _contents(table).to_pylist()]
    joined = b"".join(digests)
    hashes = np.frombuffer(joined, dtype="<u8")[::2].astype(np.uint64)
    written = joined.hex()
    keys = [written[start : start + 32] for start in range(0, len(written), 32)]
    counts = seen.count(hashes)
    for row in np.flatnonzero(counts):
        keys[row] = content_key(keys[row], counts[row])
    return keys


def _contents(table: pa.Table) -> Array:
    """Return what each row holds as bytes; empty fields take no part, so that a new field changes no old key."""
    parts: list[Array] = [EMPTY]  # without a part that is never null, "skip" would leave rows out
    for name in table.column_names:
        column = table.column(name)
        prefix = text(f"{_SEPARATOR}{name}=")
        if name in _NOT_CONTENT or column.null_count == len(column):
            continue
        if column.null_count:
            parts.append(pc.binary_join_element_wise(prefix, column_texts(column), EMPTY))
        else:
            parts += [prefix, column_texts(column)]
    if len(parts) == 1:
        return pa.array([b""] * len(table), pa.binary())
    return pc.binary_join_element_wise(*parts, EMPTY, null_handling="skip").cast(pa.binary())
