"""From being seen to being told on: how many people a recommendation brought how far."""

from typing import TYPE_CHECKING

from goodword.core.events import EventKind

from .definition import Additivity, Metric, Options, by_option

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .engines import Engine

# How far each kind of event shows somebody to have come; a share of somebody who came through another's shows no more.
_STEPS = {
    EventKind.VIEW: 1,
    EventKind.CLICK: 2,
    EventKind.VISIT: 3,
    EventKind.LEAD: 3,
    EventKind.SIGN_UP: 3,
    EventKind.PURCHASE: 4,
    EventKind.SHARE: 1,
}
STAGES = ("seen", "found", "visited", "decided")


def query(events: "ir.Table", options: Options, _engine: "Engine") -> "ir.Table":
    """Return people by the furthest stage they reached, and how many of them told others."""
    import ibis

    by = tuple(options["by"])
    # Said by what is left out: one comparison where a list of kinds would cost six.
    came = events.filter(
        events.person_id.notnull()
        & events.root_id.notnull()
        & events.kind.notin([kind.value for kind in EventKind if kind not in _STEPS])
        & ((events.kind != EventKind.SHARE.value) | (events.depth > 0))
        & ~events.person_id.identical_to(events.referrer_id)
    )
    steps = ibis.cases(*((came.kind == kind.value, step) for kind, step in _STEPS.items()), else_=0)
    told = ibis.ifelse(came.kind == EventKind.SHARE.value, 1, 0)
    people = came.group_by(*by, "person_id").aggregate(furthest=steps.max(), told=told.max())
    counts = {
        stage: ibis.ifelse(people.furthest >= number, 1, 0).sum().cast("int64")
        for number, stage in enumerate(STAGES, 1)
    }
    counts["told"] = people.told.sum().cast("int64")
    grouped = people.group_by(*by).aggregate(**counts) if by else people.aggregate(**counts)
    return grouped.order_by(*by) if by else grouped.fill_null(0)


METRIC = Metric(
    name="funnel",
    version=2,
    title_en="Funnel",
    title_zh="漏斗",
    explanation_en=(
        "People whom a recommendation reached, by how far they came: seen, found (clicked), visited, decided (bought); and how "
        "many of them told others. Who came further counts for every stage before, recorded or not, so a stage never has more "
        "people than the one before. Telling is beside the stages: one can tell others without buying. What somebody did "
        "through a link of their own does not count: nobody recommends something to themselves."
    ),
    explanation_zh=(
        "被推荐触达的人走到了哪一步：看见、找到（点击）、访问、决定（购买），以及其中有多少人又告诉了别人。走得更远的人计入之前的每一步，"
        "无论有没有记录，所以后一步的人数不会多于前一步。“告诉别人”与各步并列：不买也可以转告。"
        "通过自己的链接所做的不计入：没有人会向自己推荐。"
    ),
    unit="people",
    grain=("by",),
    additivity=Additivity.DISTINCT,
    source="Goodword; stages after the online consumer journey (be seen, find, visit, decide, tell).",
    query=query,
    options={"by": by_option("channel")},
)
