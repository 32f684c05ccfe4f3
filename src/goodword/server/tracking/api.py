"""What people did, over HTTP: shares, leads, purchases, refunds; and how many there were."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from goodword.core.errors import InputError
from goodword.core.events import EventKind
from goodword.core.vocabulary import Channel, Lever, TieStrength
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

from .crediting import Claim
from .erasing import Forgotten, do_forget_person
from .link_api import endpoints as link_endpoints
from .live import note_refused_report
from .reports import Note, ReportsRefusedError, do_report
from .site_api import endpoints as site_endpoints
from .summary import DayOfEvents, access_days_of_events

endpoints = Endpoints("Events")
__all__ = ["endpoints", "link_endpoints", "site_endpoints"]
_LONGEST_SPAN = timedelta(days=3660)
_MONEY = (EventKind.PURCHASE, EventKind.REFUND)
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
        description="Your own id, for example the order's; a purchase and a refund need one.",
        examples=["order-4711"],
    )
    token: Annotated[str, Field(max_length=300)] | None = Field(
        None, description="The click it came from: the parameter gw of the address the person landed on."
    )
    code: Annotated[str, Field(max_length=80)] | None = Field(
        None, description="A share code the person typed; counts when there is no token."
    )
    refund_of: Name | None = Field(None, description="Of a refund: the event_id of the purchase.")
    channel: Channel | None = Field(None, description="Where the recommendation travelled.")
    lever: Lever | None = Field(None, description="What made the share worth it.")
    tie_strength: TieStrength | None = Field(
        None, description="How close the sharer is to the one they tell."
    )
    segment: Name | None = Field(None, description="The group of people whom the person belongs to.")
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

    @model_validator(mode="after")
    def _belongs_together(self) -> "EventGiven":
        if self.kind in _MONEY and self.event_id is None:
            raise ValueError(
                "A purchase or refund needs an event_id of your own, such as the order's number."
            )
        if self.refund_of is not None and self.kind is not EventKind.REFUND:
            raise ValueError("Only a refund can be a refund_of something.")
        named = (self.link_id, self.referrer_id, self.root_id, self.depth)
        if (self.token or self.code) and any(each is not None for each in named):
            raise ValueError(
                "A token or code says which link it was: leave out link, referrer, root and depth."
            )
        return self

    def claim(self) -> Claim:
        """Return what is said beside the event, with the digest of everything that was said."""
        said = self.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
        code = (self.code or "").strip()
        return Claim(token=self.token or "", code=code, refund_of=self.refund_of or "", content=digest)


class NoteShown(Shown):
    """Something about one of the events: a JSON pointer to it, and a sentence."""

    pointer: str = Field(examples=["#/0/token"])
    detail: str


class EventsTaken(Taken):
    """What became of a batch of events, and what is worth knowing about them."""

    notes: list[NoteShown] = Field(
        description="Events that were kept, but credited to no share link, and why."
    )


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


@endpoints.post(
    "/events",
    rule=Right.EVENTS_WRITE,
    response=EventsTaken,
    summary="Report events",
    when_refused=note_refused_report,
)
def add_events(request: ApiRequest, events: batch_of(EventGiven)) -> Any:  # type: ignore[valid-type]
    """One event (a share, a lead, a purchase, a refund …), or a list of up to 1,000."""
    try:
        done = do_report(request.actor, table_of("events", events), [each.claim() for each in events])
    except EventError as error:
        raise _pointed(error) from error
    except ReportsRefusedError as error:
        kind = ProblemKind.CONFLICT if error.conflict else ProblemKind.INVALID
        raise Problem(kind, errors=[_fault(note) for note in error.notes]) from error
    notes = [{"pointer": _fault(note).where, "detail": note.text} for note in done.notes]
    return {"added": done.added, "already_there": done.already_there, "notes": notes}


class PersonGiven(Given):
    """Somebody, by the id they were reported under."""

    person_id: Name = Field(examples=["c-77"])


class ForgottenShown(Shown):
    """How many reports and share links no longer name the person; the event log follows within hours."""

    reports: int
    links: int


@endpoints.post("/events/forget", rule=Right.PEOPLE_WRITE, response=ForgottenShown, summary="Forget a person")
def forget_person(request: ApiRequest, person: PersonGiven) -> Forgotten:
    """Amounts and counts stay, of nobody; no event, alias or share link spells the person any more."""
    return do_forget_person(request.actor, person.person_id)


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


def _fault(note: Note) -> Fault:
    return Fault.in_body((note.row, note.field) if note.field else (note.row,), note.text)


def _pointed(error: EventError) -> Problem:
    """Return what the event log refused with the place it is in."""
    place = (() if error.row is None else (error.row - 1,)) + (
        () if error.column is None else (error.column,)
    )
    return Problem(ProblemKind.INVALID, errors=[Fault.in_body(place, str(error))])
