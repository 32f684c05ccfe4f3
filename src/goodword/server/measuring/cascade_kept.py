"""What the cascade pages ask of the event log, computed once per version of the data."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from goodword.server.accounts.facade import Actor, Right
from goodword.server.tracking.facade import event_log, known_aliases

from .keeping import keep, kept_for
from .models import Measurement

if TYPE_CHECKING:
    import pandas as pd

    from goodword.metrics.engines import Engine

Answer = Callable[["Engine"], "Mapping[str, tuple[pd.DataFrame, str]]"]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows as dicts, with what a card says of them."""

    rows: list[dict[str, Any]]
    sql: str
    data_version: str
    computed_at: datetime


@contextmanager
def opened_events(actor: Actor) -> Iterator[tuple["Engine", str]]:
    """Open the brand's events in an engine; also returns what stands for their state. Checks the right to read them."""
    actor.check(Right.EVENTS_READ)
    from goodword.metrics.engines import opened

    aliases = known_aliases(actor)
    log = event_log(actor.brand_id)
    with log.snapshot() as snapshot:
        version = f"{snapshot.version}-{_digest(aliases.to_pylist())[:12]}"
        with opened(settings.METRICS_ENGINE, log, {}, same_person=aliases) as engine:
            yield engine, version


def access_kept(
    actor: Actor, names: Sequence[str], asked: Mapping[str, Any], answer: Answer
) -> dict[str, Kept]:
    """Return what `answer` makes under each of some names; asked again of the same data it is read, not computed."""
    actor.check(Right.EVENTS_READ)
    aliases = known_aliases(actor)
    with event_log(actor.brand_id).snapshot() as snapshot:
        version = f"{snapshot.version}-{_digest(aliases.to_pylist())[:12]}"
    marks = {name: _digest([name, 1, asked, version]) for name in names}
    found = {name: kept_for(actor, mark) for name, mark in marks.items()}
    kept = {name: each for name, each in found.items() if each is not None}
    if len(kept) < len(marks):
        kept = _computed(actor, marks, asked, answer)
    return {
        name: Kept(
            [dict(zip(each.columns, row, strict=True)) for row in each.rows],
            each.sql,
            each.data_version,
            each.computed_at,
        )
        for name, each in kept.items()
    }


def _computed(
    actor: Actor, marks: Mapping[str, str], asked: Mapping[str, Any], answer: Answer
) -> dict[str, Measurement]:
    begun = time.perf_counter()
    with opened_events(actor) as (engine, version):
        answers = answer(engine)
    kept = {}
    for name, (frame, sql) in answers.items():
        made = json.loads(frame.to_json(orient="split", index=False, double_precision=15))
        kept[name] = keep(
            actor,
            marks[name],
            metric=name,
            asked=dict(asked),
            data_version=version,
            columns=made["columns"],
            rows=made["data"],
            sql=sql,
            seconds=time.perf_counter() - begun,
        )
    return kept


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
