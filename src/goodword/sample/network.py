"""Who hears whom: communities by course and language, heavy-tailed listeners, mostly mutual acquaintance."""

from dataclasses import dataclass

import numpy as np

from goodword.core.vocabulary import TieKind

from . import planted
from .population import NEVER, Population
from .window import DAY, Float64, Int64, Window


@dataclass(frozen=True)
class Network:
    """Ties and arcs, both from the one who speaks to the one who hears.

    Ties (t): `source`, `target`, `kind` (index into `KINDS`), `weight` in 0–1. Arcs (m), one per pair,
    sorted by source: `arc_source`, `arc_target`, `probability` (the planted chance that the target shares
    on after seeing a share of the source under the reference lever), `since` (microseconds, `NEVER` until
    both have joined). `first` (n + 1): where each source's arcs start.
    """

    source: Int64
    target: Int64
    kind: Int64
    weight: Float64
    arc_source: Int64
    arc_target: Int64
    probability: Float64
    since: Int64
    first: Int64

    def connect(self, population: Population, generator: np.random.Generator, window: Window) -> None:
        """Date the arcs between people who have both joined: within two weeks after the later one did."""
        later = np.maximum(population.joined[self.arc_source], population.joined[self.arc_target])
        new = np.flatnonzero((self.since == NEVER) & (later != NEVER))
        old = later[new] < window.start
        room = np.where(old, window.start - 1, window.end - 1) - later[new]
        delay = np.minimum(generator.random(len(new)) * 14 * DAY, room)
        self.since[new] = later[new] + np.maximum(delay, 0).astype(np.int64)


KINDS = (TieKind.KNOWS, TieKind.FOLLOWS)


def weave(population: Population, generator: np.random.Generator) -> Network:
    """Return the network of a population; nothing is dated yet (see `Network.connect`)."""
    known = _acquaintance(population, generator)
    followed = _following(population, generator)
    pairs = np.concatenate([known, followed], axis=1)
    kind = np.repeat([0, 1], [known.shape[1], followed.shape[1]])
    weight = np.where(kind == 0, generator.beta(3, 2, len(kind)), generator.beta(2, 4, len(kind)))
    arcs = _unique(pairs, population.n)
    first = np.searchsorted(arcs[0], np.arange(population.n + 1))
    return Network(
        pairs[0],
        pairs[1],
        kind,
        weight.round(3),
        arcs[0],
        arcs[1],
        _probabilities(population, arcs, generator),
        np.full(arcs.shape[1], NEVER),
        first,
    )


def _acquaintance(population: Population, generator: np.random.Generator) -> Int64:
    """Return arcs (2, m) of acquaintance: four people known on average, 85 % of it mutual."""
    known = np.minimum(generator.lognormal(0.5, 0.8, population.n), 40).round().astype(np.int64)
    speaker = np.repeat(np.arange(population.n), known)
    hearer = _partners(population, speaker, np.ones(population.n), generator)
    mutual = generator.random(len(speaker)) < 0.85
    both = np.stack([speaker, hearer])
    return _unique(np.concatenate([both, both[::-1, mutual]], axis=1), population.n)


def _following(population: Population, generator: np.random.Generator) -> Int64:
    """Return arcs (2, m) of following: each hears about four people, the attractive ones most."""
    hearer = np.repeat(np.arange(population.n), generator.poisson(4.0, population.n))
    speaker = _partners(population, hearer, population.attraction, generator)
    return _unique(np.stack([speaker, hearer]), population.n)


def _partners(population: Population, who: Int64, pull: Float64, generator: np.random.Generator) -> Int64:
    """Return a partner for each of `who`: 78 % same course and language, 17 % same language."""
    community = population.language * len(planted.SEGMENTS) + population.segment
    draw = generator.random(len(who))
    partner = np.empty(len(who), dtype=np.int64)
    for groups, chosen in (
        (community, draw < 0.78),
        (population.language, (draw >= 0.78) & (draw < 0.95)),
        (np.zeros(population.n, dtype=np.int64), draw >= 0.95),
    ):
        for group in np.unique(groups):
            where = np.flatnonzero(chosen & (groups[who] == group))
            members = np.flatnonzero(groups == group)
            share = np.cumsum(pull[members])
            partner[where] = members[np.searchsorted(share, generator.random(len(where)) * share[-1])]
    return partner


def _unique(pairs: Int64, n: int) -> Int64:
    """Return the distinct pairs without loops, sorted."""
    keys = np.unique((pairs[0] * n + pairs[1])[pairs[0] != pairs[1]])
    return np.stack([keys // n, keys % n])


def _probabilities(population: Population, arcs: Int64, generator: np.random.Generator) -> Float64:
    """Return the planted influence of each arc: a weak tie by nature, stronger within a course."""
    nature = generator.beta(1.3, 9.0, arcs.shape[1])
    alike = np.where(population.segment[arcs[0]] == population.segment[arcs[1]], 1.15, 0.7)
    openness = generator.gamma(4.0, 0.25, population.n)[arcs[1]]
    return np.asarray(np.clip(nature * alike * openness, 0.002, 0.5), dtype=np.float64)
