"""One labelling task learned: two linear views of the features, and the calibration that joins them."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .calibration import Calibration, log_probabilities
from .counted import Counted
from .features import PIECES, WHOLE, Shape
from .linear import Rows, scores
from .vocabulary import Vocabulary, Weighed, counted_log, find_known, first_logs

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """What was learned of a task with k classes.

    `rare` and `plain` are weights (float32, features + 1 × margins) over the two views of a text; with two classes
    there is one margin, else one a class; `plain` may hold several sets side by side, or none. `factors`
    (float64, k) weigh the probabilities where one class must be chosen. `base` is another head whose opinion
    enters: as a starting point where it has the same classes, else as views of its own; with `cues` the rules'
    scores are views, too.
    """

    classes: tuple[str, ...]
    shape: Shape
    vocabulary: Vocabulary
    rare: Floats
    plain: Floats
    calibration: Calibration
    factors: NDArray[np.float64]
    base: "Head | None" = None
    cues: bool = False

    def shortened(self) -> "Head":
        """Return the head with its weights rounded as a file keeps them: it is the same before and after."""
        short = {
            name: getattr(self, name).astype(np.float16).astype(np.float32) for name in ("rare", "plain")
        }
        return replace(self, **short)

    def probabilities(self, texts: Counted, offsets: NDArray[np.float64] | None = None) -> Floats:
        """Return calibrated probabilities (float32, n × k) of counted texts.

        `offsets` (float64, n × k) are log-probabilities known beforehand, where the head was fitted upon such.
        """
        views, known = opinion(self.base, self.classes, texts, cues=self.cues)
        found, bias = texts.features, np.hstack([self.rare[-1], self.plain[-1] if self.plain.size else []])
        said = _scored(found.hashes, found.counts, found.families, found.starts,
                       self.vocabulary.slots, self._rows, bias, self.rare.shape[1])  # fmt: skip
        return self.calibration.probabilities(np.hstack([said, views]), known if offsets is None else offsets)

    @cached_property
    def _rows(self) -> Floats:
        """What a feature is worth, side by side in memory: its rarity, its weights of both views, room to a whole line."""
        columns = [self.vocabulary.rarity[:, None], self.rare[:-1], self.plain[:-1]]
        whole = np.hstack([each for each in columns if each.size])
        width = next((n for n in (4, 8, 16) if n >= whole.shape[1]), whole.shape[1])
        return np.ascontiguousarray(np.pad(whole, ((0, 0), (0, width - whole.shape[1]))))

    def chosen(self, probabilities: Floats) -> NDArray[np.int64]:
        """Return the class to name for each text."""
        best: NDArray[np.int64] = (probabilities * self.factors).argmax(1)
        return best


def margins(weighed: Weighed, rare: Floats, plain: Floats) -> Floats:
    """Return what each view scores (float32, n × margins of `rare`, then of `plain`)."""
    width = len(rare) - 1
    found = [scores(Rows(weighed.columns, weighed.rare, weighed.starts, width), rare)]
    if plain.size:
        found.append(scores(Rows(weighed.columns, weighed.plain, weighed.starts, width), plain))
    return np.hstack(found)


@njit(cache=True, nogil=True)
def _scored(
    hashes: Any, counts: Any, families: Any, starts: Any, slots: Any, rows: Any, bias: Any, margins: int
) -> Any:
    """Return what `margins(vocabulary.weigh(features), …)` does, in one pass without anything in between."""
    width = len(bias)
    found = np.empty((len(starts) - 1, width), np.float32)
    logs = first_logs()
    sums = np.empty((2, width), np.float64)
    squares, numbers = np.empty(2, np.float64), np.empty(2, np.float64)
    room = _most(starts)
    seen, columns, places = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int32)
    for n in range(len(starts) - 1):
        sums[:] = 0.0
        squares[:] = 0.0
        numbers[:] = 0.0
        first = starts[n]
        known = find_known(hashes[first : starts[n + 1]], slots, seen, columns, places)
        for k in range(known):
            family = families[first + places[k]]
            value = rows[columns[k], 0] * counted_log(counts[first + places[k]], logs)
            squares[family] += value * value
            numbers[family] += 1.0
            for c in range(margins):
                sums[family, c] += value * rows[columns[k], 1 + c]
            for c in range(margins, width):
                sums[family, c] += rows[columns[k], 1 + c]
        squares[PIECES] = max(squares[PIECES], squares[WHOLE])
        numbers[PIECES] = max(numbers[PIECES], numbers[WHOLE])
        for c in range(width):
            total = bias[c]
            for family in range(2):
                size = squares[family] if c < margins else numbers[family]
                if size > 0.0:
                    total += sums[family, c] / np.sqrt(size)
            found[n, c] = total
    return found


@njit(cache=True, nogil=True)
def _most(starts: Any) -> int:
    most = 0
    for n in range(len(starts) - 1):
        most = max(most, starts[n + 1] - starts[n])
    return most


def opinion(
    base: Head | None, classes: tuple[str, ...], texts: Counted, *, cues: bool
) -> tuple[Floats, NDArray[np.float64] | None]:
    """Return what is known of texts beforehand: views (float32, n × columns) and offsets (float64, n × k).

    The rules' scores are views where `cues` are wanted; another head's opinion is a view, or offsets where it
    has the same classes.
    """
    views = texts.cues if cues else np.empty((len(texts), 0), np.float32)
    if base is None:
        return views, None
    known = log_probabilities(base.probabilities(texts))
    if base.classes == classes:
        return views, known
    return np.hstack([views, known.astype(np.float32)]), None
