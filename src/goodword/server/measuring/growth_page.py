"""The page of growth: how many others a customer brings, how soon, and which cohorts are too young to tell."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.metrics.people import is_over
from goodword.server.accounts.facade import Actor
from goodword.server.shell.charts import BarChart, LineChart, Series
from goodword.server.shell.moments import day
from goodword.server.shell.numbers import Number

from .pages import MeasurePage, part_name
from .queries import K_DAYS
from .windows import Choice, day_number, day_of

COHORTS = {"week": gettext_lazy("By week"), "month": gettext_lazy("By month")}
SPLITS = {
    "channel": gettext_lazy("Channel"),
    "lever": gettext_lazy("Lever"),
    "programme_id": gettext_lazy("Programme"),
}
_MOST = 60


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who joined in one week or month; `k` is None where it is too early, or where nobody joined."""

    first: date
    label: str
    people: int
    brought: int
    k: float | None
    low: float | None
    high: float | None
    is_early: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """A channel or lever: what it adds to K, and how soon."""

    name: str
    people: int
    brought: int
    k: float | None
    low: float | None
    high: float | None
    median: float | None
    late: float | None


class GrowthPage(MeasurePage):
    """K by cohort and by part, and the cycle time."""

    tab = "measure-growth"
    filters = ("cohort", "by")

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        super().__init__(actor, asked)
        cohort, by = asked.get("cohort", "week"), asked.get("by", "channel")
        self.cohort, self.by = (cohort if cohort in COHORTS else "week"), (by if by in SPLITS else "channel")
        is_known = (cohort, by) == (self.cohort, self.by)
        self.problem = self.window.problem or ("" if is_known else _("Choose one of those below."))

    @property
    def cohorts(self) -> list[Choice]:
        """How people are grouped."""
        return [self.choice("cohort", key, label, key == self.cohort) for key, label in COHORTS.items()]

    @property
    def splits(self) -> list[Choice]:
        """What K is split by."""
        return [self.choice("by", key, label, key == self.by) for key, label in SPLITS.items()]

    @property
    def numbers(self) -> list[Number]:
        """K and cycle time."""
        return [self.figures.k(), self.figures.cycle(), self.figures.cycle_late()]

    @cached_property
    def rows(self) -> list[Cohort]:
        """The cohorts from the first to the last, those too early to tell included."""
        known = {int(row["cohort"]): row for row in self.measures.k_by_cohort(self.cohort).rows}
        if not known:
            return []
        last = self.days.last or self.window.today
        first = day_of(min(known))
        if self.days.first is not None:
            first = max(first, self._start(self.days.first))
        found = []
        while first <= last:
            after = self._next(first)
            found.append(self._row(first, after - timedelta(days=1), last, known.get(day_number(first))))
            first = after
        return found[-_MOST:]

    def _row(self, first: date, end: date, last: date, row: dict[str, Any] | None) -> Cohort:
        label = first.strftime("%Y-%m") if self.cohort == "month" else first.isoformat()
        if not is_over(end + timedelta(days=K_DAYS), last):
            return Cohort(first, label, 0, 0, None, None, None, is_early=True)
        if row is None:
            return Cohort(first, label, 0, 0, None, None, None, is_early=False)
        return Cohort(
            first, label, row["people"], row["brought"], row["k"], row["k_low"], row["k_high"], is_early=False
        )

    @property
    def chart(self) -> LineChart | None:
        """K by cohort with its interval; a gap where it is too early."""
        rows = self.rows
        if not any(row.k is not None for row in rows):
            return None
        values: list[list[float | None]] = [
            [_per_hundred(getattr(row, name)) for row in rows] for name in ("k", "low", "high")
        ]
        return LineChart(
            title=_("K-factor by the time of joining"), unit=_("new customers per 100 customers"),
            labels=[row.label for row in rows], label_title=_("Month") if self.cohort == "month" else _("Week from"),
            series=[Series(_("K-factor"), values[0], values[1], values[2])], n=sum(row.people for row in rows),
            window=self.days.text, key="k-factor-by-cohort",
        )  # fmt: skip

    @cached_property
    def parts(self) -> list[PartRow]:
        """What each channel or lever adds to K, and how soon people come through it."""
        cycles = {row[self.by]: row for row in self.measures.cycle([self.by]).rows}
        rows = [row for row in self.measures.k([self.by]).rows if row["brought"]]
        found = []
        for row in sorted(rows, key=lambda row: -row["k"]):
            cycle = cycles.get(row[self.by], {})
            found.append(PartRow(
                part_name(self.by, row[self.by]), row["people"], row["brought"], row["k"], row["k_low"], row["k_high"],
                _days(cycle.get("median_hours")), _days(cycle.get("p90_hours")),
            ))  # fmt: skip
        return found

    @property
    def bars(self) -> BarChart | None:
        """What each part adds to K, with its interval."""
        if not self.parts:
            return None
        values = [[_per_hundred(getattr(row, name)) for row in self.parts] for name in ("k", "low", "high")]
        return BarChart(
            title=_("What each adds to the K-factor"), unit=_("new customers per 100 customers"),
            labels=[row.name for row in self.parts], label_title=str(SPLITS[self.by]),
            series=[Series(_("K-factor"), values[0], values[1], values[2])], n=self.parts[0].people,
            window=self.days.text, key="k-factor-by-part", height="low" if len(self.parts) < 4 else "",
        )  # fmt: skip

    @property
    def split_label(self) -> Any:
        """What it is split by."""
        return SPLITS[self.by]

    @property
    def ready_from(self) -> str:
        """The last day of joining whose people can be told of."""
        last = self.days.last or self.window.today
        return day(last - timedelta(days=K_DAYS + 1))

    def _start(self, first: date) -> date:
        return first.replace(day=1) if self.cohort == "month" else first - timedelta(days=first.weekday())

    def _next(self, first: date) -> date:
        if self.cohort == "week":
            return first + timedelta(days=7)
        return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def _days(hours: float | None) -> float | None:
    return None if hours is None else round(hours / 24, 1)


def _per_hundred(value: float | None) -> float | None:
    """Return a share per hundred: what a chart can say with one decimal."""
    return None if value is None else round(100 * value, 2)
