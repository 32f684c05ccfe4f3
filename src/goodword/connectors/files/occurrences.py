"""How often each content was met before, in eight bytes per row."""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


class Occurrences:
    """Counts equal 64-bit hashes over all the batches of a file.

    Sorted runs are merged when a new one has grown to the size of the one before it, so that there are few of them.

    >>> seen = Occurrences()
    >>> seen.count(np.array([7, 7, 9], dtype=np.uint64)).tolist(), seen.count(np.array([9, 7], dtype=np.uint64)).tolist()
    ([0, 1, 0], [1, 2])
    """

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def __len__(self) -> int:
        return sum(len(run) for run in self._runs)

    def count(self, hashes: Hashes) -> NDArray[np.int64]:
        """Return how often each hash (uint64, one per row) was met before, earlier rows of this call included."""
        if not len(hashes):
            return np.empty(0, dtype=np.int64)
        order = np.argsort(hashes, kind="stable")
        run = hashes[order]
        first = np.concatenate([[True], run[1:] != run[:-1]])
        starts = np.flatnonzero(first)
        group = np.cumsum(first) - 1
        counts = np.arange(len(run)) - starts[group]
        unique = run[starts]
        before = np.zeros(len(unique), dtype=np.int64)
        for earlier in self._runs:
            before += np.searchsorted(earlier, unique, "right") - np.searchsorted(earlier, unique, "left")
        result = np.empty(len(run), dtype=np.int64)
        result[order] = counts + before[group]
        self._keep(run)
        return result

    def _keep(self, run: Hashes) -> None:
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            merged = np.concatenate([self._runs.pop(), self._runs.pop()])
            merged.sort(kind="stable")
            self._runs.append(merged)

    def to_bytes(self) -> bytes:
        """Return everything counted so far, eight bytes per row, for `from_bytes`."""
        return b"".join(run.astype("<u8").tobytes() for run in self._runs)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Occurrences":
        """Return the counter that `to_bytes` described."""
        seen = cls()
        if data:
            seen._runs = [np.sort(np.frombuffer(data, dtype="<u8").astype(np.uint64))]
        return seen
