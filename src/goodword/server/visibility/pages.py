"""What the pages of search visibility show."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right
from goodword.server.shell.charts import ShareBar
from goodword.server.shell.components import Tab
from goodword.server.shell.numbers import Number

from .charts import by_owner, by_valence
from .coverage import in_order, task_title, uncovered, why
from .models import BrandQuery, ContentTask, OfficialPage, Owner
from .numbers import figures
from .queries import Position, access_positions, access_queries, page_one_counts


def tabs(actor: Actor, current: str) -> list[Tab]:
    """Return the tabs of search visibility."""
    named = {"visibility": _("Results"), "coverage": _("Coverage")}
    return [Tab(label, _url(actor, name), name == current) for name, label in named.items()]


def _url(actor: Actor, name: str) -> str:
    return reverse(name, kwargs={"brand": actor.brand_slug})


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A series in the table."""

    position: Position
    url: str
    harmful: int
    own: int


class ResultsPage:
    """Where the brand stands, and what page one says."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.tabs, self.may_write = tabs(actor, "visibility"), actor.may(Right.MENTIONS_WRITE)

    @cached_property
    def positions(self) -> list[Position]:
        """Every series."""
        return access_positions(self.actor)

    @property
    def rows(self) -> list[PositionRow]:
        """Every series as the table shows it."""
        return [self._row(each) for each in self.positions]

    def _row(self, position: Position) -> PositionRow:
        says, owners = page_one_counts([position])
        asked: dict[str, str | int] = {
            "keyword": position.series.keyword_id, "engine": position.series.engine, "place": position.series.place,
        }  # fmt: skip
        url = f"{_url(self.actor, 'visibility-history')}?{urlencode(asked)}"
        return PositionRow(position, url, says["harmful"], owners[Owner.OWN.value])

    @property
    def numbers(self) -> list[Number]:
        """The numbers above the table."""
        return [number for name, number in figures(self.actor, self.positions).items() if name != "covered"]

    @property
    def bars(self) -> list[ShareBar]:
        """Page one by what it says, and by whose it is."""
        says, owners = page_one_counts(self.positions)
        return [by_valence(says), by_owner(owners)] if owners.total() else []


@dataclass(frozen=True, slots=True)
class Gap:
    """A question nothing official answers, with its task in words."""

    query: BrandQuery
    why: str
    title: str
    task: ContentTask | None


class CoveragePage:
    """Which questions are answered, and what is to be written."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.tabs, self.may_write = tabs(actor, "coverage"), actor.may(Right.MENTIONS_WRITE)

    @property
    def number(self) -> Number:
        """How much is answered."""
        return figures(self.actor)["covered"]

    @cached_property
    def gaps(self) -> list[Gap]:
        """The questions that are not answered."""
        queries = in_order(uncovered(self.actor.brand_id).select_related("task"))
        return [Gap(each, why(each), task_title(each), getattr(each, "task", None)) for each in queries]

    @property
    def aside(self) -> Any:
        """The questions that were set aside."""
        return access_queries(self.actor).filter(set_aside=True).order_by("text")

    @property
    def official(self) -> Any:
        """The official pages with what they answer."""
        pages = OfficialPage.objects.filter(brand_id=self.actor.brand_id).prefetch_related("answers")
        return pages.order_by("-checked_at", "-pk")
