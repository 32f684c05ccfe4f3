"""The sample's costs and tests: what the truth beside its data says, month by month, and what a test would find."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction

from goodword.core.vocabulary import Channel, CostKind
from goodword.server.accounts.facade import Actor, Right, check_sample

from .actions import do_add_costs, do_record_lift
from .cost_rows import CostRow

_KINDS = {
    CostKind.REWARD: "rewards_minor",
    CostKind.CONTENT: "content_minor",
    CostKind.TOOL: "tools_minor",
    CostKind.STAFF: "staff_minor",
}
_HALF_WIDTH = 0.19


@transaction.atomic
def do_add_cost_sample(actor: Actor, costs: Mapping[str, Any], first: date, last: date) -> int:
    """Give a sample brand the costs of its channels over its days, and two randomised tests; return how many costs."""
    actor.check(Right.EVENTS_WRITE)
    check_sample(actor)
    months = _months(first, last)
    rows = [
        CostRow(kind.value, amount, start, end, channel, note="Sample", key=f"sample-{channel}-{kind.value}-{start:%Y-%m}")
        for channel, table in costs.items()
        for kind, name in _KINDS.items()
        for (start, end), amount in zip(months, _parts(int(table[name]), months), strict=True)
        if amount > 0
    ]  # fmt: skip
    added = do_add_costs(actor, rows, source="sample").added
    customers = sum(table["new_customers"] for table in costs.values())
    share = sum(table["incremental_customers"] for table in costs.values()) / customers if customers else 0.5
    _test(
        actor, "", share, _HALF_WIDTH, first, last, "Sample: invitations drawn by lot among 1,200 customers"
    )
    _test(
        actor,
        Channel.EMAIL.value,
        0.31,
        0.44,
        first,
        last,
        "Sample: e-mails held back from 90 drawn customers",
    )
    return added


def _test(
    actor: Actor, channel: str, share: float, half: float, first: date, last: date, source: str
) -> None:
    share = round(share, 2)
    ends = {"low": round(share - half, 2), "high": round(share + half, 2)}
    middle = first + (last - first) / 2
    do_record_lift(
        actor, channel=channel, share=share, first_day=middle, last_day=last, source=source, **ends
    )


def _parts(amount: int, months: list[tuple[date, date]]) -> list[int]:
    """Return an amount shared out over months by their days, to the last minor unit."""
    days = [(end - start).days + 1 for start, end in months]
    done = [amount * sum(days[:place]) // sum(days) for place in range(len(days) + 1)]
    return [after - before for before, after in pairwise(done)]


def _months(first: date, last: date) -> list[tuple[date, date]]:
    found = []
    while first <= last:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append((first, min(after - timedelta(days=1), last)))
        first = after
    return found
