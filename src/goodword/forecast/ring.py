"""The last hours of many series, without moving all of them each hour."""

from collections.abc import Sequence

import numpy as np

from .series import Floats

_ROOM = 240


class Ring:
    """The last `width` columns that were appended, NaN before the first.

    >>> ring = Ring(rows=1, width=3)
    >>> ring.append(np.array([4.0]))
    >>> ring.values
    array([[nan, nan,  4.]])
    """

    def __init__(self, rows: int, width: int) -> None:
        self._width, self._end = width, width
        self._all = np.full((rows, width + _ROOM), np.nan)

    @property
    def values(self) -> Floats:
        """The columns (rows, width), the newest last."""
        return self._all[:, self._end - self._width : self._end]

    def append(self, column: Floats) -> None:
        """Add a column (rows,)."""
        if self._end == self._all.shape[1]:
            self._all[:, : self._width] = self.values.copy()
            self._end = self._width
        self._all[:, self._end] = column
        self._end += 1

    def state(self) -> list[list[float | None]]:
        """Return the columns as lists, None for NaN."""
        return [[None if np.isnan(one) else one for one in row] for row in self.values.tolist()]

    @classmethod
    def from_state(cls, state: Sequence[Sequence[float | None]], width: int) -> "Ring":
        """Return the ring that `state` was taken from."""
        self = cls(len(state), width)
        self._all[:, :width] = np.array(state, np.float64).reshape(len(state), width)
        return self
