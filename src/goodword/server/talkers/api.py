"""The people the brand knows of and how they are connected, over HTTP."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from goodword.core.vocabulary import TieKind
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Given,
    Instant,
    Key,
    Moment,
    Page,
    Real,
    Shown,
    Taken,
    Unset,
    Whole,
    batch_of,
    length_of,
    page_filters,
    page_of,
    table_of,
)
from goodword.server.shell.lists import Facet, ListSpec, Sort, term_labels

from .intake import do_add_people, do_add_ties
from .lists import PEOPLE
from .models import Person
from .queries import access_person, access_ties, add_ties

endpoints = Endpoints("People")

TIES = ListSpec(
    name="ties",
    title=_("Connections"),
    right=Right.PEOPLE_READ,
    rows=access_ties,
    columns=(),
    facets=(
        Facet(name="kind", label=_("Kind"), labels=term_labels(TieKind)),
        Facet(name="source_id", label=_("Speaks"), numeric=True, counted=False),
        Facet(name="target_id", label=_("Hears"), numeric=True, counted=False),
    ),
    sorts=(Sort(name="id", label=_("Newest first"), key="pk"),),
)


class PersonShown(Shown):
    """Somebody who may speak of the brand. What is not known is null."""

    id: int
    external_id: Unset[str] = Field(description="Their id where they come from.")
    name: Unset[str]
    email: str | None = Field(description="Shown to those who may change people (people:write).")
    language: Unset[str]
    joined_at: Instant | None
    followers: int | None
    reaches: int = Field(alias="ties_out_n", description="How many people their words reach.")
    reached_by: int = Field(alias="ties_in_n", description="How many people's words reach them.")
    created_at: Instant

    @staticmethod
    def resolve_email(person: Person, context: dict[str, Any]) -> str | None:
        """Return the address to those who may see it."""
        return person.email or None if context["request"].actor.may(Right.PEOPLE_WRITE) else None


class PersonDetail(PersonShown):
    """A person with everything their file or source said of them."""

    extra: dict[str, Any]


class PersonGiven(Given):
    """A person to add. The same `external_id` is the same person; without one, the same content."""

    external_id: str | None = Field(
        None, min_length=1, max_length=length_of(Person, "external_id"), examples=["c-77"]
    )
    name: str | None = Field(None, min_length=1, max_length=length_of(Person, "name"), examples=["林小雨"])
    email: str | None = Field(None, max_length=length_of(Person, "email"), pattern=r"^[^@\s]+@[^@\s]+$")
    language: str | None = Field(
        None, min_length=2, max_length=length_of(Person, "language"), examples=["zh"]
    )
    joined_at: Moment | None = Field(None, examples=["2026-03-01T09:30:00+08:00"])
    followers: Whole | None = Field(None, ge=0, le=2**53)
    extra: dict[str, Any] | None = Field(None, description="Anything else you want to keep with them.")


class TieShown(Shown):
    """A directed connection: the source's words reach the target."""

    id: int
    source_id: int
    target_id: int
    kind: TieKind
    weight: float
    at: Instant | None


class TieGiven(Given):
    """A connection to add, between people named by their external ids; whoever is not known yet is added."""

    source: str = Field(min_length=1, max_length=length_of(Person, "external_id"), description="Who speaks.")
    target: str = Field(min_length=1, max_length=length_of(Person, "external_id"), description="Who hears.")
    kind: TieKind = TieKind.KNOWS
    weight: Real = Field(1.0, ge=0, le=1e12)
    at: Moment | None = Field(None, description="When it was seen.")

    @model_validator(mode="after")
    def _between_two(self) -> "TieGiven":
        if self.source == self.target:
            raise ValueError("Source and target are the same person. Give two people.")
        return self


@endpoints.get(
    "/people",
    rule=Right.PEOPLE_READ,
    response=Page[PersonShown],
    filters=page_filters(PEOPLE),
    summary="List people",
)
def list_people(request: ApiRequest) -> dict[str, Any]:
    """By name, found by words and narrowed by the filters of the console's list."""
    return page_of(request, PEOPLE)


@endpoints.post("/people", rule=Right.PEOPLE_WRITE, response=Taken, summary="Add people")
def add_people(request: ApiRequest, people: batch_of(PersonGiven)) -> Any:  # type: ignore[valid-type]
    """One person, or a list of up to 1,000. Somebody who is known already stays as they are."""
    return do_add_people(request.actor, table_of("people", people))


@endpoints.get("/people/{int:person_id}", rule=Right.PEOPLE_READ, response=PersonDetail, summary="One person")
def read_person(request: ApiRequest, person_id: Key) -> Person:
    """One person with everything known of them."""
    person = access_person(request.actor, person_id)
    add_ties(request.actor, [person])
    return person


@endpoints.get(
    "/ties",
    rule=Right.PEOPLE_READ,
    response=Page[TieShown],
    filters=page_filters(TIES),
    summary="List connections",
)
def list_ties(request: ApiRequest) -> dict[str, Any]:
    """The newest first; narrowed to one person's by `source_id` or `target_id`."""
    return page_of(request, TIES)


@endpoints.post("/ties", rule=Right.PEOPLE_WRITE, response=Taken, summary="Add connections")
def add_ties_between_people(request: ApiRequest, ties: batch_of(TieGiven)) -> Any:  # type: ignore[valid-type]
    """One connection, or a list of up to 1,000. One that is known already stays as it is."""
    return do_add_ties(request.actor, table_of("graph", ties))
