"""Search visibility over HTTP: readings in, positions and open questions out."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from goodword.core.errors import InputError
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Given,
    Instant,
    Moment,
    Readable,
    Shown,
    Unset,
    Whole,
    batch_of,
)

from .actions import do_add_page
from .coverage import access_uncovered
from .engine import Hit, Reading
from .models import LONGEST_QUERY, LONGEST_URL, NAME, BrandQuery, OfficialPage
from .queries import access_positions, access_queries
from .reading import store_readings

endpoints = Endpoints("Search visibility")
_WRITE = (Right.MENTIONS_READ, Right.MENTIONS_WRITE)
_MOST_HITS = 100


class HitGiven(Given):
    """One result."""

    rank: Annotated[Whole, Field(ge=1, le=1000, examples=[1])]
    url: str = Field(max_length=LONGEST_URL, pattern=r"^https?://\S+$", examples=["https://lumen.example/"])
    title: str = Field("", max_length=500)
    snippet: str = Field("", max_length=2000)


class ReadingGiven(Given):
    """One look at search results. One that failed says why; it never carries ranks over."""

    keyword: Readable = Field(max_length=LONGEST_QUERY, examples=["lumen school"])
    engine: Readable = Field(max_length=NAME, examples=["google"])
    place: str = Field("", max_length=NAME, examples=["Singapore"])
    at: Moment = Field(examples=["2026-03-01T09:30:00+08:00"])
    state: Literal["ok", "partial", "failed"] = "ok"
    reason: Literal["", "captcha", "empty", "unreadable", "refused", "outage", "other"] = ""
    depth: Annotated[Whole, Field(ge=1, le=1000)] | None = Field(
        None, description="How many results were looked through; the last rank given unless said."
    )
    hits: list[HitGiven] = Field(default_factory=list, max_length=_MOST_HITS)


class StoredShown(Shown):
    """What became of a batch of readings."""

    new: int
    unread: int = Field(description="How many of the new ones failed or are incomplete.")
    already: int


class PositionShown(Shown):
    """Where the brand stands for a keyword at an engine and a place."""

    keyword: str
    engine: str
    place: Unset[str]
    at: Instant | None = Field(description="When the last reading that counts was made.")
    rank: int | None = Field(
        description="Of the first own result; null beyond `depth`, or where nothing was read."
    )
    depth: int | None
    movement: int | None = Field(description="Places up against the reading before.")
    readings: int
    unread: int


class PositionsShown(Shown):
    """Every keyword, engine and place."""

    items: list[PositionShown]


class UncoveredShown(Shown):
    """A question no official page answers."""

    query: str
    why: str
    task: str
    url: str


class UncoveredsShown(Shown):
    """The questions nothing official answers, those most shown first."""

    items: list[UncoveredShown]


class PageGiven(Given):
    """An official page and the questions it answers; whoever adds it says that it is truthful."""

    url: str = Field(
        max_length=LONGEST_URL, pattern=r"^https?://\S+$", examples=["https://lumen.example/faq"]
    )
    title: str = Field("", max_length=300)
    answers: list[Readable] = Field(
        default_factory=list, max_length=500, description="Questions, word for word."
    )


class PageShown(Shown):
    """An official page."""

    id: int
    url: str
    title: Unset[str]
    checked_at: Instant | None


@endpoints.post("/search-readings", rule=_WRITE, response=StoredShown, summary="Add search readings")
def add_search_readings(request: ApiRequest, readings: batch_of(ReadingGiven)) -> Any:  # type: ignore[valid-type]
    """One look, or a list of up to 1,000. The same keyword, engine, place and moment is stored once."""
    return store_readings(request.actor, map(_reading, readings))


@endpoints.get(
    "/search-positions", rule=Right.MENTIONS_READ, response=PositionsShown, summary="Search positions"
)
def list_search_positions(request: ApiRequest) -> dict[str, Any]:
    """Readings that failed or are incomplete say nothing, so they change no rank."""
    return {"items": [
        {"keyword": each.series.keyword, "engine": each.series.engine, "place": each.series.place,
         "at": each.now and each.now.at, "rank": each.now and each.now.rank, "depth": each.now and each.now.depth,
         "movement": each.movement, "readings": each.readings, "unread": each.unread}
        for each in access_positions(request.actor)
    ]}  # fmt: skip


@endpoints.get(
    "/uncovered-questions", rule=Right.MENTIONS_READ, response=UncoveredsShown, summary="Unanswered questions"
)
def list_uncovered_questions(request: ApiRequest) -> dict[str, Any]:
    """What people ask about the brand that nothing official answers, with the task that would."""
    return {"items": access_uncovered(request.actor)}


@endpoints.post("/official-pages", rule=_WRITE, response=PageShown, summary="Add an official page")
def add_official_page(request: ApiRequest, page: PageGiven) -> OfficialPage:
    """Say which questions a page answers; their tasks are done."""
    found: Any = access_queries(request.actor).filter(text__in=page.answers)
    queries: list[BrandQuery] = list(found)
    return do_add_page(request.actor, page.url, page.title, [query.pk for query in queries])


def _reading(given: ReadingGiven) -> Reading:
    is_failed = given.state == "failed"
    if not (is_failed or given.hits or given.depth):
        raise InputError(
            _("“%(keyword)s” has no result: say the depth that was read.") % {"keyword": given.keyword}
        )
    hits = (
        {} if is_failed else {hit.rank: Hit(hit.rank, hit.url, hit.title, hit.snippet) for hit in given.hits}
    )
    return Reading(
        given.keyword.strip(), given.engine.strip().lower(), given.place.strip(), given.at, state=given.state,
        reason=(given.reason or "other") if is_failed else "", depth=0 if is_failed else max(given.depth or 0, *hits, 0),
        hits=tuple(hits[rank] for rank in sorted(hits)),
    )  # fmt: skip
