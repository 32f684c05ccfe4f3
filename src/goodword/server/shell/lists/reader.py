"""Reads one page of a list: at most a fixed number of queries, whatever is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor

from .addresses import Address
from .facets import Facet, FacetCounts, grouped, marginalised
from .indexed import RowIndex
from .keyset import Key, Order, Slice, Take, slice_of, take_of
from .pages import Page
from .selection import SEARCH, Problem, Selection, selection_of
from .spec import ListSpec, Rows

# Up to here sorting what the filters leave is cheaper than walking the order's index and skipping.
_FEW = 20_000


def read(
    spec: ListSpec, actor: Actor, params: QueryDict, *, path: str = "", remembered: str = "", size: int = 0,
    also: Sequence[str] = (), folded: bool = False,
) -> Page:  # fmt: skip
    """Return the page of a list that an address asks for.

    `path` is what the page's addresses begin with, `remembered` the member's own columns (comma-separated), `size`
    another page size than the list's, `also` parameters the caller understands beyond the list's own; `folded` leaves
    out the rows that go with another one, unless the address asks for all. What is asked wrongly is in the page's
    `problems`, and then there are no rows.
    """
    asked = _asked(spec, actor, params, path=path, remembered=remembered, also=also)
    page, selection = asked.page, asked.page.selection
    if selection.problems:
        return page
    selection.order = _ordered(selection, page.counts)
    take = asked.take(selection.order, folded=folded and selection.folded)
    part = slice_of(take, size or spec.page_size, selection.position)
    return page.with_rows(_loaded(page.spec, actor, part.keys), part)


def tally(
    spec: ListSpec, actor: Actor, params: QueryDict, *, path: str = "", remembered: str = "",
    also: Sequence[str] = (),
) -> tuple[Page, Rows]:  # fmt: skip
    """Return a page with its counts and no rows, and the query of all that its filters leave."""
    asked = _asked(spec, actor, params, path=path, remembered=remembered, also=also)
    return asked.page, asked.rows


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks of a list: the page with its counts, and the index that answered, if one did."""

    page: Page
    index: RowIndex | None

    @property
    def rows(self) -> Rows:
        """The query of all rows that the filters leave."""
        spec, selection = self.page.spec, self.page.selection
        return filtered(spec, narrowed(spec, self.page.actor, selection), selection)

    def take(self, order: Order, *, folded: bool) -> Take:
        """Return what takes the rows in an order."""
        fold = self.page.spec.fold if folded else None
        if self.index is not None:
            return self.index.take(order, folded=fold is not None)
        return take_of(fold.rows(self.rows) if fold else self.rows, order)


def _asked(
    spec: ListSpec, actor: Actor, params: QueryDict, *, path: str, remembered: str, also: Sequence[str]
) -> _Asked:
    spec = spec.worded_for(actor)
    selection = selection_of(spec, actor, params, remembered=remembered, also=also)
    index = _indexed(spec, actor, selection)
    counts = index.counts if index else _counted(spec, narrowed(spec, actor, selection), selection)
    nothing = Slice([], before=False, after=False)
    return _Asked(Page(spec, selection, [], nothing, counts, Address(path, params), actor), index)


def _indexed(spec: ListSpec, actor: Actor, selection: Selection) -> RowIndex | None:
    """Ask the list's index; bad words become a problem, and then it is asked without them."""
    if spec.index is None:
        return None
    try:
        return spec.index(spec, actor, selection)
    except InputError as error:
        _refuse_search(selection, error)
        return spec.index(spec, actor, selection)


def narrowed(spec: ListSpec, actor: Actor, selection: Selection) -> Rows:
    """Return what the actor may see, by words, window and the filters without counts; bad words become a problem.

    An error may tell its `sentence` apart from its `fix`, the words as they would be right.
    """
    rows = spec.rows(actor).filter(_wanted([f for f in spec.facets if not f.counted], selection))
    if selection.window and spec.window:
        rows = rows.filter(selection.window.condition(spec.window.field, actor.time_zone))
    if selection.search and spec.search:
        try:
            rows = spec.search(actor, rows, selection.search)
        except InputError as error:
            _refuse_search(selection, error)
    return rows


def _refuse_search(selection: Selection, error: InputError) -> None:
    if SEARCH not in selection.refused:
        sentence = getattr(error, "sentence", str(error))
        selection.problems.append(Problem(sentence, SEARCH, getattr(error, "fix", "")))


def filtered(spec: ListSpec, rows: Rows, selection: Selection) -> Rows:
    """Return the rows that the chosen values of the counted filters leave."""
    return rows.filter(_wanted(spec.counted_facets, selection))


def _wanted(facets: Sequence[Facet], selection: Selection) -> Q:
    wanted = Q()
    for facet in facets:
        if values := selection.understood(facet):
            wanted &= facet.condition(values)
    return wanted


def _counted(spec: ListSpec, rows: Rows, selection: Selection) -> FacetCounts:
    """Count every filter's values at once; without filters, just the rows."""
    facets = spec.counted_facets
    if not facets:
        return FacetCounts(total=rows.order_by().count())
    chosen = {facet.name: selection.understood(facet) for facet in facets}
    return marginalised(grouped(rows, facets), facets, chosen)


def _ordered(selection: Selection, counts: FacetCounts) -> Order:
    """Tell the order when the filters leave little."""
    order = selection.order
    return Order(order.sort, order.descending, few=selection.is_filtered and counts.total <= _FEW)


def _loaded(spec: ListSpec, actor: Actor, keys: Sequence[Key]) -> list[Any]:
    """Fetch the rows of a page by their ids and add what they show beyond their own fields."""
    ids = [pk for pk, _value in keys]
    if not ids:
        return []
    # The ids were found within what the actor may see. Asked for that condition again, SQLite would follow its index
    # through every row of the brand instead of fetching the few rows by their ids.
    found = spec.loaded(spec.rows(actor)).all()
    found.query.clear_where()
    by_id = found.in_bulk(ids)
    rows = [by_id[pk] for pk in ids if pk in by_id]
    prepare(spec, actor, rows)
    return rows


def prepare(spec: ListSpec, actor: Actor, rows: Sequence[Any]) -> None:
    """Add to rows what they show beyond their own fields, in the brand's own words; queries per call, never per row."""
    for facet in spec.facets:
        facet.translate(rows)
    if spec.enrich:
        spec.enrich(actor, rows)
