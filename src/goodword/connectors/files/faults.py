"""The rows of a batch that cannot be used; the first fault of a row is the one told."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .batches import Reject, reject
from .messages import Reason


@dataclass(slots=True)
class Faults:
    """Faults by row of one batch."""

    found: dict[int, tuple[str | None, Reason, str]] = field(default_factory=dict)

    def add(self, row: int, column: str | None, why: Reason, value: str | None) -> None:
        """Note what is wrong with a row, unless something is noted already."""
        self.found.setdefault(row, (column, why, value or ""))

    def rejects(self, lines: NDArray[np.int64], without: NDArray[np.bool_]) -> list[Reject]:
        """Return the rejects in the order of the file, leaving out the rows marked in `without`."""
        return [
            reject(int(lines[row]), column, why, value)
            for row, (column, why, value) in sorted(self.found.items())
            if not without[row]
        ]
