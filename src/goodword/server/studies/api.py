"""Surveys and their answers, over HTTP."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Given,
    Instant,
    Key,
    Moment,
    Page,
    Shown,
    Taken,
    Unset,
    batch_of,
    length_of,
    page_filters,
    page_of,
    table_of,
)
from goodword.server.shell.lists import DateRange, Facet, ListSpec, Sort

from .intake import do_add_answers, do_open_survey
from .models import Answer, Survey
from .queries import access_answers, access_survey, access_surveys

endpoints = Endpoints("Surveys")

SURVEYS = ListSpec(
    name="surveys",
    title=_("Surveys"),
    right=Right.SURVEYS_READ,
    rows=access_surveys,
    columns=(),
    sorts=(Sort(name="created_at", label=_("Newest first"), key="created_at"),),
)
ANSWERS = ListSpec(
    name="answers",
    title=_("Answers"),
    right=Right.SURVEYS_READ,
    rows=access_answers,
    columns=(),
    facets=(Facet(name="survey", label=_("Survey"), field="survey_id", numeric=True, counted=False),),
    window=DateRange(label=_("Submitted"), field="submitted_at"),
    sorts=(Sort(name="submitted_at", label=_("Newest first"), key="submitted_at", nullable=True),),
)


class SurveyShown(Shown):
    """A questionnaire that was put to people."""

    id: int
    name: str
    created_at: Instant
    answers: int = Field(alias="answers_n", description="How many people answered.")


class SurveyGiven(Given):
    """A survey to open; the one of that name, when there is one already."""

    name: str = Field(
        min_length=1,
        max_length=length_of(Survey, "name"),
        pattern=r"\S",
        examples=["Why people recommend us"],
    )


class AnswerShown(Shown):
    """One person's filled-in questionnaire."""

    id: int
    survey_id: int
    respondent: Unset[str]
    submitted_at: Instant | None
    values: dict[str, Any] = Field(description="Every question and what was answered.")


class AnswerGiven(Given):
    """One person's filled-in questionnaire. The same content is the same answer."""

    respondent: str | None = Field(
        None, min_length=1, max_length=length_of(Answer, "respondent"), examples=["c-77"]
    )
    submitted_at: Moment | None = Field(None, examples=["2026-03-01T09:30:00+08:00"])
    values: dict[str, Any] = Field(
        min_length=1, description="Every question and what was answered.", examples=[{"Q1": 7, "Q2": "clear"}]
    )

    @property
    def extra(self) -> dict[str, Any]:
        """What the table of answers calls the values."""
        return self.values


@endpoints.get(
    "/surveys",
    rule=Right.SURVEYS_READ,
    response=Page[SurveyShown],
    filters=page_filters(SURVEYS),
    summary="List surveys",
)
def list_surveys(request: ApiRequest) -> dict[str, Any]:
    """The newest first, each with its number of answers."""
    return page_of(request, SURVEYS)


@endpoints.post(
    "/surveys", rule=(Right.SURVEYS_READ, Right.SURVEYS_WRITE), response=SurveyShown, summary="Open a survey"
)
def open_survey(request: ApiRequest, survey: SurveyGiven) -> Survey:
    """Make a survey that answers can be added to, or get the one of that name."""
    return access_survey(request.actor, do_open_survey(request.actor, survey.name).pk)


@endpoints.get(
    "/answers",
    rule=Right.SURVEYS_READ,
    response=Page[AnswerShown],
    filters=page_filters(ANSWERS),
    summary="List answers",
)
def list_answers(request: ApiRequest) -> dict[str, Any]:
    """The newest first; narrowed to one survey's by `survey`."""
    return page_of(request, ANSWERS)


@endpoints.post(
    "/surveys/{int:survey_id}/answers",
    rule=(Right.SURVEYS_READ, Right.SURVEYS_WRITE),
    response=Taken,
    summary="Add answers to a survey",
)
def add_answers(request: ApiRequest, survey_id: Key, answers: batch_of(AnswerGiven)) -> Any:  # type: ignore[valid-type]
    """One answer, or a list of up to 1,000. One that is known already stays as it is."""
    survey = access_survey(request.actor, survey_id)
    return do_add_answers(request.actor, table_of("survey", answers), survey=survey.name)
