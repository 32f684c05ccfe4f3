"""The list of the trail: what the console shows, the export writes and the API returns."""

import json

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.lists import Column, DateRange, Facet, ListSpec, Sort, register

from .fields import actor_said, told
from .models import Entry
from .queries import access_entries
from .sentences import said


def _searched(actor: Actor, rows: QuerySet[Entry], words: str) -> QuerySet[Entry]:  # noqa: ARG001 - every list's search is called alike
    """Return the entries whose actor, target or action contains the words."""
    return rows.filter(
        Q(actor_name__icontains=words) | Q(target_name__icontains=words) | Q(action__icontains=words)
    )


def _json(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


TRAIL = register(
    ListSpec(
        name="audit",
        title=_("Audit trail"),
        right=Right.AUDIT_READ,
        rows=access_entries,
        columns=(
            Column(name="at", label=_("When"), value=lambda e: e.at, sort="at"),
            Column(
                name="actor",
                label=_("Who"),
                value=lambda e: actor_said(e.actor_name, e.actor_kind),
                export=lambda e: e.actor_name,
            ),
            Column(name="action", label=_("What"), value=lambda e: said(e.action), export=lambda e: e.action),
            Column(name="target", label=_("On what"), value=lambda e: e.target_name),
            Column(
                name="change",
                label=_("Change"),
                value=lambda e: (told(e.before), told(e.after)),
                template="audit/change_cell.html",
                export=lambda e: _json(e.after),
            ),
            Column(name="before", label=_("Before"), value=lambda e: _json(e.before), default=False),
            Column(name="after", label=_("After"), value=lambda e: _json(e.after), default=False),
            Column(
                name="sequence", label=_("Entry"), value=lambda e: e.sequence, sort="sequence", align="end"
            ),
            Column(name="hash", label=_("Hash"), value=lambda e: e.hash, default=False),
        ),
        facets=(
            Facet(name="action", label=_("What"), label_of=said),
            Facet(name="actor_name", label=_("Who"), label_of=actor_said),
        ),
        window=DateRange(label=_("When"), field="at"),
        sorts=(
            Sort(name="at", label=_("Newest"), key="at", reverse_label=_("Oldest")),
            Sort(name="sequence", label=_("Entry"), key="sequence"),
        ),
        search=_searched,
        search_hint=_("A name, a thing or an action"),
        route="audit-list",
        export_route="audit-export",
    )
)
