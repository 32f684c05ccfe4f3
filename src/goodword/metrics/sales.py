"""What was bought and what was given back, in money."""

from typing import TYPE_CHECKING

from goodword.core.events import EventKind

from .definition import Additivity, Metric, Options, by_option

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine


def query(events: "ir.Table", options: Options, _engine: "Engine") -> "ir.Table":
    """Return purchases, refunds and their money, and of these what came through somebody's recommendation."""
    import ibis

    by = tuple(options["by"])
    spent = events.filter(events.kind.isin([EventKind.PURCHASE.value, EventKind.REFUND.value]))
    bought, money = spent.kind == EventKind.PURCHASE.value, spent.amount_minor.fill_null(0)
    came = spent.root_id.notnull()
    found = {
        "purchases": ibis.ifelse(bought, 1, 0),
        "money": ibis.ifelse(bought, money, 0),
        "refunds": ibis.ifelse(bought, 0, 1),
        "refunded": ibis.ifelse(bought, 0, -money),
        "recommended_purchases": ibis.ifelse(bought & came, 1, 0),
        "recommended_money": ibis.ifelse(bought & came, money, 0),
        "recommended_refunded": ibis.ifelse(came & ~bought, -money, 0),
    }
    sums = {name: each.sum().cast("int64") for name, each in found.items()}
    return spent.group_by(*by).aggregate(**sums).order_by(*by) if by else spent.aggregate(**sums).fill_null(0)


METRIC = Metric(
    name="sales",
    version=1,
    title_en="Purchases and refunds",
    title_zh="购买与退款",
    explanation_en=(
        "Purchases and their money, refunds and the money given back, in the days asked for; and of these what carries a "
        "recommendation: the purchase was reported with the share it came through. A refund counts on the day it was made, not "
        "on the day of its purchase. Money is before refunds; money less refunded is what stayed."
    ),
    explanation_zh=(
        "所选日期内的购买及金额、退款及退回金额；以及其中带有推荐来源的部分：上报购买时注明了所经由的分享。"
        "退款计入退款当天，而不是购买当天。金额为退款前金额；减去退款即为实际留下的金额。"
    ),
    unit="minor units of money",
    grain=("by",),
    additivity=Additivity.ADDITIVE,
    source="Goodword.",
    query=query,
    options={"by": by_option()},
)
