"""Where mentions come from, over HTTP: the sources, what they missed, and items sent to one."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from goodword.connectors.protocol import Author, FieldKind, GapReason, Kind, Mention
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
    Unset,
    Whole,
    batch_of,
    page_filters,
    page_of,
)
from goodword.server.listening.facade import Collected

from .actions import (
    LONGEST_NAME,
    do_change_source,
    do_collect_now,
    do_create_source,
    do_discard_draft,
    do_draft_source,
    do_pause_source,
    do_resume_source,
)
from .kinds import kinds
from .lists import GAPS, SOURCES
from .models import Source
from .pushing import do_take_events
from .queries import access_source
from .trying import try_source

endpoints = Endpoints("Sources")
_MANAGE = (Right.MENTIONS_READ, Right.SOURCES_MANAGE)
_MOST_SETTINGS, _LONGEST_SETTING, _MOST_LINES = 40, 5_000, 50

Line = Annotated[str, Field(max_length=_LONGEST_SETTING)]
Value = Line | bool | Whole | Annotated[list[Line], Field(max_length=_MOST_LINES)]
Minutes = Annotated[int, Field(ge=1, le=10_080, strict=True, description="How often it is read.")]


def _few(settings: dict[str, Any]) -> dict[str, Any]:
    if len(settings) > _MOST_SETTINGS:
        raise ValueError(f"Give at most {_MOST_SETTINGS} settings.")
    return settings


Settings = Annotated[
    dict[str, Value],
    AfterValidator(_few),
    Field(
        description="By the names of the kind's fields; secrets are taken and never shown.",
        examples=[{"words": ["Lumen School"], "address": "http://127.0.0.1:9"}],
    ),
]


class FieldShown(Shown):
    """One setting of a kind of source."""

    name: str
    label: str = Field(validation_alias="label_en")
    help: str = Field(validation_alias="help_en")
    kind: FieldKind
    required: bool
    example: str


class KindShown(Shown):
    """A kind of source: what it asks for, what it can and cannot see."""

    kind: str
    title: str = Field(validation_alias="title_en")
    fields: list[FieldShown]
    sees: str = Field(validation_alias="sees_en")
    misses: str = Field(validation_alias="misses_en")
    limits: str = Field(validation_alias="limits_en")
    budget: int | None = Field(
        description="Requests a day that the provider allows; null where none is said."
    )
    pushed: bool = Field(description="Whether it sends by itself instead of being read.")
    notice: Unset[str] = Field(validation_alias="notice_en", description="Terms that must be accepted.")


class KindsShown(Shown):
    """Every kind of source that is installed."""

    items: list[KindShown]


class SourceShown(Shown):
    """One source. Of its secrets only is told when each was set."""

    id: int
    kind: str
    name: str
    state: Literal["on", "off", "attention"]
    settings: dict[str, Any]
    secrets_set: dict[str, str]
    every_minutes: int
    last_ok_at: Instant | None
    last_item_at: Instant | None
    next_run_at: Instant
    failures: int = Field(description="How often in a row it could not be read.")
    problem_reason: Unset[GapReason]
    problem: Unset[str]
    created_at: Instant

    @staticmethod
    def resolve_every_minutes(source: Source) -> int:
        """Return the time between two runs."""
        return round(source.every.total_seconds() / 60)


class GapShown(Shown):
    """A stretch of time in which a source is incomplete."""

    id: int
    source_id: int
    reason: GapReason
    start: Instant
    end: Instant | None = Field(description="Null while it goes on.")
    detail: Unset[str]
    missing: int | None = Field(description="How many items, where the source lets one tell.")
    state: Literal["open", "filled", "lost"] = Field(
        description="open; filled: it came after all; lost: it never will."
    )


class SourceGiven(Given):
    """A source to add."""

    kind: str = Field(max_length=40, examples=["hacker_news"])
    name: str = Field(min_length=1, max_length=LONGEST_NAME, examples=["Lumen on Hacker News"])
    settings: Settings
    every_minutes: Minutes | None = None
    notice_accepted: bool = Field(
        False, description="That the terms of the kind, if it has some, are accepted."
    )


class SourceTriedGiven(Given):
    """A source to try."""

    kind: str = Field(max_length=40, examples=["hacker_news"])
    settings: Settings
    notice_accepted: bool = False


class ItemShown(Shown):
    """One item as it would be kept."""

    title: str
    text: str
    author: str
    url: str
    published: Instant | None


class TriedShown(Shown):
    """What a try found: up to five items, or why there are none."""

    items: list[ItemShown]
    problem: Unset[str]


class SourceChanged(Given):
    """What is to change; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=LONGEST_NAME)
    settings: Settings | None = None
    every_minutes: Minutes | None = None
    state: Literal["on", "off"] | None = None


class QueuedShown(Shown):
    """Whether reading was queued; false when that waits or goes on already."""

    queued: bool


class AuthorGiven(Given):
    """Who wrote an item."""

    id: str = Field(min_length=1, max_length=200)
    name: str = Field("", max_length=200)
    handle: str = Field("", max_length=200)
    url: str = Field("", max_length=1000)
    followers: Annotated[int, Field(ge=0, le=2**53)] | None = None


class ItemGiven(Given):
    """One item. The same `id` at the same source is the same mention; `deleted` says it is gone there."""

    id: str = Field(min_length=1, max_length=500, examples=["post-17"])
    text: str = Field("", max_length=100_000, examples=["The evening course was worth every minute."])
    title: str = Field("", max_length=500)
    url: str = Field("", max_length=1000)
    kind: Literal["note", "article", "question", "answer", "review"] = "note"
    author: AuthorGiven | None = None
    published: Moment | None = None
    reply_to: str = Field("", max_length=500, description="The id of what it answers.")
    thread: str = Field("", max_length=500, description="The id of the conversation's first item.")
    rating: Real | None = None
    deleted: bool = False

    def item(self) -> Mention:
        """Return it as connectors say it."""
        said = self.model_dump(exclude={"id", "author", "kind"})
        author = Author(**self.author.model_dump()) if self.author else None
        return Mention(native_id=self.id, author=author, kind=Kind(self.kind), **said)


class CollectedShown(Shown):
    """What became of some items."""

    new: int
    changed: int = Field(description="Edited since; what they said before is kept.")
    deleted: int
    same: int = Field(description="Known already, and unchanged.")


@endpoints.get("/sources/kinds", rule=Right.MENTIONS_READ, response=KindsShown, summary="Kinds of sources")
def list_source_kinds(request: ApiRequest) -> dict[str, Any]:  # noqa: ARG001 - every handler gets it
    """What can be collected, and which settings each kind asks for."""
    return {"items": list(kinds().values())}


@endpoints.get(
    "/sources",
    rule=Right.MENTIONS_READ,
    response=Page[SourceShown],
    filters=page_filters(SOURCES),
    summary="List sources",
)
def list_sources(request: ApiRequest) -> dict[str, Any]:
    """By name."""
    return page_of(request, SOURCES)


@endpoints.post("/sources", rule=_MANAGE, response={201: SourceShown}, summary="Add a source")
def add_source(request: ApiRequest, given: SourceGiven) -> Source:
    """Its settings are checked, and it is read for the first time at once."""
    every = timedelta(minutes=given.every_minutes) if given.every_minutes else None
    return do_create_source(
        request.actor,
        given.kind,
        given.name,
        given.settings,
        notice_accepted=given.notice_accepted,
        every=every,
    )


@endpoints.post("/sources/try", rule=_MANAGE, response=TriedShown, atomic=False, summary="Try a source")
def try_new_source(request: ApiRequest, given: SourceTriedGiven) -> Any:
    """Its first items, within twenty seconds; nothing is stored."""
    draft = do_draft_source(request.actor, given.kind, given.settings, notice_accepted=given.notice_accepted)
    try:
        return try_source(request.actor, draft)
    finally:
        do_discard_draft(request.actor, draft)


@endpoints.get(
    "/sources/{int:source_id}", rule=Right.MENTIONS_READ, response=SourceShown, summary="One source"
)
def read_source(request: ApiRequest, source_id: Key) -> Source:
    """How it is, and where it was left."""
    return access_source(request.actor, source_id)


@endpoints.patch("/sources/{int:source_id}", rule=_MANAGE, response=SourceShown, summary="Change a source")
def change_source(request: ApiRequest, source_id: Key, given: SourceChanged) -> Source:
    """Secrets that are left out stay; where it was left stays, too. `state` pauses it and takes it up again."""
    source = access_source(request.actor, source_id)
    every = timedelta(minutes=given.every_minutes) if given.every_minutes else None
    do_change_source(request.actor, source, name=given.name, values=given.settings, every=every)
    if given.state is not None and given.state != source.state:
        (do_resume_source if given.state == "on" else do_pause_source)(request.actor, source)
    return source


@endpoints.post(
    "/sources/{int:source_id}/run", rule=_MANAGE, response={202: QueuedShown}, summary="Read a source now"
)
def run_source_now(request: ApiRequest, source_id: Key) -> dict[str, bool]:
    """The worker reads it next."""
    return {"queued": do_collect_now(request.actor, access_source(request.actor, source_id))}


@endpoints.post(
    "/sources/{int:source_id}/events",
    rule=(Right.MENTIONS_READ, Right.MENTIONS_WRITE),
    response=CollectedShown,
    summary="Send items to a source",
)
def send_events(request: ApiRequest, source_id: Key, items: batch_of(ItemGiven)) -> Collected:  # type: ignore[valid-type]
    """One item, or a list of up to 1,000, as if the source had shown them: new ones, edits and deletions."""
    source = access_source(request.actor, source_id)
    return do_take_events(request.actor, source, [each.item() for each in items])


@endpoints.get(
    "/gaps",
    rule=Right.MENTIONS_READ,
    response=Page[GapShown],
    filters=page_filters(GAPS),
    summary="What is missing",
)
def list_gaps(request: ApiRequest) -> dict[str, Any]:
    """Every stretch of time a source could not show in full, the newest first."""
    return page_of(request, GAPS)
