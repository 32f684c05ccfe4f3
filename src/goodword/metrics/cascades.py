"""How far each recommendation went from hand to hand: the trees of shares, many at once."""

from typing import TYPE_CHECKING

from goodword.core.events import EventKind

from .definition import Additivity, Metric, Option, Options
from .trees import placed_in_trees

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine


def nodes_of(
    events: "ir.Table", besides: tuple[str, ...] = ("programme_id", "channel", "lever")
) -> "ir.Table":
    """Return the sharers of each cascade, once each, with when and the one they have it from: root_id, person_id, ts_us, above.

    A cascade has a person once, by their first share in it. Somebody whose referrer is not in the cascade hangs on nobody.
    `besides` are further columns of that share.
    """
    import ibis

    # Only what is needed goes through the window: no engine leaves out columns there by itself.
    shares = events.filter(
        (events.kind == EventKind.SHARE.value) & events.root_id.notnull() & events.person_id.notnull()
    ).select("root_id", "person_id", "referrer_id", "ts_us", "event_id", *besides)
    window = ibis.window(
        group_by=[shares.root_id, shares.person_id], order_by=[shares.ts_us, shares.event_id]
    )
    first = shares.mutate(place=ibis.row_number().over(window)).filter(lambda rows: rows.place == 0)
    above = ibis.ifelse(first.referrer_id == first.person_id, ibis.null("string"), first.referrer_id)
    return first.select("root_id", "person_id", "ts_us", *besides, above=above)


def query(events: "ir.Table", options: Options, engine: "Engine") -> "ir.Table":
    """Return size, depth, breadth and structural virality of every cascade of at least so many people."""
    import ibis

    nodes = nodes_of(events, ()).select("root_id", "person_id", "above", under=ibis.literal(1).cast("int64"))
    placed = engine.kept(placed_in_trees(nodes, engine, "under"))
    sizes = placed.group_by("root_id").aggregate(
        size=placed.count().cast("int64"),
        depth=placed.depth.max().cast("int64"),
        trees=placed.parent.isnull().sum().cast("int64"),
    )
    levels = placed.group_by("root_id", "depth").aggregate(at_once=placed.count())
    broadest = levels.group_by("root_id").aggregate(breadth=levels.at_once.max().cast("int64"))
    edges = placed.filter(placed.parent.notnull()).join(sizes, "root_id")
    apart = edges.group_by("root_id").aggregate(
        between=(edges.under.cast("float64") * (edges.size - edges.under).cast("float64")).sum()
    )
    whole = sizes.join(broadest, "root_id").left_join(apart, "root_id")
    pairs = (whole.size * (whole.size - 1)).cast("float64")
    virality = ibis.ifelse(
        whole.size == 1,
        0.0,
        ibis.ifelse(whole.trees == 1, 2 * whole.between / pairs.nullif(0.0), ibis.null("float64")),
    )
    found = whole.select("root_id", "size", "depth", "breadth", "trees", structural_virality=virality)
    return found.filter(found.size >= int(options["least_size"])).order_by("root_id")


METRIC = Metric(
    name="cascades",
    version=1,
    title_en="Cascades",
    title_zh="传播链",
    explanation_en=(
        "Each cascade in numbers: how many people shared (size), steps from the first sharer to the last (depth), most people at "
        "one step (breadth), and structural virality: the mean number of steps between any two of its people. A broadcast has "
        "about 2, a chain many more. Where a referrer is missing the cascade is in several trees, and has no virality."
    ),
    explanation_zh=(
        "每条传播链的几个数：多少人分享（规模）、从第一位分享者到最后一位的步数（深度）、同一步上最多的人数（宽度），以及结构病毒性："
        "其中任意两人之间的平均步数。一对多的广播约为 2，人传人的链条要大得多。"
        "若有人的推荐者缺失，传播链断成几棵树，则没有结构病毒性。"
    ),
    unit="people, steps",
    grain=("root_id",),
    additivity=Additivity.RATIO,
    source="Goel, Anderson, Hofman and Watts (2016), The structural virality of online diffusion, equation 1.",
    query=query,
    options={
        "least_size": Option(
            1, "the fewest people of a cascade that is listed",
            lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 1, "a whole number from 1",
        )
    },
)  # fmt: skip
