"""Filters by value, and how many rows each value would leave."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .columns import Label

NOT_GIVEN = _("Not given")
BLANK = "-"  # how an address spells "has no value"


@dataclass(frozen=True, slots=True)
class Words:
    """A brand's own names for a facet's values, and which other stored values mean one of them."""

    labels: Mapping[str, Label]
    meanings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A filter by one field's value. With `labels` the list of values is closed; without, any value is asked for.

    Values are plain strings; the empty string and null are both "no value", spelled `-` in addresses. A facet that is
    not `counted` narrows the list without a panel (for links from elsewhere); a `numeric` one takes whole numbers; the
    field of one with `several` holds many values between bars: |a|b|. `meanings` says what a stored value counts as.
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
    several: bool = False
    meanings: Mapping[str, str] | None = None

    def worded(self, words: Words) -> "Facet":
        """Return the facet with a brand's own words."""
        return replace(self, labels=words.labels, meanings=words.meanings)

    def values(self, stored: str) -> tuple[str, ...]:
        """Return the values that a stored one counts as.

        >>> Facet(name="about", label="", several=True, meanings={"cost": "price"}).values("|cost|room|")
        ('price', 'room')
        """
        some = [part for part in stored.split("|") if part] if self.several else [stored]
        return tuple(dict.fromkeys((self.meanings or {}).get(each, each) for each in some)) or ("",)

    @property
    def column(self) -> str:
        """The field that is filtered and grouped by."""
        return self.field or self.name

    def knows(self, value: str) -> bool:
        """Whether a value can be asked for."""
        if value == "":
            return True
        if self.numeric and not (value.isascii() and value.isdecimal() and len(value) < 19):
            return False
        return self.labels is None or value in self.labels

    def shown(self, value: str) -> Label:
        """Return a value as people read it."""
        if value == "":
            return self.blank
        if self.labels is not None and value in self.labels:
            return self.labels[value]
        return self.label_of(value) if self.label_of else value

    def translate(self, rows: Iterable[Any]) -> None:
        """Give rows that will be shown, never saved, the values that theirs count as."""
        for row in rows if self.meanings else ():
            values = self.values(getattr(row, self.column))
            joined = f"|{'|'.join(sorted(values))}|" if self.several and any(values) else values[0]
            setattr(row, self.column, joined)

    def condition(self, values: Sequence[str]) -> Q:
        """Return the filter that keeps the rows with one of the values."""
        stored = [*values, *(each for each, meant in (self.meanings or {}).items() if meant in values)]
        if self.several:
            return self._having(stored)
        given = [int(value) for value in values if value] if self.numeric else stored
        wanted = Q(**{f"{self.column}__in": given})
        if self.nullable and "" in values:
            wanted |= Q(**{f"{self.column}__isnull": True})
        return wanted

    def _having(self, values: Sequence[str]) -> Q:
        wanted = Q(pk__in=[])
        for value in values:
            wanted |= Q(**{f"{self.column}__contains": f"|{value}|"}) if value else Q(**{self.column: ""})
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


Group = tuple[Sequence[str], int]
Read = Callable[[str], tuple[str, ...]]


@dataclass(slots=True)
class FacetCounts:
    """Rows per value: `panels` with each facet's own filter left out, `inside` with every filter on.

    `without` are all rows with a facet's own filter left out; `left` are the combinations of values (in the order of
    `names`) that every filter leaves, with their rows.
    """

    total: int = 0
    panels: dict[str, Counter[str]] = field(default_factory=dict)
    inside: dict[str, Counter[str]] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)
    names: Sequence[str] = ()
    left: Iterable[Group] = ()

    def crossed(self, one: str, other: str) -> Counter[tuple[str, str]]:
        """Return how many rows every filter leaves with each pair of stored values of two facets."""
        first, second = self.names.index(one), self.names.index(other)
        pairs: Counter[tuple[str, str]] = Counter()
        for values, count in self.left:
            pairs[values[first], values[second]] += count
        return pairs

    @property
    def groups(self) -> Iterator[tuple[Mapping[str, str], int]]:
        """The combinations that are left, by the names of the facets."""
        return ((dict(zip(self.names, values, strict=True)), count) for values, count in self.left)


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
    >>> counts.without
    {'language': 10, 'tone': 5}
    """
    names = [facet.name for facet in facets]
    read: list[Read] = [cache(facet.values) for facet in facets]
    wanted = {index: frozenset(chosen[name]) for index, name in enumerate(names) if chosen.get(name)}
    left, missed = _split(groups, wanted, read)
    inside = [_summed(column, left, read[index]) for index, column in enumerate(_columns(left, len(names)))]
    panels = [counts.copy() for counts in inside]
    for index, some in missed.items():
        panels[index].update(_summed([values[index] for values, _count in some], some, read[index]))
    total = sum(count for _values, count in left)
    without = {
        name: total + sum(count for _values, count in missed.get(index, ()))
        for index, name in enumerate(names)
    }
    return FacetCounts(
        total=total,
        panels=dict(zip(names, panels, strict=True)),
        inside=dict(zip(names, inside, strict=True)),
        without=without,
        names=names,
        left=left,
    )


def _split(
    groups: Iterable[Group], wanted: Mapping[int, frozenset[str]], read: Sequence[Read]
) -> tuple[list[Group], dict[int, list[Group]]]:
    """Return the groups that meet every filter, and by filter those that meet all the others only."""
    left: list[Group] = []
    missed: dict[int, list[Group]] = {index: [] for index in wanted}
    if not wanted:
        return list(groups), missed
    for group in groups:
        misses = [index for index, some in wanted.items() if some.isdisjoint(read[index](group[0][index]))]
        if not misses:
            left.append(group)
        elif len(misses) == 1:
            missed[misses[0]].append(group)
    return left, missed


def _columns(groups: Sequence[Group], width: int) -> Sequence[Sequence[str]]:
    return list(zip(*(values for values, _count in groups), strict=True)) if groups else [()] * width


def _summed(column: Iterable[str], groups: Iterable[Group], read: Read) -> Counter[str]:
    """Count rows per value: first per stored one, so that only a few are taken apart."""
    stored: dict[str, int] = defaultdict(int)
    for value, (_values, count) in zip(column, groups, strict=True):
        stored[value] += count
    found: Counter[str] = Counter()
    for value, count in stored.items():
        for each in read(value):
            found[each] += count
    return found
