"""The types operations are written in: what is given is checked strictly, what is shown is said exactly."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from django.db import models
from ninja import Schema
from ninja.params.models import Body
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

BATCH = 1000
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_LARGEST_ID = 2**63 - 1
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Given(Schema):
    """What a caller sends: a field nobody reads is refused, not dropped."""

    model_config = ConfigDict(extra="forbid")


class Shown(Schema):
    """What a caller gets."""


def _written(value: object) -> object:
    """Refuse bare numbers, which would be read as seconds since 1970."""
    if not isinstance(value, str | datetime):
        raise PydanticCustomError("datetime_type", "not a text")
    return value


def _within_reach(moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise PydanticCustomError("moment_out_of_reach", "Give a time between the years 1900 and 2200.")
    return moment.astimezone(UTC)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, Mapping) else value


def _day(value: object) -> object:
    """Refuse everything but year-month-day; a bare number would be read as seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "not a day")
    return value


def _readable(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "blank")
    return text


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_within_reach)]
Readable = Annotated[str, AfterValidator(_readable), Field(json_schema_extra={"pattern": r"\S"})]
Whole = Annotated[int, Field(strict=True)]
Real = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Key = Annotated[int, Field(ge=1, le=_LARGEST_ID)]
Item = TypeVar("Item")

# What the store keeps as "" when it is not known is shown as null.
_BLANK_IS_NULL = BeforeValidator(lambda value: None if value == "" else value)
Unset = Annotated[Item | None, _BLANK_IS_NULL]
Instant = Annotated[datetime, PlainSerializer(lambda moment: moment.astimezone(UTC))]


def length_of(model: type[models.Model], name: str) -> int:
    """Return how many characters a field of a model keeps."""
    return int(getattr(model._meta.get_field(name), "max_length", None) or 0)


def batch_of(given: Any) -> Any:
    """Return the type of a body that is one object or a list of up to a thousand."""
    many = Annotated[list[given], Field(min_length=1, max_length=BATCH)]
    return Annotated[
        list[given],
        BeforeValidator(_as_list, json_schema_input_type=given | many),
        Field(min_length=1, max_length=BATCH),
        Body(...),
    ]


class Taken(Shown):
    """What became of a batch. It goes in as a whole or, when any of it is refused, not at all."""

    added: int = Field(description="How many were new.", examples=[2])
    already_there: int = Field(description="How many were known already; nothing was changed.", examples=[0])


class Page(Shown, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
    total: int = Field(description="How many there are in all pages together.")
