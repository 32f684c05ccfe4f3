"""Shares hour by hour: a sum of evidence (CUSUM) that the share has grown, of beta-binomial counts."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .series import Flags, Floats
from .special import log_gamma

ODDS = 2.0  # the growth of the odds that the sum looks for
_PRIOR = 1.0  # mentions' worth of the prior share
_PRIOR_SHARE = 0.1
_DOUBT = 1.0  # standard errors that the usual share is taken higher, for it is only estimated
_CLIP = 3.0
_MOST_ALIKE = 0.3
_LEAST_ALIKE = 1e-3
CEILING = 16.0  # the sum's; above it nothing is gained, and it would take long to come down
FEWEST = 30  # counts in the window below which a share is not known


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual share of S series, how alike those of one hour are (rho), and of how many it is known."""

    share: Floats
    doubted: Floats
    alike: Floats
    known: Floats
    pace: Floats  # the evidence an hour usually brings, for the false-alarm rate


def learn(hits: Floats, totals: Floats) -> Usual:
    """Learn the usual share from the last hours: (S, n) with NaN where nobody saw."""
    seen = ~(np.isnan(hits) | np.isnan(totals))
    x, n = np.where(seen, hits, 0.0), np.where(seen, totals, 0.0)
    alike = np.full(len(hits), 0.02)
    kept, share = x, np.zeros(len(hits))
    for _pass in range(2):
        share = (kept.sum(1) + _PRIOR * _PRIOR_SHARE) / (n.sum(1) + _PRIOR)
        each = share[:, None]
        once = n * each * (1 - each)
        kept = np.minimum(x, n * each + _CLIP * np.sqrt(once * (1 + (n - 1) * alike[:, None]).clip(1)) + 1)
        excess = ((kept - n * each) ** 2 - once).sum(1)
        pairs = (n * (n - 1) * each * (1 - each)).sum(1) + 20 * share * (1 - share)
        alike = np.clip(excess / pairs, _LEAST_ALIKE, _MOST_ALIKE)
    whole = n.sum(1)
    effective = whole / (1 + _pairs_an_entry(n) * alike)
    doubted = np.clip(share + _DOUBT * np.sqrt(share * (1 - share) / np.maximum(effective, 1.0)), 1e-4, 0.9)
    hours = np.maximum(seen.sum(1), 1)
    return Usual(share, doubted, alike, whole, _pace(doubted, effective / hours))


def _pairs_an_entry(n: Floats) -> Floats:
    result: Floats = (n * (n - 1)).sum(1) / np.maximum(n.sum(1), 1.0)
    return result


def _grown(share: Floats) -> Floats:
    """Return the share whose odds are `ODDS` times as large."""
    result: Floats = ODDS * share / (1 + (ODDS - 1) * share)
    return result


def _pace(share: Floats, effective: Floats) -> Floats:
    """Return the evidence against growth that an hour brings while nothing happens."""
    grown = _grown(share)
    once = share * np.log(share / grown) + (1 - share) * np.log((1 - share) / (1 - grown))
    result: Floats = once * effective
    return result


def evidence(hits: Floats, totals: Floats, share: Floats, alike: Floats) -> Floats:
    """Return the logarithm of how many times likelier these hits are of a grown share than of the usual one.

    >>> one = np.array([1.0])
    >>> float(evidence(9 * one, 10 * one, 0.1 * one, 0.01 * one)[0]) > 4
    True
    """
    grown = _grown(share)
    both = 1 / alike - 1
    misses = totals - hits
    result = np.zeros_like(hits)
    for part, sign in ((grown, 1.0), (share, -1.0)):
        a, b = part * both, (1 - part) * both
        result = result + sign * (log_gamma(a + hits) - log_gamma(a) + log_gamma(b + misses) - log_gamma(b))
    return result


@dataclass(slots=True)
class ShareWatch:
    """The state of S series of shares: the evidence so far, and since when it has grown (hits and totals)."""

    sums: Floats
    hits: Floats
    totals: Floats
    hours: Floats

    @classmethod
    def new(cls, n: int) -> "ShareWatch":
        """Return the state before the first hour."""
        return cls(np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n))

    def step(self, hits: Floats, totals: Floats, usual: Usual, seen: Flags) -> Floats:
        """Take in one hour; return the evidence (S,)."""
        x, n = np.where(seen, hits, 0.0), np.where(seen, totals, 0.0)
        grown = self.sums + evidence(x, n, usual.doubted, usual.alike)
        self.sums = np.where(seen, np.clip(grown, 0.0, CEILING), self.sums)
        running = self.sums > 0
        self.hits = np.where(running, self.hits + x, 0.0)
        self.totals = np.where(running, self.totals + n, 0.0)
        self.hours = np.where(running, self.hours + 1, 0.0)
        return self.sums

    def state(self) -> dict[str, Any]:
        """Return the state as lists."""
        return {name: getattr(self, name).tolist() for name in self.__slots__}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "ShareWatch":
        """Return the watch that `state` was taken from."""
        return cls(**{name: np.array(state[name], np.float64) for name in cls.__slots__})
