"""Which of the mentions held in memory a query finds: words by the text index, fields by the arrays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import reduce

import numpy as np

from goodword.text.query import All, Between, Given, Node, Not, Same, is_text
from goodword.text.query import Any as AnyOf
from goodword.text.query.matching import LOWER

from ..aspects import unpacked
from ..models import Mention
from ..search import Conditions, window_of_days
from ..taxonomy import ASPECT, CAUSE, Taxonomy, taxonomy_of
from .dialects import FACETS, NEVER
from .held import Held, Mask
from .looking_up import table_mask, text_mask

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Finder:
    """Finds among the mentions of a brand as they are held; days are those of a time zone."""

    def __init__(self, held: Held, brand_id: int, zone: str) -> None:
        self._held, self._brand_id, self._zone = held, brand_id, zone
        self._own: Taxonomy | None = None

    def mask(self, node: Node) -> Mask:
        """Return which rows a part of a query finds."""
        if is_text(node):
            return text_mask(self._brand_id, self._held, node)
        match node:
            case Not(part):
                return ~self.mask(part)
            case All(parts):
                everything = np.ones(len(self._held), dtype=np.bool_)
                return reduce(np.logical_and, map(self.mask, _grouped(parts, All)), everything)
            case AnyOf(parts):
                return reduce(np.logical_or, map(self.mask, _grouped(parts, AnyOf)))
            case Same() | Given():
                return self._facet(node)
            case Between(field):
                return self._days(node) if field == "published" else self._ratings(node)
        raise TypeError(f"{type(node).__name__} is no node of a query.")

    def by_values(self, facet: str, is_wanted: Callable[[str], bool]) -> Mask:
        """Return the rows of which the stored value of a facet is wanted."""
        held = self._held
        wanted: Mask = np.array([is_wanted(value) for value in held.kinds.values_of(facet)], dtype=np.bool_)
        if not len(held):
            return np.zeros(0, dtype=np.bool_)
        found: Mask = wanted[held.codes(facet)][held.rows.kinds]
        return found

    def between(self, since: datetime | None, before: datetime | None) -> Mask:
        """Return the rows of which the moment lies from one moment until before another."""
        moments = self._held.rows.moments
        mask: Mask = moments != NEVER
        if since is not None:
            mask &= moments >= microseconds(since)
        if before is not None:
            mask &= moments < microseconds(before)
        return mask

    def _facet(self, node: Same | Given) -> Mask:
        facet = "aspects" if node.field == "aspect" else node.field
        if facet in FACETS:
            return self.by_values(facet, bool if isinstance(node, Given) else self._says(node))
        if isinstance(node, Given) and facet in ("rating", "published"):
            rows = self._held.rows
            return ~np.isnan(rows.ratings) if facet == "rating" else rows.moments != NEVER
        return self._in_table(node)

    def _in_table(self, node: Same | Given) -> Mask:
        """Ask the table for what is not held: author and title, kept until `renew_texts`."""
        kept = self._held.kept.get(node, len(self._held))
        if kept is not None:
            return kept
        rows = Mention.objects.filter(Conditions(self._brand_id).of(node), brand_id=self._brand_id)
        return self._held.kept.put(node, table_mask(self._held, rows))

    def _says(self, node: Same) -> Callable[[str], bool]:
        if node.field == "aspect":
            own = self._taxonomy()
            return lambda stored: any(own.current(ASPECT, key) == node.value for key in unpacked(stored))
        if node.field == "cause":
            own = self._taxonomy()
            return lambda stored: bool(stored) and own.current(CAUSE, stored) == node.value
        value = node.value.translate(LOWER)
        if node.prefix:
            return lambda stored: stored.translate(LOWER).startswith(value)
        return lambda stored: stored.translate(LOWER) == value

    def _taxonomy(self) -> Taxonomy:
        self._own = self._own or taxonomy_of(self._brand_id)
        return self._own

    def _days(self, node: Between) -> Mask:
        return self.between(*window_of_days(node, self._zone))

    def _ratings(self, node: Between) -> Mask:
        ratings = self._held.rows.ratings
        low = -np.inf if node.low is None else node.low
        high = np.inf if node.high is None else node.high
        above = ratings > low if node.beyond_low else ratings >= low
        return above & (ratings < high if node.below_high else ratings <= high)


def _grouped(parts: tuple[Node, ...], kind: Callable[[tuple[Node, ...]], Node]) -> list[Node]:
    """Return the parts, those of words alone as one."""
    texts = tuple(part for part in parts if is_text(part))
    return ([kind(texts)] if texts else []) + [part for part in parts if not is_text(part)]


def microseconds(moment: datetime) -> int:
    """Return a moment as it is held.

    >>> microseconds(datetime.fromisoformat("1970-01-01T00:00:01+00:00"))
    1000000
    """
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_of(number: int) -> datetime | None:
    """Return a held moment as it is.

    >>> moment_of(NEVER), moment_of(1_000_000).isoformat()
    (None, '1970-01-01T00:00:01+00:00')
    """
    return None if number == NEVER else _EPOCH + timedelta(microseconds=number)
