"""A list, declared once: the console's page, its partial, the export and the API all read it from here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from goodword.server.accounts.facade import Actor, Right

from .columns import Column, Label, Sort
from .facets import Facet, Words
from .indexed import RowIndex
from .windows import DateRange

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows that are shown with another one: `rows` leaves them out, the counts keep them.

    The console folds them unless its address says `parameter`=all; the export and the API never do.
    """

    parameter: str
    rows: Callable[[Rows], Rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSpec:
    """What a list is made of.

    `rows` returns what the actor may see (it checks the right); `search` narrows rows by words and raises InputError
    for words it cannot read; `fold` says which rows go with another one; `enrich` adds what a page's rows show beyond
    their own fields, in a fixed number of queries; `loaded` prepares the rows' query (related records, deferred
    fields); `index` may answer for what an address selects (a `Selection`) in the table's place, raising InputError like
    `search`; `words` returns a brand's own names for the values of some facets, in a fixed number of queries. The first
    sort is the one a list opens with.
    """

    name: str
    title: Label
    right: Right
    rows: Callable[[Actor], Rows]
    columns: Sequence[Column]
    sorts: Sequence[Sort]
    facets: Sequence[Facet] = ()
    window: DateRange | None = None
    search: Callable[[Actor, Rows, str], Rows] | None = None
    search_hint: Label = ""
    longest_search: int = 500
    loaded: Callable[[Rows], Rows] = field(default=lambda rows: rows)
    enrich: Callable[[Actor, Sequence[Any]], None] | None = None
    words: Callable[[Actor], Mapping[str, Words]] | None = None
    fold: Fold | None = None
    index: Callable[["ListSpec", Actor, Any], RowIndex | None] | None = None
    page_size: int = 50
    also: Sequence[str] = ()  # further parameters that the list's page understands
    route: str = ""
    export_route: str = ""

    def sort(self, name: str) -> Sort | None:
        """Return the sort of a name, if there is one."""
        return next((sort for sort in self.sorts if sort.name == name), None)

    def worded_for(self, actor: Actor) -> "ListSpec":
        """Return the list with the words of the actor's brand."""
        if self.words is None:
            return self
        own = self.words(actor)
        facets = [each.worded(own[each.name]) if each.name in own else each for each in self.facets]
        return replace(self, facets=facets, words=None)

    @property
    def counted_facets(self) -> list[Facet]:
        """The facets that are shown with counts."""
        return [facet for facet in self.facets if facet.counted]

    def facet(self, name: str) -> Facet | None:
        """Return the facet of a name, if there is one."""
        return next((facet for facet in self.facets if facet.name == name), None)

    def columns_for(self, actor: Actor) -> list[Column]:
        """Return the columns that the actor's rights allow."""
        return [column for column in self.columns if column.right is None or actor.may(column.right)]
