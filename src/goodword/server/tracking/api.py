"""What people did, over HTTP: shares, leads, purchases, refunds; and how many there were."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from goodword.core.errors import InputError
from goodword.core.events import EventKind
from goodword.core.vocabulary import Channel, Lever
from goodword.events import EventError
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Day,
    Endpoints,
    Fault,
    Given,
    Moment,
    Problem,
    ProblemKind,
    Shown,
    Taken,
    Unset,
    Whole,
    batch_of,
    table_of,
)

from .intake import do_add_events
from .summary import DayOfEvents, access_days_of_events

endpoints = Endpoints("Events")
_LONGEST_SPAN = timedelta(days=3660)
Name = Annotated[str, Field(min_length=1, max_length=255)]


class EventGiven(Given):
    """Something that happened. The same `event_id` is the same event, however often it is sent."""

    kind: EventKind = Field(examples=["purchase"])
    ts: Moment = Field(
        default_factory=timezone.now,
        description="When; now if it is left out.",
        examples=["2026-03-01T09:30:00+08:00"],
    )
    event_id: Name | None = Field(
        None,
        description="Your own id, for example the order's.",
        examples=["order-4711"],
    )
    channel: Channel | None = Field(None, description="Where the recommendation travelled.")
    lever: Lever | None = Field(None, description="What made the share worth it.")
    programme_id: Name | None = None
    person_id: Name | None = Field(None, description="Who did it: their external id.", examples=["c-77"])
    link_id: Name | None = Field(None, description="The share link it came through.")
    referrer_id: Name | None = Field(None, description="Who shared that link.")
    root_id: Name | None = Field(None, description="The first share of its cascade.")
    depth: Whole | None = Field(None, ge=0, le=32_767, description="Steps from that first share.")
    amount_minor: Whole | None = Field(
        None,
        ge=-(2**53),
        le=2**53,
        description="Money in cents or fen; negative for a refund.",
        examples=[4900],
    )
    currency: str | None = Field(
        None, pattern="^[A-Z]{3}$", description="ISO 4217; goes with an amount.", examples=["EUR"]
    )
    extra: dict[str, Any] | None = Field(None, description="Anything else you want to keep with it.")

    @model_validator(mode="after")
    def _amount_fits(self) -> "EventGiven":
        if self.amount_minor is None:
            return self
        if self.currency is None:
            raise ValueError("An amount needs a currency. Add it, for example EUR.")
        if self.amount_minor and (self.amount_minor < 0) != (self.kind is EventKind.REFUND):
            raise ValueError("The amount has the wrong sign: a refund is negative, anything else is not.")
        return self


class DayShown(Shown):
    """How many events of one kind and channel happened on one day."""

    day: date
    kind: EventKind
    channel: Unset[Channel]
    count: int


class CountsShown(Shown):
    """Events per day, kind and channel; what did not happen is left out."""

    since: date
    until: date
    items: list[DayShown]


@endpoints.post("/events", rule=Right.EVENTS_WRITE, response=Taken, summary="Report events")
def add_events(request: ApiRequest, events: batch_of(EventGiven)) -> Any:  # type: ignore[valid-type]
    """One event (a share, a lead, a purchase, a refund …), or a list of up to 1,000."""
    try:
        return do_add_events(request.actor, table_of("events", events), source="api")
    except EventError as error:
        raise _pointed(error) from error


@endpoints.get("/events/counts", rule=Right.EVENTS_READ, response=CountsShown, summary="Count events by day")
def count_events(request: ApiRequest, since: Day | None = None, until: Day | None = None) -> dict[str, Any]:
    """Both days are included and are the brand's own days; the last thirty when they are left out."""
    last = until or _today(request)
    first = since or last - timedelta(days=29)
    if first > last:
        raise InputError(_("The first day is after the last day. Swap since and until."))
    if last - first > _LONGEST_SPAN:
        raise InputError(_("This is more than ten years. Ask for a shorter span."))
    return {"since": first, "until": last, "items": _days(access_days_of_events(request.actor, first, last))}


def _today(request: ApiRequest) -> date:
    return datetime.now(ZoneInfo(request.actor.time_zone)).date()


def _days(found: list[DayOfEvents]) -> list[DayOfEvents]:
    return sorted(found, key=lambda each: (each.day, each.kind, each.channel))


def _pointed(error: EventError) -> Problem:
    """Return what the event log refused with the place it is in."""
    place = (() if error.row is None else (error.row - 1,)) + (
        () if error.column is None else (error.column,)
    )
    return Problem(ProblemKind.INVALID, errors=[Fault.in_body(place, str(error))])
