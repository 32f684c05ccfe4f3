"""The parts a page of a list is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .columns import Column, Label
from .facets import Facet


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter: how many rows it would leave, whether it is on, and the address that turns it."""

    value: str
    label: Label
    count: int | None
    current: bool
    url: str
    icon: str = ""

    @property
    def tone(self) -> str:
        """The class that colours the icon of a value that has a tone."""
        return f"tone-{self.value}" if self.icon == self.value else ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A filter as it is drawn: the first values, and the rest behind "more"."""

    facet: Facet
    first: Sequence[Option]
    rest: Sequence[Option]
    clear_url: str

    @property
    def is_active(self) -> bool:
        """Whether the filter narrows the list."""
        return any(option.current for option in (*self.first, *self.rest))


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the list, and the address without it."""

    field: Label
    value: Label
    remove_url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading with the address that sorts by it and how it is sorted now."""

    column: Column
    url: str
    direction: str  # "ascending", "descending" or empty, as aria-sort spells it


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row under its column."""

    column: Column
    value: Any
