"""The numbers of the overview, and of every page that shows one of them."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from goodword.server.shell.lists import term_label
from goodword.server.shell.numbers import Change, Number

from .money import Purse
from .numbers import card_url, number_of
from .queries import K_DAYS, STAGES, TOUCH_DAYS, Measures
from .tables import newest_lifts
from .windows import Days

_STAGES = {
    "seen": (pgettext_lazy("funnel", "Seen"), gettext_noop("People who were shown a recommendation.")),
    "found": (pgettext_lazy("funnel", "Found"), gettext_noop("People who clicked a recommendation, or came further.")),
    "visited": (
        pgettext_lazy("funnel", "Visited"), gettext_noop("People who visited through a recommendation, or came further."),
    ),
    "decided": (pgettext_lazy("funnel", "Decided"), gettext_noop("People who bought through a recommendation.")),
    "told": (pgettext_lazy("funnel", "Told"), gettext_noop("People who came through a recommendation and told others.")),
}  # fmt: skip


def stage_label(stage: str) -> Any:
    """Return what a stage of the funnel is called."""
    return _STAGES[stage][0]


class Figures:
    """The numbers of some days by their names; each measures what it needs when it is asked for."""

    def __init__(self, measures: Measures, query: str) -> None:
        self.measures, self.query = measures, query
        self.actor, self.days = measures.actor, measures.days

    def get(self, name: str) -> Number | None:
        """Return a number by its name; None where there is none."""
        if name in STAGES:
            return self.stage(name)
        makers: dict[str, Callable[[], Number]] = {
            "k": self.k,
            "cycle": self.cycle,
            "money": self.money,
            "customer-cost": self.customer_cost,
            "customer-cost-incremental": self.customer_cost_incremental,
            "best-channel": self.best_channel,
            "asked": self.asked,
            "caused": self.caused,
            "spent": self.spent,
            "cycle-late": self.cycle_late,
            "attributed": self.attributed,
        }
        return makers[name]() if name in makers else None

    @cached_property
    def purse(self) -> Purse:
        """The brand's currency."""
        return Purse(self.actor)

    def stage(self, stage: str) -> Number:
        """How many people reached a stage."""
        label, sentence = _STAGES[stage]
        measured = self.measures.funnel()
        return number_of(
            measured, f"funnel-{stage}", label, measured.row.get(stage), sentence=sentence, unit=_("people"),
            window=self.days.text, n=measured.row.get("seen"), url=self._url(stage),
            method=_("A count of different people, so it has no interval."),
        )  # fmt: skip

    def stages(self) -> list[tuple[Number, Change | None]]:
        """The five stages, each with its change."""
        before = self.measures.funnel_before
        old = before.row if before else {}
        return [(self.stage(stage), self._change(self.stage(stage), old.get(stage))) for stage in STAGES]

    def k(self) -> Number:
        """K with its interval."""
        measured = self.measures.k()
        row = measured.row
        return number_of(
            measured, "k-factor", gettext_lazy("K-factor"), _short(row.get("k")), unit=_("new customers per customer"),
            interval=(_short(row["k_low"]), _short(row["k_high"])) if row.get("k") is not None else None, n=row.get("people"),
            window=_("Joined %(window)s, more than %(n)d days before its end")
            % {"window": self.days.from_earlier(K_DAYS).text, "n": K_DAYS},
            why_none=_("Nobody has been here long enough to tell."), url=self._url("k"),
        )  # fmt: skip

    def cycle(self) -> Number:
        """The median of the cycle time, in days."""
        measured = self.measures.cycle()
        row = measured.row
        hours, late = row.get("median_hours"), row.get("p90_hours")
        more = _("nine of ten within %(n)s days") % {"n": round(late / 24)} if late is not None else ""
        return number_of(
            measured, "cycle-time", gettext_lazy("Cycle time"), None if hours is None else round(hours / 24, 1),
            unit=_("days (median)"), n=row.get("pairs"), why_none=_("Nobody has brought anybody yet."),
            window="; ".join(filter(None, [self.days.until_its_end().text if self.days.first is None else
                                           _("All who joined until the end of these days"), more])),
            url=self._url("cycle"),
        )  # fmt: skip

    def cycle_late(self) -> Number:
        """By when nine of ten had come, in days."""
        measured = self.measures.cycle()
        late = measured.row.get("p90_hours")
        return number_of(
            measured, "cycle-time-late", gettext_lazy("Nine of ten within"), None if late is None else round(late / 24, 1),
            unit=_("days"), n=measured.row.get("pairs"), why_none=_("Nobody has brought anybody yet."),
            window=_("All who joined until the end of these days"), url=self._url("cycle-late"),
        )  # fmt: skip

    def money(self) -> Number:
        """What recommended purchases brought, refunds taken off."""
        measured = self.measures.sales
        return number_of(
            measured, "recommended-money", gettext_lazy("Money through recommendations"),
            self._net(measured.row), unit=self.purse.currency, window=self.days.text,
            sentence=gettext_noop("Money of purchases that came through a recommendation, less what was refunded of them."),
            n=measured.row.get("recommended_purchases"), method=_("A sum of all purchases, so it has no interval."),
            url=self._url("money"),
        )  # fmt: skip

    def money_change(self) -> Change | None:
        """How it moved."""
        before = self.measures.sales_before
        return self._change(self.money(), self._net(before.row) if before else None)

    def _net(self, row: dict[str, Any]) -> float | None:
        if not row:
            return None
        return self.purse.major(row["recommended_money"] - row["recommended_refunded"])

    def customer_cost(self) -> Number:
        """What an attributed new customer cost."""
        row = self._whole_cost()
        return number_of(
            self.measures.cost, "customer-cost", gettext_lazy("Cost per new customer, attributed"),
            self.purse.major(row.get("cost_per_customer")) if row.get("cost") else None,
            unit=self.purse.currency, window=self.days.text,
            n=row.get("new_customers"), why_none=self._no_cost(row), url=self._url("customer-cost"),
            method=_("All costs of these days over all new customers with a touch: a count, so it has no interval."),
        )  # fmt: skip

    def customer_cost_incremental(self) -> Number:
        """What a caused new customer cost."""
        row = self._whole_cost()
        return number_of(
            self.measures.cost, "customer-cost-incremental", gettext_lazy("Cost per new customer, incremental"),
            self.purse.major(row.get("cost_per_incremental")), unit=self.purse.currency, window=self.days.text,
            interval=self.purse.ends(row.get("cost_per_incremental_low"), row.get("cost_per_incremental_high")),
            n=row.get("new_customers"), why_none=why_not(row.get("why_not")) or self._no_cost(row),
            method=_("The interval is that of the randomised test."), url=self._url("customer-cost-incremental"),
        )  # fmt: skip

    def spent(self) -> Number:
        """What was spent."""
        row = self._whole_cost()
        return number_of(
            self.measures.cost, "spent", gettext_lazy("Spent on word of mouth"), self.purse.major(row.get("cost")) or None,
            unit=self.purse.currency, window=self.days.text, why_none=_("No cost is recorded for these days."),
            url=self._url("spent"), method=_("Recorded costs, each by the days it shares with these."),
        )  # fmt: skip

    def caused(self) -> Number:
        """The share of attributed customers that a randomised test of all channels found to be caused."""
        lift = newest_lifts(self.actor).get("")
        has_shown = lift is not None and lift.low > 0
        why = "" if lift is None else _("The test’s interval includes zero: nothing is shown to be caused.")
        return number_of(
            self.measures.cost, "caused-share", gettext_lazy("Incremental"), lift.share if lift and has_shown else None,
            is_share=True, unit=_("of attributed customers"),
            sentence=gettext_noop("Of the customers clicks are credited with, the share a randomised test found to be caused."),
            interval=(lift.low, lift.high) if lift and has_shown else None, why_none=why or _("Not tested yet."),
            window=Days(lift.first_day, lift.last_day).text if lift else "", url=self._url("caused"),
            method=lift.source if lift else "",
        )  # fmt: skip

    def _whole_cost(self) -> dict[str, Any]:
        return next((row for row in self.measures.cost.rows if row["channel"] is None), {})

    @staticmethod
    def _no_cost(row: dict[str, Any]) -> str:
        if not row.get("cost"):
            return _("No cost is recorded for these days.")
        return _("No new customer came in these days.")

    def best_channel(self) -> Number:
        """The channel most money is credited to, under all models taken together."""
        measured = self.measures.attribution()
        rows = [row for row in measured.rows if row["channel"]]
        whole = sum(row["linear"] for row in measured.rows)
        best = max(rows, key=lambda row: row["linear"], default=None)
        has_money = best is not None and best["linear"] > 0
        name = (
            _("Most credited: %(channel)s") % {"channel": term_label(best["channel"])}
            if has_money and best
            else _("Most credited channel")
        )
        return number_of(
            measured, "best-channel", name, best["linear"] / whole if has_money and best else None, is_share=True,
            unit=_("of the money"),
            sentence=gettext_noop("The share of all purchases’ money that linear attribution credits to this channel."),
            window=self.days.text, why_none=_("No purchase followed a click."), url=self._url("best-channel"),
            method=_("Linear attribution within %(n)d days; it says who was there, not who caused it.") % {"n": TOUCH_DAYS},
        )  # fmt: skip

    def attributed(self) -> Number:
        """The share of the money that followed a click."""
        measured = self.measures.attribution()
        whole = sum(row["linear"] for row in measured.rows)
        credited = sum(row["linear"] for row in measured.rows if row["channel"])
        return number_of(
            measured, "attributed-share", gettext_lazy("Attributed"), credited / whole if whole else None, is_share=True,
            unit=_("of the money"),
            sentence=gettext_noop("The share of all purchases’ money that followed a click on a recommendation."),
            window=self.days.text, why_none=_("Nothing was bought in these days."), url=self._url("attributed"),
            method=_("Every model credits this whole; they differ in how they share it out."),
        )  # fmt: skip

    def asked(self) -> Number:
        """The share of those asked who name a person."""
        measured = self.measures.sources
        people = sum(row["people"] for row in measured.rows)
        by_mouth = sum(row["people"] for row in measured.rows if row["told"] in BY_MOUTH)
        low, high = wilson(by_mouth, people)
        return number_of(
            measured, "asked-share", gettext_lazy("Asked"), by_mouth / people if people else None, is_share=True,
            unit=_("of those asked"),
            sentence=gettext_noop("Of the people asked who told them, the share that names a person they know."),
            interval=(low, high) if people else None, n=people, window=self.days.text, url=self._url("asked"),
            why_none=_("Nobody was asked in these days, or your role may not read answers."),
        )  # fmt: skip

    def _change(self, number: Number, before: float | None) -> Change | None:
        if not before or number.value is None:
            return None
        return Change(number.value / before - 1, _("than before"), "up")

    def _url(self, figure: str) -> str:
        return card_url(self.actor, figure, self.query)


def _short(value: float | None) -> Any:
    return None if value is None else round(value, 4)


BY_MOUTH = frozenset({"friend", "family", "colleague", "teacher"})
TOLD = {
    "friend": gettext_lazy("A friend"),
    "family": gettext_lazy("Family"),
    "colleague": gettext_lazy("A colleague"),
    "teacher": gettext_lazy("A teacher"),
    "social_media": gettext_lazy("Social media"),
    "search": gettext_lazy("A search engine"),
    "other": gettext_lazy("Something else"),
    "cannot_remember": gettext_lazy("Cannot remember"),
}


def why_not(reason: str | None) -> str:
    """Return in words why nothing incremental is said."""
    from goodword.metrics.acquisition_cost import FEWER, NO_TEST, NOBODY, WITH_ZERO

    said = {
        NO_TEST: _("Not tested yet."),
        WITH_ZERO: _("The test’s interval includes zero: nothing is shown to be caused."),
        FEWER: _("The test found fewer customers, not more."),
        NOBODY: _("No new customer came in these days."),
    }
    return said.get(reason, reason) if reason else ""


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); none of nothing is from 0 to 1."""
    from goodword.metrics.intervals import wilson as ends

    if not whole:
        return 0.0, 1.0
    low, high = ends([part], [whole])
    return float(low[0]), float(high[0])
