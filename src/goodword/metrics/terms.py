"""What follows soon and what follows late: the same people after two weeks and after three months."""

from typing import TYPE_CHECKING

from goodword.core.errors import InputError
from goodword.core.events import EventKind

from .cycle import by_of_joining
from .definition import Additivity, Metric, Options, days_option, span_option
from .intervals import share, wilson
from .people import is_over

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from .engines import Engine

_COUNTS = (
    "short_people", "short_buyers", "short_money", "long_people", "long_buyers", "long_money", "too_young",
    "mature_short_buyers",
)  # fmt: skip


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return people reached, how many bought within each term, and for how much, by what reached them."""
    import ibis

    by, short, long = tuple(options["by"]), int(options["short_days"]), int(options["long_days"])
    if short >= long:
        raise InputError(f"short_days is {short} and long_days {long}; expected the long term to be longer.")
    reached = engine.kept(_reached(events, by, options))
    spent = events.filter(
        events.kind.isin([EventKind.PURCHASE.value, EventKind.REFUND.value]) & events.person_id.notnull()
    )
    spent = spent.select(
        spender="person_id", spent_us="ts_us", spent_day="local_day",
        bought=ibis.ifelse(spent.kind == EventKind.PURCHASE.value, 1, 0),
        money=spent.amount_minor.fill_null(0),
    )  # fmt: skip
    after = reached.join(spent, reached.person_id == spent.spender)
    after = after.filter((after.spent_us >= after.first_us) & (after.spent_day <= after.first_day + long))
    soon = after.spent_day <= after.first_day + short
    each = after.group_by(*by, "person_id").aggregate(
        short_bought=ibis.ifelse(soon, after.bought, 0).max(),
        long_bought=after.bought.max(),
        short_spent=ibis.ifelse(soon, after.money, 0).sum().cast("int64"),
        long_spent=after.money.sum().cast("int64"),
    )
    return _counted(_with(reached, each, by), by)


def _reached(events: "ir.Table", by: tuple[str, ...], options: Options) -> "ir.Table":
    """Return who clicked, by what, when first, and whether the terms were over on the last day there is."""
    import ibis

    short, long = int(options["short_days"]), int(options["long_days"])
    end = events.aggregate(last_day=events.local_day.max())
    clicks = events.filter((events.kind == EventKind.CLICK.value) & events.person_id.notnull())
    first = clicks.group_by(*by, "person_id").aggregate(
        first_us=clicks.ts_us.min(), first_day=clicks.local_day.min()
    )
    if options["local_days"] is not None:
        start, stop = options["local_days"]
        first = first.filter(first.first_day.between(start, stop))
    both = first.cross_join(end)
    return both.select(
        *by,
        "person_id",
        "first_us",
        "first_day",
        short_over=ibis.ifelse(is_over(both.first_day + short, both.last_day), 1, 0),
        long_over=ibis.ifelse(is_over(both.first_day + long, both.last_day), 1, 0),
    )


def _with(reached: "ir.Table", each: "ir.Table", by: tuple[str, ...]) -> "ir.Table":
    """Return the people reached with what they did; a missing channel equals a missing channel."""
    renamed = each.rename({f"{name}_": name for name in (*by, "person_id")})
    same = [reached.person_id == renamed.person_id_]
    same += [reached[name].fill_null("") == renamed[f"{name}_"].fill_null("") for name in by]
    return reached.left_join(renamed, same)


def _counted(people: "ir.Table", by: tuple[str, ...]) -> "ir.Table":
    import ibis

    def summed(flag: "ir.Column", column: str | None = None) -> "ir.Column":
        value = people[column].fill_null(0) if column else 1
        return ibis.ifelse(flag == 1, value, 0).sum().cast("int64").fill_null(0)

    counts = {
        "short_people": summed(people.short_over),
        "short_buyers": summed(people.short_over, "short_bought"),
        "short_money": summed(people.short_over, "short_spent"),
        "long_people": summed(people.long_over),
        "long_buyers": summed(people.long_over, "long_bought"),
        "long_money": summed(people.long_over, "long_spent"),
        "too_young": summed(1 - people.long_over),
        "mature_short_buyers": summed(people.long_over, "short_bought"),
    }
    return people.group_by(*by).aggregate(**counts).order_by(*by) if by else people.aggregate(**counts)


def finish(found: "pd.DataFrame", options: Options) -> "pd.DataFrame":
    """Return shares and how many bought late for each who bought soon, with their intervals."""
    by = list(options["by"])
    rows = found.sort_values(by, ignore_index=True, na_position="last") if by else found
    rows = rows.astype(dict.fromkeys(_COUNTS, "int64"))
    for term in ("short", "long"):
        counts = rows[f"{term}_buyers"], rows[f"{term}_people"]
        rows[f"{term}_share"] = share(*counts)
        rows[f"{term}_share_low"], rows[f"{term}_share_high"] = wilson(*counts)
    # Who bought soon is among those who bought late: the ratio is one over a share, and so is its interval.
    soon, late = rows["mature_short_buyers"], rows["long_buyers"]
    low, high = wilson(soon, late)
    rows["ratio"] = share(late, soon)
    rows["ratio_low"], rows["ratio_high"] = share(soon > 0, high), share(soon > 0, low)
    rows.loc[soon == 0, ["ratio_low", "ratio_high"]] = float("nan")
    terms = [
        f"{term}_{name}" for term in ("short", "long") for name in ("people", "buyers", "money", "share")
    ]
    ends = [f"{name}_{end}" for name in ("short_share", "long_share", "ratio") for end in ("low", "high")]
    return rows[[*by, *terms, "ratio", "too_young", *ends, "mature_short_buyers"]]


METRIC = Metric(
    name="term_effect",
    version=2,
    title_en="Short and long effect",
    title_zh="短期与长期效果",
    explanation_en=(
        "People who clicked, and how many of them bought within the short and within the long term after their first click, and "
        "for how much (refunds of the same days taken off). Only people whose term is over by the last day of the data count for "
        "it; those too young for the long term are counted apart. The ratio is how many bought within the long term for each who "
        "bought within the short one, among the same people. Somebody who clicked in two channels is in both rows. "
        "What follows a click need not be because of it."
    ),
    explanation_zh=(
        "点击过的人中，首次点击后短期内与长期内各有多少人购买、金额多少（扣除同期退款）。只计到数据最后一天时期限已满的人；"
        "长期期限未满的单独计数。比值是同一批人中长期内购买者与短期内购买者之比。在两个渠道都点击过的人计入两行。"
        "点击之后发生的，不一定因点击而发生。"
    ),
    unit="people, minor units of money",
    grain=("by",),
    additivity=Additivity.DISTINCT,
    source="Goodword; intervals: Wilson (1927), for the ratio of its inverse share.",
    query=query,
    finish=finish,
    options={
        "by": by_of_joining("channel"),
        "short_days": days_option(14, "how many days after the click the short term lasts"),
        "long_days": days_option(90, "how many days after the click the long term lasts"),
        "local_days": span_option("the days of the first click (default: all)"),
    },
)
