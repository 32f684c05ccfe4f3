"""The list of people: what the console shows, the export writes and the API returns."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodword.core.vocabulary import TieKind
from goodword.server.accounts.facade import Actor, Right
from goodword.server.listening.facade import access_counts_by_author, language_name
from goodword.server.shell.lists import (
    Column,
    DateRange,
    Facet,
    ListSpec,
    Sort,
    register,
    term_label,
    term_labels,
)

from .models import Person
from .queries import access_people, access_ties, access_ties_of, add_ties, ties_counted

Rows = Any


def _searched(actor: Actor, rows: Rows, words: str) -> Rows:  # noqa: ARG001 - every list's search is called alike
    """Return the people whose name or id contains the words, or whose address they are."""
    return rows.filter(Q(name__icontains=words) | Q(external_id__icontains=words) | Q(email__iexact=words))


def _enriched(actor: Actor, people: Sequence[Person]) -> None:
    """Set how many connections and mentions each person has, in three queries for all of them."""
    add_ties(actor, people)
    may_read = actor.may(Right.MENTIONS_READ)
    counts = access_counts_by_author(actor, [person.external_id for person in people]) if may_read else {}
    for person in people:
        person.mentions_n = counts.get(person.external_id, 0)  # type: ignore[attr-defined]


COLUMNS = (
    Column(
        name="name",
        label=pgettext_lazy("a person's", "Name"),
        value=lambda p: p.name,
        sort="name",
        template="talkers/name_cell.html",
    ),
    Column(name="external_id", label=_("ID"), value=lambda p: p.external_id),
    Column(
        name="email",
        label=_("E-mail address"),
        value=lambda p: p.email,
        default=False,
        right=Right.PEOPLE_WRITE,
    ),
    Column(
        name="language",
        label=_("Language"),
        value=lambda p: language_name(p.language) if p.language else "",
        export=lambda p: p.language,
    ),
    Column(name="joined_at", label=_("Joined"), value=lambda p: p.joined_at, sort="joined_at"),
    Column(
        name="followers", label=_("Followers"), value=lambda p: p.followers, sort="followers", align="end"
    ),
    Column(name="reaches", label=_("Reaches"), value=lambda p: p.ties_out_n, sort="reaches", align="end"),
    Column(
        name="reached_by", label=_("Reached by"), value=lambda p: p.ties_in_n, sort="reached_by", align="end"
    ),
    Column(
        name="mentions",
        label=_("Mentions"),
        value=lambda p: p.mentions_n,
        align="end",
        right=Right.MENTIONS_READ,
    ),
)

PEOPLE = register(
    ListSpec(
        name="people",
        title=_("People"),
        right=Right.PEOPLE_READ,
        rows=access_people,
        columns=COLUMNS,
        facets=(
            Facet(name="language", label=_("Language"), label_of=language_name, blank=_("Not known")),
            Facet(name="import_id", label=term_label("import"), counted=False, numeric=True, nullable=True),
        ),
        window=DateRange(label=_("Joined"), field="joined_at"),
        sorts=(
            Sort(name="name", label=_("Name A–Z"), key="name", descending=False, reverse_label=_("Name Z–A")),
            Sort(
                name="joined_at",
                label=_("Joined last"),
                key="joined_at",
                nullable=True,
                reverse_label=_("Joined first"),
            ),
            Sort(name="followers", label=_("Most followers"), key="followers", nullable=True),
            Sort(name="reaches", label=_("Reaches most"), key=ties_counted("source")),
            Sort(name="reached_by", label=_("Reached by most"), key=ties_counted("target")),
        ),
        search=_searched,
        search_hint=_("A name or an ID"),
        enrich=_enriched,
        route="person-list",
        export_route="person-export",
    )
)

TIES = register(
    ListSpec(
        name="ties",
        title=_("Connections"),
        right=Right.PEOPLE_READ,
        rows=access_ties,
        columns=(
            Column(name="source", label=_("From"), value=lambda t: t.source.external_id or str(t.source)),
            Column(name="target", label=_("To"), value=lambda t: t.target.external_id or str(t.target)),
            Column(name="kind", label=_("Kind"), value=lambda t: t.kind),
            Column(name="weight", label=_("Weight"), value=lambda t: t.weight, align="end"),
            Column(name="at", label=_("Since"), value=lambda t: t.at),
        ),
        facets=(Facet(name="kind", label=_("Kind"), labels=term_labels(TieKind)),),
        sorts=(Sort(name="id", label=_("Added last"), key="pk", reverse_label=_("Added first")),),
        loaded=lambda rows: rows.select_related("source", "target"),
        page_size=20,
    )
)


def ties_of(person: Person) -> ListSpec:
    """Return the list of one person's connections, either way."""
    return replace(TIES, rows=lambda actor: access_ties_of(actor, person))
