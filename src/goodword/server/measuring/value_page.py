"""The page of what mentions are worth: what more of them go with, what follows soon and late, how much is said."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Right, access_own_brand
from goodword.server.shell.charts import LineChart, Series
from goodword.server.shell.lists import term_label
from goodword.server.shell.numbers import Number
from goodword.server.shell.values import rounded

from .numbers import card_url, number_of
from .pages import MeasurePage, part_name
from .windows import day_of

_SHORT, _LONG = 14, 90


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more mention of a kind goes with: its number, and the verdict in words."""

    number: Number
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """What follows a click soon and late, of one channel."""

    name: str
    people: int
    short: float | None
    short_text: str
    long_people: int
    long: float | None
    long_text: str
    short_money: float
    long_money: float
    ratio: float | None
    ratio_text: str
    too_young: int


class ValuePage(MeasurePage):
    """What mentions are worth, short and long."""

    tab = "measure-value"

    @property
    def may_read_mentions(self) -> bool:
        """Whether the actor may read mentions."""
        return self.actor.may(Right.MENTIONS_READ)

    @cached_property
    def _brand(self) -> str:
        return access_own_brand(self.actor).name

    @property
    def worth(self) -> list[Worth]:
        """What one more favourable and one more unfavourable mention go with."""
        return [self._worth(row) for row in self.measures.value(self._brand).rows]

    def number(self, sentiment: str) -> Number | None:
        """Return the number of a card."""
        return next(
            (
                self._number(row)
                for row in self.measures.value(self._brand).rows
                if row["sentiment"] == sentiment
            ),
            None,
        )

    def _worth(self, row: dict[str, Any]) -> Worth:
        from goodword.metrics import mention_value_weeks as words

        if row["value"] is None:
            return Worth(self._number(row), _("Too early to say"), "caution")
        said = {
            words.MORE: (_("Goes with more money"), "favourable"),
            words.LESS: (_("Goes with less money"), "unfavourable"),
            words.NOTHING: (_("Nothing clear: the interval includes zero"), "neutral"),
        }
        return Worth(self._number(row), *said.get(row["verdict"], (str(row["verdict"]), "neutral")))

    def _number(self, row: dict[str, Any]) -> Number:
        purse = self.figures.purse
        needed = _("%(have)d whole weeks are there; %(need)d are needed.") % {
            "have": row["weeks"],
            "need": row["needed_weeks"],
        }
        cannot = _("These weeks cannot tell: mentions hardly vary, or all move together.")
        return number_of(
            self.measures.value(self._brand), f"mention-value-{row['sentiment']}",
            _("One more mention: %(sentiment)s") % {"sentiment": term_label(row["sentiment"])},
            purse.major(row["value"]), unit=purse.currency, n=row["weeks"], window=self.days.text,
            interval=purse.ends(row["low"], row["high"]),
            why_none=needed if row["weeks"] < row["needed_weeks"] else cannot,
            url=card_url(self.actor, f"value-{row['sentiment']}", self.query()),
        )  # fmt: skip

    @cached_property
    def terms(self) -> list[TermRow]:
        """What follows soon and late, by channel, those with most people first."""
        rows = [self._term(row) for row in self.measures.terms().rows]
        return sorted(rows, key=lambda row: -(row.people + row.too_young))

    def _term(self, row: dict[str, Any]) -> TermRow:
        major = self.figures.purse.major
        return TermRow(
            part_name("channel", row["channel"]),
            row["short_people"], row["short_share"], _ends(row["short_share_low"], row["short_share_high"]),
            row["long_people"], row["long_share"], _ends(row["long_share_low"], row["long_share_high"]),
            major(row["short_money"]) or 0.0, major(row["long_money"]) or 0.0,
            None if row["ratio"] is None else round(row["ratio"], 2),
            "" if row["ratio"] is None else f"{rounded(round(row['ratio_low'], 2))}–{rounded(round(row['ratio_high'], 2))}",
            row["too_young"],
        )  # fmt: skip

    @property
    def volume(self) -> LineChart | None:
        """How much consumers say, prompted or not, and how often they share, week by week."""
        rows = self.measures.volume(self._brand).rows
        if not rows:
            return None
        kinds = {
            "organic": _("Organic mentions"),
            "stimulated": _("Stimulated mentions"),
            "unknown": _("Not known which"),
            "shares": _("Shares"),
        }
        shown = {name: label for name, label in kinds.items() if any(row[name] for row in rows)}
        return LineChart(
            title=_("Word of mouth by week"), labels=[day_of(int(row["week"])).isoformat() for row in rows],
            label_title=_("Week from"), unit=_("mentions, shares"),
            series=[Series(label, [row[name] for row in rows], dashed=name == "shares") for name, label in shown.items()],
            n=sum(row["mentions"] for row in rows), window=self.days.text, key="word-of-mouth-volume",
        )  # fmt: skip

    @property
    def currency(self) -> str:
        """What money is in."""
        return self.figures.purse.currency


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low * 100:.1f}–{high * 100:.1f}%"
