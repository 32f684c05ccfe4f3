"""One person as their page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from goodword.server.accounts.facade import Actor, Right
from goodword.server.listening.facade import access_counts_by_author, access_mentions_by, language_name
from goodword.server.shell.lists import term_label

from .models import Person, Tie
from .queries import access_person, add_ties

_MENTIONS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Connection:
    """A tie seen from one person: who is at its other end, and which way the words go."""

    other: Person
    kind: Any
    outward: bool
    tie: Tie


class PersonPage:
    """What the page of a person shows; personal fields only to those who may change them."""

    def __init__(self, actor: Actor, pk: int) -> None:
        self.actor = actor
        self.person = access_person(actor, pk)
        add_ties(actor, [self.person])

    @property
    def language(self) -> str:
        """The language's name."""
        return language_name(self.person.language) if self.person.language else ""

    @property
    def may_see_contact(self) -> bool:
        """Whether the actor may see how to reach the person."""
        return self.actor.may(Right.PEOPLE_WRITE)

    @property
    def extra(self) -> list[tuple[str, Any]]:
        """The fields that came along; shown like contact data, for nobody knows what is in them."""
        fields = self.person.extra if self.may_see_contact and isinstance(self.person.extra, dict) else {}
        return [(name, value) for name, value in fields.items() if value not in (None, "", [], {})]

    @property
    def mentions(self) -> list[Any]:
        """What they said last."""
        if not self.actor.may(Right.MENTIONS_READ):
            return []
        return list(access_mentions_by(self.actor, self.person.external_id).defer("extra")[:_MENTIONS_SHOWN])

    @property
    def mention_count(self) -> int:
        """How many mentions they wrote."""
        if not self.actor.may(Right.MENTIONS_READ):
            return 0
        return access_counts_by_author(self.actor, [self.person.external_id]).get(self.person.external_id, 0)

    @property
    def mentions_url(self) -> str:
        """The list of what they said."""
        url = reverse("mention-list", kwargs={"brand": self.actor.brand_slug})
        return f"{url}?{urlencode({'author_id': self.person.external_id})}"

    def connections(self, ties: Sequence[Tie]) -> list[Connection]:
        """Return ties as seen from this person."""
        return [
            Connection(tie.target, term_label(tie.kind), outward=True, tie=tie)
            if tie.source_id == self.person.pk
            else Connection(tie.source, term_label(tie.kind), outward=False, tie=tie)
            for tie in ties
        ]
