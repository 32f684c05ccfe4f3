"""Reads one page of a list: at most a fixed number of queries, whatever is in it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor

from .addresses import Address
from .facets import Facet, FacetCounts, grouped, marginalised
from .keyset import Key, Order, Slice, slice_of
from .pages import Page
from .selection import SEARCH, Problem, Selection, selection_of
from .spec import ListSpec, Rows

# Up to here sorting what the filters leave is cheaper than walking the order's index and skipping.
_FEW = 20_000


def read(
    spec: ListSpec, actor: Actor, params: QueryDict, *, path: str = "", remembered: str = "", size: int = 0,
    also: Sequence[str] = (),
) -> Page:  # fmt: skip
    """Return the page of a list that an address asks for.

    `path` is what the page's addresses begin with, `remembered` the member's own columns (comma-separated), `size`
    another page size than the list's, `also` parameters the caller understands beyond the list's own. What is asked
    wrongly is in the page's `problems`, and then there are no rows.
    """
    selection = selection_of(spec, actor, params, remembered=remembered, also=also)
    found = narrowed(spec, actor, selection)
    counts = _counted(spec, found, selection)
    if selection.problems:
        return Page(
            spec, selection, [], Slice([], before=False, after=False), counts, Address(path, params), actor
        )
    selection.order = _ordered(selection, counts)
    part = slice_of(
        filtered(spec, found, selection), selection.order, size or spec.page_size, selection.position
    )
    return Page(spec, selection, _loaded(spec, actor, part.keys), part, counts, Address(path, params), actor)


def narrowed(spec: ListSpec, actor: Actor, selection: Selection) -> Rows:
    """Return what the actor may see, by words, window and the filters without counts; bad words become a problem."""
    rows = spec.rows(actor).filter(_wanted([f for f in spec.facets if not f.counted], selection))
    if selection.window and spec.window:
        rows = rows.filter(selection.window.condition(spec.window.field, actor.time_zone))
    if selection.search and spec.search:
        try:
            rows = spec.search(actor, rows, selection.search)
        except InputError as error:
            selection.problems.append(Problem(str(error), SEARCH))
    return rows


def filtered(spec: ListSpec, rows: Rows, selection: Selection) -> Rows:
    """Return the rows that the chosen values of the counted filters leave."""
    return rows.filter(_wanted(spec.counted_facets, selection))


def _wanted(facets: Sequence[Facet], selection: Selection) -> Q:
    wanted = Q()
    refused = {problem.parameter for problem in selection.problems}
    for facet in facets:
        values = selection.chosen.get(facet.name)
        if values and facet.name not in refused:
            wanted &= facet.condition(values)
    return wanted


def _counted(spec: ListSpec, rows: Rows, selection: Selection) -> FacetCounts:
    """Count every filter's values at once; without filters, just the rows."""
    facets = spec.counted_facets
    if not facets:
        return FacetCounts(total=rows.order_by().count())
    refused = {problem.parameter for problem in selection.problems}
    chosen = {name: values for name, values in selection.chosen.items() if name not in refused}
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
    if spec.enrich:
        spec.enrich(actor, rows)
    return rows
