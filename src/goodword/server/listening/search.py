"""Finding mentions by a query: its words in the full-text index, its fields in the table."""

from datetime import date, datetime, time
from functools import reduce
from operator import and_, or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate, Lower
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThan

from goodword.server.accounts.facade import system_actor_for
from goodword.text.query import (
    All,
    Between,
    Given,
    Node,
    Not,
    Query,
    QueryError,
    Same,
    is_text,
    parse_query,
    wanted,
)  # fmt: skip
from goodword.text.query import Any as AnyOf
from goodword.text.query.matching import LOWER

from .lookups import lookup
from .query_fields import query_fields
from .query_problems import UnreadableQueryError
from .taxonomy import ASPECT, CAUSE, Taxonomy, taxonomy_of
from .unsure import told_apart

# Nothing is published before or after, and no database has to be asked for moments it cannot keep.
_EARLIEST, _LATEST = date(1800, 1, 1).toordinal(), date(2300, 1, 1).toordinal()
_COLUMNS = {"aspect": "aspects", "published": "published_at"}
_NULLABLE = ("rating", "published")
_UNKNOWN = "und"
_KINDS = {"cause": CAUSE, "aspect": ASPECT}


def query_for(brand_id: int, source: str) -> Query:
    """Read a query with the fields of a brand; UnreadableQueryError says what is wrong with it."""
    try:
        if ":" not in source and "：" not in source:
            return parse_query(source)
        return parse_query(source, query_fields(taxonomy_of(brand_id)))
    except QueryError as error:
        raise UnreadableQueryError(error) from None


def matching(brand_id: int, query: str) -> Q:
    """Return the condition on a brand's mentions that a query makes; an empty one is met by all of them.

    UnreadableQueryError says what is wrong with a query that cannot be read.
    """
    return Q(brand_id=brand_id) & Conditions(brand_id).of(query_for(brand_id, query).tree)


def marked_words(brand_id: int, query: str) -> list[str]:
    """Return the words and phrases a brand's query asks for, as a page may mark them; none of an unreadable one.

    >>> marked_words(1, 'lost "my bag" -refund lugg*')
    ['lost', 'my bag', 'lugg*']
    """
    try:
        tree = query_for(brand_id, query).tree
    except UnreadableQueryError:
        return []
    return [" ".join(phrase.words) + ("*" if phrase.prefix else "") for phrase in wanted(tree)]


class Conditions:
    """Turns the tree of a query into a condition; every largest part of words alone is one look-up in the index."""

    def __init__(self, brand_id: int) -> None:
        self._brand_id = brand_id
        self._own: Taxonomy | None = None

    def of(self, node: Node) -> Q:
        """Return the condition that a part of the query makes."""
        if is_text(node):
            return told_apart(self._brand_id, node, found(node))
        match node:
            case Not(part):
                return ~self.of(part)
            case All(parts) | AnyOf(parts):
                return self._joined(parts, Q.AND if isinstance(node, All) else Q.OR)
            case Same():
                return self.same(node)
            case Given(field):
                return given(field)
            case Between(field):
                return self._days(node) if field == "published" else ratings(node)
        raise TypeError(f"{type(node).__name__} is no node of a query.")

    def _joined(self, parts: tuple[Node, ...], connector: str) -> Q:
        """Join the parts, those of words alone as one."""
        texts = tuple(part for part in parts if is_text(part))
        whole = All(texts) if connector == Q.AND else AnyOf(texts)
        grouped = ([whole] if texts else []) + [part for part in parts if not is_text(part)]
        conditions = map(self.of, grouped)
        return reduce(and_ if connector == Q.AND else or_, conditions, Q())

    def same(self, node: Same) -> Q:
        """Return the condition that a field has a value."""
        if node.field in _KINDS and not node.prefix:
            keys = self._taxonomy().keys(_KINDS[node.field], node.value)
            return _any_aspect(keys) if node.field == "aspect" else Q(cause__in=keys)
        if node.field == "language" and node.value == _UNKNOWN:
            return Q(language__in=("", _UNKNOWN))  # a model that does not know it leaves the column empty
        if node.field not in ("source", "author"):
            return Q(**{node.field: node.value})
        name, value = ascii_lower(node.field), node.value.translate(LOWER)
        if not node.prefix:
            return Q(Exact(name, value))
        # What begins so, as a range that an index knows.
        return Q(GreaterThanOrEqual(name, value)) & Q(LessThan(name, value + chr(0x10FFFF)))

    def _days(self, node: Between) -> Q:
        since, before = window_of_days(node, zone_of(self._brand_id))
        inside = Q(published_at__isnull=False)
        if since is not None:
            inside &= Q(published_at__gte=since)
        if before is not None:
            inside &= Q(published_at__lt=before)
        return inside

    def _taxonomy(self) -> Taxonomy:
        self._own = self._own or taxonomy_of(self._brand_id)
        return self._own


def found(node: Node) -> Q:
    """Return the condition that the index makes of a part of words alone."""
    asked = lookup(node)
    inside = Q(pk__in=RawSQL(asked.sql, asked.values))  # noqa: S611 - expressions are parameters, made of bare words
    return ~inside if asked.is_out else inside


def ascii_lower(field: str) -> Any:
    """Return a text column with the letters of ASCII in lower case, the same on both databases."""
    return Lower(Collate(F(field), "C")) if connection.vendor == "postgresql" else Lower(F(field))


def given(field: str) -> Q:
    """Return the condition that a field has any value."""
    column = _COLUMNS.get(field, field)
    return Q(**{f"{column}__isnull": False}) if field in _NULLABLE else ~Q(**{column: ""})


def ratings(node: Between) -> Q:
    """Return the condition that the rating lies in a range."""
    inside = Q(rating__isnull=False)
    if node.low is not None:
        inside &= Q(rating__gt=node.low) if node.beyond_low else Q(rating__gte=node.low)
    if node.high is not None:
        inside &= Q(rating__lt=node.high) if node.below_high else Q(rating__lte=node.high)
    return inside


def window_of_days(node: Between, zone: str) -> tuple[datetime | None, datetime | None]:
    """Return the moment that a range of days begins at, and the one it ends before; an open end is None.

    >>> from goodword.text import parse_query
    >>> window_of_days(parse_query("published:>2026-01").tree, "UTC")[0].isoformat()
    '2026-02-01T00:00:00+00:00'
    """
    first = None if node.low is None else int(node.low) + node.beyond_low
    after = None if node.high is None else int(node.high) + (not node.below_high)
    since = None if first is None or first <= _EARLIEST else _midnight(min(first, _LATEST), zone)
    before = None if after is None or after > _LATEST else _midnight(max(after, _EARLIEST), zone)
    return since, before


def _midnight(ordinal: int, zone: str) -> datetime:
    return datetime.combine(date.fromordinal(ordinal), time.min, ZoneInfo(zone))


def zone_of(brand_id: int) -> str:
    """Return the time zone of a brand."""
    return system_actor_for(brand_id, "search").time_zone


def _any_aspect(keys: tuple[str, ...]) -> Q:
    wanted_ones = Q()
    for key in keys:
        wanted_ones |= Q(aspects__contains=f"|{key}|")
    return wanted_ones
