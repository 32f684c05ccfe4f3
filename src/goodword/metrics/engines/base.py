"""What all engines have in common: a metric is an Ibis expression, its rows come as the same frame from each of them."""

from itertools import count
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from goodword.core.errors import InputError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from .given import Given


class Engine:
    """An open engine, the events in it, and what else was handed over by name.

    An engine of its own says how it keeps a step (`_keep`) and how it hands out rows (`_rows`).
    """

    def __init__(self, backend: Any, given: "Given") -> None:
        self._backend, self._numbers = backend, count(1)
        self._steps: list[tuple[str, ir.Table]] = []
        self._tables = {name: backend.table(f"given_{name}") for name in given.tables}
        self.events: ir.Table = backend.table("given_events")
        if given.has_aliases:
            self.events = with_known_people(self.events, backend.table("given_aliases"))

    def table(self, name: str) -> "ir.Table":
        """Return another table a metric reads (`Metric.reads`), with exactly its columns."""
        return self._tables[name]

    def kept(self, step: "ir.Table") -> "ir.Table":
        """Return a step as it is now, computed once; without it every use would compute it again."""
        name = f"step_{next(self._numbers)}"
        self._steps.append((name, step))
        return self._keep(name, step)

    def value(self, expression: Any) -> Any:
        """Return one value that a step of a metric has to know before it can go on; None where there is none."""
        return self._rows(expression.name("value").as_table()).column(0)[0].as_py()

    def frame(self, result: "ir.Table") -> "pd.DataFrame":
        """Return the rows of a result in its order; types and nulls are the same from every engine."""
        from ibis.formats.pandas import PandasData

        schema = result.schema()
        rows = self._rows(result).cast(schema.to_pyarrow())
        frame: pd.DataFrame = PandasData.convert_table(rows.to_pandas(), schema)
        return frame

    def sql(self, result: "ir.Table") -> str:
        """Return what the engine is asked: the steps that were kept, then the result."""
        steps = [
            f"CREATE TEMPORARY TABLE {name} AS\n{self._backend.compile(step, pretty=True)};\n\n"
            for name, step in self._steps
        ]
        return "".join([*steps, str(self._backend.compile(result, pretty=True))])

    def _keep(self, name: str, step: "ir.Table") -> "ir.Table":
        return self._backend.create_table(name, step, temp=True)

    def _rows(self, result: "ir.Table") -> pa.Table:
        return self._backend.to_pyarrow(result)


def with_known_people(events: "ir.Table", aliases: "ir.Table") -> "ir.Table":
    """Return the events with person_id and referrer_id of an alias read as the person it turned out to be."""
    for column in ("person_id", "referrer_id"):
        known = aliases.select(alias_of=aliases["alias"], known=aliases["person_id"])
        columns = events.columns
        both = events.left_join(known, events[column] == known.alias_of)
        events = both.mutate(**{column: both.known.coalesce(both[column])}).select(*columns)
    return events


def aliases_of(same_person: Any) -> pa.Table | None:
    """Return a table of aliases in its columns; raises InputError where an alias stands for two people."""
    if same_person is None:
        return None
    table = same_person if isinstance(same_person, pa.Table) else pa.table(same_person)
    if not {"alias", "person_id"} <= set(table.column_names):
        raise InputError("The table of aliases needs the columns alias and person_id.")
    if pc.count_distinct(table["alias"]).as_py() < table.num_rows:
        raise InputError("An alias stands for two people. Give each alias once.")
    return table.select(["alias", "person_id"]).cast(
        pa.schema([("alias", pa.string()), ("person_id", pa.string())])
    )
