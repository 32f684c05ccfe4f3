"""What metrics read besides the events: costs, randomised tests, answers, mentions, each as a table."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from goodword.server.accounts.facade import Actor, Right
from goodword.server.listening.facade import access_mention_table
from goodword.server.studies.facade import access_told_answers

from .models import Cost, Lift
from .windows import day_number

if TYPE_CHECKING:
    from goodword.metrics import Metric


def tables_of(actor: Actor, metric: "Metric", made: dict[str, pa.Table] | None = None) -> dict[str, pa.Table]:
    """Return the tables a metric reads, of the actor's brand, in the metric's own columns.

    What the actor's role may not read is an empty table. `made` holds those of other metrics of the same page.
    """
    known = {} if made is None else made
    for name, schema in metric.reads.items():
        if name not in known:
            known[name] = _MAKERS[name](actor, schema)
    return {name: known[name] for name in metric.reads}


def _costs(actor: Actor, schema: pa.Schema) -> pa.Table:
    rows = Cost.objects.filter(brand_id=actor.brand_id).order_by("key")
    return _table(
        schema,
        [
            {
                "kind": cost.kind,
                "channel": cost.channel or None,
                "first_day": day_number(cost.first_day),
                "last_day": day_number(cost.last_day),
                "amount_minor": cost.amount_minor,
            }
            for cost in rows
        ],
    )


def _lifts(actor: Actor, schema: pa.Schema) -> pa.Table:
    return _table(
        schema,
        [
            {"channel": lift.channel or None, "share": lift.share, "low": lift.low, "high": lift.high}
            for lift in newest_lifts(actor).values()
        ],
    )


def newest_lifts(actor: Actor) -> dict[str, Lift]:
    """Return the newest randomised test of each channel ("": of all together)."""
    actor.check(Right.EVENTS_READ)
    rows = Lift.objects.filter(brand_id=actor.brand_id).order_by("last_day", "pk")
    return {lift.channel: lift for lift in rows}


def _answers(actor: Actor, schema: pa.Schema) -> pa.Table:
    return _table(schema, access_told_answers(actor) if actor.may(Right.SURVEYS_READ) else [])


def _mentions(actor: Actor, schema: pa.Schema) -> pa.Table:
    if not actor.may(Right.MENTIONS_READ):
        return schema.empty_table()
    return access_mention_table(actor)[1].select(schema.names).cast(schema)


def _table(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)


_MAKERS: dict[str, Callable[[Actor, pa.Schema], pa.Table]] = {
    "costs": _costs,
    "lifts": _lifts,
    "answers": _answers,
    "mentions": _mentions,
}
