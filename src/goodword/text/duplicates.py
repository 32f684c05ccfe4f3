"""Copies of a text that differ a little: MinHash finds candidates, the pieces themselves decide."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from goodword.core.errors import InputError

from .shingles import MOST, Shingles, shingles

PERMUTATIONS = 128
_BATCH = 8192
_CROWD = 8  # texts kept of those that share a band; the others are found through them or another band
_LIKELY = 0.97  # the probability that two texts that are just similar enough share a band
_TINY, _PHRASE = 16, 48  # letters
Ids = NDArray[np.int64]


def near_duplicates(texts: Sequence[str | None], *, threshold: float = 0.5) -> Ids:
    """Return the cluster of each text (int64): the index of the first text that says nearly the same.

    Two texts are copies if the Jaccard similarity of their pieces (5 letters, 2 Han characters; see `shingles`)
    is at least `threshold`, and copies of copies belong together. Short texts (up to 64 letters) are copies too
    if no more than (1 - `threshold`) / 2 of their letters, a quarter, must be edited; below 48 letters, where set
    phrases weigh much, only then. Texts of fewer than 8 letters are copies only if they are the same but for
    case, width, script variant and spaces.

    Source: Broder 1997, "On the resemblance and containment of documents"; banding as in Leskovec, Rajaraman
    and Ullman, "Mining of Massive Datasets", 3.4.

    >>> near_duplicates(["The parcel came late again!", "No.", "RT @ann: the parcel came late again http://a.co", "No."])
    array([0, 1, 0, 1])
    """
    index = DuplicateIndex(threshold=threshold)
    for begin in range(0, len(texts), _BATCH):
        batch = texts[begin : begin + _BATCH]
        index.add(np.arange(begin, begin + len(batch), dtype=np.int64), batch)
    return index.clusters


class _State(NamedTuple):
    """What is kept: of each text and, in `bands` and `members`, which texts share a band (open addressing)."""

    parents: NDArray[np.int32]
    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    pieces: NDArray[np.uint32]
    letter_starts: NDArray[np.int64]
    letters: NDArray[np.uint32]
    bands: NDArray[np.uint32]
    members: NDArray[np.int32]


class DuplicateIndex:
    """Clusters of copies that grow batch by batch.

    A post needs about 1 kB, a long text at most 2 kB (`shingles` keeps no more than 256 pieces of 4 bytes), a
    text that says the same as an earlier one 40 bytes.
    """

    def __init__(self, *, threshold: float = 0.5) -> None:
        if not 0 < threshold <= 1:
            raise InputError(f"The threshold is {threshold}. Give a similarity above 0 and up to 1.")
        self.threshold = threshold
        self.merged: list[tuple[int, int]] = []
        self._rows = _rows_of_a_band(threshold)
        self._count = self._entries = 0
        self._ids = np.empty(0, np.int64)
        counts, hashes = np.zeros(1, np.int64), np.empty(0, np.uint32)
        numbers = np.empty(0, np.int32)
        self._state = _State(
            numbers, hashes.astype(np.uint64), counts, hashes, counts, hashes, hashes, numbers
        )

    def __len__(self) -> int:
        return self._count

    @property
    def clusters(self) -> Ids:
        """The cluster of every text so far, in the order they were added."""
        found: Ids = self._ids[_roots(self._state.parents, 0, self._count)]
        return found

    def add(self, ids: Ids, texts: Sequence[str | None]) -> Ids:
        """Add texts and return the cluster of each: the id (int64) of its first text.

        A text can be the link between two clusters: `merged` then holds (the id that was, the id that is).

        >>> index = DuplicateIndex()
        >>> index.add([7], ["服务态度很差，等了一个小时"]), index.add([9], ["服務態度很差,等了一個小時!!"])
        (array([7]), array([7]))
        """
        cut = shingles(texts, PERMUTATIONS)
        first, self._count = self._count, self._count + len(texts)
        self._make_room(first, cut)
        self._ids[first : self._count] = ids
        self._entries, joined = _join(first, cut, self._rows, self.threshold, self._state, self._entries)
        parents = self._state.parents
        self.merged = [(int(self._ids[was]), int(self._ids[_root(parents, was)])) for was in joined]
        found: Ids = self._ids[_roots(parents, first, self._count)]
        return found

    def _make_room(self, first: int, new: Shingles) -> None:
        old, count = self._state, self._count
        self._ids = _grown(self._ids, count)
        most = self._entries + len(new.keys) * (PERMUTATIONS // self._rows + 1)
        bands, members = _table(old.bands, old.members, most)
        self._state = _State(
            parents=_grown(old.parents, count),
            keys=_grown(old.keys, count),
            starts=_grown(old.starts, count + 1),
            pieces=_grown(old.pieces, int(old.starts[first]) + len(new.pieces)),
            letter_starts=_grown(old.letter_starts, count + 1),
            letters=_grown(old.letters, int(old.letter_starts[first]) + len(new.letters)),
            bands=bands,
            members=members,
        )


def _rows_of_a_band(threshold: float) -> int:
    """Return how many hashes in a row two texts must share to be compared: as many as the threshold allows."""

    def meeting(rows: int) -> float:
        return 1 - (1 - threshold**rows) ** (PERMUTATIONS // rows)

    return max((rows for rows in range(1, 17) if meeting(rows) >= _LIKELY), default=1)


def _grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    if size <= len(array):
        return array
    larger = np.empty(max(size, len(array) * 3 // 2), array.dtype)
    larger[: len(array)] = array
    return larger


def _table(
    bands: NDArray[np.uint32], members: NDArray[np.int32], most: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return a table with room for so many entries, two thirds full at most."""
    if 3 * most <= 2 * len(bands):
        return bands, members
    size = 1 << (2 * most).bit_length()
    larger, moved = np.zeros(size, np.uint32), np.full(size, -1, np.int32)
    _move(bands, members, larger, moved)
    return larger, moved


@njit(cache=True, nogil=True)
def _root(parents: Any, number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


@njit(cache=True, nogil=True)
def _roots(parents: Any, first: int, end: int) -> Any:
    roots = np.empty(end - first, np.int64)
    for number in range(first, end):
        roots[number - first] = _root(parents, number)
    return roots


@njit(cache=True, nogil=True)
def _join(first: int, new: Any, rows: int, threshold: float, state: Any, entries: int) -> tuple[int, Any]:
    """Take in texts one after the other; return the entries of the table and the older clusters that were joined."""
    parents, bands, members = state.parents, state.bands, state.members
    joined = np.empty(0, np.int64)
    for at in range(len(new.keys)):
        number = first + at
        parents[number], state.keys[number] = number, new.keys[at]
        state.starts[number + 1], state.letter_starts[number + 1] = (
            state.starts[number],
            state.letter_starts[number],
        )
        same = _find_same(number, state.keys, bands, members)
        if same >= 0:
            parents[number] = _root(parents, same)
            continue
        entries += _enter(_short(new.keys[at]), number, bands, members)
        if new.starts[at + 1] == new.starts[at]:
            continue
        _store(new.pieces, new.starts, at, state.pieces, state.starts, number)
        _store(new.letters, new.letter_starts, at, state.letters, state.letter_starts, number)
        for band in range(new.digests.shape[1] // rows):
            key = _band_key(new.digests[at], band, rows)
            slot = np.int64(key) & (len(bands) - 1)
            while members[slot] >= 0:
                if bands[slot] == key:
                    old, own = _root(parents, members[slot]), _root(parents, number)
                    if old != own and _is_copy(state, members[slot], number, threshold):
                        parents[max(old, own)] = min(old, own)
                        if max(old, own) < first:
                            joined = np.append(joined, np.int64(max(old, own)))
                slot = (slot + 1) & (len(bands) - 1)
            entries += _enter(key, number, bands, members)
    return entries, joined


@njit(cache=True, nogil=True)
def _store(values: Any, starts: Any, at: int, to: Any, to_starts: Any, number: int) -> None:
    begin, size = to_starts[number], starts[at + 1] - starts[at]
    to[begin : begin + size] = values[starts[at] : starts[at + 1]]
    to_starts[number + 1] = begin + size


@njit(cache=True, nogil=True)
def _short(key: Any) -> Any:
    return np.uint32(key >> np.uint64(32))


@njit(cache=True, nogil=True)
def _band_key(digest: Any, band: int, rows: int) -> Any:
    key = np.uint64(band + 1)
    for k in range(band * rows, (band + 1) * rows):
        key = (key ^ np.uint64(digest[k])) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return _short(key)


@njit(cache=True, nogil=True)
def _find_same(number: int, keys: Any, bands: Any, members: Any) -> int:
    key = _short(keys[number])
    slot = np.int64(key) & (len(bands) - 1)
    while members[slot] >= 0:
        if bands[slot] == key and keys[members[slot]] == keys[number]:
            return int(members[slot])
        slot = (slot + 1) & (len(bands) - 1)
    return -1


@njit(cache=True, nogil=True)
def _enter(key: Any, number: int, bands: Any, members: Any) -> int:
    """Put a text under a key, unless there is a crowd; return how many entries that made."""
    crowd = 0
    slot = np.int64(key) & (len(bands) - 1)
    while members[slot] >= 0:
        crowd += bands[slot] == key
        if crowd == _CROWD:
            return 0
        slot = (slot + 1) & (len(bands) - 1)
    bands[slot], members[slot] = key, number
    return 1


@njit(cache=True, nogil=True)
def _move(bands: Any, members: Any, to_bands: Any, to_members: Any) -> None:
    for k in range(len(bands)):
        if members[k] >= 0:
            _enter(bands[k], members[k], to_bands, to_members)


@njit(cache=True, nogil=True)
def _is_copy(state: Any, one: int, other: int, threshold: float) -> bool:
    a = state.letters[state.letter_starts[one] : state.letter_starts[one + 1]]
    b = state.letters[state.letter_starts[other] : state.letter_starts[other + 1]]
    if len(a) > 0 and len(b) > 0:
        longer = max(len(a), len(b))
        most = int((1 - threshold) / 2 * longer) - (longer < _TINY)
        if _edits(a, b, most) <= most:
            return True
        if longer < _PHRASE:  # set phrases weigh too much in so few pieces
            return False
    a = state.pieces[state.starts[one] : state.starts[one + 1]]
    b = state.pieces[state.starts[other] : state.starts[other + 1]]
    return _similarity(a, b) >= threshold


@njit(cache=True, nogil=True)
def _edits(a: Any, b: Any, most: int) -> int:
    """Return how many letters must be put in, taken out or replaced (Levenshtein), or any number above `most`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = np.arange(len(b) + 1)
    for i in range(len(a)):
        diagonal, row[0] = row[0], i + 1
        least = i + 1
        for j in range(len(b)):
            cost = min(diagonal + (a[i] != b[j]), row[j] + 1, row[j + 1] + 1)
            diagonal, row[j + 1] = row[j + 1], cost
            least = min(least, cost)
        if least > most:
            return most + 1
    return int(row[len(b)])


@njit(cache=True, nogil=True)
def _similarity(a: Any, b: Any) -> float:
    """Return the Jaccard similarity; of long texts, that of the pieces with the smallest hashes."""
    at_a = at_b = both = either = 0
    while at_a < len(a) and at_b < len(b):
        either += 1
        if a[at_a] == b[at_b]:
            both += 1
            at_a += 1
            at_b += 1
        elif a[at_a] < b[at_b]:
            at_a += 1
        else:
            at_b += 1
    if len(a) < MOST:
        either += len(b) - at_b
    if len(b) < MOST:
        either += len(a) - at_a
    return both / max(either, 1)
