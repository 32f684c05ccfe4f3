"""One page of a list, ready to be drawn or sent."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.server.accounts.facade import Actor

from .addresses import Address
from .columns import Column, Sort
from .cursors import Position, cursor_of
from .facets import Facet, FacetCounts, spelled
from .keyset import Slice
from .parts import Cell, Chip, Heading, Option, Panel
from .selection import COLUMNS, SEARCH, SORT, UNFOLDED, Problem, Selection
from .spec import ListSpec
from .windows import PRESET, PRESETS, SINCE, UNTIL

_SHOWN_AT_FIRST = 8


class Page:
    """The rows of one page, and everything around them. Addresses are made when they are asked for."""

    def __init__(
        self, spec: ListSpec, selection: Selection, rows: Sequence[Any], part: Slice, counts: FacetCounts,
        address: Address, actor: Actor,
    ) -> None:  # fmt: skip
        self.spec, self.selection, self.rows, self.actor = spec, selection, rows, actor
        self._part, self.counts, self.address = part, counts, address

    def with_rows(self, rows: Sequence[Any], part: Slice) -> "Page":
        """Return the page with its rows."""
        return Page(self.spec, self.selection, rows, part, self.counts, self.address, self.actor)

    @property
    def total(self) -> int:
        """How many rows the filters leave, exactly."""
        return self.counts.total

    @property
    def problems(self) -> Sequence[Problem]:
        """What the address asked wrongly; then there are no rows."""
        return self.selection.problems

    @property
    def is_search_refused(self) -> bool:
        """Whether what cannot be read is the search, and nothing else."""
        return {each.parameter for each in self.problems} == {SEARCH}

    @property
    def problem_links(self) -> list[tuple[Problem, str, str]]:
        """Each problem with the address that leaves its parameter out, and the one with what would be right, if any."""
        return [
            (
                each,
                str(self.address.set(**{each.parameter: None})),
                str(self.address.set(**{each.parameter: each.fix})) if each.fix else "",
            )
            for each in self.problems
        ]

    @property
    def fold_url(self) -> str:
        """The address that folds the rows which go with another one, or unfolds them."""
        parameter = self.spec.fold.parameter if self.spec.fold else ""
        return str(self.address.set(**{parameter: UNFOLDED if self.selection.folded else None}))

    @property
    def columns(self) -> Sequence[Column]:
        """The columns shown, in the list's order."""
        return self.selection.columns

    @property
    def can_search(self) -> bool:
        """Whether the list can be searched by words."""
        return self.spec.search is not None

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return self.selection.is_filtered

    @cached_property
    def next_cursor(self) -> str:
        """The cursor of the page after this one; empty on the last."""
        return self._cursor(-1, forward=True) if self._part.after and self._part.keys else ""

    @cached_property
    def previous_cursor(self) -> str:
        """The cursor of the page before this one; empty on the first."""
        return self._cursor(0, forward=False) if self._part.before and self._part.keys else ""

    def _cursor(self, index: int, *, forward: bool) -> str:
        pk, value = self._part.keys[index]
        return cursor_of(f"{self.spec.name}:{self.selection.order.scope}", Position(value, pk, forward))

    @property
    def next_url(self) -> str:
        """The address of the next page; empty on the last."""
        return str(self.address.at(self.next_cursor)) if self.next_cursor else ""

    @property
    def previous_url(self) -> str:
        """The address of the page before; empty on the first."""
        return str(self.address.at(self.previous_cursor)) if self.previous_cursor else ""

    @property
    def first_url(self) -> str:
        """The address of the first page."""
        return str(self.address.set())

    @property
    def clear_url(self) -> str:
        """The address of the list with nothing narrowed; order and columns stay."""
        return str(self.address.only(SORT, COLUMNS))

    @property
    def query(self) -> str:
        """The page's filters, order and columns as a saved view keeps them."""
        return self.address.set().query.urlencode()

    def export_url(self, kind: str) -> str:
        """Return the address that exports what the filters leave, with the columns shown."""
        if not self.spec.export_route:
            return ""
        query = self.address.set(format=kind).query.urlencode()
        return f"{reverse(self.spec.export_route, kwargs={'brand': self.actor.brand_slug})}?{query}"

    @property
    def csv_url(self) -> str:
        """The address of the export as CSV."""
        return self.export_url("csv")

    @property
    def excel_url(self) -> str:
        """The address of the export as CSV with the mark by which Excel knows UTF-8."""
        return self.export_url("csv-excel")

    @property
    def jsonl_url(self) -> str:
        """The address of the export as JSON lines."""
        return self.export_url("jsonl")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters a search form carries along as hidden fields."""
        query = self.address.set(**{SEARCH: None}).query
        return [(name, value) for name, values in query.lists() for value in values]

    @property
    def kept_for_days(self) -> list[tuple[str, str]]:
        """The parameters the form for two days carries along as hidden fields."""
        query = self.address.set(**{PRESET: None, SINCE: None, UNTIL: None}).query
        return [(name, value) for name, values in query.lists() for value in values]

    @property
    def since(self) -> str:
        """The first day of the window as an address spells it."""
        window = self.selection.window
        return window.since.isoformat() if window and window.since else ""

    @property
    def until(self) -> str:
        """The last day of the window as an address spells it."""
        window = self.selection.window
        return window.until.isoformat() if window and window.until else ""

    @property
    def column_choice(self) -> list[tuple[Column, bool]]:
        """Every column the actor may see, and whether it is shown now."""
        shown = {column.name for column in self.columns}
        return [(column, column.name in shown) for column in self.spec.columns_for(self.actor)]

    @property
    def column_names(self) -> set[str]:
        """The names of the columns shown."""
        return {column.name for column in self.columns}

    @property
    def columns_url(self) -> str:
        """Where the choice of columns is sent."""
        return reverse("columns-choose", kwargs={"brand": self.actor.brand_slug, "name": self.spec.name})

    @property
    def save_url(self) -> str:
        """Where the list as it stands is kept under a name."""
        return reverse("view-save", kwargs={"brand": self.actor.brand_slug, "name": self.spec.name})

    @property
    def summary(self) -> str:
        """How many rows there are, as a sentence for the foot of the list and for screen readers."""
        if not self.is_filtered:
            return ngettext("%(n)s in all", "%(n)s in all", self.total) % {"n": f"{self.total:,}"}
        return ngettext("%(n)s found", "%(n)s found", self.total) % {"n": f"{self.total:,}"}

    @cached_property
    def panels(self) -> list[Panel]:
        """The filters with their counts."""
        return [self._panel(facet) for facet in self.spec.counted_facets]

    def panel(self, name: str) -> Panel | None:
        """Return one filter with its counts."""
        return next((panel for panel in self.panels if panel.facet.name == name), None)

    def _panel(self, facet: Facet) -> Panel:
        counts: Mapping[str, int] = self.counts.panels.get(facet.name, {})
        refused = any(problem.parameter == facet.name for problem in self.problems)
        chosen = () if refused else self.selection.chosen.get(facet.name, ())
        known = dict.fromkeys(
            [*(facet.labels or ()), *sorted(counts, key=lambda v: (-counts[v], v)), *chosen]
        )
        options = [
            Option(
                value=value,
                label=facet.shown(value),
                count=counts.get(value, 0),
                current=value in chosen,
                url=str(self.address.toggled(facet.name, spelled(value))),
                icon=(facet.icons or {}).get(value, ""),
            )
            for value in sorted(known, key=lambda value: value == "")
            if counts.get(value) or value in chosen
        ]
        first = [option for index, option in enumerate(options) if index < _SHOWN_AT_FIRST or option.current]
        rest = [option for option in options if option not in first]
        return Panel(facet, first, rest, str(self.address.set(**{facet.name: None})))

    @cached_property
    def presets(self) -> list[Option]:
        """The usual windows of time."""
        window = self.selection.window
        active = window.preset if window else ""
        everything = Option("", _("All time"), None, window is None, self._window_url(""))
        return [everything] + [
            Option(name, label, None, name == active, self._window_url(name))
            for name, (_n, label) in PRESETS.items()
        ]

    def _window_url(self, preset: str) -> str:
        return str(self.address.set(**{PRESET: preset or None, SINCE: None, UNTIL: None}))

    @cached_property
    def chips(self) -> list[Chip]:
        """Everything that narrows the list, each with the address without it."""
        chips = []
        if self.selection.search:
            chips.append(Chip(_("Words"), self.selection.search, str(self.address.set(**{SEARCH: None}))))
        refused = {problem.parameter for problem in self.problems}
        for facet in self.spec.facets:
            if facet.name in refused:
                continue
            chips += [
                Chip(facet.label, facet.shown(value), str(self.address.without(facet.name, spelled(value))))
                for value in self.selection.chosen.get(facet.name, ())
            ]
        if self.selection.window and self.spec.window:
            chips.append(Chip(self.spec.window.label, self.selection.window.label, self._window_url("")))
        return chips

    @cached_property
    def headings(self) -> list[Heading]:
        """The shown columns with their sorting addresses."""
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        sort = self.spec.sort(column.sort) if column.sort else None
        if sort is None:
            return Heading(column, "", "")
        order = self.selection.order
        if order.sort is sort:
            asked = sort.name if order.descending else f"-{sort.name}"
            direction = "descending" if order.descending else "ascending"
            return Heading(column, str(self.address.set(**{SORT: asked})), direction)
        return Heading(
            column, str(self.address.set(**{SORT: f"-{sort.name}" if sort.descending else sort.name})), ""
        )

    @cached_property
    def orders(self) -> list[Option]:
        """Every order of the list, for a menu: each sort in its natural direction, then the other where it is named."""
        return [
            self._order_option(sort, descending=sort.descending == natural)
            for sort in self.spec.sorts
            for natural in (True, False)
            if natural or sort.reverse_label
        ]

    def _order_option(self, sort: Sort, *, descending: bool) -> Option:
        current = self.selection.order
        label = sort.label if descending == sort.descending else sort.reverse_label
        active = current.sort is sort and current.descending == descending
        asked = f"-{sort.name}" if descending else sort.name
        return Option(asked, label, None, active, str(self.address.set(**{SORT: asked})))

    def cells(self, row: Any) -> list[Cell]:
        """Return a row's values under the shown columns."""
        return [Cell(column, column.value(row)) for column in self.columns]

    @cached_property
    def table(self) -> list[tuple[Any, list[Cell]]]:
        """The rows with their cells."""
        return [(row, self.cells(row)) for row in self.rows]
