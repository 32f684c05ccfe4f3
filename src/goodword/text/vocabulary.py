"""The features a model knows, how rare each is, and the two views of a text that they give."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .exact import log
from .features import PIECES, WHOLE, Features

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Texts as rows over known features: row i has `columns` (int32) with two values each.

    `rare` counts what is rare more (1 + ln count, times rarity), `plain` only says what is there; both have
    length 1 within a family of features (float32).
    """

    columns: NDArray[np.int32]
    rare: Floats
    plain: Floats
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True)
class Vocabulary:
    """Known features: `hashes` (uint32, rising) and the `rarity` of each (float32, ln of inverse document frequency + 1)."""

    hashes: NDArray[np.uint32]
    rarity: Floats

    @classmethod
    def of(cls, features: Features, *, at_least: int) -> "Vocabulary":
        """Learn the features that are in so many texts or more."""
        hashes, texts = np.unique(features.hashes, return_counts=True)
        kept = texts >= at_least
        return cls.made(hashes[kept], _rarity(texts[kept], len(features)).astype(np.float16))

    @classmethod
    def made(cls, hashes: NDArray[np.uint32], rarity: NDArray[np.float16]) -> "Vocabulary":
        """Put a vocabulary together from what a file holds."""
        return cls(hashes, rarity.astype(np.float32))

    def __len__(self) -> int:
        return len(self.hashes)

    @cached_property
    def slots(self) -> NDArray[np.uint64]:
        """Where a hash is looked up, made at the first look: who only loads a model need not wait for the compiler."""
        made: NDArray[np.uint64] = _slots(self.hashes)
        return made

    def weigh(self, features: Features) -> Weighed:
        """Return the known features of texts with their values."""
        found = _weigh(features.hashes, features.counts, features.families, features.starts,
                       self.rarity, self.slots)  # fmt: skip
        return Weighed(*found)

    def columns_of(self, hashes: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Return the column of each hash, −1 where it is not known."""
        if len(self.hashes) == 0:
            return np.full(len(hashes), -1, np.int64)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, at, -1)


@njit(cache=True, nogil=True)
def _rarity(texts: Any, total: int) -> Any:
    found = np.empty(len(texts), np.float64)
    for n in range(len(texts)):
        found[n] = log((1.0 + total) / (1.0 + texts[n])) + 1.0
    return found


# A slot holds a hash in its upper half and its column + 1 in the lower one; 0 is empty. One look in memory answers.
@njit(cache=True, nogil=True)
def _slots(hashes: Any) -> Any:
    size = 64
    while size < 2 * len(hashes):
        size *= 2
    slots = np.zeros(size, np.uint64)
    for n in range(len(hashes)):
        slot = np.int64(hashes[n]) & (size - 1)
        while slots[slot] != 0:
            slot = (slot + 1) & (size - 1)
        slots[slot] = (np.uint64(hashes[n]) << np.uint64(32)) | np.uint64(n + 1)
    return slots


@njit(cache=True, nogil=True)
def column_of(key: Any, slots: Any) -> Any:
    """Return the column of a hash, −1 where it is not known."""
    mask = len(slots) - 1
    slot = np.int64(key) & mask
    while slots[slot] != 0:
        if (slots[slot] >> np.uint64(32)) == np.uint64(key):
            return np.int64(slots[slot] & np.uint64(0xFFFFFFFF)) - 1
        slot = (slot + 1) & mask
    return np.int64(-1)


@njit(cache=True, nogil=True)
def find_known(hashes: Any, slots: Any, seen: Any, columns: Any, places: Any) -> int:
    """Write the columns of the known hashes and where each stands among `hashes`; return how many.

    All first looks into memory come before anything depends on them, so that they wait together, not one by one.
    """
    mask = len(slots) - 1
    for k in range(len(hashes)):
        seen[k] = slots[np.int64(hashes[k]) & mask]
    known = 0
    for k in range(len(hashes)):
        slot = seen[k]
        if slot != 0 and (slot >> np.uint64(32)) != np.uint64(hashes[k]):
            column = column_of(hashes[k], slots)
        else:
            column = np.int64(slot & np.uint64(0xFFFFFFFF)) - 1
        columns[known] = column
        places[known] = k
        known += column >= 0
    return known


@njit(cache=True, nogil=True)
def first_logs() -> Any:
    """Return 1 + ln n for the counts that most features have."""
    logs = np.ones(16, np.float64)
    for n in range(2, 16):
        logs[n] = 1.0 + log(n)
    return logs


@njit(cache=True, nogil=True)
def counted_log(count: Any, logs: Any) -> float:
    """Return 1 + ln of a count."""
    return logs[count] if count < len(logs) else 1.0 + log(count)


@njit(cache=True, nogil=True)
def _weigh(
    hashes: Any, counts: Any, families: Any, starts: Any, rarity: Any, slots: Any
) -> tuple[Any, Any, Any, Any]:
    columns = np.empty(len(hashes), np.int32)
    rare = np.empty(len(hashes), np.float32)
    plain = np.empty(len(hashes), np.float32)
    family = np.empty(len(hashes), np.uint8)
    begins = np.zeros(len(starts), np.int64)
    logs = first_logs()
    squares, numbers = np.empty(2, np.float64), np.empty(2, np.float64)
    used = 0
    for n in range(len(starts) - 1):
        squares[:] = 0.0
        numbers[:] = 0.0
        for k in range(starts[n], starts[n + 1]):
            column = column_of(hashes[k], slots)
            if column >= 0:
                value = rarity[column] * counted_log(counts[k], logs)
                columns[used], rare[used], family[used] = column, value, families[k]
                squares[families[k]] += value * value
                numbers[families[k]] += 1.0
                used += 1
        begins[n + 1] = used
        # Pieces never outweigh the rest where few words are spelled with letters.
        squares[PIECES] = max(squares[PIECES], squares[WHOLE])
        numbers[PIECES] = max(numbers[PIECES], numbers[WHOLE])
        for k in range(begins[n], used):
            rare[k] = rare[k] / np.sqrt(squares[family[k]])
            plain[k] = 1.0 / np.sqrt(numbers[family[k]])
    return columns[:used].copy(), rare[:used].copy(), plain[:used].copy(), begins
