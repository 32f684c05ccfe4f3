"""Metrics and costs over HTTP."""

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field

from goodword import metrics
from goodword.core.errors import InputError
from goodword.core.vocabulary import Channel, CostKind
from goodword.metrics import Metric
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import (
    ApiRequest,
    Day,
    Endpoints,
    Given,
    Instant,
    Shown,
    Taken,
    Unset,
    Whole,
    batch_of,
)

from .actions import do_add_costs
from .cost_queries import access_costs
from .cost_rows import CostRow
from .measure import Measured, access_measured
from .models import Cost
from .numbers import explanation, title
from .windows import Days

endpoints = Endpoints("Measure")
_LONGEST = 64
_MOST_COSTS = 1000
_WHO = frozenset({"person_id", "referrer_id"})


class MetricShown(Shown):
    """A metric: what it means, and what it may be asked with."""

    name: str = Field(examples=["funnel"])
    version: int
    title: str
    explanation: str
    unit: str
    grain: list[str] = Field(description="The columns a row is about; `by` stands for those asked for.")
    additivity: str = Field(description="additive, distinct or ratio: whether rows may be summed.")
    options: dict[str, str] = Field(description="What each option means.")
    source: str


class MetricsShown(Shown):
    """All metrics."""

    items: list[MetricShown]


class MeasurementShown(Shown):
    """A metric as it was computed, with everything needed to check it."""

    metric: MetricShown
    asked: dict[str, Any] = Field(description="The options and filters it was computed with.")
    rows: list[dict[str, Any]]
    since: date | None
    until: date | None
    data_version: str = Field(description="The same question on the same version has the same rows.")
    computed_at: Instant | None = Field(description="Null when it is computed for the first time right now.")
    seconds: float
    is_current: bool = Field(description="False while a job computes it anew: ask again later.")
    sql: str


class CostGiven(Given):
    """Money spent over some days. The same `key` is the same cost, however often it is sent."""

    kind: CostKind = Field(examples=["reward"])
    amount_minor: Annotated[
        Whole, Field(gt=0, le=2**53, description="In cents or fen of the brand’s currency.")
    ]
    first_day: Day = Field(examples=["2026-03-01"])
    last_day: Day | None = Field(
        None, description="The first day if it is left out.", examples=["2026-03-31"]
    )
    channel: Channel | None = Field(None, description="Left out: all channels together.")
    programme: str = Field("", max_length=64)
    note: str = Field("", max_length=500)
    key: str = Field("", max_length=_LONGEST, pattern=r"^[^/]*$", examples=["2026-03-vouchers"])


class CostShown(Shown):
    """A recorded cost."""

    key: str
    kind: CostKind
    amount_minor: int
    first_day: date
    last_day: date
    channel: Unset[Channel]
    programme: Unset[str]
    note: Unset[str]
    made_by: Unset[str]
    made_at: datetime


class CostsShown(Shown):
    """Recorded costs, the newest first."""

    items: list[CostShown]


@endpoints.get("/metrics", rule=Right.EVENTS_READ, response=MetricsShown, summary="List metrics")
def list_metrics(request: ApiRequest) -> dict[str, Any]:  # noqa: ARG001 - every handler gets it
    """Each metric is defined once; the console, the command line and this API give the same numbers."""
    return {"items": [_shown(metrics.metric(name)) for name in metrics.names()]}


@endpoints.get(
    "/metrics/{slug:metric}", rule=Right.EVENTS_READ, response=MeasurementShown, summary="Compute a metric"
)
def compute_metric(
    request: ApiRequest,
    metric: str,
    since: Day | None = None,
    until: Day | None = None,
    by: str = "",
    channel: Channel | None = None,
    programme: str = "",
    window_days: int | None = None,
    cohort: str = "",
) -> dict[str, Any]:
    """Both days are included and are the brand's own; all time when they are left out. `by` takes columns with commas.

    Rows about single people (`downstream`, `by=referrer_id`) also need people:read.
    """
    if (since is None) != (until is None):
        raise InputError(_("Give both days, since and until, or neither."))
    days = Days(since, until)
    columns = [part.strip() for part in by.split(",") if part.strip()]
    if _WHO & {*metrics.metric(metric).grain, *columns}:
        request.actor.check(Right.PEOPLE_READ)
    given: dict[str, Any] = {
        "local_days": days.local_days,
        "by": columns or None,
        "channels": [channel.value] if channel else None,
        "programme_id": [programme] if programme else None,
        "window_days": window_days,
        "cohort": cohort or None,
    }
    asked = {key: value for key, value in given.items() if value is not None}
    return _measured(access_measured(request.actor, metric, **asked), days)


@endpoints.post("/costs", rule=(Right.EVENTS_READ, Right.EVENTS_WRITE), response=Taken, summary="Add costs")
def add_costs(request: ApiRequest, costs: batch_of(CostGiven)) -> Any:  # type: ignore[valid-type]
    """One cost, or a list of up to 1,000: all of them or, when one is refused, none."""
    return do_add_costs(request.actor, [_row(each) for each in costs], source="api")


@endpoints.get("/costs", rule=Right.EVENTS_READ, response=CostsShown, summary="List costs")
def list_costs(request: ApiRequest, since: Day | None = None, until: Day | None = None) -> dict[str, Any]:
    """Those that touch the days asked for, at most a thousand, the newest first."""
    found = access_costs(request.actor)
    found = found.filter(last_day__gte=since) if since else found
    found = found.filter(first_day__lte=until) if until else found
    items: list[Cost] = list(found[:_MOST_COSTS])
    return {"items": items}


def _row(given: CostGiven) -> CostRow:
    last = given.last_day or given.first_day
    channel = given.channel.value if given.channel else ""
    return CostRow(
        given.kind.value,
        given.amount_minor,
        given.first_day,
        last,
        channel,
        given.programme,
        given.note,
        given.key,
    )


def _shown(metric: Metric) -> dict[str, Any]:
    options = {name: option.meaning for name, option in metric.options.items()}
    return {
        "name": metric.name, "version": metric.version, "title": title(metric), "explanation": explanation(metric),
        "unit": metric.unit, "grain": list(metric.grain), "additivity": metric.additivity.value, "options": options,
        "source": metric.source,
    }  # fmt: skip


def _measured(found: Measured, days: Days) -> dict[str, Any]:
    return {
        "metric": _shown(found.metric), "asked": dict(found.asked), "rows": found.rows, "since": days.first,
        "until": days.last, "data_version": found.data_version, "computed_at": found.computed_at,
        "seconds": round(found.seconds, 3), "is_current": found.job is None, "sql": found.sql,
    }  # fmt: skip
