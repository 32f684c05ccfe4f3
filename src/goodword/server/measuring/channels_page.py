"""The page that puts side by side what is attributed, what people say, and what a randomised test found."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.server.accounts.facade import Actor
from goodword.server.shell.lists import term_label
from goodword.server.shell.numbers import Number
from goodword.server.shell.tables import to_csv
from goodword.server.shell.values import percent

from .figures import TOLD, Figures
from .models import Lift
from .pages import MeasurePage
from .queries import MODELS, TOUCH_DAYS
from .strips import Strip, scale_of, strip
from .tables import newest_lifts
from .windows import Choice

TOUCH_WINDOWS = ("7", "30", "90")
MODEL_LABELS = {
    "first": gettext_lazy("First click"),
    "last": gettext_lazy("Last click"),
    "linear": gettext_lazy("Linear"),
    "position": gettext_lazy("Position"),
    "time_decay": gettext_lazy("Time decay"),
    "markov": gettext_lazy("Markov"),
    "shapley": gettext_lazy("Shapley"),
}


@dataclass(frozen=True, slots=True)
class Caused:
    """What a randomised test says of a channel: a sentence, and whether it speaks of anything caused."""

    said: str
    detail: str
    is_caused: bool


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel with its money under each model, in whole units."""

    name: str
    money: list[tuple[Any, float]]
    strip: Strip
    low: float
    high: float
    share: float
    caused: Caused


@dataclass(frozen=True, slots=True)
class ToldRow:
    """An answer to the question who told somebody."""

    name: Any
    people: int
    share: float
    low: float
    high: float
    through_link: int
    named: int


class ChannelsPage(MeasurePage):
    """Attributed, asked and incremental, side by side."""

    tab = "measure-channels"
    filters = ("touch",)

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        super().__init__(actor, asked)
        touch = asked.get("touch", str(TOUCH_DAYS))
        self.touch = touch if touch in TOUCH_WINDOWS else str(TOUCH_DAYS)
        self.problem = self.window.problem or (
            "" if touch == self.touch else _("Clicks count within 7, 30 or 90 days. 30 is shown.")
        )

    @property
    def touches(self) -> list[Choice]:
        """Within how many days a click counts."""
        return [
            self.choice("touch", key, _("%(n)s days") % {"n": int(key)}, key == self.touch)
            for key in TOUCH_WINDOWS
        ]

    @property
    def numbers(self) -> list[Number]:
        """The three answers to one question."""
        figures: Figures = self.figures
        return [figures.attributed(), figures.asked(), figures.caused()]

    @cached_property
    def _measured(self) -> list[dict[str, Any]]:
        return self.measures.attribution(int(self.touch)).rows

    @cached_property
    def lifts(self) -> dict[str, Lift]:
        """The newest test of each channel."""
        return newest_lifts(self.actor)

    @cached_property
    def rows(self) -> list[ChannelRow]:
        """The channels, those with most money first."""
        rows = [row for row in self._measured if row["channel"]]
        scale = scale_of(self._major(row[model]) for row in rows for model in MODELS)
        found = [self._row(row, scale) for row in rows]
        return sorted(found, key=lambda row: -row.high)

    @property
    def has_money(self) -> bool:
        """Whether anything was bought."""
        return any(row[model] for row in self._measured for model in MODELS)

    @property
    def unattributed(self) -> tuple[float, float] | None:
        """The money no known click came before, and its share of all."""
        whole = sum(row["linear"] for row in self._measured)
        rest = next((row["linear"] for row in self._measured if not row["channel"]), None)
        return None if rest is None or not whole else (self._major(rest), rest / whole)

    @property
    def refunds(self) -> tuple[float, int] | None:
        """The money given back in these days, which no model takes off."""
        row = self.measures.sales.row
        return (self._major(row["refunded"]), row["refunds"]) if row.get("refunds") else None

    @property
    def told(self) -> list[ToldRow]:
        """What people say."""
        rows = [
            ToldRow(
                TOLD.get(row["told"], row["told"]), row["people"], row["share"], row["share_low"], row["share_high"],
                row["through_link"], row["named_referrer"],
            )
            for row in self.measures.sources.rows
        ]  # fmt: skip
        return sorted(rows, key=lambda row: -row.people)

    @property
    def models(self) -> list[Any]:
        """What the models are called."""
        return [MODEL_LABELS[model] for model in MODELS]

    @property
    def currency(self) -> str:
        """What money is in."""
        return self.figures.purse.currency

    @property
    def csv_query(self) -> str:
        """The address of the table as a file."""
        return self.query(format="csv")

    @property
    def csv(self) -> str:
        """The money by channel and model as machines read it, in minor units."""
        rows = [[row["channel"] or "", *(repr(row[model]) for model in MODELS)] for row in self._measured]
        return to_csv(["channel", *MODELS], rows)

    def _row(self, row: dict[str, Any], scale: tuple[float, float]) -> ChannelRow:
        money = [(MODEL_LABELS[model], self._major(row[model])) for model in MODELS]
        values = [value for _label, value in money]
        named = [(f"{label}: {value:,.0f} {self.currency}", value) for label, value in money]
        whole = sum(each["linear"] for each in self._measured)
        return ChannelRow(
            str(term_label(row["channel"])), money, strip(named, scale), min(values), max(values),
            row["linear"] / whole if whole else 0.0, caused_by(self.lifts.get(row["channel"])),
        )  # fmt: skip

    def _major(self, minor: float) -> float:
        return self.figures.purse.major(minor) or 0.0


def caused_by(lift: Lift | None) -> Caused:
    """Return what may be said of causes: only what a randomised test found whose interval lies above zero."""
    if lift is None:
        return Caused(_("Not tested yet"), "", is_caused=False)
    ends = _("%(low)s to %(high)s (95%%)") % {"low": percent(lift.low), "high": percent(lift.high)}
    if lift.low <= 0 <= lift.high:
        return Caused(_("The interval includes zero"), f"{ends}; {lift.source}", is_caused=False)
    if lift.high < 0:
        return Caused(_("Fewer customers than without"), f"{ends}; {lift.source}", is_caused=False)
    said = _("%(share)s caused") % {"share": percent(lift.share)}
    return Caused(said, f"{ends}; {lift.source}", is_caused=True)
