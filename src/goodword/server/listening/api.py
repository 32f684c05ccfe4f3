"""What people say of the brand, over HTTP."""

from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from pydantic import Field

from goodword.core.errors import InputError
from goodword.core.vocabulary import Cause, LabelledBy, Origin, Sentiment, SourceType, Stimulus
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Given,
    Instant,
    Key,
    Moment,
    Page,
    Readable,
    Real,
    Shown,
    Taken,
    Unset,
    batch_of,
    export_filters,
    export_of,
    length_of,
    page_filters,
    page_of,
    table_of,
)

from .actions import do_correct_labels
from .intake import do_add_mentions
from .lists import MENTIONS
from .models import Mention
from .queries import access_mention

endpoints = Endpoints("Mentions")


class MentionShown(Shown):
    """One thing somebody said in public. What is not known is null."""

    id: int
    external_id: Unset[str] = Field(description="Its id at the source.")
    source_type: Unset[SourceType]
    source: Unset[str] = Field(description="The place it comes from.")
    url: Unset[str]
    title: Unset[str]
    text: str
    language: Unset[str] = Field(description="ISO 639-1.", examples=["zh"])
    author: Unset[str]
    author_id: Unset[str] = Field(description="The author's id at the source.")
    published_at: Instant | None
    collected_at: Instant
    rating: float | None
    sentiment: Unset[Sentiment]
    sentiment_by: Unset[LabelledBy] = Field(description="Who or what gave the label.")
    cause: Unset[Cause] = Field(description="Why it is unfavourable.")
    cause_by: Unset[LabelledBy]
    origin: Origin = Field(description="Who wrote it; only consumers count as word of mouth.")
    stimulus: Stimulus = Field(description="Whether the brand prompted it.")
    thread_id: Unset[str]
    reply_to: Unset[str] = Field(description="The external id of what it answers.")


class MentionDetail(MentionShown):
    """A mention with everything its file or source said of it."""

    extra: dict[str, Any]


class MentionGiven(Given):
    """A mention to add. The same `source` and `external_id` are the same mention; without them, the same content."""

    text: Readable = Field(
        min_length=1, max_length=100_000, examples=["My suitcase arrived a day late, but they called me."]
    )
    external_id: str | None = Field(
        None, min_length=1, max_length=length_of(Mention, "external_id"), examples=["t-1001"]
    )
    source_type: SourceType | None = None
    source: str | None = Field(
        None, min_length=1, max_length=length_of(Mention, "source"), examples=["forum.example"]
    )
    url: str | None = Field(None, min_length=1, max_length=length_of(Mention, "url"))
    title: str | None = Field(None, min_length=1, max_length=length_of(Mention, "title"))
    language: str | None = Field(
        None, min_length=2, max_length=length_of(Mention, "language"), examples=["en"]
    )
    author: str | None = Field(None, min_length=1, max_length=length_of(Mention, "author"))
    author_id: str | None = Field(None, min_length=1, max_length=length_of(Mention, "author_id"))
    published_at: Moment | None = Field(None, examples=["2026-03-01T09:30:00+08:00"])
    rating: Real | None = Field(None, ge=-1000, le=1000)
    sentiment: Sentiment | None = None
    cause: Cause | None = None
    origin: Origin | None = None
    stimulus: Stimulus | None = None
    thread_id: str | None = Field(None, min_length=1, max_length=length_of(Mention, "thread_id"))
    reply_to: str | None = Field(None, min_length=1, max_length=length_of(Mention, "reply_to"))
    extra: dict[str, Any] | None = Field(None, description="Anything else you want to keep with it.")


class LabelsGiven(Given):
    """The labels to correct; one that is left out stays, null takes a label away."""

    sentiment: Sentiment | None = None
    cause: Cause | None = Field(None, description="Only an unfavourable mention has a cause.")
    origin: Origin = Origin.CONSUMER


@endpoints.get(
    "/mentions",
    rule=Right.MENTIONS_READ,
    response=Page[MentionShown],
    filters=page_filters(MENTIONS),
    summary="List mentions",
)
def list_mentions(request: ApiRequest) -> dict[str, Any]:
    """Newest first, found by words and narrowed by the filters of the console's explorer."""
    return page_of(request, MENTIONS)


@endpoints.get(
    "/mentions/export",
    rule=(Right.MENTIONS_READ, Right.BRAND_READ),
    response=str,
    filters=export_filters(MENTIONS),
    produces=("text/csv", "application/x-ndjson"),
    summary="Export mentions as a file",
)
def export_mentions(request: ApiRequest) -> HttpResponseBase:
    """All mentions the filters leave, as CSV or JSON lines; that it was taken is noted in the audit trail."""
    return export_of(request, MENTIONS)


@endpoints.post("/mentions", rule=Right.MENTIONS_WRITE, response=Taken, summary="Add mentions")
def add_mentions(request: ApiRequest, mentions: batch_of(MentionGiven)) -> Any:  # type: ignore[valid-type]
    """One mention, or a list of up to 1,000. A mention that is known already stays as it is."""
    return do_add_mentions(request.actor, table_of("mentions", mentions))


@endpoints.get(
    "/mentions/{int:mention_id}", rule=Right.MENTIONS_READ, response=MentionDetail, summary="One mention"
)
def read_mention(request: ApiRequest, mention_id: Key) -> Mention:
    """One mention with everything known of it."""
    return access_mention(request.actor, mention_id)


@endpoints.patch(
    "/mentions/{int:mention_id}",
    rule=(Right.MENTIONS_READ, Right.MENTIONS_WRITE),
    response=MentionDetail,
    summary="Correct a mention's labels",
)
def correct_mention(request: ApiRequest, mention_id: Key, labels: LabelsGiven) -> Mention:
    """Say what is so. The correction counts as a person's and is noted in the audit trail."""
    access_mention(request.actor, mention_id)
    wanted = {name: getattr(labels, name) or "" for name in labels.model_fields_set}
    if not wanted:
        raise InputError(_("No label is given. Send sentiment, cause or origin."))
    return do_correct_labels(request.actor, mention_id, {name: str(value) for name, value in wanted.items()})[
        0
    ]
