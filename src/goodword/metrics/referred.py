"""Referred customers beside others who joined in the same month, by the age of their accounts."""

from typing import TYPE_CHECKING

from goodword.core.events import EventKind

from .days import month_of
from .definition import Additivity, Metric, Options, share_option, span_option
from .matching import compared
from .people import joined
from .volume import within

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine

DAYS_A_MONTH = 30  # of age: all months are as long as each other


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return what each stratum (month of joining, referred or not, whole months of age) did at each month of age.

    A row without an age (0) stands for the people of a stratum. `repurchase`, `money` and `squares` are what is new at that
    age: their sums up to an age are who had bought twice, all money, and the sum over people of its square.
    """
    import ibis

    people = engine.kept(_people(events, options))
    strata = people.group_by("month", "referred", "mature").aggregate(people=people.count().cast("int64"))
    zero, nothing = ibis.literal(0).cast("int64"), ibis.literal(0.0)
    sizes = strata.mutate(age=zero, active=zero, repurchase=zero, money=zero, squares=nothing)
    did = _did(events, people)
    return ibis.union(sizes, did.mutate(people=zero).select(*sizes.columns)).order_by(
        "month", "referred", "mature", "age"
    )


def _people(events: "ir.Table", options: Options) -> "ir.Table":
    """Return who joined, in which month, whether somebody referred them, and how many months of age are over."""
    import ibis

    people = within(joined(events), options)
    people = people.cross_join(events.aggregate(last_day=events.local_day.max()))
    age_days = people.last_day - people.local_day
    people = people.select(
        "person_id",
        joined_day="local_day",
        month=month_of(people.local_day).cast("int64"),
        referred=ibis.ifelse(people.referrer_id.notnull(), 1, 0).cast("int64"),
        mature=((age_days - age_days % DAYS_A_MONTH) / DAYS_A_MONTH).cast("int64"),
    )
    return people.filter(people.mature >= 1)


def _did(events: "ir.Table", people: "ir.Table") -> "ir.Table":
    """Return what the people of each stratum newly did at each month of age; it starts with the day of joining."""
    import ibis

    spent = events.filter(
        events.kind.isin([EventKind.PURCHASE.value, EventKind.REFUND.value]) & events.person_id.notnull()
    )
    spent = spent.select(
        spender="person_id", spent_day="local_day",
        bought=ibis.ifelse(spent.kind == EventKind.PURCHASE.value, 1, 0).cast("int64"),
        money=spent.amount_minor.fill_null(0),
    )  # fmt: skip
    rows = people.join(spent, people.person_id == spent.spender)
    days = rows.spent_day - rows.joined_day
    rows = rows.mutate(age=((days - days % DAYS_A_MONTH) / DAYS_A_MONTH + 1).cast("int64"))
    rows = rows.filter((rows.spent_day >= rows.joined_day) & (rows.age <= rows.mature))
    stratum = ("month", "referred", "mature")
    each = rows.group_by(*stratum, "person_id", "age").aggregate(
        bought=rows.bought.sum().cast("int64"), money=rows.money.sum().cast("int64")
    )
    so_far = ibis.cumulative_window(group_by=each.person_id, order_by=each.age)
    each = each.mutate(
        bought_so_far=each.bought.sum().over(so_far).cast("int64"),
        after=each.money.sum().over(so_far).cast("int64").cast("decimal(18,0)"),
        before=(each.money.sum().over(so_far) - each.money).cast("int64").cast("decimal(18,0)"),
    )
    second = (each.bought_so_far >= 2) & (each.bought_so_far - each.bought < 2)
    # Squares as decimals: exact on every engine, in whatever order they are summed.
    return each.group_by(*stratum, "age").aggregate(
        active=ibis.ifelse(each.bought > 0, 1, 0).sum().cast("int64"),
        repurchase=ibis.ifelse(second, 1, 0).sum().cast("int64"),
        money=each.money.sum().cast("int64"),
        squares=(each.after * each.after - each.before * each.before).sum().cast("float64"),
    )


METRIC = Metric(
    name="referred_vs_others",
    version=1,
    title_en="Referred customers and others",
    title_zh="被推荐顾客与其他顾客",
    explanation_en=(
        "Customers whom somebody referred beside all others, at the same age of account (months of 30 days that are over): the "
        "share that bought in that month, the share that had bought twice or more by its end, and the money per person by then, "
        "refunds taken off, times the margin. Both groups are matched on the calendar month of joining: the others are weighted "
        "as the referred are spread over months; months in which only one of the groups joined are left out and counted. The "
        "differences are referred less others, with 95 % intervals, and may go either way. People who are referred may differ "
        "in other things, too, so a difference need not be because they were referred."
    ),
    explanation_zh=(
        "被推荐的顾客与其他所有顾客在同一账户月龄（每月 30 天，只计已满的月）下的比较："
        "当月购买的比例、到月末累计购买两次及以上的比例、到月末的人均金额（扣除退款，乘以毛利率）。两组按加入的自然月匹配：其他顾客按被推荐顾客在各月的分布加权；"
        "只有一组有人加入的月份不计入，并单独计数。差值为被推荐减其他，附 95% 区间，可正可负。"
        "被推荐的人在其他方面也可能不同，因此差别不一定源于推荐。"
    ),
    unit="shares, minor units of money",
    grain=("age_month",),
    additivity=Additivity.RATIO,
    source=(
        "Direct standardisation to the referred by month of joining. Intervals: normal over people; for shares with the variance "
        "of Agresti and Caffo (2000), for money with the variance within months."
    ),
    query=query,
    finish=compared,
    options={
        "margin_share": share_option(1.0, "what part of the money is margin"),
        "local_days": span_option("the days of joining (default: all)"),
    },
)  # fmt: skip
