"""The brand and its people, over HTTP."""

from pydantic import Field

from goodword.core.vocabulary import Channel
from goodword.server.api.facade import ApiRequest, Endpoints, Instant, Shown

from .models import Brand
from .queries import access_own_brand
from .rights import Right

endpoints = Endpoints("Brand")


class BrandShown(Shown):
    """The brand the caller acts on."""

    slug: str = Field(examples=["lumen"])
    name: str = Field(examples=["Lumen School"])
    organisation: str = Field(alias="organisation.name")
    language: str = Field(description="Main language, ISO 639-1.", examples=["en"])
    time_zone: str = Field(description="IANA time zone that days are counted in.", examples=["Asia/Shanghai"])
    currency: str = Field(description="ISO 4217.", examples=["EUR"])
    region: str
    product: str
    positioning: str
    audience: str
    goal: str
    keywords: list[str]
    forbidden_channels: list[Channel]
    forbidden_audiences: list[str]
    legal_notes: str
    is_sample: bool = Field(description="Whether this is sample data.")
    created_at: Instant


@endpoints.get("/brand", rule=Right.BRAND_READ, response=BrandShown, summary="The brand acted on")
def read_brand(request: ApiRequest) -> Brand:
    """The settings every other number is read with: language, time zone, currency, what may not be done."""
    return access_own_brand(request.actor)
