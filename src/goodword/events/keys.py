"""Which events the log already holds: sorted 64-bit keys beside each segment, checked against the ids.

A key only says "perhaps": whenever one is found, the id itself is compared, so that two ids with the same
key are two events. The files are memory-mapped; an append touches the pages its own keys fall on.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goodword.events.checks import ERASED_PREFIX
from goodword.events.files import Source, readable

Keys: TypeAlias = np.ndarray[Any, np.dtype[np.uint64]]

_DTYPE = np.dtype("<u8")
_SLICE = 65_536
_ERASED_LENGTH = len(ERASED_PREFIX) + 16


def event_keys(ids: Any) -> Keys:
    """Return the keys of Arrow strings, shape (n,) uint64, in their order; the same on every machine.

    An id that erasure replaced keeps the key of the id it replaced, so that a late repeat of that event is
    still recognised.

    >>> event_keys(pa.array(["e1", erased_id("e1")])).tolist() == [event_keys(pa.array(["e1"]))[0]] * 2
    True
    """
    parts = []
    for start in range(0, len(ids), _SLICE):
        piece = ids.slice(start, _SLICE)
        values = piece.to_pylist()
        if pc.any(pc.starts_with(piece, ERASED_PREFIX)).as_py():
            parts += [_digest(value) for value in values]
        else:
            parts += [blake2b(value.encode(), digest_size=8).digest() for value in values]
    return np.frombuffer(b"".join(parts), dtype=_DTYPE)


def erased_id(value: str) -> str:
    """Return what erasure puts in the place of an id that spells out the erased person."""
    return ERASED_PREFIX + _digest(value).hex()


def _digest(value: str) -> bytes:
    if value.startswith(ERASED_PREFIX) and len(value) == _ERASED_LENGTH:
        return bytes.fromhex(value[len(ERASED_PREFIX) :])
    return blake2b(value.encode(), digest_size=8).digest()


def first_of_each(table: pa.Table) -> pa.Table:
    """Return the table without the later repeats of an event_id, order kept.

    >>> first_of_each(pa.table({"event_id": ["a", "b", "a"], "n": [1, 2, 3]})).column("n").to_pylist()
    [1, 2]
    """
    encoded: Any = table.column("event_id").combine_chunks().dictionary_encode()
    if len(encoded.dictionary) == table.num_rows:
        return table
    _, first = np.unique(encoded.indices.to_numpy(zero_copy_only=False), return_index=True)
    return table.take(np.sort(first))


class KeyLookup:
    """The ids of one append, asked segment by segment whether they are already there.

    Memory: 8 bytes and one flag per new id, and one row group of ids of a segment at a time.
    """

    def __init__(self, ids: Any) -> None:
        self._ids = ids
        self.keys = event_keys(ids)
        self._order = np.argsort(self.keys, kind="stable")
        self._sorted = self.keys[self._order]
        bounds: Any = pc.min_max(ids).as_py()
        self._lowest, self._highest = bounds["min"], bounds["max"]
        self.known: np.ndarray[Any, np.dtype[np.bool_]] = np.zeros(len(ids), dtype=bool)

    def within(self, lowest: str, highest: str) -> bool:
        """Tell whether an id of a segment with these bounds can be among the new ones.

        Erased ids stand for others, so bounds that reach into them say nothing.
        """
        if lowest <= ERASED_PREFIX + "g" and highest >= ERASED_PREFIX:
            return True
        return bool(lowest <= self._highest and self._lowest <= highest)

    def look_in(self, stored: Keys, segment_path: Source) -> None:
        """Mark as known the new ids that the segment with these keys holds."""
        position = np.searchsorted(stored, self._sorted)
        found = stored[np.minimum(position, len(stored) - 1)] == self._sorted
        rows = self._order[found]
        if len(rows):
            rows.sort()
            self.known[rows[_are_stored(self._ids.take(rows), segment_path)]] = True


def _are_stored(ids: Any, segment_path: Source) -> Any:
    """Return for each candidate id whether the segment really holds it, shape (n,) bool."""
    candidates: Any = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    erased = pa.array(map(erased_id, candidates.to_pylist()), pa.string())
    either = pa.concat_arrays([candidates, erased])
    stored = np.zeros(len(either), dtype=bool)
    with pq.ParquetFile(readable(segment_path)) as file:
        for group in range(file.num_row_groups):
            column = file.read_row_group(group, columns=["event_id"]).column(0)
            hits = column.filter(pc.is_in(column, value_set=either)).combine_chunks()
            stored |= pc.is_in(either, value_set=hits).to_numpy(zero_copy_only=False)
            if stored.reshape(2, -1).any(axis=0).all():
                break
    return stored.reshape(2, -1).any(axis=0)


def pack_keys(parts: Iterable[Keys]) -> bytes:
    """Return the keys of a segment as the bytes of its file: sorted, 8 bytes each, little-endian."""
    return np.sort(np.concatenate([np.empty(0, _DTYPE), *parts])).astype(_DTYPE).tobytes()
