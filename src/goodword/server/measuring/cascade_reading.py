"""One cascade of a brand: who shared when, whom they have it from, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.events import EventKind
from goodword.server.accounts.facade import Actor

from .cascade_forest import Forest, Shape, plant, shape_of
from .cascade_kept import opened_events

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from goodword.metrics.engines import Engine

MOST_PEOPLE = 100_000
_MONEY = (EventKind.PURCHASE.value, EventKind.REFUND.value)
_BROUGHT = (EventKind.SHARE.value, EventKind.SIGN_UP.value)


@dataclass(frozen=True)
class Tree:
    """A cascade as its page shows it: rows in the order of time, its forest, its numbers, and what was asked for them.

    `people`: person_id, ts_us, programme_id, channel, lever, above, brought, customers, money. `cut` people were left out
    because there are too many to draw; the numbers are of all.
    """

    root_id: str
    people: "pd.DataFrame"
    forest: Forest
    shape: Shape
    totals: dict[str, int]
    cut: int
    circle: int
    sql: dict[str, str]
    data_version: str
    computed_at: datetime

    @cached_property
    def starter(self) -> str:
        """Who shared first."""
        return str(self.people["person_id"].iloc[0])

    @cached_property
    def seconds(self) -> float:
        """How long it ran, from its first share to its last."""
        return float((self.people["ts_us"].iloc[-1] - self.people["ts_us"].iloc[0]) / 1_000_000)


def access_tree(actor: Actor, root_id: str, *, most: int = MOST_PEOPLE) -> Tree:
    """Return one cascade of the actor's brand; Http404 when nobody shared in it."""
    if not root_id:
        raise Http404(_("No cascade is named. Pick one from the list."))
    with opened_events(actor) as (engine, version):
        events = engine.events.filter(engine.events.root_id == root_id)
        people, totals, whole = _people(events), _totals(events), None
        sql = {"people": engine.sql(people), "totals": engine.sql(totals)}
        rows = engine.frame(people.limit(most + 1))
        if rows.empty:
            raise Http404(_("This brand has no cascade of that name. Pick one from the list."))
        if len(rows) > most:
            whole = _whole_shape(engine, events)
        counted = {name: int(value) for name, value in engine.frame(totals).iloc[0].items()}
    rows = _with_nothing_as_none(rows.head(most))
    forest = plant(rows["person_id"].tolist(), rows["above"].tolist())
    shape = whole or shape_of(forest)
    if shape is None:
        raise Http404(_("The people of this cascade lead in a circle; nobody of them is its first."))
    return Tree(
        root_id=root_id,
        people=rows.iloc[forest.kept].reset_index(drop=True),
        forest=forest,
        shape=shape,
        totals=counted,
        cut=shape.size - len(forest.kept) if whole else 0,
        circle=len(rows) - len(forest.kept),
        sql=sql,
        data_version=version,
        computed_at=timezone.now(),
    )


def _with_nothing_as_none(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows with None, and no number that is none, where a text is unknown."""
    texts = rows[["person_id", "programme_id", "channel", "lever", "above"]].astype(object)
    return rows.assign(**{name: texts[name].where(texts[name].notna(), None) for name in texts})


def _people(events: "ir.Table") -> "ir.Table":
    """Return the sharers of one cascade, the earliest first, with what each brought."""
    import ibis

    from goodword.metrics.cascades import nodes_of

    nodes = nodes_of(events)
    others = events.filter(events.referrer_id.notnull() & (events.referrer_id != events.person_id))
    brought = others.group_by(by="referrer_id").aggregate(
        brought=ibis._.person_id.nunique(where=ibis._.kind.isin(_BROUGHT)),
        customers=ibis._.person_id.nunique(where=ibis._.kind == EventKind.SIGN_UP.value),
        money=ibis._.amount_minor.sum(where=ibis._.kind.isin(_MONEY)),
    )
    both = nodes.left_join(brought, nodes.person_id == brought.by)
    filled: Any = {name: both[name].fill_null(0).cast("int64") for name in ("brought", "customers", "money")}
    found = both.select("person_id", "ts_us", "programme_id", "channel", "lever", "above", **filled)
    return found.order_by("ts_us", "person_id")


def _totals(events: "ir.Table") -> "ir.Table":
    """Return what came of one cascade: clicks, people who signed up, purchases, money with refunds taken off."""
    kind = events.kind
    return events.aggregate(
        clicks=(kind == EventKind.CLICK.value).sum().fill_null(0).cast("int64"),
        customers=events.person_id.nunique(where=kind == EventKind.SIGN_UP.value).cast("int64"),
        purchases=(kind == EventKind.PURCHASE.value).sum().fill_null(0).cast("int64"),
        money=events.amount_minor.sum(where=kind.isin(_MONEY)).fill_null(0).cast("int64"),
    )


def _whole_shape(engine: "Engine", events: "ir.Table") -> Shape:
    """Return the numbers of a cascade too large to draw, as the metric has them."""
    from goodword.metrics.cascades import METRIC

    row = engine.frame(METRIC.query(events, METRIC.checked({}), engine)).iloc[0]
    virality = row["structural_virality"]
    return Shape(
        int(row["size"]),
        int(row["depth"]),
        int(row["breadth"]),
        int(row["trees"]),
        None if np.isnan(virality) else float(virality),
    )
