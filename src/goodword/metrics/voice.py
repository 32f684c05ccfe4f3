"""How much of what consumers say is about which brand, and how it sounds."""

from typing import TYPE_CHECKING

from goodword.core.vocabulary import Origin, Sentiment

from .definition import Additivity, Metric, Options, span_option
from .intervals import share, wilson
from .volume import MENTIONS, mentions_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from .engines import Engine

_COUNTS = ("mentions", "favourable", "unfavourable", "judged")


def query(_events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return how many mentions by consumers each brand has, and of which sentiment."""
    import ibis

    mentions = mentions_of(engine, options)
    mentions = mentions.filter((mentions.origin == Origin.CONSUMER.value) & mentions.brand.notnull())
    said = {
        "favourable": mentions.sentiment == Sentiment.FAVOURABLE.value,
        "unfavourable": mentions.sentiment == Sentiment.UNFAVOURABLE.value,
        "judged": mentions.sentiment.isin([each.value for each in Sentiment]),
    }
    counts = {name: ibis.ifelse(each, 1, 0).sum().cast("int64") for name, each in said.items()}
    return (
        mentions.group_by("brand")
        .aggregate(mentions=mentions.count().cast("int64"), **counts)
        .order_by("brand")
    )


def finish(found: "pd.DataFrame", _options: Options) -> "pd.DataFrame":
    """Return each brand's share with its interval, and favourable less unfavourable as a share of those judged."""
    rows = found.sort_values("brand", ignore_index=True).astype(dict.fromkeys(_COUNTS, "int64"))
    whole = [int(rows["mentions"].sum())] * len(rows)
    rows["share"] = share(rows["mentions"], whole)
    rows["share_low"], rows["share_high"] = wilson(rows["mentions"], whole)
    rows["net_favourable"] = share(rows["favourable"] - rows["unfavourable"], rows["judged"])
    return rows[["brand", "mentions", "share", "share_low", "share_high", "net_favourable", *_COUNTS[1:]]]


METRIC = Metric(
    name="share_of_voice",
    version=1,
    title_en="Share of voice",
    title_zh="声量份额",
    explanation_en=(
        "Of all mentions by consumers of the brands that are compared, the share that is about each, with its 95 % interval; and "
        "how it sounds: favourable less unfavourable, as a share of the mentions whose sentiment is known. It compares what was "
        "collected: a brand that is looked for in more places has more mentions. The brand's own, employees' and paid posts are "
        "left out for every brand."
    ),
    explanation_zh=(
        "在所比较品牌的全部消费者提及中，各品牌所占份额及其 95% 区间；以及听起来如何：正面减负面，占已知情感的提及的比例。"
        "它比较的是采集到的内容：在更多地方采集的品牌提及更多。各品牌自己、员工和付费的发言一律不计。"
    ),
    unit="mentions, share",
    grain=("brand",),
    additivity=Additivity.ADDITIVE,
    source="Goodword; interval: Wilson (1927).",
    query=query,
    finish=finish,
    options={"local_days": span_option("the days that count (default: all)")},
    reads={"mentions": MENTIONS},
)
