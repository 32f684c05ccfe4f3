"""Whom a brand owes most: money spent by the people somebody brought, and by those they brought in turn."""

from typing import TYPE_CHECKING

from goodword.core.events import EventKind

from .definition import Additivity, Metric, Option, Options
from .people import joined
from .trees import placed_in_trees

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine

_MOST = 100_000


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return the people with the most money under them in the tree of who brought whom."""
    import ibis

    spent = events.filter(
        events.kind.isin([EventKind.PURCHASE.value, EventKind.REFUND.value]) & events.person_id.notnull()
    )
    money = spent.group_by(spender="person_id").aggregate(money=spent.amount_minor.sum().cast("int64"))
    nodes = _nodes(events)
    with_money = nodes.left_join(money, nodes.person_id == money.spender)
    zero = ibis.literal(0).cast("int64")
    counted = with_money.select(
        "root_id",
        "person_id",
        "above",
        own=with_money.money.fill_null(0).cast("int64"),
        total=with_money.money.fill_null(0).cast("int64"),
        people=zero + 1,
    )
    found = engine.kept(placed_in_trees(counted, engine, "total", "people"))
    children = (
        found.filter(found.parent.notnull())
        .group_by(of="parent")
        .aggregate(brought=ibis._.count().cast("int64"), brought_money=ibis._.own.sum().cast("int64"))
    )
    found = found.join(children, found.node == children.of)
    result = found.select(
        "person_id",
        brought=found.brought.fill_null(0),
        downstream_people=found.people - 1,
        brought_money=found.brought_money.fill_null(0),
        downstream_money=found.total - found.own,
    )
    result = result.filter(result.downstream_people > 0)
    return result.order_by(ibis.desc("downstream_money"), "person_id").limit(int(options["most"]))


def _nodes(events: "ir.Table") -> "ir.Table":
    """Return everybody who joined or brought somebody who did, with who brought them: one forest for all."""
    import ibis

    people = joined(events, "referrer_id").rename(above="referrer_id")
    others = people.filter(people.above.notnull()).select(person_id="above").distinct()
    others = others.anti_join(people, "person_id").mutate(above=ibis.null("string"))
    return ibis.union(people, others).mutate(root_id=ibis.literal("all"))


METRIC = Metric(
    name="downstream",
    version=1,
    title_en="Money brought",
    title_zh="下游金额",
    explanation_en=(
        "For each person, how many people they brought and how many those brought in turn, and what all of them spent, refunds "
        "taken off. A person's own purchases are not counted for themselves. The money of one purchase is under everybody above "
        "its buyer, so the rows must not be summed, and it says who brought whom, not who would have stayed away otherwise."
    ),
    explanation_zh=(
        "每个人引荐了多少人、这些人又引荐了多少人，以及他们一共花了多少钱（已扣退款）。本人自己的购买不计入自己。"
        "一笔购买会计入买家上方的每一个人，因此各行不可相加；它说明谁引荐了谁，并不说明没有推荐就不会来。"
    ),
    unit="people, minor units of money",
    grain=("person_id",),
    additivity=Additivity.DISTINCT,
    source="Goodword; sums over subtrees by pointer doubling.",
    query=query,
    options={
        "most": Option(
            100,
            "how many people are listed",
            lambda value: isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST,
            f"a whole number from 1 to {_MOST}",
        )
    },
)
