"""Counts hour by hour: a weighted sum of recent hours on three scales, held against what is usual."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .season import Season
from .series import Flags, Floats
from .special import normal_score, value_at

# A single hour (Shewhart), a few hours, most of a day: what share of the sum the newest hour has.
WEIGHTS = (1.0, 0.3, 0.1)
SPANS = (1, 6, 18)  # the hours that each of them speaks of
_FORGET = 1 / 336  # how fast the scores' own spread is learned anew
_MOST = 6.25  # the square of the largest score that may teach it
_LULL = 0.5  # standard deviations
BAND = 2.326  # the normal score of the upper end of the usual range: one hour in a hundred lies above


@dataclass(slots=True)
class CountWatch:
    """The state of S series of counts: arrays (scales, S)."""

    sums: Floats
    means: Floats
    variances: Floats
    thirds: Floats
    squares: Floats

    @classmethod
    def new(cls, n: int) -> "CountWatch":
        """Return the state before the first hour."""
        shape = (len(WEIGHTS), n)
        return cls(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape), np.ones(shape))

    def step(self, counts: Floats, expected: Floats, season: Season, hour: int, seen: Flags) -> Floats:
        """Take in one hour; return the scores (scales, S), about standard normal while nothing happens."""
        spread, doubt = season.spread, season.doubt[:, hour]
        variance = expected + (spread + doubt) * expected**2
        third = expected * (1 + spread * expected) * (1 + 2 * spread * expected)
        weight = np.array(WEIGHTS)[:, None]
        new = np.where(seen, weight, 0.0)  # an hour that nobody saw adds nothing
        keep = np.where(seen, 1 - weight, 1.0)
        counted = np.where(seen, counts, 0.0)
        self.sums = keep * self.sums + new * counted
        self.means = keep * self.means + new * expected
        self.variances = keep**2 * self.variances + new**2 * variance
        self.thirds = keep**3 * self.thirds + new**3 * third
        # A lull before a rise must not hide it: the sum never lies far below what is usual.
        self.sums = np.maximum(self.sums, self.means - _LULL * np.sqrt(self.variances))
        # Half a count off the newest hour, for counts are whole.
        scores = normal_score(self.sums - weight / 2, self.means, self.variances, self.thirds)
        scores = scores / np.sqrt(np.maximum(self.squares, 1.0))
        learned = self.squares + _FORGET * (
            np.minimum(scores**2 * np.maximum(self.squares, 1.0), _MOST) - self.squares
        )
        self.squares = np.where(seen, learned, self.squares)
        return scores

    def state(self) -> dict[str, Any]:
        """Return the state as lists."""
        return {name: getattr(self, name).tolist() for name in self.__slots__}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "CountWatch":
        """Return the watch that `state` was taken from."""
        return cls(
            **{name: np.array(state[name], np.float64).reshape(len(WEIGHTS), -1) for name in cls.__slots__}
        )


def usual_range(expected: Floats, season: Season, hour: int) -> tuple[Floats, Floats]:
    """Return the ends of the usual range of an hour's counts: one hour in a hundred lies beyond either."""
    variance = expected + (season.spread + season.doubt[:, hour]) * expected**2
    third = expected * (1 + season.spread * expected) * (1 + 2 * season.spread * expected)
    return value_at(-BAND, expected, variance, third), value_at(BAND, expected, variance, third)
