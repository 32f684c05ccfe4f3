"""Six months of the school: cascades week by week, people who come by themselves, other traffic."""

from dataclasses import dataclass

import numpy as np

from goodword.core.errors import InputError
from goodword.core.events import EventKind

from . import planted
from .customers import Customers
from .diffusion import Diffusion
from .journal import NONE, Columns, Journal
from .network import Network
from .population import Population
from .ring import Ring, plant_ring
from .window import DAY, SECOND, Float64, Int64, Window

PROGRAMMES = ("lumen-bring-a-friend", "lumen-logic-month")


@dataclass(frozen=True)
class Traffic:
    """What happened: the rows, who became whom, the ring, the referred sign-ups (see `Customers`)."""

    rows: Columns
    became: dict[int, int]
    visitors: int
    ring: Ring
    referred: list[tuple[int, ...]]


def simulate_traffic(
    population: Population, network: Network, window: Window, generator: np.random.Generator, scale: float
) -> Traffic:
    """Let six months happen; fills in when people joined and since when arcs exist."""
    volume = scale * window.months / 6
    journal = Journal(window.end)
    customers = Customers.start(population, journal, generator, planted.RING_PUPPETS)
    diffusion = Diffusion(population, network, customers, journal, generator, pace=pace(window.months))
    ring = plant_ring(diffusion, window, generator)
    newcomers = population.n - population.founders
    seeds = _per_week(window, _seed_weights(window), planted.SEEDS * volume)
    organic = _per_week(window, window.weights, newcomers * planted.ORGANIC_NEWCOMERS)
    for week, (n_seeds, n_organic) in enumerate(zip(seeds, organic, strict=True)):
        network.connect(population, generator, window)
        _cascades(diffusion, window, week, n_seeds)
        _come_by_themselves(customers, window.times(generator, n_organic, _only(window, week)))
    late = len(customers.waiting[0]) + len(customers.waiting[1])
    _come_by_themselves(customers, np.minimum(window.times(generator, late), window.end - DAY))
    _buy_again(customers, window, volume)
    network.connect(population, generator, window)
    _fill(customers, window, round(planted.EVENTS * scale * window.months / 6))
    return Traffic(journal.columns(), customers.became, customers.visitors, ring, customers.referred)


def pace(months: int) -> float:
    """Return the factor on sign-ups that keeps the number of newcomers as promised in a longer window."""
    return 6 / max(months, 6)


def spike_days(window: Window) -> tuple[int, int]:
    """Return the first day of the spike week and the day after it, as indices of days."""
    first = window.day_at(planted.SPIKE_AT)
    return first, first + 7


def _seed_weights(window: Window) -> Float64:
    weights = window.weights.copy()
    first, last = spike_days(window)
    weights[first:last] *= planted.SPIKE_FACTOR
    return weights


def _per_week(window: Window, weights: Float64, total: float) -> list[int]:
    """Return whole numbers for the weeks that follow the weights and add up to the total."""
    reached = np.cumsum(weights) / weights.sum() * total
    ends = [min(7 * (week + 1), window.days) - 1 for week in range((window.days + 6) // 7)]
    whole = np.round(reached[ends]).astype(np.int64)
    return [int(n) for n in np.diff(whole, prepend=0)]


def _only(window: Window, week: int) -> Float64:
    weights = np.zeros(window.days)
    weights[7 * week : 7 * week + 7] = _seed_weights(window)[7 * week : 7 * week + 7]
    return weights


def _cascades(diffusion: Diffusion, window: Window, week: int, n: int) -> None:
    """Let people who are there at the start of the week share, and follow what comes of it."""
    people = diffusion.population
    present = people.joined_by(int(window.midnights[7 * week]))
    rate = people.propensity[present]
    who = diffusion.generator.choice(present, n, p=rate / rate.sum())
    ts = window.times(diffusion.generator, n, _only(window, week))
    first, last = spike_days(window)
    in_spike = (ts >= window.midnights[first]) & (ts < window.midnights[last])
    diffusion.spread(diffusion.seeds(who, ts, np.where(in_spike, 1, 0)))


def _blank(person: Int64, ts: Int64) -> Columns:
    """Return rows that no share led to."""
    nothing = np.full(len(ts), NONE)
    names = ("channel", "lever", "programme", "link", "referrer", "root", "depth", "device")
    return {"person": person, "ts": ts} | dict.fromkeys(names, nothing)


def _come_by_themselves(customers: Customers, ts: Int64) -> None:
    """Let visitors without a referrer look, visit and join at these times."""
    visitors = customers.visitor_numbers(len(ts))
    customers.journal.add(EventKind.VIEW, ts - 40 * SECOND, person=visitors)
    customers.journal.add(EventKind.VISIT, ts - 30 * SECOND, person=visitors)
    customers.sign_up(_blank(visitors, ts))


def _buy_again(customers: Customers, window: Window, volume: float) -> None:
    """Let people of before the window buy without a share."""
    people = customers.population
    n = round(planted.ORGANIC_PURCHASES * planted.PEOPLE * planted.FOUNDERS * volume)
    who = customers.generator.integers(0, people.founders, n)
    customers.buy(_blank(who, window.times(customers.generator, n)))


def _fill(customers: Customers, window: Window, total: int) -> None:
    """Add views and visits of strangers without a referrer until there are `total` events."""
    missing = total - customers.journal.rows
    if missing < 0:
        raise InputError(
            f"The shares alone make {customers.journal.rows} events, not {total}. Try another seed."
        )
    pairs = int(missing * 0.35)
    visitors = customers.visitor_numbers(missing - pairs)
    ts = np.minimum(window.times(customers.generator, missing - pairs), window.end - 60 * SECOND)
    customers.journal.add(EventKind.VIEW, ts, person=visitors)
    after = ts[:pairs] + customers.generator.integers(SECOND, 50 * SECOND, pairs)
    customers.journal.add(EventKind.VISIT, after, person=visitors[:pairs])
