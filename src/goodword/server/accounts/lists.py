"""The list of members: what the console shows, the export writes and the API returns."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodword.server.shell.lists import Column, Facet, ListSpec, Sort, register

from .actor import Actor
from .models import Membership
from .queries import access_members
from .rights import Right, Role


def _searched(actor: Actor, rows: QuerySet[Membership], words: str) -> QuerySet[Membership]:  # noqa: ARG001 - every list's search is called alike
    """Return the members whose name or address contains the words."""
    return rows.filter(Q(user__name__icontains=words) | Q(user__email__icontains=words))


def _linked(actor: Actor, members: Sequence[Membership]) -> None:
    """Give each member the address of their page, for those who may change it."""
    for member in members:
        may = actor.may(Right.MEMBERS_MANAGE)
        place = {"brand": actor.brand_slug, "pk": member.pk}
        member.url = reverse("member-detail", kwargs=place) if may else ""  # type: ignore[attr-defined]


MEMBERS = register(
    ListSpec(
        name="members",
        title=_("Members"),
        right=Right.MEMBERS_READ,
        rows=access_members,
        columns=(
            Column(
                name="name",
                label=pgettext_lazy("a person's", "Name"),
                value=lambda m: m.user.name,
                template="accounts/member_cell.html",
                sort="name",
            ),
            Column(name="email", label=_("E-mail address"), value=lambda m: m.user.email, sort="email"),
            Column(name="role", label=_("Role"), value=lambda m: m.get_role_display()),
            Column(name="since", label=_("Member since"), value=lambda m: m.created_at, sort="since"),
            Column(name="last_seen", label=_("Last sign-in"), value=lambda m: m.user.last_login),
        ),
        facets=(Facet(name="role", label=_("Role"), labels={role.value: role.label for role in Role}),),
        sorts=(
            Sort(
                name="name",
                label=_("Name A–Z"),
                key="user__name",
                descending=False,
                reverse_label=_("Name Z–A"),
            ),
            Sort(name="email", label=_("Address A–Z"), key="user__email", descending=False),
            Sort(name="since", label=_("Newest"), key="created_at", reverse_label=_("Oldest")),
        ),
        enrich=_linked,
        search=_searched,
        search_hint=_("A name or an address"),
        route="member-list",
        export_route="member-export",
    )
)
