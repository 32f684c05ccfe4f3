"""Referred customers beside matched others: do they stay, buy again, and earn more?"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from goodword.server.accounts.facade import Actor
from goodword.server.shell.charts import LineChart, Series
from goodword.server.shell.numbers import Number
from goodword.server.shell.values import rounded

from .measure import Measured
from .money import Purse
from .numbers import number_of
from .pages import MeasurePage
from .talkers_pages import of_all_time

ENOUGH = 30  # of each group at an age; with fewer no verdict is given
_QUESTIONS = {
    "active": (gettext_lazy("Do they buy more often?"), gettext_lazy("Bought in that month"), gettext_noop(
        "The share that bought in the month of that age: referred less others.")),
    "repurchase": (gettext_lazy("Do they come back?"), gettext_lazy("Bought twice or more by then"), gettext_noop(
        "The share that bought twice or more by that age: referred less others.")),
    "margin": (gettext_lazy("Do they earn you more?"), gettext_lazy("Margin per person by then"), gettext_noop(
        "The margin per person by that age: referred less others.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its verdict in a sentence, whether it is good news, the number, and two pictures."""

    title: Any
    verdict: str
    tone: str
    number: Number
    levels: LineChart
    difference: LineChart


class ReferredPage(MeasurePage):
    """Referred customers and others by age of account."""

    tab = "measure-referred"
    filters = ("margin",)

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        super().__init__(actor, of_all_time(asked))
        self.problem, self.margin = "", 100
        given = self.kept.get("margin", "")
        if given:
            if given.isascii() and given.isdecimal() and len(given) < 4 and 1 <= int(given) <= 100:
                self.margin = int(given)
            else:
                self.problem = _("The margin is %(given)s; expected a whole number from 1 to 100, in per cent.") % {
                    "given": given[:20]
                }  # fmt: skip
                del self.kept["margin"]

    @cached_property
    def measured(self) -> Measured:
        """The metric."""
        more = {"margin_share": self.margin / 100} if self.margin != 100 else {}
        return self.measures.ask("referred_vs_others", self.days, **more)

    @cached_property
    def purse(self) -> Purse:
        """The brand's currency."""
        return Purse(self.actor)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The ages at which there is somebody of both groups."""
        rows = self.measured.rows
        return [row for row in rows if row["referred_people"] and row["others_people"]]

    @cached_property
    def judged(self) -> dict[str, Any] | None:
        """The oldest age that enough people of both groups have reached; None when there is none."""
        enough = [row for row in self.rows if min(row["referred_people"], row["others_people"]) >= ENOUGH]
        return enough[-1] if enough else None

    @property
    def left_out(self) -> int:
        """How many people joined in a month in which nobody of the other group did."""
        first = self.measured.rows[0] if self.measured.rows else {}
        return int(first.get("people_left_out") or 0)

    @cached_property
    def questions(self) -> list[Question]:
        """The three questions."""
        return [self._question(name) for name in _QUESTIONS]

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """The three differences by name."""
        return {name: self._number(name) for name in _QUESTIONS}

    def _question(self, name: str) -> Question:
        title, label, _sentence = _QUESTIONS[name]
        verdict, tone = self._verdict(name)
        labels = [str(row["age_month"]) for row in self.rows]
        common: dict[str, Any] = {
            "labels": labels, "label_title": _("Age of the account, months"), "height": "low",
            "percent": name != "margin", "n": sum(self._people(self.judged)) if self.judged else None,
        }  # fmt: skip
        if name == "margin":
            common["unit"] = self.purse.currency
        ends = [
            [self._scaled(name, row[f"difference_{name}{end}"]) for row in self.rows]
            for end in ("", "_low", "_high")
        ]
        levels = LineChart(
            title=str(label), key=f"referred-{name}", window=_("Month of age"),
            series=[Series(_("Referred"), self._values(f"referred_{name}", name)),
                    Series(_("Others"), self._values(f"others_{name}", name), dashed=True)], **common,
        )  # fmt: skip
        difference = LineChart(
            title=_("Difference"), key=f"referred-{name}-difference", window=_("Referred less others, with the interval"),
            series=[Series(_("Difference"), ends[0], ends[1], ends[2])], **common,
        )  # fmt: skip
        return Question(title, verdict, tone, self.numbers[name], levels, difference)

    def _values(self, column: str, name: str) -> list[float | None]:
        return [self._scaled(name, row[column]) for row in self.rows]

    def _scaled(self, name: str, value: float | None) -> float | None:
        return self.purse.major(value) if name == "margin" else value

    @staticmethod
    def _people(row: dict[str, Any]) -> tuple[int, int]:
        return row["referred_people"], row["others_people"]

    def _number(self, name: str) -> Number:
        row = self.judged
        _title, label, sentence = _QUESTIONS[name]
        found = [row[f"difference_{name}{end}"] for end in ("", "_low", "_high")] if row else [None] * 3
        value, low, high = (_as_said(name, self._scaled(name, each)) for each in found)
        window = _("Joined: %(days)s") % {"days": self.days.text}
        if row:
            window = _("At an age of %(months)d months. Joined: %(days)s") % {
                "months": row["age_month"],
                "days": self.days.text,
            }
        return number_of(
            self.measured, f"referred-{name}", label, value, sentence=sentence, window=window,
            unit=self.purse.currency if name == "margin" else _("points"), n=sum(self._people(row)) if row else None,
            interval=(low, high) if low is not None and high is not None else None, why_none=self.too_few, url=self._url(name),
        )  # fmt: skip

    @property
    def too_few(self) -> str:
        """Why there is no verdict."""
        return _("Too early: a month of age has to be reached by %(n)d referred and %(n)d others.") % {
            "n": ENOUGH
        }

    def _verdict(self, name: str) -> tuple[str, str]:
        """Return what can be said of a question, and its tone: an interval that holds zero says nothing yet."""
        number, row = self.numbers[name], self.judged
        if row is None or number.value is None or number.interval is None:
            return self.too_few, ""
        low, high = number.interval
        places = {
            "months": row["age_month"],
            "by": _amount(abs(number.value), number.unit),
            "low": _amount(low, number.unit),
            "high": _amount(high, number.unit),
        }
        if low > 0:
            return _MORE[name] % places, "favourable"
        if high < 0:
            return _LESS[name] % places, "unfavourable"
        return _(
            "No difference can be seen yet at %(months)d months: between %(low)s and %(high)s."
        ) % places, ""

    def _url(self, figure: str) -> str:
        place = reverse("referred-number", kwargs={"brand": self.actor.brand_slug})
        return f"{place}?{urlencode({'figure': figure})}&{self.query()}"


_MORE = {
    "active": gettext_lazy("At %(months)d months, %(by)s more of the referred buy than of the others (%(low)s to %(high)s)."),
    "repurchase": gettext_lazy(
        "By %(months)d months, %(by)s more of the referred have bought again than of the others (%(low)s to %(high)s)."),
    "margin": gettext_lazy("By %(months)d months, a referred customer earned %(by)s more than another (%(low)s to %(high)s)."),
}  # fmt: skip
_LESS = {
    "active": gettext_lazy("At %(months)d months, %(by)s fewer of the referred buy than of the others (%(low)s to %(high)s)."),
    "repurchase": gettext_lazy(
        "By %(months)d months, %(by)s fewer of the referred have bought again than of the others (%(low)s to %(high)s)."),
    "margin": gettext_lazy("By %(months)d months, a referred customer earned %(by)s less than another (%(low)s to %(high)s)."),
}  # fmt: skip


def _as_said(name: str, value: float | None) -> float | None:
    """Return a share in points, money as it is."""
    if value is None:
        return None
    return round(value, 2) if name == "margin" else round(value * 100, 2)


def _amount(value: float, unit: Any) -> str:
    sign = "−" if value < 0 else ""
    return f"{sign}{rounded(abs(round(value, 1)))} {unit}"
