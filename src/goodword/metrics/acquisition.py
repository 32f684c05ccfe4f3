"""What a new customer costs: by the last touch, and by what a randomised test says would not have come otherwise."""

from typing import TYPE_CHECKING

import pyarrow as pa

from goodword.core.events import EventKind

from .acquisition_cost import WHY_NOT, finish
from .definition import Additivity, Metric, Options, days_option, span_option
from .people import MICROSECONDS_A_DAY
from .volume import within

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine

__all__ = ["COSTS", "LIFTS", "METRIC", "WHY_NOT"]

COSTS = pa.schema(
    [
        ("kind", pa.string()),
        ("channel", pa.string()),
        ("first_day", pa.int32()),
        ("last_day", pa.int32()),
        ("amount_minor", pa.int64()),
    ]
)
LIFTS = pa.schema(
    [("channel", pa.string()), ("share", pa.float64()), ("low", pa.float64()), ("high", pa.float64())]
)
TOUCHES = (EventKind.CLICK.value, EventKind.SIGN_UP.value)
_COLUMNS = ("part", "kind", "channel", "first_day", "last_day", "number", "share", "low", "high")


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return new customers by channel, and the costs and lifts as they are, one below the other."""
    import ibis

    costs, lifts = engine.table("costs"), engine.table("lifts")
    nothing, none, zero = ibis.null("float64"), ibis.null("string"), ibis.literal(0).cast("int64")
    parts = (
        _new_customers(events, options).mutate(
            part=ibis.literal("customers"), kind=none, first_day=zero, last_day=zero,
            share=nothing, low=nothing, high=nothing,
        ),
        costs.select(
            "kind", "channel", first_day=costs.first_day.cast("int64"), last_day=costs.last_day.cast("int64"),
            number=costs.amount_minor, part=ibis.literal("cost"), share=nothing, low=nothing, high=nothing,
        ),
        lifts.mutate(part=ibis.literal("lift"), kind=none, first_day=zero, last_day=zero, number=zero),
    )  # fmt: skip
    return ibis.union(*(part.select(*_COLUMNS) for part in parts)).order_by(*_COLUMNS[:6])


def _new_customers(events: "ir.Table", options: Options) -> "ir.Table":
    """Return by channel the people whose first purchase of all is in the span and had a touch in the days before it."""
    import ibis

    bought = events.filter((events.kind == EventKind.PURCHASE.value) & events.person_id.notnull())
    in_order = ibis.window(group_by=bought.person_id, order_by=[bought.ts_us, bought.event_id])
    first = bought.mutate(place=ibis.row_number().over(in_order)).filter(lambda rows: rows.place == 0)
    first = within(first, options).select(buyer="person_id", bought_us="ts_us")
    seen = events.filter(events.kind.isin(TOUCHES) & events.person_id.notnull() & events.channel.notnull())
    seen = seen.select(touch="event_id", person_id="person_id", touch_us="ts_us", channel="channel")
    pairs = first.join(seen, first.buyer == seen.person_id)
    window_us = int(options["window_days"]) * MICROSECONDS_A_DAY
    pairs = pairs.filter(
        (pairs.touch_us <= pairs.bought_us) & (pairs.touch_us >= pairs.bought_us - window_us)
    )
    from_last = ibis.window(
        group_by=pairs.buyer, order_by=[ibis.desc(pairs.touch_us), ibis.desc(pairs.touch)]
    )
    last = pairs.mutate(place=ibis.row_number().over(from_last)).filter(lambda rows: rows.place == 0)
    return last.group_by("channel").aggregate(number=last.count().cast("int64"))


METRIC = Metric(
    name="acquisition_cost",
    version=1,
    title_en="Cost of a new customer",
    title_zh="获客成本",
    explanation_en=(
        "What word of mouth cost (rewards, content, tools, staff) over the new customers it brought, by channel and as a whole "
        "(the row without a channel). A new customer is somebody whose first purchase of all is in these days and who clicked or "
        "signed up through a channel within some days before it; the last such touch counts. Who bought before the events begin "
        "is not known to have. A cost that lasts longer than these days counts by the days they share. A cost of no channel is "
        "spread over the channels by their new customers (evenly while there are none), to the last minor unit. The incremental "
        "figures use the share of customers a randomised test found to be caused; without a test, or where its interval includes "
        "zero, they are not shown, and why is said. Their interval is the test's: customers and costs are taken as counted."
    ),
    explanation_zh=(
        "口碑的花费（奖励、内容、工具、人力）除以经它而来的新顾客，按渠道及整体（没有渠道的一行）。新顾客指在这些天内完成人生首次购买、"
        "且此前若干天内通过某渠道点击或注册的人，以最后一次接触为准。事件记录开始之前的购买无从得知。跨出这些天的费用按重叠天数计入。"
        "不属于任何渠道的费用按各渠道的新顾客数分摊（尚无新顾客时平均分摊），精确到最小货币单位。"
        "增量数字采用随机试验得出的“确由其带来”的比例；没有试验，或试验区间包含零时不显示，并说明原因。其区间即试验的区间：顾客数与费用按计数值。"
    ),
    unit="new customers, minor units of money",
    grain=("channel",),
    additivity=Additivity.RATIO,
    source="Goodword; days pro rata by rounded running totals, spread by largest remainder (Hamilton).",
    query=query,
    finish=finish,
    options={
        "window_days": days_option(30, "how many days before the first purchase a touch counts"),
        "local_days": span_option("the days of the first purchases and of the costs (default: all)"),
    },
    reads={"costs": COSTS, "lifts": LIFTS},
)
