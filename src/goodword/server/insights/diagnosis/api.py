"""The diagnosis over HTTP, said in the language of the request."""

from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from goodword.core.vocabulary import SourceType
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import ApiRequest, Endpoints, Shown

from .document import Document
from .queries import access_diagnosis
from .scope import USUAL_DAYS, scope_of

endpoints = Endpoints("Diagnosis")
Days = Annotated[
    str,
    Query(
        pattern=r"^([1-9][0-9]{0,3}|all)$",
        description="How many days, ending with the last full day of which there are mentions; `all` for all time.",
        examples=["30"],
    ),
]
Name = Annotated[str, Query(max_length=200)]


class NumberShown(Shown):
    """A number with what its card says."""

    key: str
    name: str
    value: float | None = Field(description="Shares lie between 0 and 1 (a balance between −1 and 1).")
    said: str = Field(description="As a person says it.")
    low: float | None = Field(description="The lower end of the 95 % interval.")
    high: float | None
    interval: str
    n: int | None
    change: str = Field(description="Against the days before; empty where nothing can be compared.")
    definition: str
    method: str
    window: str
    why_none: str


class PartShown(Shown):
    """A stretch of a quote; evidence is what the label was read from."""

    text: str
    is_evidence: bool


class QuoteShown(Shown):
    """What somebody said."""

    mention_id: int
    parts: list[PartShown]
    origin: str = Field(alias="from", description="Product, place and day.")
    language: str
    page: str = Field(description="Its page in the console.")
    url: str = Field(description="Where it can be read; empty where the source did not say.")


class ThemeShown(Shown):
    """A phrase said clearly more often with this cause than in other complaints."""

    phrase: str
    share: float
    said: str


class CountShown(Shown):
    """A name with how many mentions it has."""

    name: str
    count: int


class CauseShown(Shown):
    """A cause that hurts."""

    key: str
    name: str
    share: NumberShown
    hurt: NumberShown
    now: int
    before: int | None = Field(description="In the days before; null where nothing can be compared.")
    growth: float
    change: str
    trend: list[int] = Field(description="Mentions in at most 30 equal stretches of the days.")
    themes: list[ThemeShown]
    places: list[CountShown]
    products: list[CountShown]
    quotes: list[QuoteShown]
    url: str


class PraiseShown(Shown):
    """What people praise; without a name where no aspect stands out."""

    name: str
    balance: str
    share: NumberShown | None
    quote: QuoteShown | None
    url: str


class QuestionsShown(Shown):
    """Questions without a reply by the brand."""

    open: NumberShown
    can_tell: bool = Field(description="Whether any reply of the brand is among the mentions.")
    quotes: list[QuoteShown]
    url: str


class VoicesShown(Shown):
    """Who speaks."""

    numbers: list[NumberShown]
    sentences: list[str]


class NoticeShown(Shown):
    """Something another page says."""

    title: str
    text: str
    url: str


class NamedShareShown(Shown):
    """A share of voice."""

    name: str
    share: NumberShown


class StepShown(Shown):
    """Something to do."""

    key: str
    title: str
    owner: str
    why: str
    effort: str
    proof: str = Field(description="How one would know that it worked.")
    url: str


class DiagnosisShown(Shown):
    """What is said, what hurts, what is praised, and what to do first."""

    brand: str
    language: str
    title: str
    window: str
    narrowed: str
    as_of: str
    last_day: str
    headline: list[str]
    summary: str = Field(description="The headline as one text.")
    cautions: list[str]
    complete: str
    numbers: list[NumberShown]
    origins: list[CountShown] = Field(description="What others than consumers wrote: counted apart.")
    stimuli: list[CountShown] = Field(
        description="The consumer mentions, by whether the brand prompted them."
    )
    causes: list[CauseShown]
    unexplained: NumberShown | None
    praise: list[PraiseShown]
    questions: QuestionsShown | None
    voices: VoicesShown | None
    alerts: list[NoticeShown]
    uncovered: list[NoticeShown]
    share_of_voice: list[NamedShareShown]
    steps: list[StepShown]


@endpoints.get(
    "/diagnosis",
    rule=(Right.MENTIONS_READ, Right.BRAND_READ),
    response=DiagnosisShown,
    by_alias=True,
    summary="The diagnosis",
)
def read_diagnosis(
    request: ApiRequest,
    days: Days = str(USUAL_DAYS),
    source: Name = "",
    source_type: SourceType | None = None,
    product: Name = "",
) -> dict[str, Any]:
    """What the page says, in the language of `Accept-Language`; at most three causes and five steps."""
    given = {"days": days, "source": source, "source_type": source_type or "", "product": product}
    found = access_diagnosis(request.actor, scope_of(given))
    return Document(found, request.build_absolute_uri("/")).said()
