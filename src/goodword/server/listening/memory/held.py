"""A brand's mentions as arrays held in memory, brought up to date whenever somebody asks for them."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from .blocks import SHIFT, TEXTS, versions
from .rows import Kinds, Rows, joined, read

Mask = NDArray[np.bool_]
_MOST_ROWS = 6_000_000  # of all brands together; the one asked for is always held
_MOST_KEPT = 64


@dataclass(frozen=True)
class Held:
    """A brand's mentions as they were at one moment; nothing in it changes."""

    rows: Rows
    kinds: Kinds
    versions: dict[int, int]
    kept: "Kept"
    _codes: dict[str, NDArray[np.int64]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.rows.ids)

    @cached_property
    def kind_count(self) -> int:
        """How many combinations of facet values there are among the rows."""
        return int(self.rows.kinds.max()) + 1 if len(self) else 0

    def codes(self, facet: str) -> NDArray[np.int64]:
        """Return the number of the value of a facet for each combination."""
        if facet not in self._codes:
            self._codes[facet] = self.kinds.codes(facet, self.kind_count)
        return self._codes[facet]

    def without_copies(self, mask: Mask) -> Mask:
        """Return the rows of a mask but those that are copies of another row of it."""
        places = np.flatnonzero(self._are_copies & mask)
        if not len(places):
            return mask
        originals = self.rows.copies[places]
        found = np.minimum(np.searchsorted(self.rows.ids, originals), len(self) - 1)
        is_there = (self.rows.ids[found] == originals) & mask[found]
        left = mask.copy()
        left[places[is_there]] = False
        return left

    @cached_property
    def _are_copies(self) -> Mask:
        return self.rows.copies > 0

    def mask_of(self, ids: NDArray[np.int64]) -> Mask:
        """Return which rows have one of some ids; ids of other brands are no harm."""
        if not len(self):
            return np.zeros(0, dtype=np.bool_)
        first, last = int(self.rows.ids[0]), int(self.rows.ids[-1])
        there = np.zeros(last - first + 1, dtype=np.bool_)
        there[ids[(ids >= first) & (ids <= last)] - first] = True
        return there[self.rows.ids - first]


@dataclass
class Kept:
    """What was found for some questions about one set of ids, the latest ones; each bit is a row."""

    found: "OrderedDict[Hashable, NDArray[np.uint8]]" = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, question: Hashable, size: int) -> Mask | None:
        """Return what was found."""
        with self.lock:
            bits = self.found.get(question)
            if bits is None:
                return None
            self.found.move_to_end(question)
        return np.unpackbits(bits, count=size).view(np.bool_)

    def put(self, question: Hashable, mask: Mask) -> Mask:
        """Keep what was found, and return it."""
        with self.lock:
            self.found[question] = np.packbits(mask)
            while len(self.found) > _MOST_KEPT:
                self.found.popitem(last=False)
        return mask

    def forget(self) -> None:
        """Forget everything."""
        with self.lock:
            self.found.clear()


class _Shelf:
    """The brands held, the one asked for last at the end."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, Held] = OrderedDict()
        self._locks: dict[int, Lock] = {}
        self._lock = Lock()

    def held(self, brand_id: int) -> Held:
        with self._lock:
            lock = self._locks.setdefault(brand_id, Lock())
        with lock:
            now = versions(brand_id)
            before = self._held.get(brand_id)
            fresh = (
                before
                if before is not None and before.versions == now
                else _brought_up(brand_id, before, now)
            )
        with self._lock:
            self._held[brand_id] = fresh
            self._held.move_to_end(brand_id)
            while len(self._held) > 1 and sum(map(len, self._held.values())) > _MOST_ROWS:
                self._held.popitem(last=False)
        return fresh


def _brought_up(brand_id: int, before: Held | None, now: dict[int, int]) -> Held:
    """Read the blocks that changed; everything when nothing is held, or most of it changed."""
    old = before.versions if before else {}
    changed = sorted(block for block in old.keys() | now.keys() if old.get(block) != now.get(block))
    if before is None or 2 * len(changed) > len(now):
        kinds = Kinds()
        return Held(read(brand_id, kinds), kinds, now, Kept())
    rows = _patched(before.rows, changed, read(brand_id, before.kinds, changed))
    same = len(rows.ids) == len(before) and bool((rows.ids == before.rows.ids).all())
    same = same and old.get(TEXTS) == now.get(TEXTS)
    return Held(rows, before.kinds, now, before.kept if same else Kept())


def _patched(rows: Rows, changed: list[int], fresh: Rows) -> Rows:
    """Return the rows with some blocks (rising) replaced by fresh ones; both are ordered by id."""
    parts, end = [], 0
    for block in changed:
        ends = [block << SHIFT, (block + 1) << SHIFT]
        place, after = np.searchsorted(rows.ids, ends)
        first, last = np.searchsorted(fresh.ids, ends)
        parts += [rows.part(end, place), fresh.part(first, last)]
        end = after
    return joined([*parts, rows.part(end, len(rows.ids))])


_shelf = _Shelf()


def held(brand_id: int) -> Held:
    """Return a brand's mentions as they are now, in the eyes of the current transaction."""
    return _shelf.held(brand_id)
