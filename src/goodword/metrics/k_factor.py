"""How many new customers one customer brings."""

from typing import TYPE_CHECKING

import numpy as np

from .cycle import by_of_joining
from .days import month_of, week_of
from .definition import Additivity, Metric, Option, Options, days_option
from .people import is_over, joined

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from .engines import Engine

COHORTS = ("all", "month", "week")


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return, for each cohort and value of `by`, how many people brought how many others in time."""
    import ibis

    by, window = tuple(options["by"]), int(options["window_days"])
    people = engine.kept(joined(events, "local_day", "referrer_id", *by))
    last_day = engine.value(events.local_day.max())
    last_day = 0 if last_day is None or last_day != last_day else int(last_day)
    parents = people.select(
        parent="person_id", parent_day="local_day", cohort=_cohort(people.local_day, options["cohort"])
    )
    mature = engine.kept(parents.filter(is_over(parents.parent_day + window, last_day)))
    brought = mature.join(people, mature.parent == people.referrer_id)
    in_time = brought.filter(
        (brought.local_day >= brought.parent_day) & (brought.local_day <= brought.parent_day + window)
    )
    each = in_time.group_by("cohort", *by, "parent").aggregate(brought=in_time.count())
    spread = each.group_by("cohort", *by, "brought").aggregate(people=each.count().cast("int64"))
    sizes = mature.group_by("cohort").aggregate(cohort_people=mature.count().cast("int64"))
    joined_up = sizes.left_join(spread, "cohort")
    return joined_up.select("cohort", *by, "cohort_people", "brought", "people").order_by(
        *("cohort", *by), ibis.asc("brought")
    )


def _cohort(day: "ir.IntegerColumn", cohort: str) -> "ir.Column":
    import ibis

    if cohort == "all":
        return ibis.literal("all")
    return (week_of(day) if cohort == "week" else month_of(day)).cast("int32")


def finish(found: "pd.DataFrame", options: Options) -> "pd.DataFrame":
    """Return K with its bootstrap interval over the people of each cohort."""
    import pandas as pd

    by = tuple(options["by"])
    rows = []
    for key, part in found.groupby(["cohort", *by], dropna=False, sort=True):
        people = int(part["cohort_people"].iloc[0])
        counts = part["brought"].fillna(0).to_numpy(dtype=np.int64)
        who = part["people"].fillna(0).to_numpy(dtype=np.int64)
        k, low, high = bootstrapped(counts, who, people, int(options["seed"]))
        rows.append((*key, people, int(who.sum()), int((counts * who).sum()), k, low, high))
    names = ["cohort", *by, "people", "sharers_who_brought", "brought", "k", "k_low", "k_high"]
    return pd.DataFrame(rows, columns=names)


def bootstrapped(
    counts: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    who: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    people: int,
    seed: int,
    *,
    draws: int = 2_000,
) -> tuple[float, float, float]:
    """Return the mean number brought per person, and its 95 % percentile interval over resampled people.

    `who[i]` of the `people` brought `counts[i]`; all others brought nobody. Resampling people is resampling how many of them
    brought how many, so its cost does not grow with them. Source: Efron (1979), Bootstrap methods.
    """
    if people == 0:
        return float("nan"), float("nan"), float("nan")
    weights = np.append(who, people - int(who.sum())) / people
    values = np.append(counts, 0)
    drawn = np.random.default_rng(seed).multinomial(people, weights, size=draws) @ values / people
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(counts @ who) / people, float(low), float(high)


METRIC = Metric(
    name="k_factor",
    version=2,
    title_en="K-factor",
    title_zh="K 因子",
    explanation_en=(
        "How many new customers a customer brings within a number of days after joining, with the interval of a bootstrap over "
        "people. Only people whose days are over by the last day of the data count: the others have time left. Split by "
        "channel or lever, the parts of a cohort sum to its whole. Above 1 each generation is larger than the last."
    ),
    explanation_zh=(
        "一位顾客在加入后若干天内引荐多少新顾客，附按人重抽样（自助法）的区间。只计到数据最后一天时天数已满的人：其余的人还有时间。"
        "按渠道或动因拆分时，各部分之和等于整体。大于 1 表示一代比一代多。"
    ),
    unit="new customers per customer",
    grain=("cohort", "by"),
    additivity=Additivity.RATIO,
    source="Goodword; interval: Efron (1979), percentile bootstrap over people.",
    query=query,
    finish=finish,
    options={
        "by": by_of_joining(),
        "cohort": Option(
            "all", "how people are grouped by the day they joined", lambda value: value in COHORTS,
            f"one of {', '.join(COHORTS)}",
        ),
        "window_days": days_option(30, "how many days after joining count"),
        "seed": Option(0, "the seed of the bootstrap", lambda value: isinstance(value, int) and value >= 0,
                       "a whole number from 0"),
    },
)  # fmt: skip
