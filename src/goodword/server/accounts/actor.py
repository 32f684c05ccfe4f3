"""Who is asking: the first argument of every read and every write."""

from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .rights import Right, right_name


class ActorKind(StrEnum):
    """How somebody came in."""

    MEMBER = "member"
    TOKEN = "token"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A member, an API token or the system itself, acting for an organisation and, mostly, on one brand.

    `organisation_id` is the organisation acted for (an agency's own, when an agency works for the brand);
    `owner_id` is the organisation the brand belongs to.
    """

    kind: ActorKind
    id: str
    name: str
    organisation_id: int
    owner_id: int
    brand_id: int
    brand_slug: str
    time_zone: str
    currency: str
    rights: frozenset[Right]

    @property
    def is_owner(self) -> bool:
        """Whether the actor's own organisation owns the brand (an agency's does not)."""
        return self.organisation_id == self.owner_id

    def may(self, right: Right) -> bool:
        """Whether the actor holds a right on this brand."""
        return right in self.rights

    def check(self, right: Right) -> None:
        """Refuse with a sentence when the actor lacks a right."""
        if right not in self.rights:
            raise PermissionDenied(self._refusal(right))

    def _refusal(self, right: Right) -> str:
        if self.kind is ActorKind.TOKEN:
            return _("This token lacks the right %(right)s. Ask an administrator for one that has it.") % {
                "right": right.value
            }
        return _("Your role does not allow this (%(right)s). Ask an administrator of your organisation.") % {
            "right": right_name(right)
        }
