"""The mentions that an address selects, found, counted and ordered in memory: as exact as the table, many times quicker."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goodword.server.accounts.facade import Actor
from goodword.server.shell.lists.facets import Facet, FacetCounts, Group
from goodword.server.shell.lists.keyset import Order, Take
from goodword.server.shell.lists.selection import SEARCH, Selection
from goodword.server.shell.lists.spec import ListSpec

from ..search import query_for
from .dialects import FACETS
from .finding import Finder
from .held import Held, Mask, held
from .looking_up import table_mask
from .ordering import SORTS, taker
from .over_time import OverTime

Tally = NDArray[np.int64]  # how many of the rows have each combination of facet values


def index_of(spec: ListSpec, actor: Actor, selection: Selection) -> "HeldIndex | None":
    """Return what answers for the mentions that an address selects; None where it asks for what is not held."""
    if selection.order.sort.key not in SORTS or any(f.column not in FACETS for f in spec.counted_facets):
        return None
    return HeldIndex(spec, actor, selection)


class HeldIndex:
    """Finds the mentions of a selection once; counts and takes them as often as asked."""

    def __init__(self, spec: ListSpec, actor: Actor, selection: Selection) -> None:
        search = "" if SEARCH in selection.refused else selection.search
        tree = query_for(actor.brand_id, search).tree
        self._spec, self._actor, self._selection = spec, actor, selection
        self._held = held(actor.brand_id)
        self._finder = Finder(self._held, actor.brand_id, actor.time_zone)
        self._found = self._finder.mask(tree) & self._in_window() & self._uncounted()
        self._chosen = {facet.name: mask for facet, mask in self._by_facet()}

    def _in_window(self) -> Mask | np.bool_:
        window = self._selection.window
        if window is None:
            return np.True_
        return self._finder.between(*window.moments(self._actor.time_zone))

    def _uncounted(self) -> Mask | np.bool_:
        """Return the rows that the filters without counts leave."""
        mask: Any = np.True_
        for facet in self._spec.facets:
            values = () if facet.counted else self._selection.understood(facet)
            if values:
                rows = self._spec.rows(self._actor).filter(facet.condition(values))
                mask = mask & table_mask(self._held, rows)
        found: Mask | np.bool_ = mask
        return found

    def _by_facet(self) -> Iterator[tuple[Facet, Mask]]:
        for facet in self._spec.counted_facets:
            if wanted := frozenset(self._selection.understood(facet)):
                says = lambda stored, facet=facet, wanted=wanted: not wanted.isdisjoint(facet.values(stored))  # noqa: E731
                yield facet, self._finder.by_values(facet.column, says)

    def _rows(self, without: str = "") -> Mask:
        mask = self._found
        for name, chosen in self._chosen.items():
            if name != without:
                mask = mask & chosen
        return mask

    @property
    def counts(self) -> FacetCounts:
        """The mentions by the values of every filter."""
        whole = self._tally(self._rows())
        tallies = {name: self._tally(self._rows(without=name)) for name in self._chosen}
        facets = self._spec.counted_facets
        inside = {facet.name: self._by_value(facet, whole) for facet in facets}
        panels = {
            facet.name: self._by_value(facet, tallies[facet.name])
            if facet.name in tallies
            else inside[facet.name].copy()
            for facet in facets
        }
        without = {facet.name: int(tallies.get(facet.name, whole).sum()) for facet in facets}
        return HeldCounts(
            total=int(whole.sum()), panels=panels, inside=inside, without=without,
            names=[facet.name for facet in facets], left=Left(self._held, whole, facets),
        )  # fmt: skip

    def _tally(self, mask: Mask) -> Tally:
        return np.bincount(self._held.rows.kinds[mask], minlength=self._held.kind_count)

    def _by_value(self, facet: Facet, tally: Tally) -> Counter[str]:
        values, found = self._held.kinds.values_of(facet.column), Counter[str]()
        counted = np.bincount(self._held.codes(facet.column), weights=tally, minlength=len(values))
        for place in np.flatnonzero(counted):
            for value in facet.values(values[place]):
                found[value] += int(counted[place])
        return found

    def over_time(self, only: Mapping[str, str]) -> OverTime:
        """Return the mentions with certain values of some facets, to be counted over time."""
        return OverTime(self._held, self._rows(), only)

    def take(self, order: Order, *, folded: bool) -> Take:
        """Return what takes the mentions in an order; `folded` leaves out copies whose original is among them."""
        mask = self._rows()
        return taker(self._held.rows, self._held.without_copies(mask) if folded else mask, order)


@dataclass(frozen=True, slots=True)
class Left:
    """The combinations of facet values among some mentions, with how many have each."""

    held: Held
    tally: Tally
    facets: Sequence[Facet]

    def __iter__(self) -> Iterator[Group]:
        found = np.flatnonzero(self.tally)
        columns = []
        for facet in self.facets:
            values = self.held.kinds.values_of(facet.column)
            columns.append([values[code] for code in self.held.codes(facet.column)[found]])
        return zip(zip(*columns, strict=True), self.tally[found].tolist(), strict=True)

    def crossed(self, one: int, other: int) -> Counter[tuple[str, str]]:
        """Return how many have each pair of values of two facets, named by their place."""
        columns = self.facets[one].column, self.facets[other].column
        ones, others = map(self.held.kinds.values_of, columns)
        first, second = map(self.held.codes, columns)
        counted = np.bincount(first * len(others) + second, weights=self.tally)
        found: Counter[tuple[str, str]] = Counter()
        for place in np.flatnonzero(counted).tolist():
            found[ones[place // len(others)], others[place % len(others)]] = int(counted[place])
        return found


@dataclass(slots=True)
class HeldCounts(FacetCounts):
    """Counts that were made in memory; pairs of facets are counted without going through their combinations."""

    left: Left = field(kw_only=True)

    def crossed(self, one: str, other: str) -> Counter[tuple[str, str]]:
        """Return how many mentions every filter leaves with each pair of stored values of two facets."""
        return self.left.crossed(self.names.index(one), self.names.index(other))
