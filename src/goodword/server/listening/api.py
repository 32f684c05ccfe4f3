"""What people say of the brand, over HTTP."""

from contextlib import suppress
from typing import Annotated, Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BeforeValidator, Field

from goodword.core.errors import InputError
from goodword.core.vocabulary import Cause, Intent, LabelledBy, Origin, Sentiment, SourceType, Stimulus
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
from goodword.server.understanding.facade import MOST_ASKED, access_queue, do_ask_reading

from .actions import do_correct_labels
from .aspects import packed, unpacked
from .conversations.api import endpoints as conversation_endpoints
from .corrections import LABELS, AlreadyLabelledError
from .intake import do_add_mentions
from .labels import check_random
from .lists import MENTIONS
from .models import KEY_LENGTH, Label, Mention
from .origins.api import account_endpoints
from .queries import access_mention
from .saved.api import endpoints as query_endpoints
from .taxonomy import taxonomy
from .voice.api import endpoints as voice_endpoints

__all__ = ["account_endpoints", "conversation_endpoints", "endpoints", "query_endpoints", "voice_endpoints"]
endpoints = Endpoints("Mentions")
_TEACH = (Right.MENTIONS_READ, Right.MENTIONS_WRITE)

Key40 = Annotated[str, Field(min_length=1, max_length=KEY_LENGTH)]
Unpacked = Annotated[
    list[str], BeforeValidator(lambda value: unpacked(value) if isinstance(value, str) else value)
]
Confidence = Annotated[
    float | None, Field(description="How sure the model is, 0 to 1; null where it gave no label.")
]


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
    author_handle: Unset[str] = Field(description="The name the author goes by at the source.")
    author_url: Unset[str]
    author_followers: int | None
    published_at: Instant | None
    collected_at: Instant
    source_id: int | None = Field(description="The source that collected it; null when it came otherwise.")
    edited_at: Instant | None = Field(description="When a change at the source was last seen.")
    deleted_at: Instant | None = Field(
        description="When it was deleted at the source: its words are gone then."
    )
    rating: float | None
    sentiment: Unset[Sentiment]
    sentiment_by: Unset[LabelledBy] = Field(description="Who or what gave the label.")
    sentiment_confidence: Confidence
    cause: Unset[str] = Field(description="Why it is unfavourable: a key of the brand's causes.")
    cause_by: Unset[LabelledBy]
    cause_confidence: Confidence
    intent: Unset[Intent] = Field(description="What its author is after.")
    intent_by: Unset[LabelledBy]
    intent_confidence: Confidence
    aspects: Unpacked = Field(description="What it speaks of: keys of the brand's aspects.")
    aspects_by: Unset[LabelledBy]
    uncertainty: float | None = Field(description="How little the model knows what to make of it, 0 to 1.")
    read_by: int = Field(description="The model version that read it last; 0: not read yet.")
    copy_of: int | None = Field(
        description="The first mention that says nearly the same; null when it is the first."
    )
    mixed: bool = Field(description="Whether it is in two languages.")
    origin_hint: Unset[Origin] = Field(description="Who the model suspects behind it; it never decides.")
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
    cause: Key40 | None = Field(None, description="Only an unfavourable mention has a cause.")
    intent: Intent | None = None
    aspects: list[Key40] | None = Field(
        None, max_length=60, description="All it speaks of; none is an empty list."
    )
    origin: Origin = Origin.CONSUMER

    def wanted(self) -> dict[str, str]:
        """Return the labels that were sent, as a correction takes them."""
        given = {name: getattr(self, name) for name in LABELS if name in self.model_fields_set}
        if not given:
            raise InputError(
                _("No label is given. Send at least one of: %(known)s.") % {"known": ", ".join(LABELS)}
            )
        return {
            name: packed(value or ()) if name == "aspects" else str(value or "")
            for name, value in given.items()
        }


class LabelGiven(LabelsGiven):
    """What a person says of one mention."""

    mention_id: Key = Field(examples=[1])
    sentiment: Sentiment | None = Field(None, examples=["favourable"])
    reason: Label.Reason = Field(
        Label.Reason.FREE,
        description="Why the person was asked, as the model's queue said it; random only for what it draws at random.",
    )


class AskedShown(Shown):
    """A mention to label, and why it is asked about."""

    reason: Label.Reason = Field(description="Send it back with the label.")
    mention: MentionShown


class QueueShown(Shown):
    """What to label next."""

    items: list[AskedShown]


class Labelled(Shown):
    """What became of a batch of labels. It goes in as a whole or not at all."""

    labelled: int = Field(description="How many mentions were labelled or confirmed.")
    already_there: int = Field(description="How many had these labels from a person already.")


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
    added = do_add_mentions(request.actor, table_of("mentions", mentions))
    if added.added:
        do_ask_reading(request.actor)
    return added


@endpoints.get(
    "/mentions/{int:mention_id}", rule=Right.MENTIONS_READ, response=MentionDetail, summary="One mention"
)
def read_mention(request: ApiRequest, mention_id: Key) -> Mention:
    """One mention with everything known of it."""
    return _in_own_words(request, access_mention(request.actor, mention_id))


@endpoints.patch(
    "/mentions/{int:mention_id}",
    rule=(Right.MENTIONS_READ, Right.MENTIONS_WRITE),
    response=MentionDetail,
    summary="Correct a mention's labels",
)
def correct_mention(request: ApiRequest, mention_id: Key, labels: LabelsGiven) -> Mention:
    """Say what is so. The correction counts as a person's and is noted in the audit trail."""
    access_mention(request.actor, mention_id)
    return _in_own_words(request, do_correct_labels(request.actor, mention_id, labels.wanted())[0])


@endpoints.get("/model/queue", rule=_TEACH, response=QueueShown, summary="What to label next")
def read_queue(request: ApiRequest, n: Annotated[int, Query(ge=1, le=MOST_ASKED)] = 20) -> dict[str, Any]:
    """Mentions the model is uncertain of, one of each group of copies, and some drawn at random."""
    asked = access_queue(request.actor, n)
    taxonomy(request.actor).translate([each.mention for each in asked])
    return {"items": asked}


@endpoints.post("/labels", rule=_TEACH, response=Labelled, summary="Label mentions")
def label_mentions(request: ApiRequest, labels: batch_of(LabelGiven)) -> dict[str, int]:  # type: ignore[valid-type]
    """What people say of up to 1,000 mentions; the model learns from it."""
    check_random(request.actor, [each.mention_id for each in labels if each.reason == Label.Reason.RANDOM])
    labelled = 0
    for each in labels:
        with suppress(AlreadyLabelledError):
            do_correct_labels(request.actor, each.mention_id, each.wanted(), reason=each.reason.value)
            labelled += 1
    return {"labelled": labelled, "already_there": len(labels) - labelled}


def _in_own_words(request: ApiRequest, mention: Mention) -> Mention:
    taxonomy(request.actor).translate([mention])
    return mention
