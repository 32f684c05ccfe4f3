"""How much people talk, week by week: mentions by consumers, prompted or not, and shares."""

from typing import TYPE_CHECKING

import pyarrow as pa

from goodword.core.events import EventKind
from goodword.core.vocabulary import Origin, Stimulus

from .days import week_of
from .definition import Additivity, Metric, Options, name_option, span_option

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from .engines import Engine

MENTIONS = pa.schema(
    [
        ("local_day", pa.int32()),
        ("brand", pa.string()),
        ("origin", pa.string()),
        ("stimulus", pa.string()),
        ("sentiment", pa.string()),
    ]
)
_COUNTS = ("mentions", "organic", "stimulated", "unknown", "shares", "origin_unknown")


def mentions_of(engine: "Engine", options: Options) -> "ir.Table":
    """Return the mentions of the days and the brand asked for, by whomever."""
    mentions = engine.table("mentions")
    mentions = mentions.filter(mentions.local_day.notnull())
    if options.get("brand") is not None:
        mentions = mentions.filter(mentions.brand == options["brand"])
    return within(mentions, options)


def within(rows: "ir.Table", options: Options) -> "ir.Table":
    """Return the rows of the local days asked for."""
    if options["local_days"] is None:
        return rows
    first, last = options["local_days"]
    return rows.filter(rows.local_day.between(first, last))


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return the counts of each week that has any."""
    import ibis

    mentions = mentions_of(engine, options)
    shares = within(events.filter(events.kind == EventKind.SHARE.value), options)
    by_consumers = mentions.origin == Origin.CONSUMER.value
    said = {
        "mentions": by_consumers,
        "organic": by_consumers & (mentions.stimulus == Stimulus.ORGANIC.value),
        "stimulated": by_consumers & (mentions.stimulus == Stimulus.STIMULATED.value),
        "unknown": by_consumers & mentions.stimulus.isnull(),
        "origin_unknown": mentions.origin.isnull(),
    }
    flags = {name: ibis.ifelse(each, 1, 0) for name, each in said.items()}
    rows = ibis.union(
        mentions.select("local_day", **{name: flags.get(name, 0) for name in _COUNTS}),
        shares.select("local_day", **{name: int(name == "shares") for name in _COUNTS}),
    )
    rows = rows.mutate(week=week_of(rows.local_day).cast("int32"))
    counts = {name: rows[name].sum().cast("int64") for name in _COUNTS}
    return rows.group_by("week").aggregate(**counts).order_by("week")


def finish(found: "pd.DataFrame", _options: Options) -> "pd.DataFrame":
    """Return every week from the first to the last; one without anything is a row of zeros."""
    rows = found.set_index("week")
    if len(rows):
        rows = rows.reindex(range(int(rows.index.min()), int(rows.index.max()) + 1, 7), fill_value=0)
    rows = rows.sort_index().astype("int64").rename_axis("week").reset_index()
    return rows.astype({"week": "int32"})[["week", *_COUNTS]]


METRIC = Metric(
    name="word_of_mouth_volume",
    version=1,
    title_en="Volume of word of mouth",
    title_zh="口碑声量",
    explanation_en=(
        "Mentions by consumers in each week (from Monday), split by whether the brand prompted them: organic, stimulated, or "
        "not known; and how many shares there were. What the brand, its employees or paid authors say is never in it; mentions "
        "of which nobody knows yet who wrote them are counted apart, and are not in it either."
    ),
    explanation_zh=(
        "每周（自周一起）消费者的提及数，按是否由品牌引发分为自发、受激励、未知三类；以及分享次数。品牌、员工、付费作者的发言从不计入；"
        "尚不知作者身份的提及单独计数，也不计入。"
    ),
    unit="mentions, shares",
    grain=("week",),
    additivity=Additivity.ADDITIVE,
    source="Goodword; a week by the local day of the brand.",
    query=query,
    finish=finish,
    options={
        "local_days": span_option("the days that count (default: all)"),
        "brand": name_option("the brand whose mentions count, by its name in the table (default: all in the table)"),
    },
    reads={"mentions": MENTIONS},
)  # fmt: skip
