"""Filters by value, and how many rows each value would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .columns import Label

NOT_GIVEN = _("Not given")
BLANK = "-"  # how an address spells "has no value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A filter by one field's value. With `labels` the list of values is closed; without, any value is asked for.

    Values are plain strings; the empty string and null are both "no value", spelled `-` in addresses. A facet that is
    not `counted` narrows the list without a panel (for links from elsewhere); a `numeric` one takes whole numbers.
    """

    name: str
    label: Label
    field: str = ""
    labels: Mapping[str, Label] | None = None
    label_of: Callable[[str], Label] | None = None
    blank: Label = NOT_GIVEN
    nullable: bool = False
    counted: bool = True
    numeric: bool = False
    icons: Mapping[str, str] | None = None

    @property
    def column(self) -> str:
        """The field that is filtered and grouped by."""
        return self.field or self.name

    def knows(self, value: str) -> bool:
        """Whether a value can be asked for."""
        if value == "":
            return True
        if self.numeric:
            return value.isascii() and value.isdecimal() and len(value) < 19
        return self.labels is None or value in self.labels

    def shown(self, value: str) -> Label:
        """Return a value as people read it."""
        if value == "":
            return self.blank
        if self.labels is not None and value in self.labels:
            return self.labels[value]
        return self.label_of(value) if self.label_of else value

    def condition(self, values: Sequence[str]) -> Q:
        """Return the filter that keeps the rows with one of the values."""
        given = [int(value) for value in values if value] if self.numeric else list(values)
        wanted = Q(**{f"{self.column}__in": given})
        if self.nullable and "" in values:
            wanted |= Q(**{f"{self.column}__isnull": True})
        return wanted


def spelled(value: str) -> str:
    """Return a value as an address spells it.

    >>> spelled(""), spelled("zh")
    ('-', 'zh')
    """
    return value or BLANK


def understood(text: str) -> str:
    """Return the value an address means.

    >>> understood("-"), understood("zh")
    ('', 'zh')
    """
    return "" if text == BLANK else text


@dataclass(slots=True)
class FacetCounts:
    """Rows per value: `panels` with each facet's own filter left out, `inside` with every filter on.

    `groups` are the combinations of values that every filter leaves, with their rows.
    """

    total: int = 0
    panels: dict[str, Counter[str]] = field(default_factory=dict)
    inside: dict[str, Counter[str]] = field(default_factory=dict)
    groups: list[tuple[Mapping[str, str], int]] = field(default_factory=list)


Group = tuple[Sequence[str], int]


def grouped(rows: QuerySet[Any], facets: Sequence[Facet]) -> list[Group]:
    """Count the rows of every combination of facet values, in one query."""
    columns = [facet.column for facet in facets]
    counted = rows.order_by().values_list(*columns).annotate(rows_=Count("pk"))
    return [(["" if value is None else str(value) for value in values], count) for *values, count in counted]


def marginalised(
    groups: Iterable[Group], facets: Sequence[Facet], chosen: Mapping[str, Sequence[str]]
) -> FacetCounts:
    """Sum the groups per facet value, each facet without its own filter.

    >>> language, tone = Facet(name="language", label="Language"), Facet(name="tone", label="Tone")
    >>> groups = [(("en", "+"), 3), (("en", "-"), 2), (("zh", "+"), 5)]
    >>> counts = marginalised(groups, [language, tone], {"language": ("en",)})
    >>> counts.total, dict(counts.panels["language"]), dict(counts.panels["tone"])
    (5, {'en': 5, 'zh': 5}, {'+': 3, '-': 2})
    """
    names = [facet.name for facet in facets]
    wanted = [frozenset(chosen[name]) if chosen.get(name) else None for name in names]
    panels: list[Counter[str]] = [Counter() for _name in names]
    inside: list[Counter[str]] = [Counter() for _name in names]
    total = 0
    left: list[tuple[Mapping[str, str], int]] = []
    filtered = [index for index, each in enumerate(wanted) if each is not None]
    for values, count in groups:
        misses = [index for index in filtered if values[index] not in (wanted[index] or ())]
        if not misses:
            total += count
            left.append((dict(zip(names, values, strict=True)), count))
            for index, value in enumerate(values):
                panels[index][value] += count
                inside[index][value] += count
        elif len(misses) == 1:
            panels[misses[0]][values[misses[0]]] += count
    return FacetCounts(
        total=total,
        groups=left,
        panels=dict(zip(names, panels, strict=True)),
        inside=dict(zip(names, inside, strict=True)),
    )
