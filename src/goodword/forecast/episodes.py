"""From rates to alarms: which hours of which series stand out among all, and when an alarm begins and ends."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .series import HOURS_A_MONTH, Flags, Floats, Ints

QUIET_HOURS = 3  # that many usual hours in a row end an alarm
LOUD_HOURS = 3  # that many unusual ones in a row bring it back during the cool-down
COOL_DOWN = 24  # hours after its end in which an alarm of the same series goes on instead of a new one


@dataclass(frozen=True, slots=True)
class Episode:
    """One alarm: the place of its series, its first and last hour (as places in what was read)."""

    series: int
    first: int
    last: int


def discoveries(rates: Floats, wanted: float) -> Flags:
    """Return which of S series stand out in one hour, by Benjamini and Hochberg's rule.

    `rates` (S,) says how often a month chance alone would go so far in that series (NaN: not judged); `wanted` is
    how many false alarms a month are borne over all series together.

    >>> discoveries(np.array([0.4, 0.9, 30.0]), 1.0)  # alone, the second would have to be below 1/3
    array([False, False, False])
    >>> discoveries(np.array([0.1, 0.6, 30.0]), 1.0)
    array([ True,  True, False])
    """
    judged = np.flatnonzero(~np.isnan(rates))
    order = judged[np.argsort(rates[judged], kind="stable")]
    allowed = wanted * np.arange(1, len(order) + 1) / max(len(order), 1)
    below = np.flatnonzero(rates[order] <= allowed)
    found = np.zeros(len(rates), bool)
    if len(below):
        found[order[: below[-1] + 1]] = True
    return found


@dataclass(slots=True)
class Alarms:
    """Which series are in alarm, and how long they have been quiet since: the state between two hours."""

    open: Flags
    quiet: Ints  # usual hours in a row; below zero so many that stand out
    since: Ints  # hours since nothing stood out any more

    @classmethod
    def new(cls, n: int) -> "Alarms":
        """Return the state before the first hour."""
        return cls(np.zeros(n, bool), np.zeros(n, np.int64), np.full(n, COOL_DOWN, np.int64))

    def step(self, rates: Floats, wanted: float, forced: Flags, calm: Flags) -> tuple[Flags, Flags]:
        """Take in one hour; return which series are in alarm and in which a new one begins.

        `forced` are above a limit of their own, `calm` are as usual in this very hour. Hours that are not judged
        (NaN) neither begin nor end anything. What comes back during the cool-down is the same alarm, which goes on;
        single hours do not bring it back, for what is past still weighs in them.
        """
        stands_out = discoveries(rates, wanted) | forced
        judged = ~np.isnan(rates) | forced
        begins = stands_out & ~self.open & (self.since >= COOL_DOWN)
        usual = calm & ~forced & ~begins
        in_a_row = np.where(usual, np.maximum(self.quiet, 0) + 1, 0)
        in_a_row = np.where(stands_out & ~usual, np.minimum(self.quiet, 0) - 1, in_a_row)
        self.quiet = np.where(judged, in_a_row, self.quiet)
        comes_back = judged & (self.quiet <= -LOUD_HOURS)
        self.open = begins | comes_back | (self.open & (self.quiet < QUIET_HOURS))
        waits = np.where(judged, np.minimum(self.since + 1, COOL_DOWN), self.since)
        self.since = np.where(self.open | stands_out, 0, waits)
        return self.open, begins

    def state(self) -> dict[str, Any]:
        """Return the state as lists."""
        return {name: getattr(self, name).tolist() for name in self.__slots__}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "Alarms":
        """Return the alarms that `state` was taken from."""
        return cls(
            np.array(state["open"], bool),
            np.array(state["quiet"], np.int64),
            np.array(state["since"], np.int64),
        )


def chance(rate: Floats | float) -> Any:
    """Return the chance that a single hour without anything special goes as far, from the rate a month.

    >>> chance(7.2)
    0.01
    """
    return (
        np.minimum(np.asarray(rate) / HOURS_A_MONTH, 1.0) if np.ndim(rate) else min(rate / HOURS_A_MONTH, 1.0)
    )


def episodes(alarm: Flags, begins: Flags) -> list[Episode]:
    """Return the alarms of what was read (S, T), by their beginnings; one that went on before it is left out."""
    found = []
    for series, first in zip(*np.nonzero(begins), strict=True):
        row = alarm[series]
        later = np.flatnonzero(begins[series, first + 1 :])
        end = int(first + 1 + later[0]) if len(later) else row.shape[0]
        last = int(first + np.flatnonzero(row[first:end])[-1])
        found.append(Episode(int(series), int(first), last))
    return sorted(found, key=lambda each: (each.first, each.series))
