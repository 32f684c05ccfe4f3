"""How long it takes from joining to having brought somebody who joined."""

from typing import TYPE_CHECKING

from .definition import Additivity, Metric, Option, Options, by_option
from .people import joined

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine

_HOUR = 3_600_000_000
BY = ("programme_id", "channel", "lever")


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return quantiles of the hours between the sign-ups of a person and of those they brought."""
    by = tuple(options["by"])
    people = engine.kept(joined(events, "ts_us", "referrer_id", *by))
    parents = people.select(parent="person_id", parent_ts="ts_us")
    pairs = people.join(parents, people.referrer_id == parents.parent)
    pairs = pairs.filter(pairs.ts_us >= pairs.parent_ts)
    # Whole microseconds are subtracted first: engines round seconds differently.
    pairs = pairs.mutate(hours=(pairs.ts_us - pairs.parent_ts).cast("float64") / _HOUR)
    found = {
        "pairs": pairs.count().cast("int64"),
        "median_hours": pairs.hours.quantile(0.5),
        "p90_hours": pairs.hours.quantile(0.9),
    }
    return pairs.group_by(*by).aggregate(**found).order_by(*by) if by else pairs.aggregate(**found)


def by_of_joining(*default: str) -> Option:
    """Return the option that splits by what somebody joined through."""
    option = by_option(*default)
    return Option(
        option.default,
        option.meaning,
        lambda value: option.check(value) and set(value) <= set(BY),
        f"different columns among {', '.join(BY)}",
    )


METRIC = Metric(
    name="cycle_time",
    version=2,
    title_en="Viral cycle time",
    title_zh="传播周期",
    explanation_en=(
        "Hours between the sign-up of a person and the sign-up of somebody they brought: the median, and the time by which nine "
        "of ten had come. People whose own sign-up is not in the data are left out, and so are sign-ups dated before it "
        "and sign-ups through one's own link."
    ),
    explanation_zh=(
        "一个人注册到其引荐的人注册之间的小时数：中位数，以及十人中有九人已到来的时间。数据中没有本人注册记录的不计入，"
        "时间早于本人注册的、通过自己的链接注册的也不计入。"
    ),
    unit="hours",
    grain=("by",),
    additivity=Additivity.RATIO,
    source="Goodword; quantiles by linear interpolation between order statistics (Hyndman and Fan 1996, type 7).",
    query=query,
    options={"by": by_of_joining()},
)
