"""What the cascade pages show: the list of all, and one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.vocabulary import Channel, Lever
from goodword.server.accounts.facade import Actor, access_own_brand
from goodword.server.shell.charts import BarChart, Series
from goodword.server.shell.components import Chip, Tab
from goodword.server.shell.numbers import Number
from goodword.server.shell.tables import to_csv
from goodword.server.shell.vocabulary import word

from .cascade_list_reading import MOST, ORDERS, Cascades, access_cascades
from .cascade_numbers import list_numbers, major, moment_of, tree_numbers
from .cascade_people import Who, names_of
from .cascade_reading import access_tree
from .tabs import tabs
from .windows import Window

PAGE = 25
_COLUMNS = (
    ("size", gettext_lazy("People")),
    ("depth", gettext_lazy("Depth")),
    ("breadth", gettext_lazy("Breadth")),
    ("structural_virality", gettext_lazy("Virality")),
    ("customers", gettext_lazy("New customers")),
    ("money", gettext_lazy("Money")),
    ("started", gettext_lazy("Began")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One cascade in the list."""

    url: str
    root_id: str
    starter: Who
    programme: str
    channel: str
    lever: str
    started: Any
    values: Mapping[str, Any]
    width: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column that orders the list."""

    name: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pick:
    """A filter as a field with its options: (value, label)."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]]


class CascadeListPage:
    """The list of cascades as an address asks for it; what cannot be read is said in `problems`."""

    def __init__(self, actor: Actor, asked: QueryDict) -> None:
        self.actor = actor
        self.window = Window(actor, asked)
        self.problems = [self.window.problem] if self.window.problem else []
        self.channel = self._one_of(asked, "channel", [each.value for each in Channel])
        self.lever = self._one_of(asked, "lever", [each.value for each in Lever])
        self.programme, self.person = asked.get("programme", "")[:64], asked.get("person", "")[:255]
        self.order = self._one_of(asked, "sort", ORDERS) or "size"
        number = asked.get("page", "1")
        self.number = (
            max(1, int(number)) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
        )
        self.currency = access_own_brand(actor).currency

    def _one_of(self, asked: QueryDict, name: str, known: Any) -> str:
        given = asked.get(name, "")
        if given and given not in known:
            self.problems.append(
                _("There is no %(name)s %(value)s; it is left out.") % {"name": name, "value": given[:40]}
            )
            return ""
        return given

    @cached_property
    def found(self) -> Cascades:
        """The cascades."""
        choice = {
            "channel": self.channel, "lever": self.lever, "programme": self.programme, "person": self.person,
            "days": self.window.days.local_days,
        }  # fmt: skip
        return access_cascades(self.actor, {name: value for name, value in choice.items() if value})

    @property
    def tabs(self) -> list[Tab]:
        """The tabs of Measure."""
        return tabs(self.actor, "cascade-list", self.window.query)

    @cached_property
    def numbers(self) -> list[Number]:
        """What the choice amounts to."""
        return list(self.named_numbers.values())

    @cached_property
    def named_numbers(self) -> dict[str, Number]:
        """The same by name."""
        return list_numbers(self.actor, self.found, self.window.days.text, self._query(sort="", page=""))

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the window narrows the list."""
        return bool(self.channel or self.lever or self.programme or self.person)

    @property
    def picks(self) -> list[Pick]:
        """The filters to choose from."""
        programmes = [row["programme_id"] for row in self.found.programmes.rows]
        if self.programme and self.programme not in programmes:
            programmes.append(self.programme)
        return [
            Pick("channel", _("Channel"), self.channel, [(each.value, word(each.value)) for each in Channel]),
            Pick("programme", _("Programme"), self.programme, [(each, each) for each in programmes]),
            Pick("lever", _("Lever"), self.lever, [(each.value, word(each.value)) for each in Lever]),
        ]

    @property
    def kept_in_form(self) -> list[tuple[str, str]]:
        """What the form of filters has to keep."""
        kept = [*self._window_parts.items(), ("sort", self.order if self.order != "size" else "")]
        return [(name, value) for name, value in [*kept, ("person", self.person)] if value]

    @property
    def _window_parts(self) -> dict[str, str]:
        return dict(parse_qsl(self.window.query))

    @property
    def chips(self) -> list[Chip]:
        """The person the list is narrowed to."""
        if not self.person:
            return []
        who = names_of(self.actor, [self.person])[self.person]
        return [Chip(_("With"), who.name, f"?{self._query(person='', page='')}")]

    @property
    def clear_url(self) -> str:
        """The address without filters."""
        return f"?{self.window.query}"

    @property
    def choices(self) -> list[Any]:
        """The windows to choose from."""
        return self.window.choices(**self._filters(), sort="" if self.order == "size" else self.order)

    @property
    def headings(self) -> list[Heading]:
        """The columns that order the list."""
        return [
            Heading(
                name,
                str(label),
                f"?{self._query(sort='' if name == 'size' else name, page='')}",
                name == self.order,
            )
            for name, label in _COLUMNS
        ]

    @cached_property
    def ordered(self) -> list[dict[str, Any]]:
        """The greatest by the chosen column."""
        return self.found.ordered(self.order)

    @cached_property
    def rows(self) -> list[Row]:
        """One page of the list."""
        last = max(1, -(-len(self.ordered) // PAGE))
        self.number = min(self.number, last)
        return self.shown(self.ordered[(self.number - 1) * PAGE : self.number * PAGE])

    def shown(self, rows: list[dict[str, Any]]) -> list[Row]:
        """Return rows as the list shows them; two questions for all."""
        who = names_of(self.actor, {row["starter"] for row in rows})
        largest = max((row["size"] for row in rows), default=1)
        return [self._row(row, who[row["starter"]], largest) for row in rows]

    def _row(self, row: dict[str, Any], who: Who, largest: int) -> Row:
        values = {**row, "money": major(row["money"], self.currency)}
        return Row(
            url=tree_url(self.actor, row["root_id"]),
            root_id=row["root_id"],
            starter=who,
            programme=row["programme_id"] or "",
            channel=word(row["channel"]) if row["channel"] else "",
            lever=word(row["lever"]) if row["lever"] else "",
            started=moment_of(row["started"]),
            values=values,
            width=f"{row['size'] / largest * 100:.1f}",
        )

    @property
    def summary(self) -> str:
        """Which rows these are, and whether there are more than are listed."""
        if not self.rows:
            return ""
        first = (self.number - 1) * PAGE + 1
        places = {"first": first, "last": first + len(self.rows) - 1, "all": f"{self.found.count:,}"}
        said = _("%(first)s to %(last)s of %(all)s") % places
        if self.found.count > MOST:
            said += " · " + _("the %(n)s greatest are listed") % {"n": len(self.ordered)}
        return said

    @property
    def previous_url(self) -> str:
        """The page before, if there is one."""
        return f"?{self._query(page=str(self.number - 1))}" if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after, if there is one."""
        more = self.number * PAGE < len(self.ordered)
        return f"?{self._query(page=str(self.number + 1))}" if more else ""

    @property
    def export_url(self) -> str:
        """The list as CSV."""
        return f"{reverse('cascade-list-export', kwargs={'brand': self.actor.brand_slug})}?{self._query(page='')}"

    @property
    def chart(self) -> BarChart | None:
        """How many cascades have which size, each bar twice as large as the one before."""
        rows = self.found.sizes.rows
        if not rows:
            return None
        counts = {row["doubling"]: row["cascades"] for row in rows}
        steps = range(max(counts) + 1)
        labels = [_sizes(2**step, 2 ** (step + 1) - 1) for step in steps]
        values = [counts.get(step, 0) for step in steps]
        return BarChart(
            title=_("How far cascades get"), unit=_("cascades"), labels=labels, label_title=_("People who shared"),
            series=[Series(_("Cascades"), values)], n=self.found.count, window=self.window.days.text, height="low",
            key="cascade-sizes",
        )  # fmt: skip

    def _filters(self) -> dict[str, str]:
        return {
            "channel": self.channel,
            "programme": self.programme,
            "lever": self.lever,
            "person": self.person,
        }

    def _query(self, **changed: str) -> str:
        sort = "" if self.order == "size" else self.order
        now = {
            **self._window_parts,
            **self._filters(),
            "sort": sort,
            "page": str(self.number) if self.number > 1 else "",
        }
        return urlencode({name: value for name, value in (now | changed).items() if value})

    @property
    def csv(self) -> str:
        """The list as CSV; numbers as machines read them, money in minor units."""
        names = [
            "root_id",
            "started_by",
            "started_at",
            "programme",
            "channel",
            "lever",
            "size",
            "depth",
            "breadth",
        ]
        names += ["trees", "structural_virality", "new_customers", "money_minor"]
        who = names_of(self.actor, {row["starter"] for row in self.ordered})
        return to_csv(names, [_cells(row, who[row["starter"]].name) for row in self.ordered])


class CascadePage:
    """One cascade."""

    def __init__(self, actor: Actor, root_id: str) -> None:
        self.actor, self.tree = actor, access_tree(actor, root_id)
        self.currency = access_own_brand(actor).currency

    @cached_property
    def starter(self) -> Who:
        """Who began it."""
        return names_of(self.actor, [self.tree.starter])[self.tree.starter]

    @property
    def first(self) -> dict[str, Any]:
        """What its first share carried, in words."""
        row = self.tree.people.iloc[0]
        return {
            "at": moment_of(row["ts_us"]),
            "programme": row["programme_id"] or "",
            "channel": word(row["channel"]) if row["channel"] else "",
            "lever": word(row["lever"]) if row["lever"] else "",
        }

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Its numbers by name."""
        return tree_numbers(self.actor, self.tree, self.currency)

    @property
    def form(self) -> list[Number]:
        """The numbers of its form."""
        names = ("size", "depth", "breadth", "structural_virality", "days")
        return [self.numbers[name] for name in names]

    @property
    def outcome(self) -> list[Number]:
        """The numbers of what came of it."""
        return [self.numbers[name] for name in ("clicks", "customers", "purchases", "money")]

    def address(self, name: str) -> str:
        """Return the address of one of its files."""
        root = urlencode({"root": self.tree.root_id})
        return f"{reverse(name, kwargs={'brand': self.actor.brand_slug})}?{root}"

    @property
    def data_url(self) -> str:
        """What the picture is drawn from."""
        return self.address("cascade-data")

    @property
    def export_url(self) -> str:
        """Its people as CSV."""
        return self.address("cascade-export")


def tree_url(actor: Actor, root_id: str) -> str:
    """Return the address of a cascade's page."""
    return f"{reverse('cascade', kwargs={'brand': actor.brand_slug})}?{urlencode({'root': root_id})}"


def _sizes(first: int, last: int) -> str:
    return str(first) if first == last else f"{first:,}–{last:,}"


def _cells(row: dict[str, Any], who: str) -> list[str]:
    virality = row["structural_virality"]
    return [
        row["root_id"], who, moment_of(row["started"]).isoformat(), row["programme_id"] or "", row["channel"] or "",
        row["lever"] or "", *(str(row[name]) for name in ("size", "depth", "breadth", "trees")),
        "" if virality is None else repr(virality), str(row["customers"]), str(row["money"]),
    ]  # fmt: skip
