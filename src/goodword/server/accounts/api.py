"""The brand and its people, over HTTP."""

from typing import Any

from pydantic import Field

from goodword.core.vocabulary import Channel
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Instant,
    Page,
    Shown,
    Unset,
    page_filters,
    page_of,
)

from .lists import MEMBERS
from .models import Brand
from .queries import access_own_brand
from .rights import Right, Role

endpoints = Endpoints("Brand")


class BrandShown(Shown):
    """The brand the caller acts on."""

    slug: str = Field(examples=["lumen"])
    name: str = Field(examples=["Lumen School"])
    organisation: str = Field(alias="organisation.name")
    language: str = Field(description="Main language, ISO 639-1.", examples=["en"])
    time_zone: str = Field(description="IANA time zone that days are counted in.", examples=["Asia/Shanghai"])
    currency: str = Field(description="ISO 4217.", examples=["EUR"])
    region: Unset[str]
    product: Unset[str]
    positioning: Unset[str]
    audience: Unset[str]
    goal: Unset[str]
    keywords: list[str]
    forbidden_channels: list[Channel]
    forbidden_audiences: list[str]
    legal_notes: Unset[str]
    is_sample: bool = Field(description="Whether this is sample data.")
    created_at: Instant


class MemberShown(Shown):
    """Somebody who works on the brand."""

    id: int
    name: Unset[str] = Field(alias="user.name")
    email: str = Field(alias="user.email")
    role: Role
    since: Instant = Field(alias="created_at")
    last_sign_in: Instant | None = Field(alias="user.last_login")


@endpoints.get("/brand", rule=Right.BRAND_READ, response=BrandShown, summary="The brand acted on")
def read_brand(request: ApiRequest) -> Brand:
    """The settings every other number is read with: language, time zone, currency, what may not be done."""
    return access_own_brand(request.actor)


@endpoints.get(
    "/members",
    rule=Right.MEMBERS_READ,
    response=Page[MemberShown],
    filters=page_filters(MEMBERS),
    summary="List members",
)
def list_members(request: ApiRequest) -> dict[str, Any]:
    """The members of the caller's own organisation and their roles."""
    return page_of(request, MEMBERS)
