"""Alerts over HTTP."""

from typing import Annotated, Any, Literal

from pydantic import Field

from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Endpoints,
    Given,
    Instant,
    Key,
    Page,
    Shown,
    Unset,
    page_filters,
    page_of,
)

from .actions import do_acknowledge, do_change_rule, do_close, do_reopen
from .lists import ALERTS
from .models import Alert, AlertRule
from .queries import access_alert, access_rules

endpoints = Endpoints("Alerts")
_DECIDE = (Right.MENTIONS_READ, Right.MENTIONS_WRITE)
_MANAGE = (Right.MENTIONS_READ, Right.SOURCES_MANAGE)


class AlertShown(Shown):
    """One time that something stood out."""

    id: int
    title: str = Field(alias="sentence", description="What stood out, in words.")
    series: str = Field(description="volume, unfavourable, or cause:<key>.", examples=["volume"])
    rule: str = Field(alias="rule.name")
    since: Instant = Field(description="The first hour of the rise.")
    at: Instant = Field(description="The hour that stood out.")
    until: Instant = Field(description="The last hour that did, so far.")
    is_over: bool
    seen: float = Field(description="From `since` to the end of the hour `at`.")
    expected: float = Field(description="What is usual in the same hours.")
    total: float | None = Field(description="Of how many, where it is a share.")
    copies: int = Field(description="Of those seen, how many are copies of others.")
    low: float = Field(description="The lower end of the usual range of the hour `at`.")
    high: float
    score: float
    rate: float | None = Field(description="How often a month chance alone goes as far; null while learning.")
    p: float | None
    reason: str = Field(description="shock, rise, share, or limit.")
    state: str
    verdict: Unset[str] = Field(description="real or false, when somebody has said so.")


class RuleShown(Shown):
    """What is watched, and how many false alarms a month are borne for it."""

    id: int
    name: str
    query: Unset[str]
    volume: bool
    unfavourable: bool
    causes: bool
    alarms_per_month: float
    limit: int | None
    is_on: bool
    looked_at: Instant | None
    problem: Unset[str]


class VerdictGiven(Given):
    """What an alert turned out to be."""

    verdict: Literal["real", "false", "acknowledged", "open"]


class RuleGiven(Given):
    """What to change of a rule."""

    alarms_per_month: Annotated[float, Field(ge=0.1, le=60)] | None = None
    is_on: bool | None = None


@endpoints.get(
    "/alerts",
    rule=Right.MENTIONS_READ,
    response=Page[AlertShown],
    filters=page_filters(ALERTS),
    summary="List alerts",
)
def list_alerts(request: ApiRequest) -> dict[str, Any]:
    """What stood out, the newest first."""
    return page_of(request, ALERTS)


@endpoints.get("/alerts/{int:alert_id}", rule=Right.MENTIONS_READ, response=AlertShown, summary="One alert")
def read_alert(request: ApiRequest, alert_id: Key) -> Alert:
    """One alert with its figures."""
    return access_alert(request.actor, alert_id)


@endpoints.patch("/alerts/{int:alert_id}", rule=_DECIDE, response=AlertShown, summary="Say what an alert was")
def decide_alert(request: ApiRequest, alert_id: Key, given: VerdictGiven) -> Alert:
    """Say that somebody is on it, or whether it was real or false; `open` takes that back. It is in the trail."""
    if given.verdict == "acknowledged":
        return do_acknowledge(request.actor, alert_id)
    if given.verdict == "open":
        return do_reopen(request.actor, alert_id)
    return do_close(request.actor, alert_id, given.verdict)


@endpoints.get("/alert-rules", rule=Right.MENTIONS_READ, response=list[RuleShown], summary="What is watched")
def list_rules(request: ApiRequest) -> list[AlertRule]:
    """Every rule of the brand, the oldest first."""
    return list(access_rules(request.actor))


@endpoints.patch("/alert-rules/{int:rule_id}", rule=_MANAGE, response=RuleShown, summary="Change a rule")
def change_rule(request: ApiRequest, rule_id: Key, given: RuleGiven) -> AlertRule:
    """Change how many false alarms a month are borne, or switch a rule on or off."""
    values = {name: value for name, value in given.model_dump().items() if value is not None}
    return do_change_rule(request.actor, rule_id, values)
