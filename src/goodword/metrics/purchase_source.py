"""Who told them: what customers say, beside what the events know."""

from typing import TYPE_CHECKING

import pyarrow as pa

from .definition import Additivity, Metric, Options, span_option
from .intervals import share, wilson
from .people import joined

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from .engines import Engine

ANSWERS = pa.schema(
    [("person_id", pa.string()), ("told", pa.string()), ("told_by", pa.string()), ("local_day", pa.int32())]
)
_COUNTS = ("people", "through_link", "named_referrer", "named")


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return, for each thing people say told them, how many say so and what the events know of these."""
    import ibis

    latest = _latest(engine.table("answers"), options)
    people = joined(events).select(known="person_id", above="referrer_id")
    people = people.filter(people.above.notnull())
    both = latest.left_join(people, latest.person_id == people.known)
    yes = {
        "through_link": both.above.notnull(),
        "named_referrer": both.told_by == both.above,
        "named": both.told_by.notnull(),
    }
    counts = {name: ibis.ifelse(each, 1, 0).sum().cast("int64") for name, each in yes.items()}
    return both.group_by("told").aggregate(people=both.count().cast("int64"), **counts).order_by("told")


def _latest(answers: "ir.Table", options: Options) -> "ir.Table":
    """Return the last answer of each person; of several on a day the one that comes first in the alphabet."""
    import ibis

    kept = answers.filter(answers.person_id.notnull() & answers.told.notnull())
    if options["local_days"] is not None:
        first, last = options["local_days"]
        kept = kept.filter(kept.local_day.between(first, last))
    window = ibis.window(
        group_by=kept.person_id,
        order_by=[ibis.desc(kept.local_day), kept.told, kept.told_by.fill_null("")],
    )
    return kept.mutate(place=ibis.row_number().over(window)).filter(lambda rows: rows.place == 0)


def finish(found: "pd.DataFrame", _options: Options) -> "pd.DataFrame":
    """Return the shares of all who answered, with their intervals."""
    rows = found.sort_values("told", ignore_index=True).astype(dict.fromkeys(_COUNTS, "int64"))
    whole = [int(rows["people"].sum())] * len(rows)
    rows["share"] = share(rows["people"], whole)
    rows["share_low"], rows["share_high"] = wilson(rows["people"], whole)
    return rows[
        ["told", "people", "share", "share_low", "share_high", "through_link", "named_referrer", "named"]
    ]


METRIC = Metric(
    name="purchase_source",
    version=1,
    title_en="Who told them",
    title_zh="谁告诉他们的",
    explanation_en=(
        "What people say when they are asked who told them, each by their latest answer, with the 95 % interval of each share. "
        "Beside it what the events know of the same people: how many joined through somebody's share link, how many named "
        "somebody, and how many of these named the person whose link it was. What people remember and what was clicked are "
        "two measurements of one thing, and neither proves the other wrong."
    ),
    explanation_zh=(
        "被问到“是谁告诉您的”时人们怎么说：每人取最近一次回答，附各占比的 95% 区间。旁边是事件记录中关于同一批人的情况："
        "多少人通过某人的分享链接加入，多少人说出了名字，其中多少人说的正是该链接的分享者。记忆与点击是对同一件事的两种测量，互不否定。"
    ),
    unit="people",
    grain=("told",),
    additivity=Additivity.ADDITIVE,
    source="Goodword; interval: Wilson (1927).",
    query=query,
    finish=finish,
    options={"local_days": span_option("the days on which people answered (default: all)")},
    reads={"answers": ANSWERS},
)
