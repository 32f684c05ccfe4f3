"""From a visit to a customer: who signs up, who buys, who wants the money back."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from goodword.core.events import EventKind

from . import planted
from .journal import NONE, Columns, Journal, select
from .population import Population
from .window import DAY, HOUR, SECOND, Int64


@dataclass
class Customers:
    """Turns visitors into people and people into buyers, and remembers what the truth needs.

    `became` (visitor number → person index) joins what somebody did before and after signing up. `referred`:
    one row per sign-up through a share: person, referrer, ts, channel, lever, anyway (1 = would have come
    without it), bought.
    """

    population: Population
    journal: Journal
    generator: np.random.Generator
    waiting: list[list[int]]
    visitors: int = 0
    became: dict[int, int] = field(default_factory=dict)
    referred: list[tuple[int, ...]] = field(default_factory=list)

    @classmethod
    def start(
        cls, population: Population, journal: Journal, generator: np.random.Generator, reserved: int
    ) -> "Customers":
        """Begin with everybody waiting who has not joined, but the last `reserved`."""
        order = generator.permutation(np.arange(population.founders, population.n - reserved))
        waiting = [[int(i) for i in order if population.language[i] == code] for code in (0, 1)]
        return cls(population, journal, generator, waiting)

    def visitor_numbers(self, n: int) -> Int64:
        """Return person numbers for `n` new visitors."""
        numbers = self.population.n + self.visitors + np.arange(n)
        self.visitors += n
        return numbers

    def recruit(self, visitor: int, ts: int, language: int) -> int:
        """Let a visitor join as one of those who wait; return the person or `NONE`."""
        wanted = language if self.generator.random() < 0.93 else 1 - language
        pool = self.waiting[wanted] or self.waiting[1 - wanted]
        if not pool:
            return NONE
        person = pool.pop()
        self.population.joined[person] = ts
        self.became[visitor] = person
        return person

    def sign_up(self, visits: Columns) -> Columns:
        """Let the people behind these visits sign up and some of them buy; return the sign-ups."""
        ts = visits["ts"] + self._delay(len(visits["ts"]), 6 * 60 * SECOND)
        people = np.full(len(ts), NONE)
        for i in np.flatnonzero(ts < self.journal.end):
            referrer = int(visits["referrer"][i])
            language = self._language(referrer)
            people[i] = self.recruit(int(visits["person"][i]), int(ts[i]), language)
        joined = people != NONE
        rows = select(visits | {"person": people, "ts": ts}, joined)
        self.journal.add(EventKind.SIGN_UP, **rows)
        bought = self._buy_first(rows)
        self._remember(rows, bought)
        return rows

    def buy(self, rows: Columns) -> None:
        """Record a purchase of a random course for each row, and some refunds after it."""
        n = len(rows["ts"])
        amount = self.generator.choice(planted.PRICES_MINOR, n, p=planted.PRICE_MIX)
        number = self.journal.add(EventKind.PURCHASE, **rows | {"amount": amount})
        back = (self.generator.random(n) < planted.REFUND_AFTER_PURCHASE) & (number != NONE)
        part = np.where(self.generator.random(n) < 0.7, 1.0, self.generator.uniform(0.2, 0.8, n))
        later = rows["ts"] + ((1 + 13 * self.generator.random(n)) * DAY).astype(np.int64)
        refund = rows | {"ts": later, "amount": -(amount * part).astype(np.int64), "of": number}
        self.journal.add(EventKind.REFUND, **select(refund, back))

    def _buy_first(self, rows: Columns) -> npt.NDArray[np.bool_]:
        n = len(rows["ts"])
        ts = rows["ts"] + self._delay(n, 30 * HOUR)
        bought = (self.generator.random(n) < planted.PURCHASE_AFTER_SIGN_UP) & (ts < self.journal.end)
        self.buy(select(rows | {"ts": ts}, bought))
        return bought

    def _remember(self, rows: Columns, bought: npt.NDArray[np.bool_]) -> None:
        through = np.flatnonzero(rows["link"] != NONE)
        for i in through:
            channel = planted.CHANNELS[rows["channel"][i]]
            anyway = self.generator.random() < planted.CHANNEL_EFFECTS[channel].anyway
            seen = (int(rows[name][i]) for name in ("person", "referrer", "ts", "channel", "lever"))
            self.referred.append((*seen, int(anyway), int(bought[i])))

    def _language(self, referrer: int) -> int:
        if referrer == NONE:
            return int(self.generator.integers(0, 2))
        return int(self.population.language[referrer])

    def _delay(self, n: int, median: int) -> Int64:
        return (median * self.generator.lognormal(0, 0.8, n)).astype(np.int64) + SECOND
