"""From costs and customers to the cost of a customer, in whole minor units that add up exactly."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from goodword.core.errors import InputError
from goodword.core.vocabulary import Channel, CostKind

from .definition import Options

if TYPE_CHECKING:
    import pandas as pd

KINDS = tuple(kind.value for kind in CostKind)
NO_TEST = "no randomised test"
WITH_ZERO = "the interval of the test includes zero"
FEWER = "the test found fewer customers"
NOBODY = "no new customers"
WHY_NOT = (NO_TEST, WITH_ZERO, FEWER, NOBODY)
_INCREMENTAL = tuple(
    f"{name}{end}" for name in ("incremental", "cost_per_incremental") for end in ("", "_low", "_high")
)
_COLUMNS = (
    "channel", "new_customers", *KINDS, "cost", "cost_per_customer", "incremental_customers", *_INCREMENTAL[1:], "why_not",
)  # fmt: skip


class Lift(NamedTuple):
    """The share of attributed customers that a randomised test found to be caused, with its interval."""

    share: float
    low: float
    high: float


def finish(found: "pd.DataFrame", options: Options) -> "pd.DataFrame":
    """Return a row per channel, in the order of the alphabet, and one without a channel for the whole."""
    import pandas as pd

    channels = [None if channel != channel else channel for channel in found["channel"]]
    given = found.assign(channel=pd.Series(channels, index=found.index, dtype=object))
    parts = {part: list(rows.itertuples(index=False)) for part, rows in given.groupby("part")}
    customers = {row.channel: int(row.number) for row in parts.get("customers", [])}
    lifts = _lifts(parts.get("lift", []))
    costs = _costs(parts.get("cost", []), customers, options["local_days"])
    if not costs and not customers:
        return _typed(pd.DataFrame([], columns=list(_COLUMNS), dtype=object))
    whole = [sum(amounts) for amounts in zip(*costs.values(), strict=True)]
    rows: list[tuple[Any, ...]] = []
    for channel in [*sorted(name for name in costs if name is not None), None]:
        number = sum(customers.values()) if channel is None else customers.get(channel, 0)
        amounts = whole if channel is None else costs[channel]
        rows.append((channel, number, *amounts, *_per_customer(number, sum(amounts), lifts.get(channel))))
    return _typed(pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object))


def _typed(frame: "pd.DataFrame") -> "pd.DataFrame":
    whole = ("new_customers", *KINDS, "cost")
    words = ("channel", "why_not")
    kinds: dict[str, Any] = dict.fromkeys(_COLUMNS, "float64")
    return frame.astype(kinds | dict.fromkeys(whole, "int64") | dict.fromkeys(words, object))


def _per_customer(number: int, cost: int, lift: Lift | None) -> tuple[Any, ...]:
    """Return cost, cost per customer, incremental customers and cost per one of them with intervals, and why not."""
    each = cost / number if number else None
    why_not = _why_not(number, lift)
    if why_not is not None or lift is None:
        return cost, each, *[None] * 6, why_not
    incremental = Lift(*(number * share for share in lift))
    return (
        cost, each, *incremental, cost / incremental.share, cost / incremental.high, cost / incremental.low, None,
    )  # fmt: skip


def _why_not(number: int, lift: Lift | None) -> str | None:
    if lift is None:
        return NO_TEST
    if lift.low <= 0:
        return WITH_ZERO if lift.high >= 0 else FEWER
    return None if number else NOBODY


def _lifts(rows: Sequence[Any]) -> dict[str | None, Lift]:
    """Return the lift of each channel, and under None that of the whole; raises InputError for one that cannot be."""
    found: dict[str | None, Lift] = {}
    for row in rows:
        name = f"of the channel {row.channel!r}" if row.channel else "of all channels"
        _check_channel("lifts", row.channel)
        if row.channel in found:
            raise InputError(f"The table 'lifts' has two tests {name}. Give the one that counts.")
        if not row.low <= row.share <= row.high:
            raise InputError(
                f"The test {name} has the share {row.share} and the interval {row.low} to {row.high}; expected the "
                "share within its interval."
            )
        found[row.channel] = Lift(float(row.share), float(row.low), float(row.high))
    return found


def _costs(
    rows: Sequence[Any], customers: Mapping[str, int], span: Sequence[int] | None
) -> dict[str | None, list[int]]:
    """Return what each channel cost, by kind, with its part of what is of no channel.

    While there is no channel at all, that is under None.
    """
    sums: dict[str | None, list[int]] = {channel: [0] * len(KINDS) for channel in customers}
    shared = [0] * len(KINDS)
    for row in rows:
        _check_cost(row)
        amount = part_of_days(int(row.number), int(row.first_day), int(row.last_day), span)
        own = sums.setdefault(row.channel, [0] * len(KINDS)) if row.channel else shared
        own[KINDS.index(row.kind)] += amount
    names = sorted(name for name in sums if name is not None)
    if not names:
        return {None: shared} if rows else {}
    weights = [customers.get(name, 0) for name in names]
    for kind, amount in enumerate(shared):
        for name, part in zip(names, spread(amount, weights), strict=True):
            sums[name][kind] += part
    return sums


def _check_cost(row: Any) -> None:
    if row.kind not in KINDS:
        raise InputError(f"A cost has the kind {row.kind!r}; expected one of {', '.join(KINDS)}.")
    _check_channel("costs", row.channel)
    if row.last_day < row.first_day:
        raise InputError(
            f"A cost is from day {row.first_day} to day {row.last_day}; expected the last day not before the first."
        )


def _check_channel(table: str, channel: str | None) -> None:
    if channel is not None and channel not in set(Channel):
        raise InputError(
            f"The table {table!r} has the channel {channel!r}; expected one of {', '.join(Channel)}, or none for all."
        )


def part_of_days(amount: int, first: int, last: int, span: Sequence[int] | None) -> int:
    """Return how much of an amount spent from one day to another falls on the days of a span.

    Running totals are rounded down, not the days: spans that follow each other add up to the amount exactly.

    >>> [part_of_days(100, 0, 2, span) for span in ((0, 0), (1, 1), (2, 9), None)]
    [33, 33, 34, 100]
    """
    if span is None:
        return amount
    days = last - first + 1
    until, before = (min(max(day - first + 1, 0), days) for day in (span[1], span[0] - 1))
    return amount * until // days - amount * before // days


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Return whole parts of an amount in proportion to weights (evenly where all are 0) that add up to it.

    By largest remainder (Hamilton's method); of equal remainders the first is rounded up.

    >>> spread(100, [1, 1, 1]), spread(7, [0, 0])
    ([34, 33, 33], [4, 3])
    """
    used = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(used)
    parts = [amount * weight // whole for weight in used]
    by_rest = sorted(range(len(used)), key=lambda place: (-(amount * used[place] % whole), place))
    for place in by_rest[: amount - sum(parts)]:
        parts[place] += 1
    return parts
