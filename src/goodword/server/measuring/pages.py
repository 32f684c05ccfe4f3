"""What the pages of Measure show, each from its address."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from goodword.core.vocabulary import Channel
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.components import Tab
from goodword.server.shell.lists import term_label
from goodword.server.shell.numbers import Change, Number
from goodword.server.shell.tables import to_csv

from .figures import Figures, stage_label, wilson
from .measure import Measured
from .queries import STAGES, Measures
from .river import River, river
from .tabs import tabs
from .windows import Choice, Window

SPLITS = {
    "channel": gettext_lazy("Channel"),
    "lever": gettext_lazy("Lever"),
    "programme_id": gettext_lazy("Programme"),
    "segment": gettext_lazy("Segment"),
    "tie_strength": gettext_lazy("Tie strength"),
}
_WORDS = frozenset({"channel", "lever", "tie_strength"})


class MeasurePage:
    """What all pages of Measure have: the window, the tabs, the metrics and numbers of these days."""

    tab = "measure"
    filters: tuple[str, ...] = ()  # what else the address may ask for

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        self.actor, self.asked = actor, asked
        self.window = Window(actor, asked)
        self.days = self.window.days
        self.kept = {name: str(asked[name]) for name in self.filters if asked.get(name)}
        self.may_write = actor.may(Right.EVENTS_WRITE)

    @cached_property
    def measures(self) -> Measures:
        """The metrics of these days."""
        return Measures(self.actor, self.days, self.where)

    @property
    def where(self) -> dict[str, Any]:
        """Further filters of the event log."""
        return {}

    @cached_property
    def figures(self) -> Figures:
        """The numbers of these days."""
        return Figures(self.measures, self.query())

    @property
    def tabs(self) -> list[Tab]:
        """The pages of Measure."""
        return tabs(self.actor, self.tab, self.window.query)

    @property
    def windows(self) -> list[Choice]:
        """The windows to choose from."""
        return self.window.choices(**self.kept)

    def query(self, **other: str) -> str:
        """Return the page's address after the ?, with something else asked for; an empty value asks for nothing."""
        more = {name: value for name, value in {**self.kept, **other}.items() if value}
        return "&".join(filter(None, [self.window.query, urlencode(more)]))

    def choice(self, name: str, value: str, label: Any, current: bool) -> Choice:
        """Return one way to look."""
        return Choice(value, str(label), f"?{self.query(**{name: value})}", current)

    def url(self, name: str, query: str = "") -> str:
        """Return the address of another page, with the same window."""
        ending = query or self.window.query
        return f"{reverse(name, kwargs={'brand': self.actor.brand_slug})}?{ending}"

    @property
    def pending(self) -> list[Measured]:
        """What is still computed."""
        return self.measures.pending

    @property
    def as_of(self) -> Measured | None:
        """What on the page was computed first."""
        return self.measures.oldest


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A part of the funnel: its people at each stage, and which share of the stage before they are."""

    name: str
    cells: list[tuple[Any, int, float | None, str]]


class OverviewPage(MeasurePage):
    """What recommendation brought in these days."""

    @property
    def stages(self) -> list[tuple[Number, Change | None]]:
        """The funnel in five numbers."""
        return self.figures.stages()

    @cached_property
    def is_empty(self) -> bool:
        """Whether nothing at all was recorded in these days."""
        measured = self.measures.funnel()
        return (
            not measured.row.get("seen") and not measured.job and not self.measures.sales.row.get("purchases")
        )

    @property
    def growth(self) -> list[Number]:
        """K and cycle time."""
        return [self.figures.k(), self.figures.cycle()]

    @property
    def money(self) -> list[tuple[Number, Change | None]]:
        """What it brought, what a customer cost, and who gets most credit."""
        return [
            (self.figures.money(), self.figures.money_change()),
            (self.figures.customer_cost(), None),
            (self.figures.customer_cost_incremental(), None),
            (self.figures.best_channel(), None),
        ]

    @cached_property
    def river(self) -> River | None:
        """The funnel by channel."""
        rows = self.measures.funnel(["channel"]).rows
        named = [(part_name("channel", row["channel"]), row) for row in rows]
        return river(named, self.measures.funnel().row, shares=False)

    @property
    def funnel_url(self) -> str:
        """Where the funnel is shown in detail."""
        return self.url("measure-funnel")


class FunnelPage(MeasurePage):
    """The funnel as a river and as a table, by whatever it is split."""

    tab = "measure-funnel"
    filters = ("by", "channel", "programme", "scale")

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        super().__init__(actor, asked)
        self.by = asked.get("by", "channel")
        self.channel, self.programme = asked.get("channel", ""), asked.get("programme", "")
        self.problem = self.window.problem or self._problem()
        self.by = self.by if self.by in SPLITS else "channel"
        self.channel = self.channel if self.channel in set(Channel) else ""

    def _problem(self) -> str:
        if self.by not in SPLITS:
            return _("The funnel cannot be split by %(by)s. Choose one of those below.") % {
                "by": self.by[:40]
            }
        if self.channel and self.channel not in set(Channel):
            return _("There is no channel %(channel)s. All channels are shown.") % {
                "channel": self.channel[:40]
            }
        return ""

    @property
    def where(self) -> dict[str, Any]:
        """The channel and the programme asked for."""
        found: dict[str, Any] = {"channels": [self.channel]} if self.channel else {}
        return found | ({"programme_id": [self.programme]} if self.programme else {})

    @property
    def splits(self) -> list[Choice]:
        """What the funnel may be split by."""
        return [self.choice("by", key, label, key == self.by) for key, label in SPLITS.items()]

    @property
    def scales(self) -> list[Choice]:
        """How high the river is drawn."""
        labels = {"": pgettext("how many", "People"), "shares": pgettext("of a whole", "Shares")}
        return [
            self.choice("scale", key, label, key == self.asked.get("scale", ""))
            for key, label in labels.items()
        ]

    @property
    def channels(self) -> list[tuple[str, str, bool]]:
        """The channels to choose from."""
        return [(each.value, str(term_label(each.value)), each.value == self.channel) for each in Channel]

    @cached_property
    def parts(self) -> list[tuple[str, dict[str, Any]]]:
        """The parts of the funnel by name, the largest first."""
        rows = self.measures.funnel([self.by]).rows
        named = [(part_name(self.by, row[self.by]), row) for row in rows]
        return sorted(named, key=lambda part: (-part[1]["seen"], part[0]))

    @cached_property
    def river(self) -> River | None:
        """The funnel as a river."""
        return river(self.parts, self.measures.funnel().row, shares=self.asked.get("scale") == "shares")

    @property
    def rows(self) -> list[FunnelRow]:
        """The parts, and the whole last."""
        whole = self.measures.funnel().row
        return [funnel_row(name, row) for name, row in self.parts] + (
            [funnel_row(_("All"), whole)] if whole else []
        )

    @property
    def stages(self) -> list[tuple[Number, Change | None]]:
        """The funnel in five numbers."""
        return self.figures.stages()

    @property
    def labels(self) -> list[Any]:
        """What the stages are called."""
        return [stage_label(stage) for stage in STAGES]

    @property
    def split_label(self) -> Any:
        """What it is split by."""
        return SPLITS[self.by]

    @property
    def csv_query(self) -> str:
        """The address of the table as a file."""
        return self.query(format="csv")

    @property
    def form_values(self) -> list[tuple[str, str]]:
        """What the form of the filters keeps of the address."""
        kept = {name: value for name, value in self.kept.items() if name in ("by", "scale")}
        return [*QueryDict(self.window.query).items(), *kept.items()]  # type: ignore[list-item]

    @property
    def csv(self) -> str:
        """The funnel's rows as machines read them."""
        header = [self.by, *STAGES]
        return to_csv(
            header,
            [[str(row[name] if row[name] is not None else "") for name in header] for _n, row in self.parts],
        )


def funnel_row(name: str, row: dict[str, Any]) -> FunnelRow:
    """Return a part of the funnel with the share of each stage and its interval."""
    cells = []
    for place, stage in enumerate(STAGES):
        people = int(row[stage])
        before = int(row[STAGES[2 if stage == "told" else place - 1]]) if place else 0
        ends = wilson(min(people, before), before) if before else None
        said = f"{ends[0] * 100:.1f}–{ends[1] * 100:.1f}%" if ends else ""
        cells.append((stage_label(stage), people, people / before if before else None, said))
    return FunnelRow(name, cells)


def part_name(column: str, value: Any) -> str:
    """Return what a part of a split is called."""
    if value in (None, ""):
        return _("Not known")
    return str(term_label(value)) if column in _WORDS else str(value)
