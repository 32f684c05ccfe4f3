"""Which channel gets the credit for a purchase: seven models side by side, on the same touches."""

from typing import TYPE_CHECKING

from goodword.core.events import EventKind
from goodword.core.vocabulary import Channel

from .credit import finish
from .definition import Additivity, Metric, Option, Options, days_option, span_option
from .people import MICROSECONDS_A_DAY
from .volume import within

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine

TOUCHES = (EventKind.CLICK.value,)
CHANNELS = tuple(channel.value for channel in Channel)
START, BOUGHT, LOST = "start", "bought", "lost"
MODELS = ("first", "last", "linear", "position", "time_decay")
ALL_MODELS = (*MODELS, "markov", "shapley")
_MOST_HALVINGS = 1_000.0  # such a weight is nothing beside one; that of more PostgreSQL refuses to compute


def touches(events: "ir.Table", options: Options, engine: "Engine") -> "tuple[ir.Table, ir.Table, ir.Table]":
    """Return every touch of every purchase within the window before it, then all purchases, then all touches.

    The first has a row for each pair: purchase (a number), amount_minor, channel, place (from 1), following (the channel of
    the next touch), before_last_us (how long before the last touch). A touch counts for every purchase it precedes. Of
    touches in the same microsecond the one with the smaller id came first. Purchases of nobody known are among the second.
    """
    import ibis

    events = _near(events, options)
    purchases = engine.kept(
        events.filter(events.kind == EventKind.PURCHASE.value).select(
            "person_id", "ts_us", "amount_minor", "local_day"
        )
    )
    seen = events.filter(
        events.kind.isin(TOUCHES) & events.person_id.notnull() & events.channel.notnull()
    ).select("person_id", "ts_us", "event_id", "channel")
    if "markov" in options["models"]:  # which asks for the touches of those who never bought, too
        seen = engine.kept(seen)
    bought = within(purchases, options).select(
        buyer="person_id",
        bought_us="ts_us",
        amount_minor="amount_minor",
        purchase=ibis.row_number().cast("int64"),
    )
    window_us = int(options["window_days"]) * MICROSECONDS_A_DAY
    pairs = bought.join(
        seen.select("person_id", "ts_us", "event_id", "channel"), bought.buyer == seen.person_id
    )
    pairs = pairs.filter(
        (pairs.ts_us <= pairs.bought_us) & (pairs.ts_us >= pairs.bought_us - window_us)
    ).select("purchase", "amount_minor", "channel", "ts_us", "event_id")
    in_order = ibis.window(group_by=pairs.purchase, order_by=[pairs.ts_us, pairs.event_id])
    found = pairs.select(
        "purchase",
        "amount_minor",
        "channel",
        before_last_us=pairs.ts_us.max().over(in_order) - pairs.ts_us,
        place=(ibis.row_number().over(in_order) + 1).cast("int64"),
        following=pairs.channel.lead().over(in_order),
    )
    return engine.kept(found), purchases, seen


def _near(events: "ir.Table", options: Options) -> "ir.Table":
    """Return the events of the days asked for and of the window before them; a day more, for a day may have 25 hours."""
    if options["local_days"] is None:
        return events
    first, last = options["local_days"]
    return events.filter(events.local_day.between(first - int(options["window_days"]) - 1, last))


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return what the models need and no more: money per channel, steps between channels, sets of channels, and the whole."""
    import ibis

    found, purchases, seen = touches(events, options, engine)
    nothing, none = ibis.null("float64"), ibis.null("string")
    rows = {
        "credit": _shares(found, options).mutate(to=none, purchases=nothing, amount=nothing),
        "set": _sets(found).mutate(to=none),
        "whole": _whole(within(purchases, options)).mutate(to=none, channel=none),
    }
    if "markov" in options["models"]:
        rows["step"] = _steps(found, purchases, seen, engine).mutate(amount=nothing)
    columns = ("part", "channel", "to", "purchases", "amount", *MODELS)
    parts = [
        each.mutate(
            part=ibis.literal(part), **({} if part == "credit" else dict.fromkeys(MODELS, nothing))
        ).select(*columns)
        for part, each in rows.items()
    ]
    return ibis.union(*parts).order_by("part", "channel", "to")


def _shares(found: "ir.Table", options: Options) -> "ir.Table":
    """Return each channel's money under the models that look at the touches of one purchase alone."""
    import ibis

    half_life_us = float(int(options["half_life_days"]) * MICROSECONDS_A_DAY)
    # From the last touch, not from the purchase: the weights are the same, and never all too small for a float.
    halvings = ibis.least(found.before_last_us.cast("float64") / half_life_us, _MOST_HALVINGS)
    rows = found.mutate(decay=ibis.literal(0.5) ** halvings)
    whole = rows.group_by("purchase").aggregate(touch_count=rows.count(), decay_sum=rows.decay.sum())
    rows = rows.join(whole, "purchase")
    money = rows.amount_minor.cast("float64").fill_null(0.0)
    is_first, is_last = rows.place == 1, rows.place == rows.touch_count
    ends = ibis.ifelse(is_first | is_last, 0.4, 0.2 / (rows.touch_count - 2).nullif(0).cast("float64"))
    position = ibis.cases((rows.touch_count == 1, 1.0), (rows.touch_count == 2, 0.5), else_=ends)
    weights = {
        "first": ibis.ifelse(is_first, 1.0, 0.0),
        "last": ibis.ifelse(is_last, 1.0, 0.0),
        "linear": 1.0 / rows.touch_count.cast("float64"),
        "position": position,
        "time_decay": rows.decay / rows.decay_sum,
    }
    return rows.group_by("channel").aggregate(
        **{name: (money * each).sum() for name, each in weights.items()}
    )


def _steps(found: "ir.Table", purchases: "ir.Table", seen: "ir.Table", engine: "Engine") -> "ir.Table":
    """Return how often one channel followed another, from `start` to `bought`, or to `lost` for who never bought."""
    import ibis

    others = seen.anti_join(purchases, "person_id")
    in_order = ibis.window(group_by=others.person_id, order_by=[others.ts_us, others.event_id])
    lost = others.select(
        "channel",
        place=(ibis.row_number().over(in_order) + 1).cast("int64"),
        following=others.channel.lead().over(in_order),
    )
    steps = ibis.union(_counted(found, BOUGHT), _counted(lost, LOST))
    counts = engine.kept(steps)
    onward = counts.select("channel", "to", "n")
    begun = counts.filter(counts.is_first).select(channel=ibis.literal(START), to="channel", n="n")
    both = ibis.union(onward, begun)
    return both.group_by("channel", "to").aggregate(purchases=both.n.sum().cast("float64"))


def _counted(journeys: "ir.Table", end: str) -> "ir.Table":
    """Return how often a channel came, first or later, and what came after it."""
    steps = journeys.select("channel", to=journeys.following.fill_null(end), is_first=journeys.place == 1)
    return steps.group_by("channel", "to", "is_first").aggregate(n=steps.count().cast("int64"))


def _sets(found: "ir.Table") -> "ir.Table":
    """Return purchases and money by the set of channels before them; the set as the sum of 2 to the place of each channel."""
    import ibis

    each = found.group_by("purchase", "channel").aggregate(amount=found.amount_minor.max())
    bit = ibis.cases(
        *((each.channel == channel, 2**place) for place, channel in enumerate(CHANNELS)), else_=0
    )
    whole = each.group_by("purchase").aggregate(channels=bit.sum(), amount=each.amount.max())
    return whole.group_by(channel=whole.channels.cast("string")).aggregate(
        purchases=whole.count().cast("float64"), amount=whole.amount.sum().cast("float64").fill_null(0.0)
    )


def _whole(bought: "ir.Table") -> "ir.Table":
    return bought.aggregate(
        purchases=bought.count().cast("float64"),
        amount=bought.amount_minor.sum().cast("float64").fill_null(0.0),
    )


METRIC = Metric(
    name="attribution",
    version=2,
    title_en="Attribution",
    title_zh="归因",
    explanation_en=(
        "Money of purchases, shared out among the channels that were clicked within some days before them, by seven models. "
        "They share out what is there in different ways, and none says what a channel caused: only a randomised test does. "
        "Purchases nobody clicked before, and those of nobody known, are in the row without a channel, so that every model sums "
        "to all purchases. Refunds are not taken off."
    ),
    explanation_zh=(
        "把购买金额按七种模型分给购买前若干天内被点击过的渠道。各模型只是用不同方式分配已有的金额，都不说明某渠道“带来了”购买：只有随机试验可以。"
        "之前无人点击的购买，以及不知是谁的购买，列在没有渠道的一行，因此每种模型之和都等于全部购买。退款未扣除。"
    ),
    unit="minor units of money",
    grain=("channel",),
    additivity=Additivity.ADDITIVE,
    source=(
        "Position: 40 % to the first, 40 % to the last, the rest between. Markov: removal effect of a first-order chain (Anderl, "
        "Becker, von Wangenheim and Schumann 2016). Shapley (1953), exact over sets of channels."
    ),
    query=query,
    finish=finish,
    options={
        "window_days": days_option(30, "how many days before a purchase a click counts"),
        "local_days": span_option("the days of the purchases; clicks before them count, too (default: all)"),
        "models": Option(
            ALL_MODELS,
            "which models are computed; a model by itself costs less than all",
            lambda value: (
                isinstance(value, tuple | list)
                and len(set(value)) == len(value) > 0
                and set(value) <= set(ALL_MODELS)
            ),
            f"different models among {', '.join(ALL_MODELS)}",
        ),
        "half_life_days": days_option(7, "after how many days a click counts half (time decay)"),
    },
)
