"""A metric of the actor's brand: computed once per version of the data, then read."""

import hashlib
import io
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from goodword import metrics
from goodword.events import Filters, Snapshot
from goodword.events.filters import EventFilter
from goodword.server.accounts.facade import Actor, Right
from goodword.server.tracking.facade import event_log, known_aliases

from .keeping import keep, kept_for, latest_for
from .models import Measurement
from .tables import tables_of

if TYPE_CHECKING:
    from goodword.metrics import Metric

INLINE_MOST = 1_000_000  # up to so many events a page waits; beyond, a job computes
_DIGITS = 12  # parallel sums differ in the last digits of a float, so these are not kept
_OFTEN = 20  # a metric of a large log takes at most one twentieth of a worker's time


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric's rows (dicts in the order of its grain) with everything its card says.

    `job` is the job that computes it anew, if one does: the rows are then those of an earlier version of the data, and
    none, with `computed_at` None, when there was none yet.
    """

    metric: "Metric"
    asked: Mapping[str, Any]
    rows: list[dict[str, Any]]
    sql: str
    data_version: str
    seconds: float
    computed_at: datetime | None
    job: int | None = None

    @property
    def row(self) -> dict[str, Any]:
        """The only row, or an empty one."""
        return self.rows[0] if self.rows else {}


def access_measured(
    actor: Actor, name: str, *, tables: Mapping[str, pa.Table] | None = None, wait: bool = False, **asked: Any
) -> Measured:
    """Return a metric over the brand's events; the same question on the same data is computed once.

    `asked` are the metric's options and the filters of the event log (`local_days`, `channels` …), in values JSON can
    hold. `tables` are what else it reads (default: the brand's own). A large log is measured by a job: until it is done
    the last result is returned, with `job`; with `wait` it is computed at once. Raises InputError for what cannot be asked.
    """
    actor.check(Right.EVENTS_READ)
    metric = metrics.metric(name)
    question, given = dict(asked), _from_json(asked)
    metric.checked({key: value for key, value in given.items() if key not in _filters(metric, given)})
    others = tables_of(actor, metric) if tables is None else tables
    aliases = known_aliases(actor)
    with event_log(actor.brand_id).snapshot() as snapshot:
        version = f"{snapshot.version}-{_digest_of([aliases, *others.values()], sorted(others))[:12]}"
        fingerprint = _digest([name, metric.version, question, version])
        kept = kept_for(actor, fingerprint)
        job = None
        if kept is None and not wait and snapshot.rows > INLINE_MOST:
            kept, job = latest_for(actor, name, question), 0
        elif kept is None:
            kept = _compute(actor, metric, fingerprint, version, question, snapshot, given, others, aliases)
    if job is not None:
        job = _ask(actor, name, question, fingerprint, kept)
    if kept is None:
        return Measured(metric, asked, [], "", version, 0.0, None, job)
    rows = [dict(zip(kept.columns, row, strict=True)) for row in kept.rows]
    return Measured(metric, asked, rows, kept.sql, kept.data_version, kept.seconds, kept.computed_at, job)


def _compute(
    actor: Actor,
    metric: "Metric",
    fingerprint: str,
    version: str,
    question: dict[str, Any],
    snapshot: Snapshot,
    given: dict[str, Any],
    tables: Mapping[str, pa.Table],
    aliases: pa.Table,
) -> Measurement:
    begun = time.perf_counter()
    found = metrics.answer(
        metric.name, snapshot, engine=settings.METRICS_ENGINE, tables=tables, same_person=aliases, **given
    )
    made = json.loads(found.frame.to_json(orient="split", index=False, double_precision=15))
    return keep(
        actor,
        fingerprint,
        metric=metric.name,
        asked=question,
        data_version=version,
        columns=made["columns"],
        rows=[[_steady(value) for value in row] for row in made["data"]],
        sql=f"{_source(metric, given)}\n\n{found.sql}",
        seconds=time.perf_counter() - begun,
    )


def _ask(
    actor: Actor, name: str, question: dict[str, Any], fingerprint: str, kept: Measurement | None
) -> int | None:
    """Queue the job that measures; None where the last result is too young for that."""
    from .tasks import ask_measuring

    if kept is not None and timezone.now() - kept.computed_at < timedelta(seconds=_OFTEN * kept.seconds):
        return None
    return ask_measuring(actor, name, question, fingerprint)


def _filters(metric: "Metric", given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in given.items()
        if key in Filters.__annotations__ and key not in metric.options
    }


def _source(metric: "Metric", given: Mapping[str, Any]) -> str:
    """Return which events `given_events` stands for, as a comment above the SQL."""
    filters: Any = _filters(metric, given)
    return f"-- given_events: this brand's events WHERE {EventFilter.of(filters).sql()}"


def _steady(value: Any) -> Any:
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value


def _from_json(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in asked.items()}


def _digest_of(tables: list[pa.Table], names: list[str]) -> str:
    """Return what stands for the state of everything a metric reads besides the events."""
    out = io.BytesIO()
    for table in tables:
        whole = table.combine_chunks()
        with pa.ipc.new_stream(out, whole.schema) as writer:
            writer.write_table(whole)
    return hashlib.sha256(json.dumps(names).encode() + out.getvalue()).hexdigest()


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
