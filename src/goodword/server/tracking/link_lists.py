"""The list of share links: what the console shows, the export writes and the API returns."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.core.vocabulary import Channel, Lever, TieStrength
from goodword.server.accounts.facade import Actor, Right
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
from goodword.server.talkers.facade import access_people, shown_id

from .link_queries import EXPIRED, LIVE, WITHDRAWN, access_clicks, access_links, share_address, state_of
from .models import ShareLink

STATES = {LIVE: _("Live"), EXPIRED: _("Expired"), WITHDRAWN: _("Withdrawn")}
STATE_TONES = {LIVE: "good", EXPIRED: "caution", WITHDRAWN: "unfavourable"}
_CHANNELS, _LEVERS, _TIES = term_labels(Channel), term_labels(Lever), term_labels(TieStrength)


def _searched(actor: Actor, rows: QuerySet[ShareLink], words: str) -> QuerySet[ShareLink]:
    """Return the links with these words in code, person, programme or target; a whole address finds its link."""
    code = words.rstrip("/").rpartition("/")[2]
    wanted = Q(code__icontains=code) | Q(programme__icontains=words) | Q(target__icontains=words)
    if actor.may(Right.PEOPLE_READ):
        wanted |= Q(person_id__icontains=words)
    return rows.filter(wanted)


def _enriched(actor: Actor, links: Sequence[ShareLink]) -> None:
    """Add to a page's links how often each was clicked and who shares it: two readings for all of them."""
    clicks = access_clicks(actor, [link.code for link in links])
    names = names_of(actor, [link.person_id for link in links])
    for link in links:
        row: Any = link
        row.clicks = clicks[link.code]
        row.person_name = names.get(link.person_id, "")
        row.person_shown = shown_id(actor, link.person_id)
        row.state_name, row.state_tone = STATES[state_of(link)], STATE_TONES[state_of(link)]


def names_of(actor: Actor, ids: Sequence[str]) -> dict[str, str]:
    """Return what people are called, by their ids; nothing to those who may not read people."""
    wanted = {each for each in ids if each}
    if not wanted or not actor.may(Right.PEOPLE_READ):
        return {}
    people = access_people(actor).filter(external_id__in=wanted)
    return {person.external_id: str(person) for person in people}


LINKS = register(
    ListSpec(
        name="links",
        title=_("Share links"),
        right=Right.EVENTS_READ,
        rows=access_links,
        columns=(
            Column(
                name="code",
                label=_("Link"),
                value=lambda link: link.code,
                template="tracking/link_code_cell.html",
            ),
            Column(
                name="person",
                label=term_label("person"),
                value=lambda link: link.person_shown,
                template="tracking/link_person_cell.html",
            ),
            Column(
                name="programme",
                label=term_label("programme"),
                value=lambda link: link.programme,
                sort="programme",
            ),
            Column(
                name="channel",
                label=term_label("channel"),
                value=lambda link: _CHANNELS.get(link.channel, ""),
                export=lambda link: link.channel,
            ),
            Column(
                name="lever",
                label=term_label("lever"),
                value=lambda link: _LEVERS.get(link.lever, ""),
                export=lambda link: link.lever,
                default=False,
            ),
            Column(
                name="tie_strength",
                label=term_label("tie_strength"),
                value=lambda link: _TIES.get(link.tie_strength, ""),
                export=lambda link: link.tie_strength,
                default=False,
            ),
            Column(name="clicks", label=_("Clicks"), value=lambda link: link.clicks, align="end"),
            Column(
                name="state",
                label=_("State"),
                value=lambda link: link.state_name,
                template="tracking/link_state_cell.html",
                export=state_of,
            ),
            Column(
                name="made_at",
                label=_("Made"),
                value=lambda link: link.made_at,
                sort="made_at",
                default=False,
            ),
            Column(name="target", label=_("Leads to"), value=lambda link: link.target, default=False),
            Column(
                name="address", label=_("Address"), value=lambda link: share_address(link.code), default=False
            ),
            Column(
                name="root_code", label=_("First share"), value=lambda link: link.root_code, default=False
            ),
            Column(name="depth", label=_("Steps"), value=lambda link: link.depth, align="end", default=False),
            Column(name="expires_at", label=_("Ends"), value=lambda link: link.expires_at, default=False),
        ),
        facets=(
            Facet(name="state", label=_("State"), labels=STATES),
            Facet(name="channel", label=term_label("channel"), labels=_CHANNELS),
            Facet(name="lever", label=term_label("lever"), labels=_LEVERS),
            Facet(name="programme", label=term_label("programme")),
            Facet(name="tie_strength", label=term_label("tie_strength"), labels=_TIES),
            Facet(name="person", field="person_id", label=term_label("person"), counted=False),
            Facet(name="root_code", label=_("First share"), counted=False),
        ),
        window=DateRange(label=_("Made"), field="made_at"),
        sorts=(
            Sort(name="made_at", label=_("Made last"), key="made_at", reverse_label=_("Made first")),
            Sort(name="programme", label=term_label("programme"), key="programme", descending=False),
        ),
        search=_searched,
        search_hint=_("A code, a person, a programme or an address"),
        enrich=_enriched,
        loaded=lambda rows: rows.select_related("parent"),
        route="link-list",
        export_route="link-export",
    )
)
