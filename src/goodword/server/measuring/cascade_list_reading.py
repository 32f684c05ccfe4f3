"""All cascades of a brand: the greatest by each column, how their sizes spread, and which programmes there are.

Only the greatest leave the engine, however many there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goodword.core.events import EventKind
from goodword.server.accounts.facade import Actor

from .cascade_kept import Kept, access_kept

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from goodword.metrics.engines import Engine

MOST = 300  # of each order
ORDERS = ("size", "depth", "breadth", "structural_virality", "customers", "money", "started")
_NAMES = ("cascade_list", "cascade_sizes", "cascade_programmes")
_DOUBLINGS = 30
_PROGRAMMES = 100


@dataclass(frozen=True, slots=True)
class Cascades:
    """The greatest cascades by each order together, sizes by powers of two, and programmes; each with its SQL."""

    greatest: Kept
    sizes: Kept
    programmes: Kept

    @property
    def count(self) -> int:
        """How many cascades there are, shown or not."""
        return sum(row["cascades"] for row in self.sizes.rows)

    @property
    def people(self) -> int:
        """How many times somebody shared in one of them."""
        return sum(row["people"] for row in self.sizes.rows)

    @property
    def largest(self) -> int | None:
        """The size of the largest."""
        return max((row["largest"] for row in self.sizes.rows), default=None)

    @property
    def onward(self) -> int:
        """How many of them were passed on at least once."""
        return sum(row["cascades"] for row in self.sizes.rows if row["doubling"] > 0)

    def ordered(self, order: str) -> list[dict[str, Any]]:
        """Return the greatest by one order, the greatest first, equals by their id."""
        known = [row for row in self.greatest.rows if row[order] is not None]
        return sorted(known, key=lambda row: (-row[order], row["root_id"]))[:MOST]


def access_cascades(actor: Actor, asked: Mapping[str, Any]) -> Cascades:
    """Return the cascades that began in some days and ways.

    `asked` may have `days` ([first, last] as numbers, of the first share), `channel`, `programme`, `lever` (of the first
    share), and `person` (anybody in it). A cascade that began is counted with all that came of it, to this day.
    """
    kept = access_kept(actor, _NAMES, dict(asked), lambda engine: _answer(engine, asked))
    return Cascades(*(kept[name] for name in _NAMES))


def _answer(engine: "Engine", asked: Mapping[str, Any]) -> dict[str, Any]:
    import ibis

    from goodword.metrics.cascades import METRIC, nodes_of

    events = engine.events
    nodes = engine.kept(nodes_of(events))
    window = ibis.window(group_by=nodes.root_id, order_by=[nodes.ts_us, nodes.person_id])
    starts = nodes.mutate(place=ibis.row_number().over(window)).filter(lambda rows: rows.place == 0)
    days = events.filter(events.kind == EventKind.SHARE.value).group_by(day_root="root_id")
    days = days.aggregate(local_day=ibis._.local_day.min())
    starts = engine.kept(
        starts.join(days, starts.root_id == days.day_root).select(
            "root_id", "local_day", "programme_id", "channel", "lever", starter="person_id", started="ts_us"
        )
    )
    wanted = engine.kept(_wanted(starts, nodes, asked))
    chosen = events.semi_join(wanted, "root_id")
    sizes = METRIC.query(chosen, METRIC.checked({}), engine)
    under = _under(chosen)
    sized = wanted.join(sizes, "root_id")
    whole = sized.left_join(under, sized.root_id == under.under_root)
    found = engine.kept(
        whole.select(
            "root_id", "starter", "started", "programme_id", "channel", "lever", "size", "depth", "breadth", "trees",
            "structural_virality", customers=whole.customers.fill_null(0), money=whole.money.fill_null(0),
        )
    )  # fmt: skip
    answers = {
        "cascade_list": _greatest(found),
        "cascade_sizes": _sizes(found),
        "cascade_programmes": _programmes(starts),
    }
    return {name: (engine.frame(table), engine.sql(table)) for name, table in answers.items()}


def _wanted(starts: "ir.Table", nodes: "ir.Table", asked: Mapping[str, Any]) -> "ir.Table":
    found = starts
    for name, column in (("channel", "channel"), ("programme", "programme_id"), ("lever", "lever")):
        if value := asked.get(name):
            found = found.filter(found[column] == value)
    if asked.get("days"):
        first, last = asked["days"]
        found = found.filter(found.local_day.between(first, last))
    if person := asked.get("person"):
        theirs = nodes.filter(nodes.person_id == person).select("root_id").distinct()
        found = found.semi_join(theirs, "root_id")
    return found


def _under(events: "ir.Table") -> "ir.Table":
    """Return what came of each cascade: people who signed up through it, and money, refunds taken off."""
    import ibis

    joined = events.kind == EventKind.SIGN_UP.value
    paid = events.kind.isin([EventKind.PURCHASE.value, EventKind.REFUND.value])
    return (
        events.filter(joined | paid)
        .group_by(under_root="root_id")
        .aggregate(
            customers=ibis._.person_id.nunique(where=ibis._.kind == EventKind.SIGN_UP.value),
            money=ibis._.amount_minor.sum().fill_null(0).cast("int64"),
        )
    )


def _greatest(found: "ir.Table") -> "ir.Table":
    """Return the rows that are among the first of any order."""
    import ibis

    ranks = {}
    for order in ORDERS:
        by = [ibis.desc(found[order], nulls_first=False), found.root_id]
        ranks[f"by_{order}"] = ibis.row_number().over(ibis.window(order_by=by))
    ranked = found.mutate(**ranks)
    first = ibis.or_(*(ranked[name] < MOST for name in ranks))
    return ranked.filter(first).drop(*ranks).order_by("root_id")


def _sizes(found: "ir.Table") -> "ir.Table":
    """Return how many cascades have sizes from a power of two to the next."""
    import ibis

    steps = [ibis.ifelse(found.size >= 2**power, 1, 0) for power in range(1, _DOUBLINGS)]
    doubling = sum(steps[1:], start=steps[0])
    spread = found.mutate(doubling=doubling).group_by("doubling")
    counted = spread.aggregate(
        cascades=ibis._.count(), people=ibis._.size.sum().cast("int64"), largest=ibis._.size.max()
    )
    return counted.order_by("doubling")


def _programmes(starts: "ir.Table") -> "ir.Table":
    import ibis

    named = starts.filter(starts.programme_id.notnull()).group_by("programme_id")
    counted = named.aggregate(cascades=ibis._.count())
    return counted.order_by([ibis.desc("cascades"), "programme_id"]).limit(_PROGRAMMES)
