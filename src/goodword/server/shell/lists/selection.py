"""What an address asks of a list. What it asks wrongly becomes a sentence, never a default."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Actor

from .addresses import CURSOR
from .columns import Column
from .cursors import Position, position_of
from .facets import Facet, understood
from .keyset import Order
from .spec import ListSpec
from .windows import PRESET, SINCE, UNTIL, Window, window_of

SEARCH, SORT, COLUMNS = "q", "sort", "columns"
UNFOLDED = "all"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing an address asks wrongly, the parameter it is in and, where it can be proposed, what would be right."""

    sentence: str
    parameter: str
    fix: str = ""

    @property
    def said(self) -> str:
        """The sentence with the proposal, for those who get no link."""
        return f"{self.sentence} {proposal(self.fix)}" if self.fix else self.sentence


def proposal(fix: str) -> str:
    """Return what would be right, as a question."""
    return _("Did you mean: %(fix)s") % {"fix": fix}


@dataclass(slots=True)
class Selection:
    """The words, filters, window, order, columns and place asked for, and what was wrong with the asking."""

    order: Order
    columns: Sequence[Column]
    search: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    window: Window | None = None
    position: Position | None = None
    folded: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> set[str]:
        """The parameters that were not understood."""
        return {problem.parameter for problem in self.problems}

    def understood(self, facet: Facet) -> tuple[str, ...]:
        """Return the values chosen of a filter; none when one of them was not understood."""
        return () if facet.name in self.refused else self.chosen.get(facet.name, ())

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.search or self.chosen or self.window)


def selection_of(
    spec: ListSpec, actor: Actor, params: QueryDict, *, remembered: str = "", also: Sequence[str] = ()
) -> Selection:
    """Read an address; `remembered` is the member's own choice of columns, `also` names further parameters."""
    reader = _Reader(spec, actor, params)
    selection = Selection(order=reader.order(), columns=reader.columns(remembered))
    selection.search = reader.search()
    selection.chosen = {facet.name: values for facet in spec.facets if (values := reader.values(facet))}
    selection.window = reader.window()
    selection.position = reader.position(selection.order)
    selection.folded = reader.folded()
    reader.refuse_unknown({*spec.also, *also})
    selection.problems = reader.problems
    return selection


class _Reader:
    """Reads one address piece by piece and gathers what is wrong with it."""

    def __init__(self, spec: ListSpec, actor: Actor, params: QueryDict) -> None:
        self.spec, self.actor, self.params = spec, actor, params
        self.problems: list[Problem] = []

    def _wrong(self, parameter: str, sentence: str) -> None:
        self.problems.append(Problem(sentence, parameter))

    def search(self) -> str:
        words = self.params.get(SEARCH, "").strip()
        if words and self.spec.search is None:
            self._wrong(SEARCH, _("This list cannot be searched."))
            return ""
        longest = self.spec.longest_search
        if len(words) > longest or "\x00" in words:
            sentence = _("The search is too long or has unreadable characters. Give up to %(n)d characters.")
            self._wrong(SEARCH, sentence % {"n": longest})
            return ""
        return words

    def values(self, facet: Facet) -> tuple[str, ...]:
        given = dict.fromkeys(understood(text) for text in self.params.getlist(facet.name) if text)
        for value in given:
            if not facet.knows(value) or len(value) > 200 or "\x00" in value:
                self._wrong(facet.name, self._unknown_value(facet, value))
        return tuple(given)

    def _unknown_value(self, facet: Facet, value: str) -> str:
        words = {"value": value[:40].replace("\x00", "?"), "label": facet.label}
        if facet.labels is None:
            return (
                _("“%(value)s” is no value of the filter “%(label)s”. Remove it or choose another.") % words
            )
        words["known"] = ", ".join(facet.labels)
        return _("“%(value)s” is no value of the filter “%(label)s”. Choose from: %(known)s.") % words

    def window(self) -> Window | None:
        if self.spec.window is None:
            return None
        preset, since, until = (self.params.get(name, "").strip() for name in (PRESET, SINCE, UNTIL))
        try:
            return window_of(preset, since, until, self.actor.time_zone)
        except InputError as error:
            self._wrong(PRESET if preset else SINCE if since else UNTIL, str(error))
            return None

    def order(self) -> Order:
        first = self.spec.sorts[0]
        text = self.params.get(SORT, "")
        if not text:
            return Order(first, first.descending)
        sort = self.spec.sort(text.removeprefix("-"))
        if sort is None:
            known = ", ".join(each.name for each in self.spec.sorts)
            words = {"value": text[:40], "known": known}
            self._wrong(
                SORT, _("“%(value)s” is not an order of this list. Choose one of: %(known)s.") % words
            )
            return Order(first, first.descending)
        return Order(sort, text.startswith("-"))

    def columns(self, remembered: str) -> list[Column]:
        known = {column.name: column for column in self.spec.columns_for(self.actor)}
        text = self.params.get(COLUMNS, "")
        names = [name.strip() for name in text.split(",") if name.strip()]
        if unknown := [name for name in names if name not in known]:
            words = {"value": unknown[0][:40], "known": ", ".join(known)}
            self._wrong(
                COLUMNS, _("“%(value)s” is not a column of this list. Choose from: %(known)s.") % words
            )
        if not names:
            names = [name for name in remembered.split(",") if name in known]
        if not names:
            names = [name for name, column in known.items() if column.default]
        return [column for name, column in known.items() if name in names]

    def position(self, order: Order) -> Position | None:
        cursor = self.params.get(CURSOR, "")
        if not cursor:
            return None
        try:
            return position_of(f"{self.spec.name}:{order.scope}", cursor)
        except InputError as error:
            self._wrong(CURSOR, str(error))
            return None

    def folded(self) -> bool:
        if self.spec.fold is None:
            return False
        asked = self.params.get(self.spec.fold.parameter, "")
        if asked not in ("", UNFOLDED):
            words = {"value": asked[:40].replace("\x00", "?"), "known": UNFOLDED}
            self._wrong(
                self.spec.fold.parameter,
                _("“%(value)s” is not a known value. Choose from: %(known)s.") % words,
            )
        return asked != UNFOLDED

    def refuse_unknown(self, also: set[str]) -> None:
        known = {SEARCH, SORT, COLUMNS, CURSOR, *(facet.name for facet in self.spec.facets), *also}
        if self.spec.window:
            known |= {PRESET, SINCE, UNTIL}
        if self.spec.fold:
            known.add(self.spec.fold.parameter)
        for name in self.params:
            if name not in known:
                words = {"name": name[:40].replace("\x00", "?")}
                self._wrong(
                    name, _("This list has no filter named “%(name)s”. Remove it from the address.") % words
                )
