"""What the pages of Measure read: each metric with the days and filters a page asks for."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import pyarrow as pa

from goodword import metrics
from goodword.server.accounts.facade import Actor

from .measure import Measured, access_measured
from .tables import tables_of
from .windows import Days

K_DAYS = 30  # within so many days after joining somebody brought counts for K
TOUCH_DAYS = 30  # within so many days before a purchase a click counts
STAGES = ("seen", "found", "visited", "decided", "told")
MODELS = ("first", "last", "linear", "position", "time_decay", "markov", "shapley")


class Measures:
    """The metrics of some days, each asked for when it is looked at, and at most once.

    `where` are further filters of the event log (`channels`, `programme_id`).
    """

    def __init__(self, actor: Actor, days: Days, where: dict[str, Any] | None = None) -> None:
        self.actor, self.days, self.where = actor, days, dict(where or {})
        self._asked: dict[str, Measured] = {}
        self._tables: dict[str, pa.Table] = {}

    def compute_all(self) -> int:
        """Compute what the overview shows; returns how many metrics that is."""
        self.funnel(["channel"])
        _shown = (self.funnel(), self.funnel_before, self.k(), self.cycle(), self.cost, self.attribution())
        _money = (self.sales, self.sales_before)
        return len(self._asked)

    @property
    def pending(self) -> list[Measured]:
        """Those that are still computed: what is shown of them is older, or nothing."""
        return [each for each in self._asked.values() if each.job is not None]

    @property
    def oldest(self) -> Measured | None:
        """The one that was computed first of those looked at."""
        done = [each for each in self._asked.values() if each.computed_at]
        return min(done, key=lambda each: each.computed_at, default=None)  # type: ignore[arg-type, return-value]

    def ask(self, metric: str, days: Days | None, **asked: Any) -> Measured:
        """Return a metric of some days (None: of all)."""
        given = {**self.where, **asked}
        local_days = days.local_days if days else None
        if local_days is not None:
            given["local_days"] = local_days
        key = repr((metric, sorted(given.items())))
        if key not in self._asked:
            tables = tables_of(self.actor, metrics.metric(metric), self._tables)
            self._asked[key] = access_measured(self.actor, metric, tables=tables, **given)
        return self._asked[key]

    def funnel(self, by: Iterable[str] = ()) -> Measured:
        """The funnel, as a whole or split."""
        return self.ask("funnel", self.days, by=list(by))

    @property
    def funnel_before(self) -> Measured | None:
        """The funnel of as many days before."""
        before = self.days.before()
        return self.ask("funnel", before, by=[]) if before else None

    def k(self, by: Iterable[str] = ()) -> Measured:
        """The K-factor of who joined so long ago that their time was over when these days ended."""
        days = self.days.from_earlier(K_DAYS)
        return self.ask("k_factor", days, cohort="all", window_days=K_DAYS, **_split(by))

    def k_by_cohort(self, cohort: str) -> Measured:
        """The K-factor of each week or month."""
        return self.ask("k_factor", self.days.until_its_end(), cohort=cohort, window_days=K_DAYS)

    def cycle(self, by: Iterable[str] = ()) -> Measured:
        """The cycle time of all who were brought until these days ended."""
        return self.ask("cycle_time", self.days.until_its_end(), **_split(by))

    @property
    def sales(self) -> Measured:
        """Purchases and refunds."""
        return self.ask("sales", self.days)

    @property
    def sales_before(self) -> Measured | None:
        """Purchases and refunds of as many days before."""
        before = self.days.before()
        return self.ask("sales", before) if before else None

    def attribution(self, window_days: int = TOUCH_DAYS) -> Measured:
        """The money of these days' purchases by channel; clicks before these days count for them, too."""
        return self.ask("attribution", self.days, window_days=window_days)

    @cached_property
    def cost(self) -> Measured:
        """The cost of a new customer."""
        return self.ask("acquisition_cost", self.days)

    @cached_property
    def sources(self) -> Measured:
        """Who people say told them."""
        return self.ask("purchase_source", self.days)

    def terms(self, by: Iterable[str] = ("channel",)) -> Measured:
        """What follows soon and late."""
        return self.ask("term_effect", self.days, by=list(by))

    def value(self, brand: str) -> Measured:
        """What one more mention goes with."""
        return self.ask("mention_value", self.days, brand=brand)

    def volume(self, brand: str) -> Measured:
        """How much is said, week by week."""
        return self.ask("word_of_mouth_volume", self.days, brand=brand)


def _split(by: Iterable[str]) -> dict[str, list[str]]:
    columns = list(by)
    return {"by": columns} if columns else {}
