"""What can go wrong in the event log, in words a person can act on."""

from goodword.core.errors import EnvironmentProblem, InputError


class EventError(InputError):
    """Events, columns or filters that cannot be used; names the column and the row where there is one.

    `row` counts from 1, as the message does.

    >>> str(EventError("'soon' is not an int64.", column="ts_us", row=3))
    "Row 3, column ts_us: 'soon' is not an int64."
    """

    def __init__(self, problem: str, *, column: str | None = None, row: int | None = None) -> None:
        self.column = column
        self.row = row
        places = [] if row is None else [f"row {row}"]
        if column is not None:
            places.append(f"column {column}")
        where = ", ".join(places)
        super().__init__(f"{where[0].upper()}{where[1:]}: {problem}" if where else problem)


class EventLogDamaged(EnvironmentProblem):
    """A file of the log is missing or not what was written; the message names it."""
