"""Saved queries over HTTP: what they find, their versions, and what people judged."""

from typing import Any

from django.http import HttpResponseBase
from pydantic import Field

from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Given,
    Instant,
    Key,
    Page,
    Readable,
    Shown,
    Unset,
    export_filters,
    export_of,
    page_filters,
    page_of,
)
from goodword.text.query.errors import LONGEST

from .actions import do_change_query, do_judge, do_save_query
from .dry_run import DryRun, access_dry_run
from .judging import Assistant
from .lists import QUERIES
from .models import COLOURS, SavedQuery
from .queries import access_saved_query, access_versions

endpoints = Endpoints("Saved queries")
_WRITE = (Right.MENTIONS_READ, Right.MENTIONS_WRITE)
_SOURCE = "As in the query bar of the console."


class QueryShown(Shown):
    """A query with a name."""

    id: int
    name: str
    kind: SavedQuery.Kind
    colour: int = Field(description=f"1 to {COLOURS}: its colour in pictures.")
    source: str = Field(description=_SOURCE)
    version: int
    changed_at: Instant


class VersionShown(Shown):
    """What a query asked for from one moment on."""

    number: int
    source: str
    note: Unset[str]
    at: Instant
    by: str = Field(alias="actor_name")


class QueryDetail(QueryShown):
    """A query with its versions, the newest first, and how precise it is as far as people judged."""

    versions: list[VersionShown]
    judged: int = Field(description="How many texts that it finds people judged.")
    relevant: int = Field(description="How many of these are meant.")


class QueryGiven(Given):
    """A query to save."""

    name: Readable = Field(max_length=80, examples=["Lumen"])
    kind: SavedQuery.Kind = SavedQuery.Kind.TOPIC
    source: Readable = Field(max_length=LONGEST, description=_SOURCE, examples=["lumen OR 流明"])
    note: str = Field("", max_length=300)


class ChangeGiven(Given):
    """Another text for a query; it becomes a new version."""

    source: Readable = Field(max_length=LONGEST, description=_SOURCE, examples=["lumen -lamp"])
    note: str = Field("", max_length=300)


class TryGiven(Given):
    """A query to try."""

    source: Readable = Field(max_length=LONGEST, description=_SOURCE, examples=["lumen OR 流明"])


class CountShown(Shown):
    """How many mentions have a value."""

    name: str
    count: int


class CostShown(Shown):
    """What a source would be asked a day."""

    source: str
    calls: int | None = Field(description="Estimated calls a day; null where it cannot be searched for this.")
    allowed: int


class RunShown(Shown):
    """What a query finds among everything collected so far."""

    total: int
    copies: int = Field(description="How many say nearly the same as an earlier one found.")
    by_source: list[CountShown]
    by_language: list[CountShown]
    sample: list[int] = Field(description="Ids of up to 20 mentions, drawn at random without copies.")
    costs: list[CostShown]


class JudgementGiven(Given):
    """Whether a text is about what the query is meant to find."""

    mention_id: Key = Field(examples=[1])
    relevant: bool


class JudgementShown(Shown):
    """What was said of a text."""

    mention_id: int
    relevant: bool


@endpoints.get(
    "/queries", rule=Right.MENTIONS_READ, response=Page[QueryShown], filters=page_filters(QUERIES), summary="List saved queries"
)  # fmt: skip
def list_queries(request: ApiRequest) -> dict[str, Any]:
    """The queries in use."""
    return page_of(request, QUERIES)


@endpoints.get(
    "/queries/export", rule=(Right.MENTIONS_READ, Right.BRAND_READ), response=str, filters=export_filters(QUERIES),
    produces=("text/csv", "application/x-ndjson"), summary="Export saved queries as a file",
)  # fmt: skip
def export_queries(request: ApiRequest) -> HttpResponseBase:
    """All queries the filters leave; that it was taken is noted in the audit trail."""
    return export_of(request, QUERIES)


@endpoints.post("/queries", rule=_WRITE, response=QueryShown, summary="Save a query")
def save_query(request: ApiRequest, query: QueryGiven) -> SavedQuery:
    """A query under a name of its own. One that cannot be read is refused with the place and a proposal."""
    given = query.dict()
    return do_save_query(request.actor, **given | {"kind": query.kind.value})


@endpoints.post("/queries/try", rule=Right.MENTIONS_READ, response=RunShown, summary="Try a query")
def try_query(request: ApiRequest, query: TryGiven) -> dict[str, Any]:
    """What a query would find; nothing is saved."""
    return _run(access_dry_run(request.actor, query.source))


@endpoints.get(
    "/queries/{int:query_id}", rule=Right.MENTIONS_READ, response=QueryDetail, summary="One saved query"
)
def read_query(request: ApiRequest, query_id: Key) -> dict[str, Any]:
    """One query with its versions and what people judged of it."""
    query = access_saved_query(request.actor, query_id)
    assistant = Assistant(request.actor, query)
    shown = {
        name: getattr(query, name)
        for name in ("id", "name", "kind", "colour", "source", "version", "changed_at")
    }
    versions = access_versions(request.actor, query)
    return {**shown, "versions": versions, "judged": len(assistant.judged), "relevant": assistant.relevant}


@endpoints.patch(
    "/queries/{int:query_id}", rule=_WRITE, response=QueryShown, summary="Change what a query asks for"
)
def change_query(request: ApiRequest, query_id: Key, query: ChangeGiven) -> SavedQuery:
    """The new text becomes a version of its own; the earlier ones stay."""
    return do_change_query(request.actor, query_id, source=query.source, note=query.note)


@endpoints.post(
    "/queries/{int:query_id}/judgements",
    rule=_WRITE,
    response=JudgementShown,
    summary="Judge a text of a query",
)
def judge_text(request: ApiRequest, query_id: Key, judgement: JudgementGiven) -> Any:
    """Say whether a text is meant; saying it again replaces it."""
    return do_judge(request.actor, query_id, judgement.mention_id, relevant=judgement.relevant)


def _run(run: DryRun) -> dict[str, Any]:
    return {
        "total": run.total,
        "copies": run.copies,
        "by_source": [{"name": str(name), "count": n} for name, n in run.by_source],
        "by_language": [{"name": str(name), "count": n} for name, n in run.by_language],
        "sample": [row.mention.pk for row in run.sample],
        "costs": [
            {"source": cost.search.title, "calls": cost.calls, "allowed": cost.search.allowed}
            for cost in run.costs
        ],
    }
