"""Top talkers: whom the brand owes most, by what the people they brought spent."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from goodword.core.vocabulary import Channel
from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.navigation import brand_url
from goodword.server.shell.numbers import Number
from goodword.server.shell.tables import to_csv
from goodword.server.shell.vocabulary import word

from .cascade_people import Who, names_of
from .measure import Measured
from .money import Purse
from .numbers import number_of
from .pages import MeasurePage

MOST, PAGE = 1000, 50
ORDERS = {
    "downstream_money": gettext_lazy("Money under them"),
    "brought_money": gettext_lazy("Money of those they brought"),
    "downstream_people": gettext_lazy("People under them"),
    "brought": gettext_lazy("Brought"),
}
_USUAL = "downstream_money"


@dataclass(frozen=True, slots=True)
class Talker:
    """One row: who, what came of them, and where to look further."""

    place: int
    who: Who
    brought: int
    downstream_people: int
    brought_money: float
    downstream_money: float
    width: str
    cascades_url: str
    links_url: str


class TalkersPage(MeasurePage):
    """The people with the most money under them."""

    tab = "downstream-list"
    filters = ("channel", "sort")

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        actor.check(Right.PEOPLE_READ)
        super().__init__(actor, of_all_time(asked))
        self.problem = ""
        self.channel = self._known("channel", [each.value for each in Channel])
        self.order = self._known("sort", list(ORDERS)) or _USUAL
        number = asked.get("page", "1")
        self.number = (
            max(1, int(number)) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
        )

    def _known(self, name: str, values: list[str]) -> str:
        given = self.kept.get(name, "")
        if given and given not in values:
            self.problem = _("There is no %(name)s %(value)s; it is left out.") % {
                "name": name,
                "value": given[:40],
            }
            del self.kept[name]
            return ""
        return given

    @property
    def where(self) -> dict[str, Any]:
        """The channel, if one is chosen."""
        return {"channels": [self.channel]} if self.channel else {}

    @cached_property
    def measured(self) -> Measured:
        """The metric."""
        return self.measures.ask("downstream", self.days, most=MOST)

    @cached_property
    def purse(self) -> Purse:
        """The brand's currency."""
        return Purse(self.actor)

    @cached_property
    def ordered(self) -> list[dict[str, Any]]:
        """The talkers by the chosen column, the first first."""
        return sorted(self.measured.rows, key=lambda row: (-row[self.order], row["person_id"]))

    @cached_property
    def rows(self) -> list[Talker]:
        """One page of them; one question for all names."""
        self.number = min(self.number, max(1, -(-len(self.ordered) // PAGE)))
        first = (self.number - 1) * PAGE
        rows = self.ordered[first : first + PAGE]
        who = names_of(self.actor, [row["person_id"] for row in rows])
        most = max((row[self.order] for row in self.ordered), default=0) or 1
        return [
            self._talker(first + at, row, who[row["person_id"]], most) for at, row in enumerate(rows, start=1)
        ]

    def _talker(self, place: int, row: dict[str, Any], who: Who, most: int) -> Talker:
        person = row["person_id"]
        links = brand_url("link-list", self.actor.brand_slug)
        cascades = urlencode({"window": "all", "person": person})
        return Talker(
            place=place,
            who=who,
            brought=row["brought"],
            downstream_people=row["downstream_people"],
            brought_money=self.purse.major(row["brought_money"]) or 0,
            downstream_money=self.purse.major(row["downstream_money"]) or 0,
            width=f"{max(row[self.order], 0) / most * 100:.1f}",
            cascades_url=f"{brand_url('cascade-list', self.actor.brand_slug)}?{cascades}",
            links_url=f"{links}?{urlencode({'person_id': person})}" if links else "",
        )

    @property
    def is_cut(self) -> bool:
        """Whether there are more talkers than the metric lists."""
        return len(self.ordered) >= MOST

    @property
    def numbers(self) -> list[Number]:
        """What the talkers amount to together."""
        return list(self.named_numbers.values())

    @cached_property
    def named_numbers(self) -> dict[str, Number]:
        """The same by name; of those listed, when there are more."""
        rows = self.measured.rows
        people, money = (sum(row[name] for row in rows) for name in ("brought", "brought_money"))
        tenth = sorted((row["brought_money"] for row in rows), reverse=True)[: max(1, len(rows) // 10)]
        more: dict[str, Any] = {
            "window": self.days.text, "n": len(rows), "method": _("A count of all events, so it has no interval."),
        }  # fmt: skip
        if self.is_cut:
            more["window"] = _("%(window)s, the first %(n)d") % {"window": self.days.text, "n": MOST}
        return {
            "talkers": number_of(
                self.measured, "talkers", gettext_lazy("Talkers"), len(rows) if rows else None, url=self._url("talkers"),
                sentence=gettext_noop("People who brought at least one other."), why_none=_("Nobody has brought anybody yet."),
                **more,
            ),
            "brought": number_of(
                self.measured, "talkers-brought", gettext_lazy("People brought"), people if rows else None,
                sentence=gettext_noop("People who joined through somebody; each counts once."), url=self._url("brought"),
                why_none=_("Nobody has brought anybody yet."), **more,
            ),
            "money": number_of(
                self.measured, "talkers-money", gettext_lazy("Money of people brought"),
                self.purse.major(money) if rows else None, unit=self.purse.currency, url=self._url("money"),
                sentence=gettext_noop("What the people who were brought spent, refunds taken off; each purchase counts once."),
                why_none=_("Nobody has brought anybody yet."), **more,
            ),
            "tenth": number_of(
                self.measured, "talkers-tenth", gettext_lazy("Brought by the first tenth"),
                round(sum(tenth) / money, 6) if money > 0 else None, is_share=True, url=self._url("tenth"),
                sentence=gettext_noop("The share of that money that the first tenth of the talkers brought themselves."),
                why_none=_("No money was spent by the people who were brought."), **more,
            ),
        }  # fmt: skip

    def _url(self, figure: str) -> str:
        place = reverse("downstream-number", kwargs={"brand": self.actor.brand_slug})
        return f"{place}?{urlencode({'figure': figure})}&{self.query(sort='')}"

    @property
    def headings(self) -> list[tuple[str, str, str, bool]]:
        """The columns that order the list: name, label, address, whether it does."""
        return [
            (name, str(label), f"?{self.query(sort='' if name == _USUAL else name)}", name == self.order)
            for name, label in ORDERS.items()
        ]

    @property
    def channels(self) -> list[tuple[str, str, bool]]:
        """The channels to choose from."""
        return [(each.value, word(each.value), each.value == self.channel) for each in Channel]

    @property
    def form_values(self) -> list[tuple[str, str]]:
        """What the form of filters has to keep."""
        return parse_qsl(self.query(channel=""))

    @property
    def pages(self) -> tuple[str, str]:
        """The addresses of the page before and the page after."""
        before, after = self.number > 1, self.number * PAGE < len(self.ordered)
        return (
            f"?{self.query(page=str(self.number - 1))}" if before else "",
            f"?{self.query(page=str(self.number + 1))}" if after else "",
        )

    @property
    def summary(self) -> str:
        """Which rows these are."""
        first = (self.number - 1) * PAGE + 1
        places = {"first": first, "last": first + len(self.rows) - 1, "all": f"{len(self.ordered):,}"}
        return _("%(first)s to %(last)s of %(all)s") % places

    @property
    def export_url(self) -> str:
        """The list as CSV."""
        return self.url("downstream-export", self.query())

    @property
    def csv(self) -> str:
        """All of them as CSV, money in minor units."""
        who = names_of(self.actor, [row["person_id"] for row in self.ordered])
        names = ["brought", "downstream_people", "brought_money", "downstream_money"]
        head = ["person_id", "name", *(f"{name}_minor" if "money" in name else name for name in names)]
        rows = (
            [row["person_id"], who[row["person_id"]].name, *(str(row[name]) for name in names)]
            for row in self.ordered
        )
        return to_csv(head, rows)


def of_all_time(asked: QueryDict) -> QueryDict:
    """Return an address that asks for all time where it asks for no days: who brought whom takes its time."""
    if any(asked.get(name) for name in ("window", "since", "until")):
        return asked
    more = asked.copy()
    more["window"] = "all"
    return more
