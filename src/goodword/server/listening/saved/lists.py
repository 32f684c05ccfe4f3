"""The list of saved queries."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import Column, Facet, ListSpec, Sort, register

from ..query_problems import UnreadableQueryError
from .found import Mentions
from .models import SavedQuery
from .queries import access_saved_queries


def _searched(_actor: Actor, rows: Any, words: str) -> Any:
    return rows.filter(Q(name__icontains=words) | Q(source__icontains=words))


def _count(actor: Actor, rows: Sequence[Any]) -> None:
    """Set `found_n`, how many mentions each query finds, in memory; None where it can no longer be read."""
    mentions = Mentions(actor) if rows else None
    for row in rows:
        row.found_n = count_of(mentions, row) if mentions else None


def count_of(mentions: Mentions, query: SavedQuery) -> int | None:
    """Return how many mentions a query finds; None when a word it asks for is no longer the brand's."""
    try:
        return mentions.found(query.source).total
    except UnreadableQueryError:
        return None


QUERIES = register(
    ListSpec(
        name="queries",
        title=_("Saved queries"),
        right=Right.MENTIONS_READ,
        rows=access_saved_queries,
        columns=(
            Column(name="name", label=_("Name"), value=lambda q: q.name, template="listening/query_name.html", sort="name"),
            Column(name="kind", label=_("About"), value=lambda q: q.kind, template="listening/query_kind.html"),
            Column(name="source", label=_("Query"), value=lambda q: q.source, template="listening/query_source.html"),
            Column(name="found", label=_("Mentions"), value=lambda q: getattr(q, "found_n", None), align="end"),
            Column(name="version", label=_("Version"), value=lambda q: q.version, align="end"),
            Column(name="changed_at", label=_("Changed"), value=lambda q: q.changed_at, sort="changed_at"),
        ),
        facets=(Facet(name="kind", label=_("About"), labels=dict(SavedQuery.Kind.choices)),),
        sorts=(
            Sort(name="changed_at", label=_("Last changed"), key="changed_at"),
            Sort(name="name", label=_("By name"), key="name", descending=False),
        ),
        search=_searched,
        enrich=_count,
        route="query-list",
        export_route="query-export",
    )
)  # fmt: skip
