"""The page of cost: what a new customer cost by the last click and by a randomised test, and what was spent."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from goodword.core.vocabulary import CostKind
from goodword.metrics.acquisition_cost import part_of_days
from goodword.server.shell.charts import BarChart, Series
from goodword.server.shell.lists import term_label
from goodword.server.shell.moments import day
from goodword.server.shell.numbers import Number
from goodword.server.shell.values import rounded

from .cost_queries import access_costs, access_lifts
from .figures import why_not
from .models import Cost, Lift
from .pages import MeasurePage
from .strips import Strip, scale_of, strip
from .windows import Days, day_number

_SHOWN, _MONTHS = 100, 24


@dataclass(frozen=True, slots=True)
class CostRow:
    """A channel: its customers, its costs in whole units, and what one customer cost, both ways."""

    name: str
    customers: int
    kinds: list[tuple[Any, float]]
    cost: float
    each: float | None
    each_caused: float | None
    interval: str
    strip: Strip | None
    strip_caused: Strip | None
    why_not: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Spent:
    """A recorded cost as the list shows it."""

    cost: Cost
    kind: Any
    channel: Any
    amount: float
    days: str


@dataclass(frozen=True, slots=True)
class Tested:
    """A recorded test as the list shows it."""

    lift: Lift
    channel: Any
    days: str
    counts: bool


class CostPage(MeasurePage):
    """What recommendation cost."""

    tab = "measure-cost"

    @property
    def currency(self) -> str:
        """What money is in."""
        return self.figures.purse.currency

    @property
    def numbers(self) -> list[Number]:
        """The two costs of a customer, and what was spent."""
        return [self.figures.spent(), self.figures.customer_cost(), self.figures.customer_cost_incremental()]

    @property
    def kinds(self) -> list[Any]:
        """What money is spent on."""
        return [term_label(kind.value) for kind in CostKind]

    @cached_property
    def rows(self) -> list[CostRow]:
        """The channels, and the whole last."""
        measured = self.measures.cost.rows
        major = self.figures.purse.major
        ends = [
            major(row[name]) or 0.0
            for row in measured
            for name in ("cost_per_customer", "cost_per_incremental_high")
            if row["cost"]
        ]
        scale = scale_of(ends)
        return [self._row(row, scale) for row in measured]

    def _row(self, row: dict[str, Any], scale: tuple[float, float]) -> CostRow:
        purse = self.figures.purse
        each = purse.major(row["cost_per_customer"]) if row["cost"] else None
        caused = purse.major(row["cost_per_incremental"]) if row["cost"] else None
        ends = (
            purse.ends(row["cost_per_incremental_low"], row["cost_per_incremental_high"])
            if caused is not None
            else None
        )
        interval = (
            _("%(low)s to %(high)s (95%%)")
            % {"low": rounded(round(ends[0], 1)), "high": rounded(round(ends[1], 1))}
            if ends
            else ""
        )
        is_whole = row["channel"] is None
        return CostRow(
            _("All") if is_whole else str(term_label(row["channel"])),
            row["new_customers"],
            [(term_label(kind.value), purse.major(row[kind.value]) or 0.0) for kind in CostKind],
            purse.major(row["cost"]) or 0.0,
            each,
            caused,
            interval,
            strip([(_("attributed: %(n)s") % {"n": rounded(each)}, each)], scale)
            if each is not None
            else None,
            strip(
                [(_("incremental: %(n)s") % {"n": rounded(caused)}, caused)], scale, ends=ends, kind="caused"
            )
            if caused is not None
            else None,
            why_not(row["why_not"]),
            is_whole,
        )

    @property
    def has_costs(self) -> bool:
        """Whether any cost is recorded, of whatever days."""
        return bool(self._costs)

    @cached_property
    def _costs(self) -> list[Cost]:
        return list(access_costs(self.actor)[: 10 * _SHOWN])

    @cached_property
    def costs(self) -> list[Spent]:
        """The costs that touch these days, the newest first."""
        shown = [cost for cost in self._costs if self._touches(cost)][:_SHOWN]
        return [
            Spent(
                cost, term_label(cost.kind), term_label(cost.channel) if cost.channel else _("All channels"),
                self.figures.purse.major(cost.amount_minor) or 0.0, span_text(cost.first_day, cost.last_day),
            )
            for cost in shown
        ]  # fmt: skip

    @property
    def lifts(self) -> list[Tested]:
        """The randomised tests, the newest first; the newest of each channel counts."""
        seen: set[str] = set()
        found = []
        for lift in access_lifts(self.actor)[:_SHOWN]:
            channel = term_label(lift.channel) if lift.channel else _("All channels")
            found.append(
                Tested(lift, channel, span_text(lift.first_day, lift.last_day), lift.channel not in seen)
            )
            seen.add(lift.channel)
        return found

    def _touches(self, cost: Cost) -> bool:
        first, last = self.days.first, self.days.last
        return first is None or last is None or (cost.first_day <= last and cost.last_day >= first)

    @property
    def chart(self) -> BarChart | None:
        """What was spent, by kind and month."""
        costs = [cost for cost in self._costs if self._touches(cost)]
        if not costs:
            return None
        first = self.days.first or min(cost.first_day for cost in costs)
        last = self.days.last or max(cost.last_day for cost in costs)
        months = _months(first, last)[-_MONTHS:]
        series = [
            Series(str(term_label(kind.value)), [self._spent(costs, kind.value, month) for month in months])
            for kind in CostKind
        ]
        return BarChart(
            title=_("Spent by month"), unit=self.currency, labels=[f"{month.first:%Y-%m}" for month in months], series=series,
            label_title=_("Month"), n=len(costs), window=self.days.text, upright=True, stacked=True, key="costs-by-month",
        )  # fmt: skip

    def _spent(self, costs: list[Cost], kind: str, month: Days) -> float:
        span = month.local_days
        amounts = [
            part_of_days(cost.amount_minor, day_number(cost.first_day), day_number(cost.last_day), span)
            for cost in costs
            if cost.kind == kind
        ]
        return self.figures.purse.major(sum(amounts)) or 0.0


def span_text(first: date, last: date) -> str:
    """Return some days as a person reads them."""
    return day(first) if first == last else Days(first, last).text


def _months(first: date, last: date) -> list[Days]:
    found = []
    while first <= last:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append(Days(first, min(after - timedelta(days=1), last)))
        first = after
    return found
