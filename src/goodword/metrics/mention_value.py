"""What one more mention goes with, good or bad, estimated for this brand from its own weeks."""

from typing import TYPE_CHECKING

from goodword.core.events import EventKind
from goodword.core.vocabulary import Origin, Sentiment

from .days import week_of
from .definition import Additivity, Metric, Option, Options, name_option, span_option
from .mention_value_weeks import finish
from .volume import MENTIONS, mentions_of, within

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine

OUTCOMES = ("money", "new_customers")
_COLUMNS = ("part", "day", "outcome", "favourable", "unfavourable", "last_day")


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return the outcome and the mentions of each week (by its Monday), and the first and last day of events and mentions."""
    import ibis

    events_within, mentions = within(events, options), mentions_of(engine, options)
    outcome = _money(events_within) if options["outcome"] == "money" else _new_customers(events, options)
    zero = ibis.literal(0).cast("int64")
    by_consumers = mentions.filter(mentions.origin == Origin.CONSUMER.value)
    parts = {
        "outcome": outcome.mutate(favourable=zero, unfavourable=zero, last_day=zero),
        "mentions": _by_sentiment(by_consumers).mutate(outcome=zero, last_day=zero),
        "events_days": _days(events_within).mutate(outcome=zero, favourable=zero, unfavourable=zero),
        "mentions_days": _days(mentions).mutate(outcome=zero, favourable=zero, unfavourable=zero),
    }
    rows = [part.mutate(part=ibis.literal(name)).select(*_COLUMNS) for name, part in parts.items()]
    return ibis.union(*rows).order_by("part", "day")


def _money(events: "ir.Table") -> "ir.Table":
    spent = events.filter(events.kind.isin([EventKind.PURCHASE.value, EventKind.REFUND.value]))
    spent = spent.mutate(day=week_of(spent.local_day).cast("int64"))
    return spent.group_by("day").aggregate(outcome=spent.amount_minor.sum().cast("int64").fill_null(0))


def _new_customers(events: "ir.Table", options: Options) -> "ir.Table":
    bought = events.filter((events.kind == EventKind.PURCHASE.value) & events.person_id.notnull())
    first = bought.group_by("person_id").aggregate(local_day=bought.local_day.min())
    first = within(first, options)
    first = first.mutate(day=week_of(first.local_day).cast("int64"))
    return first.group_by("day").aggregate(outcome=first.count().cast("int64"))


def _by_sentiment(mentions: "ir.Table") -> "ir.Table":
    import ibis

    said = {
        each.value: mentions.sentiment == each.value
        for each in (Sentiment.FAVOURABLE, Sentiment.UNFAVOURABLE)
    }
    rows = mentions.mutate(
        day=week_of(mentions.local_day).cast("int64"),
        **{name: ibis.ifelse(each, 1, 0) for name, each in said.items()},
    )
    return rows.group_by("day").aggregate(**{name: rows[name].sum().cast("int64") for name in said})


def _days(rows: "ir.Table") -> "ir.Table":
    days = rows.aggregate(day=rows.local_day.min().cast("int64"), last_day=rows.local_day.max().cast("int64"))
    return days.filter(days.day.notnull())


METRIC = Metric(
    name="mention_value",
    version=1,
    title_en="Value of a mention",
    title_zh="一条提及的价值",
    explanation_en=(
        "How much more money (after refunds), or how many more new customers, go with each further favourable or unfavourable "
        "mention by a consumer, in its week and the weeks after: estimated by a regression on this brand's own whole weeks, with "
        "a trend and the outcome of the week before held fixed, and 95 % Newey–West intervals. No constant from elsewhere is "
        "used. With too few weeks, or mentions that hardly vary, it says that it is too early to say. It describes what goes "
        "together in time: more sales may also bring more mentions."
    ),
    explanation_zh=(
        "每多一条消费者的正面或负面提及，当周及之后各周的金额（扣除退款）或新顾客数相应多多少："
        "用本品牌自己的完整周做回归，控制趋势和上一周的结果，附 95% Newey–West 区间。不使用任何外来的常数。"
        "周数太少或提及几乎没有变化时，显示“现在下结论还太早”。它描述的是时间上的同步：销售多了也可能引来更多提及。"
    ),
    unit="minor units of money (or new customers) per mention",
    grain=("sentiment",),
    additivity=Additivity.RATIO,
    source=(
        "Sum of coefficients over 1 less the outcome carried on (long-run effect), delta method. Covariance: Newey and West "
        "(1987, lag length 1994), residuals over 1 less leverage (MacKinnon and White 1985), Student's t with n - k degrees."
    ),
    query=query,
    finish=finish,
    options={
        "outcome": Option(
            "money", "what is explained", lambda value: value in OUTCOMES, f"one of {', '.join(OUTCOMES)}"
        ),
        "lags": Option(
            1, "how many earlier weeks of mentions count",
            lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 12,
            "a whole number from 0 to 12",
        ),
        "local_days": span_option("the days that count (default: all)"),
        "brand": name_option("the brand whose mentions count, by its name in the table (default: all in the table)"),
    },
    reads={"mentions": MENTIONS},
)  # fmt: skip
